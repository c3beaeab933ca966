"""Whatever a title, a name or an update contains, it stays a word of the message."""

from __future__ import annotations

import dataclasses
import datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from notifications.message import Rendered, Sender
from notifications.render import render

HOSTILE = "<script>alert(1)</script><img src=x onerror=y>&amp;{{ 7*7 }}\r\nBcc: a@b.example\u2028x"
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "div", "br", "p", "ul", "li"),
    *("table", "caption", "tr", "th", "td", "h1", "h2", "h3"),
}


def made_hostile(value: Any) -> Any:
    """``value`` with every text in it replaced, except names of kinds and references."""
    if isinstance(value, tuple):
        return tuple(made_hostile(one) for one in value)
    if type(value) is str:
        return HOSTILE
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: made_hostile(getattr(value, field.name))
            for field in dataclasses.fields(value)
        }
        return dataclasses.replace(value, **changed)
    return value


class Tags(HTMLParser):
    """Collects the tags of a document, and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.fixture
def hostile(sample_content: Any, sender: Sender, today: datetime.date) -> Rendered:
    """Each sample with hostile words in every field, of everybody in it too."""
    content, recipient, others = sample_content
    others = {**others, "demonstration": True}
    if "rehearsed_for" in others:
        others["rehearsed_for"] = made_hostile(others["rehearsed_for"])
    arguments = {"today": today, **others}
    return render(
        made_hostile(content),
        recipient=made_hostile(recipient),
        sender=dataclasses.replace(sender, council=HOSTILE, team=HOSTILE, marking=HOSTILE),
        **arguments,
    )


def test_no_field_can_bring_a_tag_or_an_attribute_into_the_html(hostile: Rendered) -> None:
    found = Tags()
    found.feed(hostile.html)

    assert found.tags <= TAGS
    assert not {name for name in found.attributes if name.startswith("on") or name == "src"}


def test_no_field_can_start_a_paragraph_or_a_header(hostile: Rendered) -> None:
    paragraphs = [one.strip() for one in hostile.text.split("\n\n")]

    assert not [one for one in paragraphs if one.startswith("Bcc:")]
    assert hostile.subject.isprintable()


def test_no_field_is_read_as_a_template(hostile: Rendered) -> None:
    assert "49" not in hostile.subject
    assert "7*7" in hostile.text
