"""Where the dates of a duty differ, in sentences for people, with the likely reason."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from rules.counts import CannotCount, Convention, Unit
from rules.frameworks import Count
from rules.key_dates import Anchor, DecidedBy, KeyDate, StatedDate
from rules.wording import WEEKDAYS, counted, long_date, ordinal, plain_date, weekday_name
from rules.working_days import WorkingCalendar

# A copy for accuracy comes a few working days before publication; law.md section 5 saw up to 8.
EARLIER_RECEIPT_WITHIN = 10


def differences_of(key_date: KeyDate, *, calendar: WorkingCalendar) -> tuple[str, ...]:
    """Every difference between the dates, and what was done about it. Empty where all agree."""
    return (
        *_not_counted(key_date),
        *_stated_against_law(key_date, calendar),
        *_weekday_printed_wrong(key_date.stated),
        *_confirmed(key_date),
        *_limited(key_date),
        *_chosen(key_date),
        *_moved_back(key_date),
    )


def count_words(count: Count, anchor: Anchor) -> str:
    """``the 70th working day after the date of the letter``."""
    one = count.unit.value.replace("-", " ").removesuffix("s")
    numbered = f"the {ordinal(count.number)} {one}"
    match count.convention:
        case Convention.BEGINNING_WITH:
            return f"the last of {counted(count.number, one)} beginning with {anchor.words}"
        case Convention.ENDING_WITH:
            return f"the first of {counted(count.number, one)} ending with {anchor.words}"
        case Convention.BEFORE:
            return f"{numbered} before {anchor.words}"
        case Convention.CLEAR:
            return f"{counted(count.number, f'clear {one}')} before {anchor.words}"
        case Convention.DAY_AFTER:
            return f"{numbered} after {anchor.words}"


def law_words(key_date: KeyDate) -> str:
    """How the law's date was counted, to stand behind the date; empty where it was not counted."""
    if key_date.rule.count is None or key_date.anchor is None:
        return ""
    return count_words(key_date.rule.count, key_date.anchor)


def weekday_conflict(stated: StatedDate | None) -> str | None:
    """The weekday a document prints where the date is another day of the week."""
    if stated is None:
        return None
    printed = next((name for name in WEEKDAYS if name.lower() in stated.text.lower()), None)
    return printed if printed != weekday_name(stated.day) else None


def _not_counted(key_date: KeyDate) -> Iterator[str]:
    if key_date.counted.why_not is not None:
        yield key_date.counted.why_not


def _stated_against_law(key_date: KeyDate, calendar: WorkingCalendar) -> Iterator[str]:
    stated, law = key_date.stated, key_date.law_date
    if stated is None or law is None or stated.day == law:
        return
    if stated.day > law:
        yield _stated_later(key_date, stated, law)
        yield from _no_count_ends_there(key_date, stated.day, calendar)
        return
    yield (f"{_says(stated)} {_capital(law_words(key_date))} is {long_date(law)}, which is later.")
    yield _likely_reason(key_date, stated.day, calendar)


def _stated_later(key_date: KeyDate, stated: StatedDate, law: datetime.date) -> str:
    later = counted((stated.day - law).days, "day")
    ours = (
        "We are working to" if key_date.decided_by is DecidedBy.LAW else "The law's count ends on"
    )
    work_to = _work_to(key_date) if key_date.decided_by is DecidedBy.LAW else law
    return (
        f"{_says(stated)} {ours} {long_date(work_to)}, {law_words(key_date)}. "
        f"The stated date is {later} later."
    )


def _work_to(key_date: KeyDate) -> datetime.date:
    """The date we work to, which is there whenever the law's is."""
    return key_date.work_to or key_date.law_date or datetime.date.min


