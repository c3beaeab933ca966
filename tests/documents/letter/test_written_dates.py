"""Dates as letters write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.letter.written_dates import dates_in, ranges_in, sole_date
from rules.wording import MONTHS, WEEKDAYS

LETTER_DATE = date(2018, 5, 9)


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("by 18 August 2018.", None),
        ("by 18th August 2018", None),
        ("by the 18th of August 2018", None),
        ("by Saturday 18 August 2018", "Saturday"),
        ("by Saturday, 18 August 2018", "Saturday"),
        ("by Sat 18 Aug 2018", "Saturday"),
        ("by 18 AUGUST 2018", None),
    ],
)
def test_a_date_is_found_in_a_sentence(text: str, weekday: str | None) -> None:
    (found,) = dates_in(f"Send it {text}")

    assert (found.value, found.weekday) == (date(2018, 8, 18), weekday)


def test_a_printed_weekday_that_is_not_the_dates_own_is_noticed() -> None:
    (wrong,) = dates_in("by Friday 18 April 2023")
    (right,) = dates_in("by Tuesday 18 April 2023")

    assert wrong.weekday_is_wrong
    assert not right.weekday_is_wrong


def test_a_day_that_no_month_has_is_passed_over() -> None:
    assert dates_in("by 31 June 2018 or 1 July 2018")[0].value == date(2018, 7, 1)


@pytest.mark.parametrize("text", ["9 May 2018", "9th May 2018", "Wednesday 9 May 2018"])
def test_a_line_that_is_a_date_is_known(text: str) -> None:
    found = sole_date(text)

    assert found is not None
    assert found.value == LETTER_DATE


@pytest.mark.parametrize("text", ["9 May 2018 and 10 May 2018", "On 9 May 2018", "May 2018", ""])
def test_a_line_that_says_more_or_less_is_not_a_date(text: str) -> None:
    assert sole_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Between 19 and 23 March 2018",
        "from 19 to 23 March 2018",
        "from 19 March to 23 March 2018",
        "between 19 March 2018 and 23 March 2018",
        "19–23 March 2018",
        "19 - 23 March 2018",
        "Monday 19 to Friday 23 March 2018",
        "Monday 19th and Friday 23rd March 2018",
    ],
)
def test_a_stretch_of_days_is_read_however_it_is_written(text: str) -> None:
    (found,) = ranges_in(text, no_later_than=LETTER_DATE)

    assert (found.start, found.end) == (date(2018, 3, 19), date(2018, 3, 23))
    assert found.is_year_printed


def test_a_stretch_over_the_turn_of_a_month() -> None:
    (found,) = ranges_in("Between 27 February and 3 March 2017", no_later_than=None)

    assert (found.start, found.end) == (date(2017, 2, 27), date(2017, 3, 3))


def test_a_stretch_over_the_turn_of_a_year() -> None:
    (found,) = ranges_in("Between 28 December and 4 January 2018", no_later_than=None)

    assert (found.start, found.end) == (date(2017, 12, 28), date(2018, 1, 4))


def test_a_missing_year_is_the_latest_before_the_letter() -> None:
    (march,) = ranges_in("Between 19 and 23 March", no_later_than=LETTER_DATE)
    (november,) = ranges_in("Between 13 and 17 November", no_later_than=LETTER_DATE)

    assert march.end == date(2018, 3, 23)
    assert november.end == date(2017, 11, 17)
    assert not november.is_year_printed


def test_a_missing_year_is_not_made_up_without_a_letter_date() -> None:
    assert ranges_in("Between 19 and 23 March", no_later_than=None) == []


def test_a_stretch_that_runs_backwards_is_passed_over() -> None:
    assert ranges_in("Between 23 and 19 March 2018", no_later_than=LETTER_DATE) == []


@given(
    start=st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 1, 1)),
    days=st.integers(min_value=0, max_value=40),
    joint=st.sampled_from([" and ", " to ", " – ", "–"]),
    with_weekdays=st.booleans(),
)
def test_any_stretch_written_in_full_is_read_back(
    start: date, days: int, joint: str, *, with_weekdays: bool
) -> None:
    end = start + timedelta(days=days)
    first, last = (
        (f"{WEEKDAYS[day.weekday()]} " if with_weekdays else "")
        + f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        for day in (start, end)
    )

    (found,) = ranges_in(f"Between {first}{joint}{last}, inspectors", no_later_than=None)

    assert (found.start, found.end) == (start, end)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    dates_in(text)
    ranges_in(text, no_later_than=LETTER_DATE)
    sole_date(text)
