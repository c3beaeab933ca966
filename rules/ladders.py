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
from enum import StrEnum
from functools import cache
from typing import Protocol

LATE_WHEN_ENTERED = "late-when-entered"
COURTESY_SUFFIX = "-courtesy"
# Names of the ledger that belong to no ladder (design section 5, Notice).
RESERVED_NAMES = frozenset({LATE_WHEN_ENTERED, "ad-hoc", "introduction", "handover"})


class Audience(StrEnum):
    """The role a step speaks to. Chief officers, commissioners and mayors are not among them:
    they are informed by people, never mailed by the tool."""

    LEAD = "lead"
    PROGRAMME_MANAGER = "programme_manager"
    SENIOR_LEAD = "senior_lead"
    DCS = "dcs"
    CHAIR = "chair"

    @property
    def is_above_lead(self) -> bool:
        """Whether speaking to this role is an escalation."""
        return self not in (Audience.LEAD, Audience.PROGRAMME_MANAGER)


class Way(StrEnum):
    """How a step goes out: by itself, after approval, or by a person alone."""

    AUTOMATIC = "automatic"
    APPROVAL = "approval"
    PERSON = "person"


class Tone(StrEnum):
    """What a step says. ``COURTESY`` is never declared: it comes with a rung above the lead."""

    REMINDER = "reminder"
    LATE = "late"
    ESCALATION = "escalation"
    COURTESY = "courtesy"


class Subject(StrEnum):
    """What a ladder is about: an open item, or the check we owe once it is reported complete."""

    MILESTONE = "milestone"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Repeat:
    """``times`` more occurrences after the first, ``every`` so many working days."""

    every: int
    times: int


@dataclass(frozen=True, slots=True)
class Rung:
    """One declared step. ``id`` is its permanent name: the ledger keeps it for ever.

    ``stale_after``: the last day on which it may still go is that many working days after its
    own day; ``None`` means it never goes stale. ``wait``: working days since the level below was
    told. ``courtesy``: working days before it on which the lead is told that it is coming.
    """

    id: str
    offset: int
    audience: Audience
    way: Way
    tone: Tone
    stale_after: int | None = None
    repeat: Repeat | None = None
    wait: int | None = None
    courtesy: int | None = None

    @property
    def last_offset(self) -> int:
        """The offset of the last occurrence."""
        if self.repeat is None:
            return self.offset
        return self.offset + self.repeat.every * self.repeat.times


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs in the order in which they are climbed.

    ``answer_holds``: an item whose body answered is left alone, at every level, up to and
    including that many working days after the answer; 0 switches this off.
    """

    name: str
    title: str
    subject: Subject
    answer_holds: int
    rungs: tuple[Rung, ...]

    @property
    def asks_the_lead(self) -> bool:
        """Whether the accountable body's lead is spoken to at all (not so for our own checks)."""
        return any(rung.audience is Audience.LEAD for rung in self.rungs)


@dataclass(frozen=True, slots=True)
class Gate:
    """A step opens ``wait`` working days after any of ``rung_ids`` was told."""

    rung_ids: tuple[str, ...]
    wait: int


@dataclass(frozen=True, slots=True)
class Step:
    """One line the ledger may hold for an item, with everything the decision needs.

    Of the steps of one ``fold_group`` that are due for an item the one of the highest ``rank``
    goes, the others are folded into it. ``any_day``: it does not wait for the day of the week
    that the body chose, because it is no part of the body's weekly message.
    """

    rung_id: str
    occurrence: int
    audience: Audience
    way: Way
    tone: Tone
    offset: int
    stale_after: int | None
    gate: Gate | None
    fold_group: str
    rank: int
    any_day: bool

    @property
    def is_late_when_entered(self) -> bool:
        """Whether this is the one notice for what was late before it was armed."""
        return self.rung_id == LATE_WHEN_ENTERED

    @property
    def concerns_those_above(self) -> bool:
        """Whether an acknowledgement suspends it: steps above the lead, and their courtesies."""
        return self.audience.is_above_lead or self.tone is Tone.COURTESY


class Calendar(Protocol):
    """What ladders ask of ``rules.working_days.WorkingCalendar``."""

    @property
    def first(self) -> datetime.date:
        """The first known day."""

    @property
    def last(self) -> datetime.date:
        """The last known day."""

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

    Raises:
        BeyondKnownHolidays: a step's day leaves the years whose holidays are known.
    """
    return tuple(
        BeforeArming(step.rung_id, step.occurrence, step.audience)
        for step in steps_of(ladder)
        if step.gate is None
        and not step.is_late_when_entered
        and calendar.send_day(anchor, step.offset) < armed_on
    )


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
