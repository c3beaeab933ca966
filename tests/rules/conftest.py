"""Calendars that the tests of the rules count on."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

import pytest

from rules.counts import Holiday
from rules.working_days import WorkingCalendar


@pytest.fixture(scope="session")
def a_calendar() -> Callable[..., WorkingCalendar]:
    """Builds a calendar of 1990 to 2028 with the holidays and the weekend it is given."""

    def _a_calendar(
        holidays: Iterable[datetime.date] = (),
        weekend: Iterable[int] = (5, 6),
        *,
        first: datetime.date = datetime.date(1990, 1, 1),
        last: datetime.date = datetime.date(2028, 12, 31),
        division: str = "test",
    ) -> WorkingCalendar:
        return WorkingCalendar(
            division=division,
            version="1",
            first=first,
            last=last,
            holidays={day: Holiday(name="a holiday") for day in sorted(holidays)},
            weekend=frozenset(weekend),
        )

    return _a_calendar
