"""Working days, counted by the law's conventions and with the working shown.

"Working day" is any day but a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday in
England and Wales under the Banking and Financial Dealings Act 1971. SI 2005/1973 and SI 2007/462
say so; SI 2015/1792, which sets the 70 working days, was not seen to define it (law.md).

The days are kept as one sorted list, so that each question is one search in it.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rules.corresponding_dates import calendar_period_end
from rules.counts import (
    BeyondKnownHolidays,
    CannotCount,
    Convention,
    Holiday,
    ImpossibleCalendar,
    SkippedDay,
    Unit,
    Working,
    why_not_below_one,
)
from rules.wording import WEEKDAYS, long_date

ONE_DAY = datetime.timedelta(days=1)
WEEKEND = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of one division, from ``first`` to ``last`` (both known).

    ``weekend`` holds the days of the week that are not worked, Monday being 0. ``version`` names
    the file the holidays came from and goes with every count.

    Raises:
        ImpossibleCalendar: there is no working day at all.
    """

    division: str
    version: str
    first: datetime.date
    last: datetime.date
    holidays: Mapping[datetime.date, Holiday] = field(hash=False)
    weekend: frozenset[int] = WEEKEND
    _days: tuple[datetime.date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        length = (self.last - self.first).days + 1
        days = (self.first + datetime.timedelta(days=offset) for offset in range(length))
        worked = tuple(
            day for day in days if day.weekday() not in self.weekend and day not in self.holidays
        )
        if not worked:
            raise ImpossibleCalendar(
                f"No day of the calendar '{self.division}' is a working day, so nothing can be"
                " counted. Check its weekend days and its holidays."
            )
        object.__setattr__(self, "_days", worked)

    # What a day is.

    def knows(self, day: datetime.date) -> bool:
        """Whether the holidays around ``day`` are known."""
        return self.first <= day <= self.last

    def is_holiday(self, day: datetime.date) -> bool:
        """Whether ``day`` is a named holiday (weekends are not)."""
        self._require(day)
        return day in self.holidays

    def is_working_day(self, day: datetime.date) -> bool:
        """Whether ``day`` is neither at a weekend nor a holiday."""
        return self.why_not_worked(day) is None

    def why_not_worked(self, day: datetime.date) -> str | None:
        """``Saturday``, ``Sunday`` or the holiday's name; ``None`` for a working day."""
        self._require(day)
        return self._name_of(day)

    # Counts, each with its working.

    def count(
        self, anchor: datetime.date, number: int, *, unit: Unit, convention: Convention
    ) -> Working:
        """The last day of a period of ``number`` units, by the convention given.

        For :attr:`Convention.CLEAR` it is the latest day of notice: in working days a working day,
        in calendar days whatever day it is (``falls_on`` says when it is not worked).

        Raises:
            CannotCount: ``number`` is below 1, which has no agreed meaning.
            BeyondKnownHolidays: the period leaves the years whose holidays are known.
        """
        if number < 1:
            raise CannotCount(why_not_below_one(number, unit))
        if unit is Unit.WORKING_DAYS:
            result = self._day_at(self._last_index(anchor, number, convention), anchor)
            skipped = tuple(self._skipped(anchor, result, convention))
        else:
            result = calendar_period_end(anchor, number, unit=unit, convention=convention)
            skipped = ()
        return Working(
            anchor=anchor,
            count=number,
            unit=unit,
            convention=convention,
            result=result,
            skipped=skipped,
            calendar_version=f"{self.division} {self.version}",
            falls_on=self._name_of(result),
        )

    def working_days_after(self, anchor: datetime.date, number: int) -> Working:
        """The ``number``-th working day after ``anchor``; the day after it is day one.

        "The general rule is that the day of the event is left out" (Matthew v Sedman [2021]
        UKSC 19), so this is how "within 70 working days of receiving" is counted.
        """
        return self._working_days(anchor, number, Convention.DAY_AFTER)

    def working_days_beginning_with(self, anchor: datetime.date, number: int) -> Working:
        """The last of ``number`` working days of which ``anchor`` is the first.

        An anchor that is not a working day counts for nothing: day one is the next working day.
        """
        return self._working_days(anchor, number, Convention.BEGINNING_WITH)

    def working_days_before(self, anchor: datetime.date, number: int) -> Working:
        """The ``number``-th working day before ``anchor``; the day before it is day one."""
        return self._working_days(anchor, number, Convention.BEFORE)

    def clear_working_days_before(self, meeting: datetime.date, number: int) -> Working:
        """The latest working day on which notice leaves ``number`` clear working days.

        Neither the day of notice nor the day of the meeting counts, nor do weekends (R v Swansea
        CC ex p Elitestone, 1993) or, by councils' practice, bank holidays.
        """
        return self._working_days(meeting, number, Convention.CLEAR)

    def clear_calendar_days_before(self, meeting: datetime.date, number: int) -> Working:
        """The latest day, worked or not, that leaves ``number`` clear calendar days between."""
        return self.count(meeting, number, unit=Unit.DAYS, convention=Convention.CLEAR)

    def recount(self, working: Working) -> Working:
        """The same count on this calendar."""
        return self.count(
            working.anchor, working.count, unit=working.unit, convention=working.convention
        )

    # Numbers of days.

    def count_between(self, start: datetime.date, end: datetime.date) -> int:
        """The working days from ``start`` to ``end``, both ends included; 0 if ``end`` is first."""
        return max(0, self._index_after(end) - self._index_from(start))

    def clear_working_days_between(self, notice: datetime.date, meeting: datetime.date) -> int:
        """The working days between ``notice`` and ``meeting``, neither end counted."""
        return max(0, self._index_from(meeting) - self._index_after(notice))

    def days_left(self, due: datetime.date, today: datetime.date) -> int:
        """The working days after ``today`` up to and including ``due``.

        0 on the due date, and on days before it from which no working day is left. Negative if
        and only if ``today`` is after ``due``: -1 from the next day, then one less each further
        working day.
        """
        if today <= due:
            return self._index_after(due) - self._index_after(today)
        return min(-1, self._index_after(due) - self._index_after(today))

    # Days near a day.

    def previous_working_day(self, day: datetime.date) -> datetime.date:
        """``day`` itself if it is worked, else the last working day before it."""
        return self._day_at(self._index_after(day) - 1, day)

    def next_working_day(self, day: datetime.date) -> datetime.date:
        """``day`` itself if it is worked, else the first working day after it."""
        return self.soonest_working_day(day, delay=0)

    def soonest_working_day(self, start: datetime.date, *, delay: int) -> datetime.date:
        """``start`` moved on to a working day if it is none, then on by ``delay`` working days.

        A delay of 0 is meant here: it only moves a day that is not worked.
        """
        if delay < 0:
            raise CannotCount(f"A delay cannot be negative, but is {delay}.")
        return self._day_at(self._index_from(start) + delay, start)

    def start_from_due(self, due: datetime.date, working_days: int) -> datetime.date:
        """The latest day to start work that takes ``working_days`` and ends by ``due``.

        Both ends count: work of one day is started on the due date itself.
        """
        return self._working_days(due, working_days, Convention.ENDING_WITH).result

    def send_day(self, due: datetime.date, offset: int) -> datetime.date:
        """The working day on which a step ``offset`` working days from ``due`` falls.

        Below 0: that many working days before ``due``. 0: ``due``, or the previous working day.
        Above 0: that many working days after ``due``. Never earlier for a later ``due``.
        """
        if offset < 0:
            return self._day_at(self._index_from(due) + offset, due)
        if offset == 0:
            return self.previous_working_day(due)
        return self._day_at(self._index_after(due) + offset - 1, due)

    # Inside.

    def _working_days(self, anchor: datetime.date, number: int, convention: Convention) -> Working:
        return self.count(anchor, number, unit=Unit.WORKING_DAYS, convention=convention)

    def _last_index(self, anchor: datetime.date, number: int, convention: Convention) -> int:
        """Where the last of ``number`` working days stands in the list."""
        match convention:
            case Convention.DAY_AFTER:
                return self._index_after(anchor) + number - 1
            case Convention.BEGINNING_WITH:
                return self._index_from(anchor) + number - 1
            case Convention.BEFORE:
                return self._index_from(anchor) - number
            case Convention.ENDING_WITH:
                return self._index_after(anchor) - number
            case Convention.CLEAR:
                return self._index_from(anchor) - number - 1

    def _skipped(
        self, anchor: datetime.date, result: datetime.date, convention: Convention
    ) -> Iterable[SkippedDay]:
        """The days between the ends that were not counted, and the anchor where it would count."""
        day, end = sorted((anchor, result))
        if convention is not Convention.BEGINNING_WITH:
            day += ONE_DAY
        if convention is Convention.ENDING_WITH:
            end += ONE_DAY
        while day < end:
            name = self._name_of(day)
            if name is not None:
                provisional = day in self.holidays and self.holidays[day].provisional
                yield SkippedDay(day, name, provisional)
            day += ONE_DAY

    def _name_of(self, day: datetime.date) -> str | None:
        if day.weekday() in self.weekend:
            return WEEKDAYS[day.weekday()]
        holiday = self.holidays.get(day)
        return holiday.name if holiday else None

    def _index_from(self, day: datetime.date) -> int:
        """Where the first working day on or after ``day`` stands in the list."""
        self._require(day)
        return bisect_left(self._days, day)

    def _index_after(self, day: datetime.date) -> int:
        """Where the first working day after ``day`` stands in the list."""
        self._require(day)
        return bisect_right(self._days, day)

    def _day_at(self, index: int, anchor: datetime.date) -> datetime.date:
        if 0 <= index < len(self._days):
            return self._days[index]
        edge = f"before {long_date(self.first)}" if index < 0 else f"past {long_date(self.last)}"
        raise BeyondKnownHolidays(
            f"The count from {long_date(anchor)} runs {edge}. {self._range_words()}"
        )

    def _require(self, day: datetime.date) -> None:
        if not self.knows(day):
            raise BeyondKnownHolidays(
                f"{long_date(day)} cannot be counted from or to. {self._range_words()}"
            )

    def _range_words(self) -> str:
        return (
            f"Bank holidays ({self.division}, version {self.version}) are known from"
            f" {long_date(self.first)} to {long_date(self.last)}, so the date can be held but not"
            " counted. A newer release of Longstop brings the next years."
        )
