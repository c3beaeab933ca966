"""The values a ladder is made of: rungs as they are declared, steps as they are decided on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LATE_WHEN_ENTERED = "late-when-entered"
COURTESY_SUFFIX = "-courtesy"
# What a person asks for by hand, between the daily checks.
AD_HOC = "ad-hoc"
# Names of the ledger that belong to no ladder (design section 5, Notice).
RESERVED_NAMES = frozenset({LATE_WHEN_ENTERED, AD_HOC, "introduction", "handover", "correction"})


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
