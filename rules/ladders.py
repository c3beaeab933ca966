"""Ladders: the steps by which an item is asked for, and what each step waits for.

A ladder is declared in rungs and compiled, without a calendar, into *steps*: one for each
occurrence of a rung, one for the courtesy notice before a rung above the lead, and one for what
is already late on the day it is entered. ``rules.windows`` turns the steps into ranges of dates
for one query; ``rules.chase`` states the same rule for one item.

Offsets, waits and staleness are whole working days. An offset is counted from the anchor: the
date we work to while an item is open, the day it was reported complete while we owe the check.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from rules.counts import BeyondKnownHolidays
from rules.ladder_values import (
    AD_HOC,
    COURTESY_SUFFIX,
    LATE_WHEN_ENTERED,
    RESERVED_NAMES,
    Audience,
    Gate,
    Ladder,
    Repeat,
    Rung,
    Step,
    Subject,
    Tone,
    Way,
)

__all__ = [
    "AD_HOC",
    "COURTESY_SUFFIX",
    "LATE_WHEN_ENTERED",
    "RESERVED_NAMES",
    "Audience",
    "BeforeArming",
    "Calendar",
    "Gate",
    "Ladder",
    "Repeat",
    "Rung",
    "Step",
    "Subject",
    "Tone",
    "Way",
    "rungs_before_arming",
    "steps_of",
    "told_below",
]


class Calendar(Protocol):
    """What ladders ask of ``rules.working_days.WorkingCalendar``."""

    @property
    def first(self) -> datetime.date: ...  # the first known day

    @property
    def last(self) -> datetime.date: ...  # the last known day

    def send_day(self, due: datetime.date, offset: int) -> datetime.date:
        """The working day ``offset`` working days from ``due``; never earlier for a later one."""

    def count_between(self, start: datetime.date, end: datetime.date) -> int:
        """The working days from ``start`` to ``end``, both included."""


@dataclass(frozen=True, slots=True)
class BeforeArming:
    """A step whose day had passed when its item was armed: it is never sent."""

    rung_id: str
    occurrence: int
    audience: Audience


@cache
def steps_of(ladder: Ladder) -> tuple[Step, ...]:
    """Every step of the ladder, in the order in which they can go."""
    steps = [step for rung in ladder.rungs for step in _steps_of_rung(ladder, rung)]
    if ladder.asks_the_lead:
        steps.append(_late_when_entered())
    return tuple(sorted(steps, key=lambda step: (step.rank, step.audience.is_above_lead)))


def rungs_before_arming(
    ladder: Ladder, calendar: Calendar, *, anchor: datetime.date, armed_on: datetime.date
) -> tuple[BeforeArming, ...]:
    """The steps to write into the ledger as ``before_arming`` when an item is armed.

    Steps above the lead and their courtesies are not among them: they open by waiting since the
    level below was told, so a late import reaches nobody above a lead who has not been told.
    Nor are steps whose day lies past the known holidays.
    """
    return tuple(
        BeforeArming(step.rung_id, step.occurrence, step.audience)
        for step in steps_of(ladder)
        if step.gate is None
        and not step.is_late_when_entered
        and _has_passed(step, calendar, anchor=anchor, armed_on=armed_on)
    )


def _has_passed(
    step: Step, calendar: Calendar, *, anchor: datetime.date, armed_on: datetime.date
) -> bool:
    try:
        return calendar.send_day(anchor, step.offset) < armed_on
    except BeyondKnownHolidays:
        return False


def told_below(ladder: Ladder, rung: Rung) -> tuple[str, ...]:
    """The rungs of the level below, any of which must have been told before ``rung`` may wait.

    Directly above the lead (or, on a ladder that asks no lead, above the programme manager)
    these are the rungs that say an item is late; for a rung that itself comes before the date,
    every rung. Above that it is the one rung of the level below: rungs never jump.
    """
    above = [other for other in ladder.rungs if other.audience.is_above_lead]
    place = above.index(rung)
    if place > 0:
        return (above[place - 1].id,)
    ground = Audience.LEAD if ladder.asks_the_lead else Audience.PROGRAMME_MANAGER
    counted = tuple(
        other.id
        for other in ladder.rungs
        if other.audience is ground and (other.tone is Tone.LATE or rung.offset <= 0)
    )
    return (*counted, LATE_WHEN_ENTERED) if ladder.asks_the_lead else counted


def _steps_of_rung(ladder: Ladder, rung: Rung) -> Iterator[Step]:
    if not rung.audience.is_above_lead:
        yield from _occurrences(rung)
        return
    below = Gate(told_below(ladder, rung), rung.wait or 1)
    if rung.courtesy is None:
        yield _step(rung, gate=below)
        return
    courtesy_id = rung.id + COURTESY_SUFFIX
    yield Step(
        rung_id=courtesy_id,
        occurrence=0,
        audience=Audience.LEAD,
        way=Way.AUTOMATIC,
        tone=Tone.COURTESY,
        offset=rung.offset - rung.courtesy,
        stale_after=None,
        gate=Gate(below.rung_ids, below.wait - rung.courtesy),
        # A courtesy is its own notice: no reminder swallows it and it swallows none.
        fold_group=courtesy_id,
        rank=rung.offset - rung.courtesy,
        any_day=True,
    )
    # The courtesy has waited for the level below; counting from the day it was told keeps it
    # ahead of the rung by the full time, after an outage as well.
    yield _step(rung, gate=Gate((courtesy_id,), rung.courtesy))


def _occurrences(rung: Rung) -> Iterator[Step]:
    times = rung.repeat.times if rung.repeat else 0
    every = rung.repeat.every if rung.repeat else 0
    for occurrence in range(times + 1):
        yield _step(rung, occurrence=occurrence, offset=rung.offset + occurrence * every)


def _step(
    rung: Rung, *, gate: Gate | None = None, occurrence: int = 0, offset: int | None = None
) -> Step:
    place = rung.offset if offset is None else offset
    return Step(
        rung_id=rung.id,
        occurrence=occurrence,
        audience=rung.audience,
        way=rung.way,
        tone=rung.tone,
        offset=place,
        stale_after=rung.stale_after,
        gate=gate,
        fold_group=rung.audience.value,
        # Even numbers, so that what was late when entered has a place of its own between them.
        rank=2 * place,
        any_day=rung.audience is not Audience.LEAD,
    )


def _late_when_entered() -> Step:
    return Step(
        rung_id=LATE_WHEN_ENTERED,
        occurrence=0,
        audience=Audience.LEAD,
        way=Way.AUTOMATIC,
        tone=Tone.LATE,
        offset=0,
        stale_after=None,
        gate=None,
        fold_group=Audience.LEAD.value,
        # After every reminder that precedes the date, before every rung that follows it.
        rank=1,
        any_day=False,
    )
