"""Periods of calendar days, weeks and months, which no holiday changes.

Months follow the corresponding-date rule: one month after 9 May ends on 9 June, and one month
after 31 January on the last day of February (Dodds v Walker [1981], not verified by us).
"""

from __future__ import annotations

import calendar
import datetime

from rules.counts import CannotCount, Convention, Unit

_DAYS_IN = {Unit.DAYS: 1, Unit.WEEKS: 7}


def calendar_period_end(
    anchor: datetime.date, number: int, *, unit: Unit, convention: Convention
) -> datetime.date:
    """The other end of ``number`` days, weeks or months, by the convention given.

    Raises:
        CannotCount: the day lies outside the calendar of years 1 to 9999, or clear weeks or
            months were asked for, of which the law knows nothing.
    """
    if convention is Convention.CLEAR and unit is not Unit.DAYS:
        raise CannotCount(f"Clear {unit.value} are not known to the law. Count clear days.")
    try:
        if unit is Unit.MONTHS:
            return _months_end(anchor, number, convention)
        return _days_end(anchor, number * _DAYS_IN[unit], convention)
    except (OverflowError, ValueError) as error:
        raise CannotCount(f"{number} {unit.value} from {anchor} is not a date.") from error


def corresponding_date(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month ``months`` later (or earlier), or that month's last day."""
    year, month = _month_of(day, months)
    return day.replace(year=year, month=month, day=min(day.day, _length(year, month)))


def _days_end(anchor: datetime.date, days: int, convention: Convention) -> datetime.date:
    match convention:
        case Convention.DAY_AFTER:
            return anchor + datetime.timedelta(days=days)
        case Convention.BEGINNING_WITH:
            return anchor + datetime.timedelta(days=days - 1)
        case Convention.BEFORE:
            return anchor - datetime.timedelta(days=days)
        case Convention.ENDING_WITH:
            return anchor - datetime.timedelta(days=days - 1)
        case Convention.CLEAR:
            return anchor - datetime.timedelta(days=days + 1)


def _months_end(anchor: datetime.date, months: int, convention: Convention) -> datetime.date:
    if convention is Convention.BEFORE:
        return corresponding_date(anchor, -months)
    if convention is Convention.ENDING_WITH:
        return corresponding_date(anchor, -months) + datetime.timedelta(days=1)
    if convention is Convention.DAY_AFTER:
        return corresponding_date(anchor, months)
    # A period beginning with a day ends the day before its corresponding date. Where the month
    # has no such day, all its days belong to the period: beginning with 31 January, February.
    year, month = _month_of(anchor, months)
    if anchor.day > _length(year, month):
        return anchor.replace(year=year, month=month, day=_length(year, month))
    return anchor.replace(year=year, month=month) - datetime.timedelta(days=1)


def _month_of(day: datetime.date, months: int) -> tuple[int, int]:
    whole = day.year * 12 + day.month - 1 + months
    return whole // 12, whole % 12 + 1


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
