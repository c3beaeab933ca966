"""Taking a text out of everything that is kept, with History still standing (design section 5).

Rows lose the text, kept mail that holds it loses its bytes, and an event whose payload holds it
loses payload and salt: without the salt its digest tells nothing, and the chain still verifies.
That somebody redacted, and why, is an event itself. Backups made before still hold the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from sqlmodel import Session

from documents.calendar_file import unfolded
from models.history import Event
from models.ledger import Delivery
from models.queries.redaction import (
    Cell,
    cells_of_words,
    deliveries_with_mail,
    events_with_payload,
    replace_cell,
)
from notifications.card_text import texts_of_card
from services.errors import NotFoundError, Refused
from services.history import REDACTED, Subject, record

REMOVED = "[removed]"
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Places:
    """Where the text stands: ``cells`` counts by table and column; mails and events by number."""

    cells: dict[str, int]
    mails: tuple[int, ...]
    events: tuple[int, ...]

    @property
    def total(self) -> int:
        """In how many places it stands."""
        return sum(self.cells.values()) + len(self.mails) + len(self.events)


def find_text(session: Session, text: str) -> Places:
    """Where the text stands, in any case and with any spaces between its words. Changes nothing."""
    pattern = _pattern(text)
    cells = Counter(f"{cell.table}.{cell.column}" for cell in _cells(session, pattern))
    return Places(
        cells=dict(cells),
        mails=tuple(delivery.id or 0 for delivery in _mails(session, pattern)),
        events=tuple(event.seq for event in _events(session, pattern)),
    )


def redact_text(session: Session, text: str, *, reason: str, now: datetime, by: str) -> Places:
    """Take the text out everywhere. Raises `NotFoundError` if it stands nowhere, `Refused` for
    a text of fewer than three letters or a reason that repeats it."""
    pattern = _pattern(text)
    _check_reason(reason, pattern)
    session.flush()
    places = find_text(session, text)
    if not places.total:
        raise NotFoundError("That text stands nowhere in this database.")
    for cell in list(_cells(session, pattern)):
        replace_cell(session, cell, _without(cell.value, pattern))
    for delivery in list(_mails(session, pattern)):
        delivery.raw = None
        session.add(delivery)
    events = _events(session, pattern)
    named = _named_by(events)
    for event in events:
        _redact(session, event, reason=reason, by=by)
    # What the session remembers of these rows is what they said before.
    session.flush()
    session.expire_all()
    _record(session, places, named=named, reason=reason, now=now, by=by)
    return places


def filed_messages_with(folder: Path, text: str) -> list[Path]:
    """The messages filed in a Maildir that hold the text. They are copies of what was delivered,
    and somebody may have read them: they are named for a person to delete, not deleted here."""
    pattern = _pattern(text)
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and any(pattern.search(part) for part in _texts_of_mail(path.read_bytes()))
    ]


def redact_event(session: Session, seq: int, *, reason: str, now: datetime, by: str) -> Event:
    """Take payload and salt of one event away."""
    _check_reason(reason, None)
    event = session.get(Event, seq)
    if event is None:
        raise NotFoundError(f"There is no event {seq}.")
    if event.payload is None:
        raise Refused(f"Event {seq} was redacted already.")
    named = _named_by([event])
    _redact(session, event, reason=reason, by=by)
    _record(session, Places({}, (), (seq,)), named=named, reason=reason, now=now, by=by)
    return event


def _pattern(text: str) -> re.Pattern[str]:
    words = text.split()
    if sum(len(word) for word in words) < SHORTEST:
        raise Refused("Give at least three letters; a shorter text would take out far too much.")
    return re.compile(r"\s+".join(re.escape(word) for word in words), re.IGNORECASE)


def _check_reason(reason: str, pattern: re.Pattern[str] | None) -> None:
    if not reason.strip():
        raise Refused("Say why it is taken out; the reason is kept.")
    if pattern is not None and pattern.search(reason):
        raise Refused("The reason is kept for ever, so it must not repeat the text.")


def _cells(session: Session, pattern: re.Pattern[str]) -> list[Cell]:
    return [cell for cell in cells_of_words(session) if _holds(cell.value, pattern)]


def _mails(session: Session, pattern: re.Pattern[str]) -> list[Delivery]:
    return [
        delivery
        for delivery in deliveries_with_mail(session)
        if any(pattern.search(text) for text in _texts_of_mail(delivery.raw or b""))
    ]


def _events(session: Session, pattern: re.Pattern[str]) -> list[Event]:
    return events_with_payload(session, lambda payload: _holds(payload, pattern))


def _texts_of_mail(raw: bytes) -> list[str]:
    """Headers and text parts as people read them, and the bytes themselves as a net below."""
    if raw.startswith(b"{"):
        return texts_of_card(raw)
    mail = message_from_bytes(raw, policy=policy.default)
    texts = [str(value) for value in mail.values()]
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            texts.append(str(part.get_content()))
        file = part.get_payload(decode=True)
        if (part.get_filename() or "").endswith(".ics") and isinstance(file, bytes):
            texts.append(unfolded(file.decode("utf-8", errors="replace")))
    return [*texts, raw.decode("utf-8", errors="replace")]


def _holds(value: Any, pattern: re.Pattern[str]) -> bool:
    if isinstance(value, str):
        return pattern.search(value) is not None
    if isinstance(value, dict):
        return any(_holds(part, pattern) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return any(_holds(part, pattern) for part in value)
    return False


def _without(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(REMOVED, value)
    if isinstance(value, dict):
        return {_without(key, pattern): _without(part, pattern) for key, part in value.items()}
    if isinstance(value, list):
        return [_without(part, pattern) for part in value]
    return value


def _redact(session: Session, event: Event, *, reason: str, by: str) -> None:
    event.payload, event.salt = None, None
    event.redacted_by, event.redacted_reason = by, reason.strip()
    session.add(event)


def _named_by(events: Sequence[Event]) -> set[int]:
    """The events that earlier redactions among these name; whoever takes a redaction's own words
    away must name them in its place, or they would look tampered with."""
    return {
        seq
        for event in events
        if event.kind == REDACTED and event.payload
        for seq in event.payload.get("events", ())
    }


def _record(
    session: Session, places: Places, *, named: set[int], reason: str, now: datetime, by: str
) -> None:
    record(
        session,
        now=now,
        actor=by,
        kind=REDACTED,
        subject=Subject("redaction"),
        payload={
            "cells": places.cells,
            "mails": list(places.mails),
            "events": sorted(named.union(places.events)),
            "reason": reason.strip(),
        },
    )