def _no_count_ends_there(
    key_date: KeyDate, day: datetime.date, calendar: WorkingCalendar
) -> Iterator[str]:
    """A count of working days can never end on a day that is not worked."""
    count = key_date.rule.count
    if count is None or count.unit is not Unit.WORKING_DAYS or not calendar.knows(day):
        return
    why = calendar.why_not_worked(day)
    if why is not None:
        name = "" if why in WEEKDAYS else f" ({why})"
        yield (
            f"{long_date(day)} is not a working day{name}, and no count of working days can end on"
            " one."
        )


def _likely_reason(key_date: KeyDate, stated: datetime.date, calendar: WorkingCalendar) -> str:
    """Which way of counting gives the earlier date that a document states."""
    for reading in key_date.other_readings:
        if reading.day == stated:
            return f"The earlier date is what the count gives {reading.words}."
    anchor, count = key_date.anchor, key_date.rule.count
    if anchor is None or count is None:
        return "We do not know why it is earlier."
    if stated == anchor.day + datetime.timedelta(days=count.number):
        return (
            f"The earlier date is {count.number} calendar days after {anchor.words}, not"
            f" {count.number} working days."
        )
    receipt = _receipt_that_fits(stated, anchor.day, count.number, calendar)
    if receipt is not None and count.unit is Unit.WORKING_DAYS:
        return f"The earlier date would follow from receipt on {long_date(receipt)}."
    return "No way of counting that we know gives the earlier date."


def _receipt_that_fits(
    stated: datetime.date, anchor: datetime.date, number: int, calendar: WorkingCalendar
) -> datetime.date | None:
    """The day of receipt from which the count gives ``stated``, if it is a likely one."""
    try:
        receipt = calendar.working_days_before(stated, number).result
        earlier = calendar.count_between(receipt, anchor) - 1
    except CannotCount:
        return None
    if not calendar.is_working_day(stated) or earlier > EARLIER_RECEIPT_WITHIN:
        return None
    return receipt


def _weekday_printed_wrong(stated: StatedDate | None) -> Iterator[str]:
    printed = weekday_conflict(stated)
    if stated is not None and printed is not None:
        yield (
            f"{_said_by(stated)} prints {printed}, but {plain_date(stated.day)} is a"
            f" {weekday_name(stated.day)}."
        )


def _confirmed(key_date: KeyDate) -> Iterator[str]:
    confirmed, law = key_date.confirmed, key_date.law_date
    if confirmed is None or law is None or confirmed.day == law:
        return
    said = f"{confirmed.by} confirmed {long_date(confirmed.day)}"
    if confirmed.day > law:
        yield f"{said}, but the law's count ends earlier, so we do not work to it."
    else:
        yield f"{said}, which is earlier than the law's count of {long_date(law)}."


def _limited(key_date: KeyDate) -> Iterator[str]:
    if key_date.decided_by is DecidedBy.LIMIT and key_date.stated is not None:
        stated = key_date.stated
        words = f"'{stated.text}'" if stated.text else long_date(stated.day)
        yield (
            f"{_said_by(stated)} says {words}, but this must come before what depends on it, so it"
            f" cannot mean later than {long_date(_work_to(key_date))}."
        )


def _chosen(key_date: KeyDate) -> Iterator[str]:
    chosen = key_date.chosen
    if chosen is None:
        return
    if key_date.decided_by is DecidedBy.CHOSEN:
        yield f"We chose to work to {long_date(chosen.day)}: {chosen.reason}"
    else:
        yield (
            f"{long_date(chosen.day)} was chosen ({chosen.reason}), but it is later than the date"
            " that binds, so it is not used."
        )


def _moved_back(key_date: KeyDate) -> Iterator[str]:
    day = key_date.before_moving_back
    if day is not None and key_date.work_to != day:
        yield (
            f"{long_date(day)} is not a working day, so we are working to"
            f" {long_date(_work_to(key_date))}, the working day before."
        )


def _says(stated: StatedDate) -> str:
    return f"{_said_by(stated)} says {long_date(stated.day)}."


def _said_by(stated: StatedDate) -> str:
    return _capital(stated.said_by)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
