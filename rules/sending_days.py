"""Which bodies may be written to about routine items today (design 6.8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol


class Calendar(Protocol):
    """The part of a working calendar that is asked here."""

    def is_working_day(self, day: date) -> bool:
        """Whether the council writes on this day."""


def is_its_day(
    chosen_weekday: int, *, today: date, previous_day: date | None, calendar: Calendar
) -> bool:
    """Whether a body's weekly message may go today.

    It goes on the chosen weekday (Monday is 1); where that is not worked, on the next working
    day of the same week, or else on the last one before it, so that no week has two. If nobody
    looked on that day (an outage), the first day decided afterwards takes its place.
    ``previous_day`` is the last day decided before today.
    """
    first = (previous_day or today - ONE_DAY) + ONE_DAY
    # A gap longer than a week holds every weekday; looking back further changes nothing.
    first = max(first, today - 6 * ONE_DAY)
    return any(
        first <= day <= today
        for day in (
            _sending_day(chosen_weekday, monday=_monday(week), calendar=calendar)
            for week in {_monday(first), _monday(today)}
        )
        if day is not None
    )


def _sending_day(chosen_weekday: int, *, monday: date, calendar: Calendar) -> date | None:
    chosen = chosen_weekday - 1
    in_order = (*range(chosen, 5), *range(chosen - 1, -1, -1))
    days = (monday + number * ONE_DAY for number in in_order)
    return next((day for day in days if calendar.is_working_day(day)), None)


def _monday(day: date) -> date:
    return day - day.weekday() * ONE_DAY


ONE_DAY = timedelta(days=1)
