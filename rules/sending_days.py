"""Which bodies may be written to about routine items today (design 6.8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol


class Calendar(Protocol):
    """The part of a working calendar that is asked here."""

    def previous_working_day(self, day: date) -> date:
        """This day if it is worked, otherwise the last one before it."""


def is_its_day(
    chosen_weekday: int, *, today: date, previous_day: date | None, calendar: Calendar
) -> bool:
    """Whether a body's weekly message may go today.

    It goes on the chosen weekday (Monday is 1), or on the working day before where that is a
    holiday. If nobody looked on that day (an outage), the first day decided afterwards takes
    its place; so each week has exactly one such day. ``previous_day`` is the last day decided
    before today.
    """
    first = (previous_day or today - timedelta(days=1)) + timedelta(days=1)
    # A gap longer than a week holds every weekday; looking back further changes nothing.
    first = max(first, today - timedelta(days=6))
    return any(
        first <= _sending_day(chosen_weekday, in_week_of=monday, calendar=calendar) <= today
        for monday in (_monday(first), _monday(today), _monday(today) + timedelta(days=7))
    )


def _sending_day(chosen_weekday: int, *, in_week_of: date, calendar: Calendar) -> date:
    return calendar.previous_working_day(in_week_of + timedelta(days=chosen_weekday - 1))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
