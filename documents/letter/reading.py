"""What the reader of letters hands back: plain, frozen values.

Every field may be ``None`` (or empty), which means *not found in the letter*. Nothing here is ever
guessed: ``confidence`` says how sure the reader is of each field, and ``notes`` says in a plain
sentence what could not be found or what in the letter disagrees with itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class FindingKind(StrEnum):
    """The three kinds of finding in a joint targeted area inspection letter."""

    STRENGTH = "strength"
    AREA_FOR_IMPROVEMENT = "area_for_improvement"
    PRIORITY_ACTION = "priority_action"


class AddresseeKind(StrEnum):
    """What sort of body or office an addressee speaks for."""

    COUNCIL = "council"
    HEALTH = "health"
    POLICE = "police"
    PROBATION = "probation"
    YOUTH_OFFENDING = "youth_offending"
    SAFEGUARDING_PARTNERSHIP = "safeguarding_partnership"
    POLITICAL = "political"
    MAYOR_OR_COMMISSIONER = "mayor_or_commissioner"
    OTHER = "other"


class Confidence(StrEnum):
    """How sure the reader is of one field."""

    SURE = "sure"
    LIKELY = "likely"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Addressee:
    """One person the letter is written to. ``role`` and ``body`` are as printed."""

    name: str
    role: str | None
    body: str | None
    kind: AddresseeKind


@dataclass(frozen=True, slots=True)
class LetterFinding:
    """One finding in the letter's own words.

    ``ref_in_order`` counts within the kind, from 1. ``text`` has its sub-bullets and continuation
    paragraphs on lines of their own, and holds no bullet glyph, page furniture, footnote or
    footnote mark. Pages count from 1.
    """

    kind: FindingKind
    ref_in_order: int
    text: str
    page_start: int
    page_end: int


@dataclass(frozen=True, slots=True)
class FieldNote:
    """A sentence for a person about one field: not found, unsure, or in conflict."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """How many findings of each kind were read."""

    strengths: int
    areas_for_improvement: int
    priority_actions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterReading:
    """A letter, read. Names follow ``labels.json``; ``None`` or empty means not found."""

    sha256: str
    pages: int
    area: str | None = None
    letter_date: date | None = None
    inspection_start: date | None = None
    inspection_end: date | None = None
    inspection_year_printed: bool | None = None
    theme: str | None = None
    deep_dive: str | None = None
    theme_in_title: bool | None = None
    principal_authority: str | None = None
    sender: str | None = None
    submit_to: str | None = None
    involve: tuple[str, ...] = ()
    addressees: tuple[Addressee, ...] = ()
    statement_required: bool | None = None
    statement_due: date | None = None
    statement_due_text: str | None = None
    statement_due_weekday: str | None = None
    """The weekday on which ``statement_due`` falls, whether or not the letter prints one."""
    statement_due_weekday_printed: str | None = None
    statement_due_weekday_conflict: bool | None = None
    """True when the printed weekday is wrong, or the date falls on a weekend."""
    statement_basis_text_mentions: str | None = None
    section_order: tuple[FindingKind, ...] = ()
    findings: tuple[LetterFinding, ...] = ()
    confidence: Mapping[str, Confidence] = field(default_factory=dict)
    notes: tuple[FieldNote, ...] = ()

    @property
    def counts(self) -> FindingCounts:
        """How many findings of each kind were read."""
        kinds = [finding.kind for finding in self.findings]
        return FindingCounts(
            strengths=kinds.count(FindingKind.STRENGTH),
            areas_for_improvement=kinds.count(FindingKind.AREA_FOR_IMPROVEMENT),
            priority_actions=kinds.count(FindingKind.PRIORITY_ACTION),
        )

    @property
    def not_found(self) -> tuple[str, ...]:
        """The names of the fields the reader could not find, in the order of ``confidence``."""
        return tuple(name for name, how in self.confidence.items() if how is Confidence.NOT_FOUND)
