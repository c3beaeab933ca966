"""Each body has one day a week, whatever holidays and outages do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.sending_days import is_its_day
from services.rulebook import standing_rulebook

CALENDAR = standing_rulebook().calendar
MONDAY, FRIDAY = 1, 5


@pytest.mark.parametrize(
    ("chosen", "day", "expected"),
    [
        (MONDAY, date(2018, 8, 20), True),
        # Monday 27 August 2018 was the Summer bank holiday.
        (MONDAY, date(2018, 8, 24), False),
        (MONDAY, date(2018, 8, 28), True),
        # Good Friday 30 March 2018: the message goes on the Thursday before.
        (FRIDAY, date(2018, 3, 29), True),
        (FRIDAY, date(2018, 4, 3), False),
    ],
    ids=lambda value: f"{value:%A %-d %B %Y}" if isinstance(value, date) else str(value),
)
def test_a_holiday_moves_the_day_within_its_week(chosen: int, day: date, expected: bool) -> None:
    yesterday = day - timedelta(days=1)

    assert is_its_day(chosen, today=day, previous_day=yesterday, calendar=CALENDAR) is expected


def test_the_first_day_after_an_outage_takes_the_place_of_the_missed_one() -> None:
    wednesday = date(2018, 9, 19)

    assert is_its_day(MONDAY, today=wednesday, previous_day=date(2018, 9, 14), calendar=CALENDAR)
    assert not is_its_day(
        MONDAY, today=wednesday, previous_day=date(2018, 9, 18), calendar=CALENDAR
    )


@given(chosen=st.integers(1, 5), start=st.dates(date(2015, 1, 5), date(2026, 11, 1)))
def test_every_week_with_a_working_day_has_exactly_one_day(chosen: int, start: date) -> None:
    monday = start - timedelta(days=start.weekday())
    week = [monday + timedelta(days=number) for number in range(5)]
    worked = [day for day in week if CALENDAR.is_working_day(day)]

    days = []
    previous = monday - timedelta(days=3)
    for day in worked:
        if is_its_day(chosen, today=day, previous_day=previous, calendar=CALENDAR):
            days.append(day)
        previous = day

    assert len(days) == (1 if worked else 0)
