"""Wrapping the text part, and keeping values on one line."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.plain_text import one_line, unwrapped, wrapped
from rules.wording import long_date

words = st.text(st.characters(codec="utf-8"), max_size=40)
dates = st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 12, 31))


@given(st.lists(st.one_of(words, dates.map(long_date)), max_size=30), st.integers(0, 6))
def test_wrapping_changes_nothing_but_line_ends(parts: list[str], indent: int) -> None:
    paragraph = " " * indent + one_line(" ".join(parts))

    assert wrapped(paragraph).split() == paragraph.split()


@given(st.lists(dates, min_size=1, max_size=12), words)
def test_a_date_always_stays_on_its_line(days: list[datetime.date], between: str) -> None:
    paragraph = f" {one_line(between)} ".join(f"({long_date(day)})," for day in days)

    lines = wrapped(paragraph).splitlines()

    for day in days:
        assert any(long_date(day) in line for line in lines)


@given(st.lists(st.text("abcde", min_size=1, max_size=30), min_size=1, max_size=40))
def test_no_line_is_wider_than_72_columns_where_the_words_allow_it(parts: list[str]) -> None:
    assert all(len(line) <= 72 for line in wrapped(" ".join(parts)).splitlines())


@given(words)
def test_a_value_on_one_line_is_printable_and_stays_so(value: str) -> None:
    line = one_line(value)

    assert "\n" not in line
    assert "\r" not in line
    assert line == line.strip()
    assert one_line(line) == line


@pytest.mark.parametrize(
    "control", ["\r\n", "\n", "\x0b", "\x85", "\u2028", "\u202e", "\u200b", "\xa0", "\ufeff", "\0"]
)
def test_controls_that_break_hide_or_turn_a_line_become_a_space(control: str) -> None:
    assert one_line(f"one{control}two") == "one two"


def test_an_address_longer_than_the_line_stands_alone_unbroken() -> None:
    address = f"{'a' * 64}@{'b' * 40}.example"

    lines = wrapped(f"Reply to {address} today.").splitlines()

    assert lines == ["Reply to", address, "today."]


def test_what_follows_a_bullet_hangs_under_its_first_word() -> None:
    lines = wrapped("- " + "word " * 20).splitlines()

    assert lines[0].startswith("- word")
    assert lines[1].startswith("  word")


def test_a_range_of_days_and_a_telephone_number_stay_together() -> None:
    filler = "x" * 58

    assert wrapped(f"{filler} 19 to 23 March 2018").splitlines() == [filler, "19 to 23 March 2018"]
    assert wrapped(f"{filler} 01632 960 042.").splitlines() == [filler, "01632 960 042."]


def test_empty_lines_in_a_row_become_one() -> None:
    assert wrapped("\n\none\n\n\n \n\ntwo\n\n") == "one\n\ntwo\n"


@given(st.lists(st.text(alphabet="ab -.1:", max_size=200), max_size=6))
def test_what_was_wrapped_can_be_put_together_and_wraps_the_same_again(lines: list[str]) -> None:
    text = wrapped("\n".join(lines))
    assert wrapped(unwrapped(text)) == text


def test_a_paragraph_is_whole_again_and_short_lines_stay_apart() -> None:
    paragraphs = [
        "This is the weekly message from the team, about the plan of Thursday 16 August 2018.",
        "- The law's count: the day that was counted after publication (the 70th working day).",
        "  Due Friday 14 September 2018.",
        "  Last update: none received yet",
    ]
    text = "\n".join(paragraphs) + "\n"
    assert unwrapped(wrapped(text)) == text
