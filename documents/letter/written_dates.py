"""Dates as letters write them: '9 May 2018', 'Friday 3 May 2019', 'between 28 June and 2 July'.

A date without a year is completed from the letter's date and never otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rules.wording import MONTHS, SHORT_MONTHS, WEEKDAYS, weekday_name

_MONTH = "|".join(sorted({*MONTHS, *SHORT_MONTHS, "Sep", "Jun", "Jul"}, key=len, reverse=True))
_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th))?(?:\s+of)?"
_WEEKDAY = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in WEEKDAYS)
_LEADING_WEEKDAY = rf"(?:(?:{_WEEKDAY})\.?,?\s+)?"

DATE = re.compile(
    rf"(?:\b(?P<weekday>{_WEEKDAY})\.?,?\s+)?\b(?P<day>{_DAY})\s+(?P<month>{_MONTH})\b\.?,?"
    r"\s+(?P<year>\d{4})\b",
    re.IGNORECASE,
)
RANGE = re.compile(
    rf"{_LEADING_WEEKDAY}\b(?P<day1>{_DAY})(?:\s+(?P<month1>{_MONTH})\b\.?)?"
    r"(?:,?\s+(?P<year1>\d{4}))?"
    rf"(?:\s*[–—-]\s*|,?\s+(?:and|to|until)\s+){_LEADING_WEEKDAY}"
    rf"(?P<day2>{_DAY})\s+(?P<month2>{_MONTH})\b\.?(?:,?\s+(?P<year2>\d{{4}})\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date found in text. ``weekday`` is the printed one, in full, or ``None``."""

    value: date
    text: str
    weekday: str | None
    start: int

    @property
    def weekday_is_wrong(self) -> bool:
        """Whether a weekday is printed that the date does not fall on."""
        return self.weekday is not None and self.weekday != weekday_name(self.value)


@dataclass(frozen=True, slots=True)
class WrittenRange:
    """Two dates written as one stretch, first and last day both in it."""

    start: date
    end: date
    text: str
    is_year_printed: bool


def dates_in(text: str) -> list[WrittenDate]:
    """Every full date in the text, in order; impossible ones ('31 June') are passed over."""
    found = []
    for match in DATE.finditer(text):
        value = _date(match["day"], match["month"], int(match["year"]))
        if value is not None:
            printed = _full_weekday(match["weekday"])
            words = re.sub(r"\s+", " ", match.group())
            found.append(WrittenDate(value, words, printed, match.start()))
    return found


def sole_date(text: str) -> WrittenDate | None:
    """The date that the text consists of, or ``None`` where it says anything else."""
    found = dates_in(text)
    if len(found) != 1 or found[0].text != re.sub(r"\s+", " ", text.strip(" .,")):
        return None
    return found[0]


def ranges_in(text: str, *, no_later_than: date | None) -> list[WrittenRange]:
    """Every stretch of days in the text.

    Where no year is printed it is the latest that ends by ``no_later_than`` (the letter's date);
    without that date such a stretch is passed over.
    """
    found = (_range(match, no_later_than) for match in RANGE.finditer(text))
    return [written for written in found if written is not None]


def _range(match: re.Match[str], no_later_than: date | None) -> WrittenRange | None:
    month2 = match["month2"]
    month1 = match["month1"] or month2
    printed = match["year2"] or match["year1"]
    if printed:
        end = _date(match["day2"], month2, int(match["year2"] or match["year1"]))
    elif no_later_than is not None:
        end = _latest_by(match["day2"], month2, no_later_than)
    else:
        return None
    if end is None:
        return None
    start = _start(match, month1, end)
    if start is None or start > end:
        return None
    text = re.sub(r"\s+", " ", match.group())
    return WrittenRange(start, end, text, is_year_printed=bool(printed))


def _start(match: re.Match[str], month1: str, end: date) -> date | None:
    if match["year1"] and match["month1"]:
        return _date(match["day1"], month1, int(match["year1"]))
    start = _date(match["day1"], month1, end.year)
    if start is not None and start > end and match["month1"]:
        return _date(match["day1"], month1, end.year - 1)
    return start


def _latest_by(day: str, month: str, limit: date) -> date | None:
    for year in (limit.year, limit.year - 1):
        value = _date(day, month, year)
        if value is not None and value <= limit:
            return value
    return None


def _date(day: str, month: str, year: int) -> date | None:
    number = int(re.sub(r"\D", "", day))
    try:
        return date(year, _month_number(month), number)
    except ValueError:
        return None


def _month_number(month: str) -> int:
    starts = [name[:3].lower() for name in MONTHS]
    return starts.index(month[:3].lower()) + 1


def _full_weekday(weekday: str | None) -> str | None:
    if weekday is None:
        return None
    return next(name for name in WEEKDAYS if name[:3].lower() == weekday[:3].lower())
