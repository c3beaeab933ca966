"""Dates and counts in the words that people read, the same everywhere.

Dates have no ordinals and no commas (style.md 4.2). A month is cut only in tight tables, and then
as GOV.UK cuts it; the year is never cut.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHORT_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec",
)  # fmt: skip


def weekday_name(day: datetime.date) -> str:
    """``Thursday``."""
    return WEEKDAYS[day.weekday()]


def long_date(day: datetime.date) -> str:
    """``Thursday 16 August 2018``: for a deadline, and wherever the weekday helps."""
    return f"{weekday_name(day)} {plain_date(day)}"


def plain_date(day: datetime.date) -> str:
    """``16 August 2018``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: datetime.date) -> str:
    """``16 Aug 2018``: for tight tables only."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def month_and_year(day: datetime.date) -> str:
    """``August 2018``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def date_range(start: datetime.date, end: datetime.date) -> str:
    """``19 to 23 March 2018``, ``30 April to 4 May 2018`` or ``17 December 2018 to ...``."""
    if start == end:
        return plain_date(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {plain_date(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} to {plain_date(end)}"
    return f"{plain_date(start)} to {plain_date(end)}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 working day``, ``3 working days``; ``many`` where the plural is not just an s."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def ordinal(number: int) -> str:
    """``70th``; in counts only, never in dates."""
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def listed(words: Sequence[str], *, joined_by: str = "and") -> str:
    """``a, b and c``; empty for no words."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joined_by} {words[-1]}"


def days_left_words(days_left: int, *, due: datetime.date, today: datetime.date) -> str:
    """``3 working days left``, ``due today`` or ``2 working days late``.

    ``days_left`` is what ``WorkingCalendar.days_left(due, today)`` gives. A date at a weekend has
    no working day left on the Friday before: it is then ``due before the next working day``.
    """
    if days_left < 0:
        return f"{counted(-days_left, 'working day')} late"
    if due == today:
        return "due today"
    if days_left == 0:
        return "due before the next working day"
    return f"{counted(days_left, 'working day')} left"
