"""The HTML part against the checklist for mail: one column, quiet tables, its own style."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from notifications.message import Rendered
from notifications.templating import STYLES, TEMPLATES, dates_kept_whole
from rules.wording import MONTHS, WEEKDAYS


def test_it_declares_its_language_and_fits_the_dark(sample: Rendered) -> None:
    assert sample.html.startswith('<!doctype html>\n<html lang="en-GB"')
    assert '<meta name="color-scheme" content="light dark">' in sample.html
    assert "prefers-color-scheme:dark" in sample.html


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Friday 14 September 2018", "Friday&nbsp;14&nbsp;September&nbsp;2018"),
        ("on 3 July.", "on 3&nbsp;July."),
        ("You may, in May 2018", "You may, in May 2018"),
        ("2 Mayflies on Tuesday 4 items", "2 Mayflies on Tuesday 4 items"),
        ("12 May 20189", "12&nbsp;May 20189"),
    ],
)
def test_the_spaces_within_a_date_and_no_others_do_not_break(before: str, after: str) -> None:
    assert dates_kept_whole(before) == after


def test_tables_for_layout_are_not_read_as_tables(sample: Rendered) -> None:
    tables = re.findall(r"<table[^>]*>(?:\s*<caption)?", sample.html)

    for table in tables:
        is_rows_of_facts = table.endswith("<caption")
        assert ('role="presentation"' in table) is not is_rows_of_facts


def test_one_column_no_wider_than_580_pixels(sample: Rendered) -> None:
    assert set(re.findall(r"max-width:(\d+)px", sample.html)) == {"580"}


def test_nothing_is_fetched_from_anywhere(sample: Rendered) -> None:
    assert not re.search(r"<(?:img|link|script|iframe)|url\(|@import|background=", sample.html)


def test_no_line_can_end_within_a_date(sample: Rendered) -> None:
    a_date = rf"(?:{'|'.join(WEEKDAYS)}) \d|\b\d{{1,2}} (?:{'|'.join(MONTHS)})\b"

    assert "&nbsp;" in sample.html or not re.search(rf"\d.(?:{'|'.join(MONTHS)})", sample.text)
    assert not re.search(a_date, sample.html)


def test_no_line_can_end_within_a_telephone_number(sample: Rendered) -> None:
    assert "01632 960" not in sample.html


def test_it_says_its_language_where_a_mail_program_drops_the_document(sample: Rendered) -> None:
    assert '<div role="article" aria-roledescription="message" lang="en-GB" dir="ltr">' in (
        sample.html
    )


def test_a_preheader_says_the_gist_and_is_hidden(sample: Rendered) -> None:
    preheader = re.search(r'<div style="display:none[^>]*>(.*?)</div>', sample.html, re.DOTALL)

    assert preheader is not None
    assert preheader[1].strip()


def test_there_is_one_main_heading_and_no_level_is_skipped(sample: Rendered) -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)", sample.html)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    for before, after in pairwise(levels):
        assert after <= before + 1


def test_text_is_never_smaller_than_16_pixels(sample: Rendered) -> None:
    assert all(int(size) >= 16 for size in re.findall(r"font-size:(\d+)px", sample.html))


def test_every_style_is_used_by_a_template() -> None:
    source = "".join(file.read_text() for file in sorted(TEMPLATES.rglob("*.html.jinja")))

    assert [name for name in STYLES if f"css.{name} " not in source] == []
