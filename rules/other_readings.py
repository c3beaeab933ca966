"""What other readings of the law would give: shown beside a date, never used."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from rules.calendar_versions import announced_after, as_known_at
from rules.counts import CannotCount, Convention, Unit, Working
from rules.key_dates import KeyDate, OtherReading
from rules.wording import listed, long_date, plain_date
from rules.working_days import WorkingCalendar


def other_readings_of(key_date: KeyDate, *, calendar: WorkingCalendar) -> tuple[OtherReading, ...]:
    """The dates that other readings of a law's count give, where they differ from it."""
    working = key_date.counted.working
    if working is None or not key_date.rule.is_law:
        return ()
    # The calendar known at issue stands first: where both fit, it is the likelier reason.
    found = (_as_known_at_issue(key_date, working, calendar), _other_day_one(working, calendar))
    return tuple(
        reading for reading in found if reading is not None and reading.day != working.result
    )


def _other_day_one(working: Working, calendar: WorkingCalendar) -> OtherReading | None:
    """The count by the other convention of the first day."""
    anchor = long_date(working.anchor)
    other = {
        Convention.DAY_AFTER: (Convention.BEGINNING_WITH, f"if {anchor} itself were day one"),
        Convention.BEGINNING_WITH: (
            Convention.DAY_AFTER,
            f"if the day after {anchor} were day one",
        ),
    }
    if working.convention not in other:
        return None
    convention, words = other[working.convention]
    try:
        counted = calendar.count(
            working.anchor, working.count, unit=working.unit, convention=convention
        )
    except CannotCount:
        return None
    return OtherReading(counted.result, words)


def _as_known_at_issue(
    key_date: KeyDate, working: Working, calendar: WorkingCalendar
) -> OtherReading | None:
    """The count on the bank holidays that were known when the letter was written."""
    if key_date.stated is None or key_date.stated.said_on is None:
        return None
    return known_at(key_date.stated.said_on, working, calendar)


def known_at(
    day: datetime.date, working: Working, calendar: WorkingCalendar
) -> OtherReading | None:
    """The count on the bank holidays known on ``day``; ``None`` where none was announced later."""
    if working.unit is not Unit.WORKING_DAYS:
        return None
    later = [
        f"{long_date(holiday_on)} was announced on {plain_date(announced)}"
        for holiday_on, announced in _announcements(day, working, calendar)
    ]
    if not later:
        return None
    try:
        counted = as_known_at(calendar, day).recount(working)
    except CannotCount:
        return None
    words = f"on the bank holidays known on {long_date(day)} ({listed(later)})"
    return OtherReading(counted.result, words)


def _announcements(
    day: datetime.date, working: Working, calendar: WorkingCalendar
) -> Iterator[tuple[datetime.date, datetime.date]]:
    """The holidays announced after ``day`` that touch the count, with their announcements."""
    start, end = sorted((working.anchor, working.result))
    for holiday_on, holiday in announced_after(calendar, day).items():
        touched = (each for each in (holiday_on, holiday.moved_from) if each is not None)
        if holiday.announced is not None and any(start <= each <= end for each in touched):
            yield holiday_on, holiday.announced
