"""A ladder on one day, as ranges of anchor dates: the form in which one query can ask it.

A step's day never comes earlier for a later anchor (``send_day`` is monotone), so the anchors
whose step lies in its window today form one range. Its ends are found by searching the dates
around today; nothing is computed for each item.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from rules.counts import BeyondKnownHolidays
from rules.ladders import Calendar, Ladder, Step, steps_of

ONE_DAY = datetime.timedelta(days=1)
EARLIEST = datetime.date.min
LATEST = datetime.date.max
DayOf = Callable[[datetime.date], datetime.date]


class WindowVerdict(StrEnum):
    """``due``: the step may go today. ``missed``: it closed on a day that nobody decided."""

    DUE = "due"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Window:
    """Items with ``anchor_from <= anchor <= anchor_to`` (both ends included) meet this step.

    ``told_by``: a step of ``told_rungs`` must have been told on or before that day; with no
    ``told_rungs`` nothing need be told. ``answered_before``: an item whose last answer came on
    or after that day is left alone. For a missed window neither is asked: it only records that
    the days passed while nobody looked.
    """

    step: Step
    verdict: WindowVerdict
    anchor_from: datetime.date
    anchor_to: datetime.date
    told_by: datetime.date = LATEST
    told_rungs: tuple[str, ...] = ()
    answered_before: datetime.date = LATEST

    @property
    def is_empty(self) -> bool:
        """Whether no anchor lies in it."""
        return self.anchor_from > self.anchor_to


def compile_windows(
    ladder: Ladder,
    calendar: Calendar,
    *,
    today: datetime.date,
    previous_day: datetime.date | None,
) -> tuple[Window, ...]:
    """The windows of ``ladder`` on ``today``; the place of each in the result is its number.

    ``previous_day`` is the day last decided, ``None`` if there was none: windows that closed
    strictly between the two are ``missed``. An item so far away that its steps lie past the
    known holidays is left alone: its date can be held, not counted.

    Raises:
        BeyondKnownHolidays: ``today`` itself lies outside the known holidays.
    """
    calendar.send_day(today, 0)
    answered_before = answers_end_before(ladder, calendar, today=today)
    due = [
        _due_window(step, calendar, today=today, answered_before=answered_before)
        for step in steps_of(ladder)
    ]
    missed = []
    if previous_day is not None:
        missed = [
            _missed_window(step, calendar, today=today, previous_day=previous_day)
            for step in steps_of(ladder)
            if step.stale_after is not None
        ]
    return tuple(window for window in [*due, *missed] if not window.is_empty)


def answers_end_before(
    ladder: Ladder, calendar: Calendar, *, today: datetime.date
) -> datetime.date:
    """The first day on which an answer still holds today; ``LATEST`` if answers hold nothing."""
    if ladder.answer_holds == 0:
        return LATEST
    return _first_day_reaching(
        lambda day: calendar.send_day(day, ladder.answer_holds),
        today,
        calendar=calendar,
        reach=ladder.answer_holds,
    )


def _due_window(
    step: Step, calendar: Calendar, *, today: datetime.date, answered_before: datetime.date
) -> Window:
    return Window(
        step=step,
        verdict=WindowVerdict.DUE,
        anchor_from=_anchor_from(step, calendar, not_before=today),
        anchor_to=_anchor_to(step, calendar, today=today),
        told_by=_told_by(step, calendar, today=today),
        told_rungs=step.gate.rung_ids if step.gate else (),
        answered_before=answered_before,
    )


def _missed_window(
    step: Step, calendar: Calendar, *, today: datetime.date, previous_day: datetime.date
) -> Window:
    return Window(
        step=step,
        verdict=WindowVerdict.MISSED,
        anchor_from=_anchor_from(step, calendar, not_before=previous_day + ONE_DAY),
        anchor_to=_last_day_reaching(
            _last_open_day(step, calendar),
            today - ONE_DAY,
            calendar=calendar,
            reach=_reach(step),
        ),
    )


def _anchor_from(step: Step, calendar: Calendar, *, not_before: datetime.date) -> datetime.date:
    """The first anchor whose last open day is ``not_before`` or later."""
    if step.stale_after is None:
        return EARLIEST
    return _first_day_reaching(
        _last_open_day(step, calendar), not_before, calendar=calendar, reach=_reach(step)
    )


def _anchor_to(step: Step, calendar: Calendar, *, today: datetime.date) -> datetime.date:
    """The last anchor whose step falls on ``today`` or earlier."""
    if step.is_late_when_entered:
        return today - ONE_DAY
    return _last_day_reaching(
        lambda anchor: calendar.send_day(anchor, step.offset),
        today,
        calendar=calendar,
        reach=_reach(step),
    )


def _told_by(step: Step, calendar: Calendar, *, today: datetime.date) -> datetime.date:
    """The last day since which the step's wait is over today."""
    if step.gate is None:
        return LATEST
    wait = step.gate.wait
    return _last_day_reaching(
        lambda told: calendar.send_day(told, wait), today, calendar=calendar, reach=wait
    )


def _last_open_day(step: Step, calendar: Calendar) -> DayOf:
    stale_after = step.stale_after or 0

    def last_open_day(anchor: datetime.date) -> datetime.date:
        day = calendar.send_day(anchor, step.offset)
        return calendar.send_day(day, stale_after)

    return last_open_day


def _reach(step: Step) -> int:
    return abs(step.offset) + (step.stale_after or 0)


def _last_day_reaching(
    day_of: DayOf, limit: datetime.date, *, calendar: Calendar, reach: int
) -> datetime.date:
    """The last day for which ``day_of`` gives ``limit`` or earlier."""
    days = _days_around(limit, reach=reach)
    return days[0] + ONE_DAY * (bisect_right(days, limit, key=_known(day_of, calendar)) - 1)


def _first_day_reaching(
    day_of: DayOf, limit: datetime.date, *, calendar: Calendar, reach: int
) -> datetime.date:
    """The first day for which ``day_of`` gives ``limit`` or later."""
    days = _days_around(limit, reach=reach)
    return days[0] + ONE_DAY * bisect_left(days, limit, key=_known(day_of, calendar))


def _known(day_of: DayOf, calendar: Calendar) -> DayOf:
    """``day_of``, with days past the known holidays put at the end of time, and so left alone."""

    def known(day: datetime.date) -> datetime.date:
        try:
            return day_of(day)
        except BeyondKnownHolidays:
            is_early = day - calendar.first < calendar.last - day
            return EARLIEST if is_early else LATEST

    return known


def _days_around(centre: datetime.date, *, reach: int) -> list[datetime.date]:
    """Days that hold any answer for a count of up to ``reach`` working days from ``centre``.

    No ten working days in a row take longer than twenty days, so twice the reach and a month
    are enough on either side.
    """
    half = 2 * reach + 31
    first = centre - ONE_DAY * half
    return [first + ONE_DAY * number for number in range(2 * half + 1)]
