"""Timescales as plans write them, read into days: a first cut, small and right.

Read are whole dates, and months with their year. Everything else is kept word for word and asked
about: a timescale is never guessed silently (design principle 10). A past date is no question
here; importing asks for it.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

from rules.wording import MONTHS, month_and_year
from rules.written_dates import MONTH_NUMBERS, UnreadableDate, full_year, read_date


class TimescaleKind(StrEnum):
    """What sort of timescale was written."""

    DATE = "exact date"
    MONTH = "month"
    BLANK = "no date"
    UNREAD = "not read"


class Confidence(StrEnum):
    """How sure the reading is."""

    SURE = "sure"
    LIKELY = "likely"
    """A suggested reading; the question names the other one."""

    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a timescale means.

    ``latest`` is the day by which the thing is due, ``earliest`` the first day of the time meant;
    either is ``None`` where the text does not say. ``question`` is ``None`` if and only if the
    reading is certain. ``text`` holds the literal words, which are never lost.
    """

    text: str
    kind: TimescaleKind
    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    confidence: Confidence = Confidence.SURE
    question: str | None = None


_LEAD_IN = re.compile(
    r"^(?:to be )?(?:completed? |done |due )?"
    r"(?P<limit>by|before the end of|no later than|not later than|on|in)?\s*"
    r"(?:the )?(?P<end>end of |end )?",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?P<month>[a-z]+)\.?,?[\s-]+(?P<year>\d{4}|\d{2})", re.IGNORECASE)
_DAY_AND_MONTH = re.compile(
    r"(?P<day>\d{1,2})\s*(?:st|nd|rd|th)?\s+(?:of )?(?P<month>[a-z]+)", re.IGNORECASE
)
_ON_ONE_DAY = ("on", "in")


def read_timescale(text: str, written_on: datetime.date | None = None) -> Reading:
    """The reading of one timescale. By or in a month means its last day; no text is a question.

    ``written_on`` is the day the plan was written: a day and month without a year is the next
    such day after it, and a question where it is not known.
    """
    literal = " ".join(text.split())
    if not literal:
        question = "No timescale is given. By which date must it be done?"
        return _asked(text, TimescaleKind.BLANK, question)
    lead_in = _LEAD_IN.match(literal)
    rest = literal[lead_in.end() :] if lead_in else literal
    limit = bool(lead_in and (lead_in["end"] or (lead_in["limit"] or "on") not in _ON_ONE_DAY))
    rest = rest.strip(" .")
    return (
        _month(text, rest, is_limit=limit)
        or _day_and_month(text, rest, written_on=written_on)
        or _date(text, rest)
    )


def _month(text: str, rest: str, *, is_limit: bool) -> Reading | None:
    """A month and its year; only "by" and "end of" leave its beginning open."""
    match = _MONTH.fullmatch(rest)
    if match is None or match["month"].lower() not in MONTH_NUMBERS:
        return None
    year, month = full_year(match["year"]), MONTH_NUMBERS[match["month"].lower()]
    if year < 1:
        return None
    first = datetime.date(year, month, 1)
    last = first.replace(day=calendar.monthrange(year, month)[1])
    question = None if len(match["year"]) == 4 else _month_or_day(first, int(match["year"]), text)
    return Reading(
        text,
        TimescaleKind.MONTH,
        earliest=None if is_limit else first,
        latest=last,
        confidence=Confidence.LIKELY if question else Confidence.SURE,
        question=question,
    )


def _month_or_day(month: datetime.date, number: int, text: str) -> str | None:
    """``May 25`` may be a month of 2025 or a day in May: asked, with the month suggested."""
    if not 1 <= number <= 31:
        return None
    name = MONTHS[month.month - 1]
    return f"Does '{text.strip()}' mean {month_and_year(month)}, or {number} {name}?"


def _day_and_month(text: str, rest: str, *, written_on: datetime.date | None) -> Reading | None:
    match = _DAY_AND_MONTH.fullmatch(rest)
    if match is None or written_on is None or match["month"].lower() not in MONTH_NUMBERS:
        return None
    day, month = int(match["day"]), MONTH_NUMBERS[match["month"].lower()]
    # Eight years hold a 29 February, also across a century that is no leap year.
    for year in range(written_on.year, written_on.year + 9):
        if day <= calendar.monthrange(year, month)[1] and day > 0:
            found = datetime.date(year, month, day)
            if found > written_on:
                return Reading(text, TimescaleKind.DATE, earliest=found, latest=found)
    return None


def _date(text: str, rest: str) -> Reading:
    try:
        day = read_date(rest)
    except UnreadableDate as error:
        reason = str(error) if re.fullmatch(r"[\d/.\s-]+", rest) else ""
        question = f"By which date must it be done? The plan says '{text.strip()}'."
        return _asked(text, TimescaleKind.UNREAD, f"{question} {reason}".strip())
    return Reading(text, TimescaleKind.DATE, earliest=day, latest=day)


def _asked(text: str, kind: TimescaleKind, question: str) -> Reading:
    return Reading(text, kind, confidence=Confidence.NONE, question=question)
