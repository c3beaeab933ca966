"""A framework: the dated duties that follow an inspection, each with its law and its convention.

The duties are declared in ``config/frameworks/*.yaml``; these are their values.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rules.counts import Convention, Unit
from rules.provisions import Provision, Verified


class DutyKind(StrEnum):
    """Who fixes the date: the law, a committee's meeting, or the plan and ourselves."""

    STATUTORY = "statutory"
    COMMITTEE = "committee"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens on a day that people record, and from which duties are counted.

    ``words`` follow "after": "receipt of the final letter". Until the day is recorded, the event
    named by ``stands_in`` is counted from, and the date is provisional.
    """

    key: str
    words: str
    stands_in: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """``number`` units by a convention, such as 70 working days, the day after being day one."""

    number: int
    unit: Unit
    convention: Convention


@dataclass(frozen=True, slots=True)
class Rule:
    """One duty.

    Its date is counted from ``anchor``, the key of an event or of another rule; without a
    ``count`` it is the anchor's own day. ``before`` names a rule whose date it may not pass. The
    letter states a date of its own for the duty where ``is_stated``. ``is_on`` says whether the
    duty applies unless an inspection switches it.
    """

    key: str
    title: str
    kind: DutyKind
    owner_role: str
    anchor: str
    source: Provision
    ladder: str
    count: Count | None = None
    before: str | None = None
    is_stated: bool = False
    is_on: bool = True

    @property
    def is_law(self) -> bool:
        """Whether the count is the law's, and not a proposal of our own."""
        return self.source.verified is not Verified.NOT_LAW


@dataclass(frozen=True, slots=True)
class Framework:
    """The duties of one kind of inspection, from one version of one file.

    ``digest`` is the SHA-256 of the file, so that a date can be traced to its very text.
    """

    key: str
    title: str
    version: str
    digest: str
    events: tuple[Event, ...]
    rules: tuple[Rule, ...]

    def event(self, key: str) -> Event:
        """The event of that key. Raises KeyError."""
        return {event.key: event for event in self.events}[key]

    def rule(self, key: str) -> Rule:
        """The rule of that key. Raises KeyError."""
        return {rule.key: rule for rule in self.rules}[key]

    def is_rule(self, key: str) -> bool:
        """Whether ``key`` names a rule (and not an event)."""
        return any(rule.key == key for rule in self.rules)
