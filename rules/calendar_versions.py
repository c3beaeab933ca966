"""Calendars change: a holiday is proclaimed, another is moved. What that does to counted dates.

Some are announced years ahead; one came with nine days' notice (19 September 2022). A letter
issued before an announcement was counted on the calendar known then: see :func:`as_known_at`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rules.counts import BeyondKnownHolidays, Holiday, Working
from rules.wording import long_date
from rules.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Moved:
    """A counted date that another calendar moves. ``after`` is ``None`` where it cannot count."""

    before: Working
    after: Working | None

    @property
    def is_earlier(self) -> bool:
        """Whether the new date is earlier: it then applies at once, a later one when confirmed."""
        return self.after is not None and self.after.result < self.before.result


def with_holiday(
    calendar: WorkingCalendar, day: datetime.date, *, holiday: Holiday, version: str
) -> WorkingCalendar:
    """``calendar`` with one more holiday, and without the one that it was moved from.

    Raises:
        BeyondKnownHolidays: ``day`` lies in a year whose other holidays are not known.
    """
    if not calendar.knows(day):
        raise BeyondKnownHolidays(
            f"{long_date(day)} lies outside the years whose bank holidays are known"
            f" ({calendar.first.year} to {calendar.last.year})."
        )
    kept = {each: held for each, held in calendar.holidays.items() if each != holiday.moved_from}
    holidays = dict(sorted({**kept, day: holiday}.items()))
    return replace(calendar, version=version, holidays=holidays)


def as_known_at(calendar: WorkingCalendar, day: datetime.date) -> WorkingCalendar:
    """``calendar`` as people knew it on ``day``: without what was announced later.

    A holiday that a later announcement moved stands on its first day again. ``calendar`` itself is
    returned when nothing was announced later.
    """
    later = announced_after(calendar, day)
    if not later:
        return calendar
    known = {each: held for each, held in calendar.holidays.items() if each not in later}
    for holiday in later.values():
        if holiday.moved_from is not None:
            known[holiday.moved_from] = replace(holiday, announced=None, moved_from=None)
    version = f"{calendar.version} as known on {long_date(day)}"
    return replace(calendar, version=version, holidays=dict(sorted(known.items())))


def announced_after(calendar: WorkingCalendar, day: datetime.date) -> dict[datetime.date, Holiday]:
    """The holidays of ``calendar`` that nobody knew of on ``day``, by date."""
    return {
        each: holiday
        for each, holiday in calendar.holidays.items()
        if holiday.announced is not None and holiday.announced > day
    }


def moved_by(
    before: WorkingCalendar, after: WorkingCalendar, workings: Iterable[Working]
) -> list[Moved]:
    """Which of ``workings``, counted on ``before``, end on another day when counted on ``after``.

    Every working is counted again on both calendars, so that one made on a still older calendar
    is not blamed on this change.
    """
    moved = []
    for working in workings:
        old, new = _recount(before, working), _recount(after, working)
        if old is not None and (new is None or new.result != old.result):
            moved.append(Moved(before=old, after=new))
    return moved


def _recount(calendar: WorkingCalendar, working: Working) -> Working | None:
    try:
        return calendar.recount(working)
    except BeyondKnownHolidays:
        return None
