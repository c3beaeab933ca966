"""What people wrote reads as they wrote it on a card, and is nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from notifications.card_text import markdown_escaped, shortened, texts_of_card
from notifications.plain_text import one_line

COMMONMARK = MarkdownIt("commonmark")
# Words with more of the signs that matter than chance would bring.
WRITTEN = st.text(st.one_of(st.sampled_from("*_[]()<>`#~!&;\\-+.1 a:/"), st.characters()))


def read_as_markdown(text: str) -> str:
    """The words that a Markdown program shows, or its tokens where it shows anything else."""
    tokens = COMMONMARK.parse(text)
    if not tokens:
        return ""
    kinds = [token.type for token in tokens]
    inline = [child for token in tokens for child in (token.children or [])]
    if kinds != ["paragraph_open", "inline", "paragraph_close"]:
        return json.dumps(kinds)
    if any(child.type not in ("text", "text_special") for child in inline):
        return json.dumps([child.type for child in inline])
    return "".join(child.content for child in inline)


@given(WRITTEN)
def test_escaped_words_read_as_they_were_written(written: str) -> None:
    assert read_as_markdown(markdown_escaped(written)) == one_line(written)


@pytest.mark.parametrize(
    "written",
    [
        "[Sign in](https://phish.example)",
        "![](https://track.example/p.png)",
        "<at>Everyone</at> & <b>now</b>",
        "# Urgent",
        "- one",
        "3. Train officers",
        "**all** of _it_",
        "> quoted",
        "&lt;script&gt;",
        "===",
    ],
)
def test_nothing_becomes_a_link_an_image_a_mention_or_a_format(written: str) -> None:
    assert read_as_markdown(markdown_escaped(written)) == written


@pytest.mark.parametrize("address", ["https://phish.example/a", "www.phish.example", "mailto:a@b"])
def test_a_bare_address_is_broken_for_programs_that_link_it(address: str) -> None:
    escaped = markdown_escaped(f"See {address} today")
    assert address not in escaped
    assert read_as_markdown(escaped) == f"See {address} today"


@pytest.mark.parametrize("plain", ["Health & Social Care", "Maria O'Fenn (deputy), 2.1", "A-team!"])
def test_ordinary_names_are_left_as_they_are(plain: str) -> None:
    assert markdown_escaped(plain) == plain


@given(st.text(), st.integers(min_value=4, max_value=60))
def test_a_shortened_text_never_is_longer_than_asked(text: str, at_most: int) -> None:
    short = shortened(text, at_most)
    assert len(short) <= at_most
    assert short == one_line(text) or short.endswith("...")


def test_a_text_is_cut_after_a_word() -> None:
    assert shortened("Minutes reach every partner in time", 20) == "Minutes reach..."


def test_every_text_of_a_card_can_be_searched_as_people_read_it() -> None:
    card = {"body": [{"text": 'The "night list"'}], "url": "mailto:a@b?subject=Night%20list"}
    texts = texts_of_card(json.dumps(card).encode())
    assert 'The "night list"' in texts
    assert "mailto:a@b?subject=Night list" in texts


def test_a_card_that_is_no_json_is_searched_all_the_same() -> None:
    assert texts_of_card(b'{"text": "cut off') == ['{"text": "cut off']
