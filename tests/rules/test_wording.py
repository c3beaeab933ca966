"""Dates and counts as people read them."""

from __future__ import annotations

import datetime

import pytest

from rules.wording import (
    counted,
    date_range,
    days_left_words,
    listed,
    long_date,
    month_and_year,
    ordinal,
    plain_date,
    short_date,
)

DUE = datetime.date(2018, 8, 16)


def test_a_deadline_has_its_weekday_and_neither_ordinal_nor_comma() -> None:
    assert long_date(DUE) == "Thursday 16 August 2018"
    assert plain_date(DUE) == "16 August 2018"
    assert month_and_year(DUE) == "August 2018"


def test_short_months_are_cut_as_gov_uk_cuts_them() -> None:
    months = [short_date(datetime.date(2018, month, 1)).split()[1] for month in range(1, 13)]

    assert months == [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "June",
        "July",
        "Aug",
        "Sept",
        "Oct",
        "Nov",
        "Dec",
    ]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2018-03-19", "2018-03-23", "19 to 23 March 2018"),
        ("2018-04-30", "2018-05-04", "30 April to 4 May 2018"),
        ("2018-12-17", "2019-01-11", "17 December 2018 to 11 January 2019"),
        ("2018-03-19", "2018-03-19", "19 March 2018"),
    ],
)
def test_a_range_says_each_month_and_year_once(start: str, end: str, words: str) -> None:
    from_iso = datetime.date.fromisoformat

    assert date_range(from_iso(start), from_iso(end)) == words


@pytest.mark.parametrize(
    ("days_left", "today", "words"),
    [
        (3, datetime.date(2018, 8, 13), "3 working days left"),
        (1, datetime.date(2018, 8, 15), "1 working day left"),
        (0, DUE, "due today"),
        (-1, datetime.date(2018, 8, 17), "1 working day late"),
        (-2, datetime.date(2018, 8, 20), "2 working days late"),
    ],
)
def test_days_left_in_words(days_left: int, today: datetime.date, words: str) -> None:
    assert days_left_words(days_left, due=DUE, today=today) == words


def test_a_saturday_is_due_before_the_next_working_day_when_it_is_friday() -> None:
    words = days_left_words(0, due=datetime.date(2018, 8, 18), today=datetime.date(2018, 8, 17))

    assert words == "due before the next working day"


def test_ordinals_of_counts() -> None:
    said = [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 70, 111, 122)]

    assert said == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "13th",
        "21st",
        "70th",
        "111th",
        "122nd",
    ]


def test_lists_and_counts_in_words() -> None:
    assert listed([]) == ""
    assert listed(["police"]) == "police"
    assert listed(["police", "health", "probation"]) == "police, health and probation"
    assert counted(1, "body", "bodies") == "1 body"
    assert counted(2, "body", "bodies") == "2 bodies"
