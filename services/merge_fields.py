"""Taking the header of a letter (or declared facts) into the inspection's own columns.

What a person corrected stays, unless the letter now says something new about that very field: then
the person's value still stands, and the difference is shown for them to decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from models.inspections import Inspection
from models.queries.history import events_about
from models.words import LetterKind
from rules.wording import long_date
from services.find import key_of
from services.incoming import Incoming

CORRECTED = "inspection_corrected"
RECEIPT_FIELDS = ("received_on", "receipt_confirmed_by")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of the header. ``kept``: a person's correction stood against the letter."""

    field: str
    before: Any
    after: Any
    kept: bool = False


def merge_fields(
    session: Session, inspection: Inspection, *, incoming: Incoming
) -> tuple[FieldChange, ...]:
    """Set what arrived; returns what differs from before, in the order of the fields."""
    corrected = corrected_fields(session, inspection)
    changes = []
    for name, value in incoming.fields.items():
        before = getattr(inspection, name)
        if value is None or value == before:
            continue
        kept = name in corrected
        if not kept:
            setattr(inspection, name, value)
        changes.append(FieldChange(name, before, value, kept=kept))
    session.add(inspection)
    return tuple(changes)


def corrected_fields(session: Session, inspection: Inspection) -> set[str]:
    """The fields that a person corrected."""
    if inspection.id is None:
        return set()
    events = events_about(session, subject_kind="inspection", subject_id=key_of(inspection.id))
    return {
        str(event.payload["field"])
        for event in events
        if event.kind == CORRECTED and event.payload and "field" in event.payload
    }


def take_receipt(
    inspection: Inspection, *, incoming: Incoming, final_is_known: bool, by: str
) -> FieldChange | None:
    """Set on what date the principal authority received the final letter, if that was said.

    Only the final letter starts the clock. The published one stands in where no final version was
    recorded before; its receipt never replaces a final one's.
    """
    document = incoming.document
    if document is None or document.received_on is None or document.kind is LetterKind.ACCURACY:
        return None
    if document.kind is LetterKind.PUBLISHED and final_is_known and inspection.received_on:
        return None
    before = inspection.received_on
    if before == document.received_on:
        return None
    inspection.received_on, inspection.receipt_confirmed_by = document.received_on, by
    return FieldChange("received_on", before, document.received_on)


def is_public(inspection: Inspection, *, today: date) -> bool:
    """Whether the letter has been published by this day."""
    return inspection.published_on is not None and inspection.published_on <= today


def spoken(value: Any) -> str:
    """A value in words: a date in full, nothing as "not known"."""
    if value is None or value == "":
        return "not known"
    if isinstance(value, date) and not isinstance(value, datetime):
        return long_date(value)
    return str(value)
