"""The values a count is made of: units, conventions, skipped days, and the working that is shown.

A date without its working is an assertion. Every count in Longstop returns a :class:`Working`,
which names the day it started from, how it was counted and each day that was left out.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What is counted. The values are the words of the command line and of the YAML files."""

    WORKING_DAYS = "working-days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Convention(StrEnum):
    """How the ends of a period are treated."""

    DAY_AFTER = "day-after"
    """The anchor is left out: the day after it is day one (Matthew v Sedman [2021] UKSC 19)."""

    BEGINNING_WITH = "beginning-with"
    """The anchor itself is day one (Trow v Ind Coope [1967])."""

    BEFORE = "before"
    """Counted back: the day before the anchor is day one."""

    ENDING_WITH = "ending-with"
    """Counted back, and the anchor itself is day one."""

    CLEAR = "clear"
    """So many whole days between the two: neither the day of notice nor the anchor counts."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A weekday that is not worked.

    ``announced`` is the day it became known, where that was not long before; ``moved_from`` the
    day it would have fallen on. ``provisional`` days are published but not yet proclaimed.
    """

    name: str
    source: str = ""
    verified: bool = False
    provisional: bool = False
    announced: datetime.date | None = None
    announced_source: str = ""
    announced_verified: bool = False
    moved_from: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that was not counted, and why: ``Saturday``, ``Sunday`` or the holiday's name."""

    day: datetime.date
    name: str
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Working:
    """How a date came about.

    ``skipped`` holds every day between the two ends that was not counted, in order of date; it is
    empty where calendar days are counted. ``falls_on`` names the reason why ``result`` is not a
    working day ("Saturday", "Good Friday"); it is ``None`` on a working day, and also where the
    calendar does not reach so far and the day is not at a weekend.
    """

    anchor: datetime.date
    count: int
    unit: Unit
    convention: Convention
    result: datetime.date
    skipped: tuple[SkippedDay, ...]
    calendar_version: str
    falls_on: str | None = None

    @property
    def is_provisional(self) -> bool:
        """Whether a holiday that was left out may still be changed by proclamation."""
        return any(day.provisional for day in self.skipped)


class CannotCount(ValueError):
    """The count asked for has no answer; the message says why and what to ask instead."""


class BeyondKnownHolidays(CannotCount):
    """The count would need bank holidays that nobody has published yet, or that lie too far back.

    The date can be held, but not counted (design principle 10: refuse to guess).
    """


class ImpossibleCalendar(ValueError):
    """The calendar has no working day at all, so no count can end."""


def why_not_below_one(number: int, unit: Unit) -> str:
    """What to say of a count below 1."""
    words = unit.value.replace("-", " ")
    if number == 0:
        return (
            f"0 {words} has no agreed meaning: it could be the day itself or the next working day."
            " Count at least 1."
        )
    return f"{number} {words} cannot be counted. Count at least 1; to count back, use 'before'."
