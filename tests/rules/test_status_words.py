"""States, answers and ages as people read them."""

from __future__ import annotations

import datetime

import pytest

from rules.status_words import (
    age_words,
    last_confirmed_words,
    late_words,
    near_date,
    near_long_date,
    no_change_words,
    no_update_words,
    time_of_day,
)

TODAY = datetime.date(2018, 10, 22)  # A Monday.
THIRD = datetime.date(2018, 9, 3)


def test_only_own_staff_read_overdue() -> None:
    assert late_words(own_staff=True) == "Overdue"
    assert late_words(own_staff=False) == "Update not yet received"


def test_silence_is_dated() -> None:
    assert no_update_words(THIRD, today=TODAY) == "No update received since 3 September"


def test_a_date_in_another_year_carries_its_year() -> None:
    earlier = datetime.date(2017, 12, 29)

    assert near_date(earlier, today=TODAY) == "29 December 2017"
    assert near_long_date(earlier, today=TODAY) == "Friday 29 December 2017"
    assert near_long_date(THIRD, today=TODAY) == "Monday 3 September"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (TODAY, "Last confirmed today"),
        (datetime.date(2018, 10, 21), "Last confirmed yesterday"),
        (datetime.date(2018, 10, 9), "Last confirmed 13 days ago"),
        (datetime.date(2018, 10, 8), "Last confirmed 2 weeks ago"),
        (THIRD, "Last confirmed 7 weeks ago"),
    ],
)
def test_a_confirmation_ages_in_words(on: datetime.date, words: str) -> None:
    assert last_confirmed_words(on, today=TODAY) == words


def test_no_change_is_counted_from_the_second_time() -> None:
    assert no_change_words(1, THIRD, today=TODAY) == "No change"
    assert no_change_words(4, THIRD, today=TODAY) == "No change, 4th time, since 3 September"


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (datetime.time(7, 30), "7:30am"),
        (datetime.time(10, 0), "10am"),
        (datetime.time(12, 0), "midday"),
        (datetime.time(12, 5), "12:05pm"),
        (datetime.time(17, 30), "5:30pm"),
        (datetime.time(0, 5), "12:05am"),
    ],
)
def test_times_are_on_the_twelve_hour_clock(time: datetime.time, words: str) -> None:
    assert time_of_day(time) == words


def test_what_waits_has_an_age() -> None:
    assert age_words(0) == "since today"
    assert age_words(1) == "for 1 working day"
    assert age_words(3) == "for 3 working days"
