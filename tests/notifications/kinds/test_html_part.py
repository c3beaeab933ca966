"""The HTML part against the checklist for mail: one column, quiet tables, its own style."""

from __future__ import annotations

import re
from itertools import pairwise

from notifications.message import Rendered
from notifications.templating import STYLES, TEMPLATES


def test_it_declares_its_language_and_fits_the_dark(sample: Rendered) -> None:
    assert sample.html.startswith('<!doctype html>\n<html lang="en-GB"')
    assert '<meta name="color-scheme" content="light dark">' in sample.html
    assert "prefers-color-scheme:dark" in sample.html


def test_tables_for_layout_are_not_read_as_tables(sample: Rendered) -> None:
    tables = re.findall(r"<table[^>]*>(?:\s*<caption)?", sample.html)

    for table in tables:
        is_rows_of_facts = table.endswith("<caption")
        assert ('role="presentation"' in table) is not is_rows_of_facts


def test_one_column_no_wider_than_580_pixels(sample: Rendered) -> None:
    assert set(re.findall(r"max-width:(\d+)px", sample.html)) == {"580"}


def test_nothing_is_fetched_from_anywhere(sample: Rendered) -> None:
    assert not re.search(r"<(?:img|link|script|iframe)|url\(|@import|background=", sample.html)


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
