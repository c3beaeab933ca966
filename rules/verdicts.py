"""What the chase rule answers for one step of one item, and what it is told of the ledger."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from rules.ladders import Audience


class LedgerState(StrEnum):
    """Where a line of the ledger stands; the words of ``models.words.NoticeState``."""

    QUEUED = "queued"
    TOLD = "told"
    UNKNOWN = "unknown"
    FAILED = "failed"
    FOLDED = "folded"
    MISSED = "missed"
    BEFORE_ARMING = "before_arming"
    NOT_RAISED = "not_raised"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """Why a step goes today, went, waits, or will not go."""

    GOES = "goes"
    FOLDS = "folds"
    MISSES = "misses"
    IN_LEDGER = "in_ledger"
    NOT_WAITING = "not_waiting"
    NOT_ARMED = "not_armed"
    BEFORE_ARMING = "before_arming"
    NOT_COUNTED = "not_counted"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    ANSWERED = "answered"
    ACKNOWLEDGED = "acknowledged"
    PAUSED = "paused"
    NOT_ITS_DAY = "not_its_day"
    WAITS_FOR_BELOW = "waits_for_below"
    WAITS = "waits"


class StepKey(NamedTuple):
    """A step's place in the ledger of one version of one item."""

    rung_id: str
    occurrence: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the ledger, of this version of this item, rehearsed or not as the item is.

    ``told_to`` is the person's name. ``told_on`` is the London day on which it was sent.
    """

    rung_id: str
    occurrence: int
    audience: str
    state: LedgerState
    told_on: datetime.date | None = None
    told_to: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """An outcome with the facts it rests on; those that do not bear on it are null.

    ``day``: the step's own day; ``until``: the day on which what holds it ends. ``waited`` and
    ``wait`` are working days since ``below`` was told, of the step itself where it
    ``is_after_courtesy``.
    """

    outcome: Outcome
    day: datetime.date | None = None
    until: datetime.date | None = None
    line: LedgerLine | None = None
    below: Audience | None = None
    is_after_courtesy: bool = False
    waited: int = 0
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one step. ``sentence`` is for people, ``reason`` holds its facts."""

    rung_id: str
    occurrence: int
    audience: Audience
    outcome: Outcome
    sentence: str
    reason: Reason

    @property
    def key(self) -> StepKey:
        """The step's place in the ledger."""
        return StepKey(self.rung_id, self.occurrence, self.audience)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rule decides for one item on one day, with a verdict for every step."""

    verdicts: tuple[Verdict, ...]

    @property
    def due(self) -> tuple[StepKey, ...]:
        """The steps that go today."""
        return self._with(Outcome.GOES)

    @property
    def folded(self) -> tuple[StepKey, ...]:
        """The steps that are due and folded into one that goes further."""
        return self._with(Outcome.FOLDS)

    @property
    def missed(self) -> tuple[StepKey, ...]:
        """The steps whose days passed since the day last decided."""
        return self._with(Outcome.MISSES)

    def _with(self, outcome: Outcome) -> tuple[StepKey, ...]:
        return tuple(verdict.key for verdict in self.verdicts if verdict.outcome is outcome)
