"""Appending to History, and verifying that nobody changed it (design section 5, Event).

The chain runs over salted *digests* of payloads. A payload can therefore be redacted, with its
salt, and the chain still verifies; without the salt the digest tells nothing of the text.
It is tamper-evident, not tamper-proof: whoever can write the database can write a new chain,
which is why heads are exported with packs and backups.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from sqlmodel import Session

from models.history import Event
from models.queries.history import all_events, locked_head, present_head

# The kind of the events by which a redaction names the events it took the payload from. They are
# part of the chain, so a payload deleted behind our back cannot pass for a redaction.
REDACTED = "redacted"
GENESIS = hashlib.sha256(b"Longstop history").hexdigest()


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about, so that it can be found again."""

    kind: str
    id: int | None = None
    inspection_id: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain, as exported: number of the last event, and the chain's hash there."""

    seq: int
    chain: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found: how many events, how many redacted, and every fault in words."""

    events: int
    redacted: int
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was edited, removed, inserted or cut off."""
        return not self.faults


def record(
    session: Session,
    *,
    now: datetime,
    actor: str,
    kind: str,
    subject: Subject,
    payload: dict[str, Any],
) -> Event:
    """Append one event. Call it last in a transaction: it locks the head of the chain."""
    session.flush()
    head = locked_head(session, genesis=GENESIS)
    body = _plain(payload)
    salt = secrets.token_hex(16)
    digest = payload_digest(salt, body)
    event = Event(
        seq=head.seq + 1,
        # As the database gives it back, so that the link is the same then.
        at=now.astimezone(UTC),
        actor=actor,
        kind=kind,
        subject_kind=subject.kind,
        subject_id=subject.id,
        inspection_id=subject.inspection_id,
        payload=body,
        salt=salt,
        digest=digest,
        chain="",
    )
    event.chain = link(head.chain, event)
    session.add(event)
    head.seq, head.chain = event.seq, event.chain
    session.add(head)
    session.flush()
    return event


def payload_digest(salt: str, payload: dict[str, Any]) -> str:
    """The salted digest of a payload in canonical JSON."""
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def link(previous: str, event: Event) -> str:
    """The chain's hash after this event: over the one before, and all but payload and salt."""
    parts = (
        previous,
        str(event.seq),
        event.at.isoformat(),
        event.actor,
        event.kind,
        event.subject_kind or "",
        str(event.subject_id or ""),
        str(event.inspection_id or ""),
        event.digest,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def head_of(session: Session) -> Head:
    """The present head of the chain, to be kept outside the database."""
    row = present_head(session, genesis=GENESIS)
    return Head(row.seq, row.chain)


def verify(session: Session, *, exported: Head | None = None) -> Verification:
    """Walk the chain from the first event and name every fault.

    Found: an edited event or payload, a removed or inserted row, a cut tail (against the head
    row, and against an exported head if the head row was cut back too).
    """
    faults: list[str] = []
    count = 0
    without_payload: list[int] = []
    named_by_redactions: set[int] = set()
    previous, expected_seq = GENESIS, 1
    at_exported: str | None = GENESIS if exported and exported.seq == 0 else None
    for event in all_events(session):
        count += 1
        if event.payload is None:
            without_payload.append(event.seq)
        elif event.kind == REDACTED:
            named_by_redactions.update(event.payload.get("events", ()))
        faults.extend(_faults_of(event, previous, expected_seq))
        previous, expected_seq = event.chain, event.seq + 1
        if exported and event.seq == exported.seq:
            at_exported = event.chain
    faults.extend(
        f"Event {seq} has lost its payload without a redaction."
        for seq in without_payload
        if seq not in named_by_redactions
    )
    faults.extend(_faults_of_the_end(session, previous, expected_seq - 1))
    if exported and at_exported != exported.chain:
        faults.append(
            f"The exported head (event {exported.seq}) does not stand in this history: "
            "the tail was cut off or written anew."
        )
    return Verification(count, len(without_payload), tuple(faults))


def _faults_of(event: Event, previous: str, expected_seq: int) -> Iterable[str]:
    if event.seq != expected_seq:
        yield f"Event {expected_seq} is missing: the next one found is {event.seq}."
    if event.chain != link(previous, event):
        yield f"Event {event.seq} was edited, inserted, or follows a removed one."
    if event.payload is None:
        return
    if event.salt is None or payload_digest(event.salt, event.payload) != event.digest:
        yield f"The payload of event {event.seq} was edited."


def _faults_of_the_end(session: Session, chain: str, seq: int) -> Iterable[str]:
    head = present_head(session, genesis=GENESIS)
    if (head.seq, head.chain) != (seq, chain):
        yield f"The chain ends at event {seq}, but its head says {head.seq}: the tail was cut off."


def _plain(value: Any) -> Any:
    """The value as plain JSON, so that what is digested is what is stored."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
