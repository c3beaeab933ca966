"""A ladder tried out on one date, day by day, when nobody answers: what ``ladder test`` prints.

The trial is made with the chase rule itself, one working day after the other, and takes every
step as sent on the day it goes. So the dates of steps above the lead, which wait since the level
below was told, are the earliest on which they can come.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from rules.chase import ChasedItem, decide
from rules.counts import BeyondKnownHolidays
from rules.ladder_words import step_words
from rules.ladders import Calendar, Ladder, rungs_before_arming, steps_of
from rules.verdicts import Decision, LedgerLine, LedgerState, Outcome, StepKey

# Far more than any ladder takes; a ladder that has not ended by then is cut off, not followed.
LONGEST_TRIAL = 400
_ENDS = (Outcome.IN_LEDGER, Outcome.GOES, Outcome.FOLDS, Outcome.CLOSED)


@dataclass(frozen=True, slots=True)
class TrialStep:
    """One step and the day on which it goes, is folded into another, or had passed before."""

    day: datetime.date
    key: StepKey
    words: str
    state: LedgerState


@dataclass(frozen=True, slots=True)
class Trial:
    """Every step that was reached, by day. ``went_beyond``: the known holidays ended before."""

    steps: tuple[TrialStep, ...]
    went_beyond: bool

    def lines_until(self, day: datetime.date) -> tuple[LedgerLine, ...]:
        """What the ledger would hold on the morning of ``day``."""
        return tuple(_line(step) for step in self.steps if step.day < day)


def first_day(ladder: Ladder, calendar: Calendar, *, anchor: datetime.date) -> datetime.date:
    """The day of the ladder's first step."""
    return calendar.send_day(anchor, min(step.offset for step in steps_of(ladder)))


def try_ladder(
    ladder: Ladder, calendar: Calendar, *, anchor: datetime.date, armed_on: datetime.date
) -> Trial:
    """Follow one item from the day it was armed until its ladder has ended.

    Raises:
        BeyondKnownHolidays: ``anchor`` or ``armed_on`` lies outside the known holidays.
    """
    steps = _passed(ladder, calendar, anchor=anchor, armed_on=armed_on)
    item = ChasedItem(anchor=anchor, armed_on=armed_on)
    today = calendar.send_day(armed_on - datetime.timedelta(days=1), 1)
    try:
        for _ in range(LONGEST_TRIAL):
            decision = decide(
                item,
                [_line(step) for step in steps],
                ladder=ladder,
                calendar=calendar,
                today=today,
                previous_day=None,
            )
            steps += _decided(ladder, decision, today=today)
            if all(verdict.outcome in _ENDS for verdict in decision.verdicts):
                break
            today = calendar.send_day(today, 1)
    except BeyondKnownHolidays:
        return Trial(tuple(steps), went_beyond=True)
    return Trial(tuple(steps), went_beyond=False)


def _passed(
    ladder: Ladder, calendar: Calendar, *, anchor: datetime.date, armed_on: datetime.date
) -> list[TrialStep]:
    """The steps whose day lay before the item was armed, each on that day."""
    offsets = {(step.rung_id, step.occurrence): step.offset for step in steps_of(ladder)}
    steps = [
        _trial_step(
            ladder,
            StepKey(one.rung_id, one.occurrence, one.audience),
            day=calendar.send_day(anchor, offsets[one.rung_id, one.occurrence]),
            state=LedgerState.BEFORE_ARMING,
        )
        for one in rungs_before_arming(ladder, calendar, anchor=anchor, armed_on=armed_on)
    ]
    return sorted(steps, key=lambda step: step.day)


def _decided(ladder: Ladder, decision: Decision, *, today: datetime.date) -> list[TrialStep]:
    told = [_trial_step(ladder, key, day=today, state=LedgerState.TOLD) for key in decision.due]
    return told + [
        _trial_step(ladder, key, day=today, state=LedgerState.FOLDED) for key in decision.folded
    ]


def _trial_step(
    ladder: Ladder, key: StepKey, *, day: datetime.date, state: LedgerState
) -> TrialStep:
    words = step_words(ladder, rung_id=key.rung_id, occurrence=key.occurrence)
    return TrialStep(day=day, key=key, words=words, state=state)


def _line(step: TrialStep) -> LedgerLine:
    told_on = step.day if step.state is LedgerState.TOLD else None
    return LedgerLine(
        step.key.rung_id, step.key.occurrence, step.key.audience, step.state, told_on=told_on
    )
