"""Dates as people write them, day first: ``2018-05-09``, ``9 May 2018``, ``Wed 9th May 18``.

Only whole dates are read here; timescales such as "by the end of July" are read in
``rules/timescales.py``.
"""

from __future__ import annotations

import calendar
import datetime
import re
from difflib import get_close_matches

from rules.wording import MONTHS, WEEKDAYS, plain_date, weekday_name

MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, start=1)} | {
    name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)
}
MONTH_NUMBERS["sept"] = 9

_WEEKDAY = r"(?:(?P<weekday>[a-z]+)[\s,]+)?"
_IN_WORDS = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})\s*(?:st|nd|rd|th)?[\s-]+(?:of\s+)?"
    r"(?P<month>[a-z]+)\.?[\s,-]+(?P<year>\d{4}|\d{2})"
)
_IN_NUMBERS = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?P<sep>[/.-])(?P<month>\d{{1,2}})(?P=sep)(?P<year>\d{{4}}|\d{{2}})"
)
_ISO = re.compile(rf"{_WEEKDAY}(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})")
_PATTERNS = (_ISO, _IN_NUMBERS, _IN_WORDS)


class UnreadableDate(ValueError):
    """The text is not a date, or not one that exists; the message says what to write."""


def read_date(text: str) -> datetime.date:
    """The date that ``text`` writes, day before month; two-digit years are of this century.

    Raises:
        UnreadableDate: no date is written, the date does not exist, or the weekday before it is
            another day's.
    """
    plain = " ".join(text.lower().split())
    for pattern in _PATTERNS:
        match = pattern.fullmatch(plain)
        if match:
            return _checked(match.groupdict(), text)
    raise UnreadableDate(f"'{text}' is not a date. {_HOW}")


_HOW = "Write it as 2018-05-09, 9 May 2018 or 09/05/2018 (the day first)."


def _checked(parts: dict[str, str | None], text: str) -> datetime.date:
    day = _existing(
        year=full_year(parts["year"] or ""),
        month=_month_number(parts["month"] or "", text),
        day=int(parts["day"] or 0),
        text=text,
    )
    written = parts.get("weekday")
    if written and not weekday_name(day).lower().startswith(written[:3]):
        raise UnreadableDate(_weekday_fault(written, day, text))
    return day


def _existing(*, year: int, month: int, day: int, text: str) -> datetime.date:
    if year < 1:
        raise UnreadableDate(f"'{text}': there is no year {year}. {_HOW}")
    if not 1 <= month <= 12:
        turned = _turned_round(year, month, day)
        raise UnreadableDate(f"'{text}': there is no month {month}.{turned}")
    length = calendar.monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise UnreadableDate(
            f"'{text}' does not exist: {MONTHS[month - 1]} {year} has {length} days."
        )
    return datetime.date(year, month, day)


def _turned_round(year: int, month: int, day: int) -> str:
    """`` Is it 13 May 2018?`` where the two, the other way round, are a month and its day."""
    if not (1 <= day <= 12 and 1 <= month <= 28):
        return ""
    return f" Did you mean {plain_date(datetime.date(year, day, month))}?"


def full_year(written: str) -> int:
    """``18`` and ``2018`` are both 2018."""
    return int(written) + (2000 if len(written) == 2 else 0)


def _month_number(written: str, text: str) -> int:
    if written.isdigit():
        return int(written)
    if written in MONTH_NUMBERS:
        return MONTH_NUMBERS[written]
    close = get_close_matches(written, [name.lower() for name in MONTHS], n=1, cutoff=0.6)
    hint = f" Did you mean {close[0].capitalize()}?" if close else f" {_HOW}"
    raise UnreadableDate(f"'{text}': '{written}' is not a month.{hint}")


def _weekday_fault(written: str, day: datetime.date, text: str) -> str:
    if not any(name.lower().startswith(written[:3]) for name in WEEKDAYS):
        return f"'{text}': '{written}' is not a day of the week. {_HOW}"
    return (
        f"'{text}': {plain_date(day)} is a {weekday_name(day)}. Correct the weekday or the date,"
        " or leave the weekday out."
    )
