"""The dates of one duty, held apart, and the facts they are worked out from.

A statement has four dates: the law's count, the one the letter states, the one an inspectorate
confirmed in writing, and the one we work to (design section 2). They are never merged.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rules.counts import Working
from rules.frameworks import DutyKind, Rule
from rules.provisions import Provision


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date that a document states, such as the letter or the plan.

    ``text`` is the date in the document's own words; ``said_by`` names the document in a sentence
    ("the letter"); ``said_on`` is its date, which decides what bank holidays it could know.
    """

    day: datetime.date
    text: str = ""
    said_by: str = "the letter"
    said_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class ConfirmedDate:
    """A date confirmed in writing: by whom, when, and where the writing is kept."""

    day: datetime.date
    by: str
    on: datetime.date | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ChosenDate:
    """An earlier date that people chose to work to, and why."""

    day: datetime.date
    reason: str


@dataclass(frozen=True, slots=True)
class TimelineFacts:
    """What is recorded of one inspection.

    ``dates`` holds the days of events by the framework's keys. ``stated``, ``confirmed`` and
    ``chosen`` go by the key of the rule; ``switched`` turns a rule on or off for this inspection.
    """

    dates: Mapping[str, datetime.date]
    stated: Mapping[str, StatedDate] = field(default_factory=dict)
    confirmed: Mapping[str, ConfirmedDate] = field(default_factory=dict)
    chosen: Mapping[str, ChosenDate] = field(default_factory=dict)
    switched: Mapping[str, bool] = field(default_factory=dict)


class DecidedBy(StrEnum):
    """Which of the dates is the one we work to."""

    LAW = "law"
    STATED = "stated"
    CONFIRMED = "confirmed"
    CHOSEN = "chosen"
    MEETING = "meeting"
    PROPOSAL = "proposal"
    """Our own planning, while nobody has given a date."""

    LIMIT = "limit"
    """The date of the rule named by ``before``, which this one may not pass."""


@dataclass(frozen=True, slots=True)
class OtherReading:
    """A date that another reading gives: shown, never used."""

    day: datetime.date
    words: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day a duty is counted from, and in words what happens on it.

    ``instead_of`` is set while the event itself is not recorded and another day stands in for it:
    then it holds the words of the event that is missing.
    """

    day: datetime.date
    words: str
    instead_of: str | None = None

    @property
    def is_standing_in(self) -> bool:
        """Whether another day than the event's own is counted from."""
        return self.instead_of is not None


@dataclass(frozen=True, slots=True)
class Counted:
    """What counting gave: a day with its working, a meeting's own day, or why it was refused."""

    day: datetime.date | None = None
    working: Working | None = None
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class KeyDate:
    """One duty with all its dates, its working, and what stands open about it.

    ``work_to`` is ``None`` while nothing fixes a date; the question then says what is missing.
    ``before_moving_back`` is the same day before it was moved to the previous working day.
    ``counted`` is the law's count, or our own proposal where ``rule.is_law`` is false.
    ``differences`` and ``questions`` are full sentences.
    """

    rule: Rule
    work_to: datetime.date | None = None
    before_moving_back: datetime.date | None = None
    decided_by: DecidedBy | None = None
    anchor: Anchor | None = None
    counted: Counted = Counted()
    stated: StatedDate | None = None
    confirmed: ConfirmedDate | None = None
    chosen: ChosenDate | None = None
    is_provisional: bool = False
    other_readings: tuple[OtherReading, ...] = ()
    differences: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    calendar_version: str = ""
    framework_version: str = ""

    @property
    def key(self) -> str:
        """The rule's permanent name."""
        return self.rule.key

    @property
    def title(self) -> str:
        """What is to be done."""
        return self.rule.title

    @property
    def kind(self) -> DutyKind:
        """Who fixes the date."""
        return self.rule.kind

    @property
    def owner_role(self) -> str:
        """Whose duty it is."""
        return self.rule.owner_role

    @property
    def provision(self) -> Provision:
        """The law, or that there is none."""
        return self.rule.source

    @property
    def law_date(self) -> datetime.date | None:
        """The law's count; ``None`` where there is no law or nothing could be counted."""
        return self.counted.day if self.rule.is_law else None
