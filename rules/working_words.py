"""A count's working in sentences: what was counted, and each day that was not, by its name."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import groupby

from rules.counts import Convention, SkippedDay, Unit, Working
from rules.wording import MONTHS, WEEKDAYS, counted, listed, long_date, ordinal, plain_date

_ONE_OF = {
    Unit.WORKING_DAYS: "working day",
    Unit.DAYS: "day",
    Unit.WEEKS: "week",
    Unit.MONTHS: "month",
}


def sentences(working: Working) -> tuple[str, ...]:
    """The working as sentences: the count, each day not counted, the calendar's version."""
    return (
        counted_sentence(working),
        *skipped_sentences(working.skipped),
        *_end_sentences(working),
        f"Bank holidays: {working.calendar_version}.",
    )


def counted_sentence(working: Working) -> str:
    """``Thursday 16 August 2018 is the 70th working day after Wednesday 9 May 2018 ...``."""
    return f"{long_date(working.result)} is {_place(working)}."


def _place(working: Working) -> str:
    anchor, one = long_date(working.anchor), _ONE_OF[working.unit]
    period = counted(working.count, one)
    is_numbered = working.unit in (Unit.WORKING_DAYS, Unit.DAYS)
    which = f"the {ordinal(working.count)} {one}" if is_numbered else period
    match working.convention:
        case Convention.DAY_AFTER:
            return f"{which} after {anchor} (the day after it is day one)"
        case Convention.BEFORE:
            return f"{which} before {anchor} (the day before it is day one)"
        case Convention.BEGINNING_WITH:
            return f"the last day of {period} beginning with {anchor}, which is day one"
        case Convention.ENDING_WITH:
            return f"the first day of {period} ending with {anchor}, which is day one"
        case Convention.CLEAR:
            clear = counted(working.count, f"clear {one}")
            return f"the latest day of notice for {clear} before {anchor}; neither day counts"


def skipped_sentences(skipped: Iterable[SkippedDay]) -> Iterator[str]:
    """Each day not counted: holidays one a sentence, Saturdays and Sundays by month."""
    days = tuple(skipped)
    for day in days:
        if day.name not in WEEKDAYS:
            provisional = ", provisional until proclaimed" if day.provisional else ""
            yield f"Not counted: {plain_date(day.day)}, {day.name}{provisional}."
    for name in WEEKDAYS:
        same = [day.day for day in days if day.name == name]
        if same:
            yield f"Not counted: {counted(len(same), name)} ({_days_by_month(same)})."


def _days_by_month(days: Iterable[datetime.date]) -> str:
    """``12, 19 and 26 May, 2 and 9 June 2018``; the year once, where it changes."""
    said = []
    by_year = groupby(days, key=lambda day: day.year)
    for year, of_year in by_year:
        months = [
            f"{listed([str(day.day) for day in of_month])} {MONTHS[month - 1]}"
            for month, of_month in groupby(of_year, key=lambda day: day.month)
        ]
        said.append(f"{', '.join(months)} {year}")
    return "; ".join(said)


def _end_sentences(working: Working) -> Iterator[str]:
    if working.falls_on in WEEKDAYS:
        yield f"{long_date(working.result)} is not a working day."
    elif working.falls_on is not None:
        yield f"{long_date(working.result)} is not a working day: {working.falls_on}."
