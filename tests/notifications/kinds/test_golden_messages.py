"""Every kind of message as people get it, approved as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from notifications.contents import Content
from notifications.message import Rendered
from notifications.templating import TEMPLATES


def test_the_text_part_is_as_approved(
    sample_name: str, sample: Rendered, approved: Callable[[str, str], None]
) -> None:
    approved(f"{sample_name}.txt", f"Subject: {sample.subject}\n\n{sample.text}")


def test_the_html_part_is_as_approved(
    sample_name: str, sample: Rendered, approved: Callable[[str, str], None]
) -> None:
    approved(f"{sample_name}.html", sample.html)


def test_every_kind_of_content_has_its_templates() -> None:
    for content in get_args(Content):
        folder = TEMPLATES / content.kind
        assert sorted(file.name for file in folder.iterdir()) == [
            "body.html.jinja",
            "body.txt.jinja",
            "words.jinja",
        ]
