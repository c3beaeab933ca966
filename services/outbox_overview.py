"""The outbox as a list: what waits, what is on its way, what is unknown, what has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from models.ledger import Batch, Delivery, Message
from models.queries.messages import OutboxRow, open_batches, outbox_rows
from models.words import DeliveryState, MessageKind, MessageState
from rules.approvals import Approval, waited
from rules.status_words import DELIVERY_STATES, WAITING_FOR_APPROVAL
from rules.working_days import WorkingCalendar
from services.approval_lot import how_approved
from services.compose.manager import KIND_WORDS
from services.compose.reader import role_words
from services.copy_lines import CopyLine, copy_lines
from services.surroundings import surroundings


class Part(StrEnum):
    """Which part of the outbox is listed."""

    OPEN = "open"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    ALL = "all"


STATES: dict[Part, tuple[MessageState, ...]] = {
    Part.OPEN: (MessageState.HELD, MessageState.QUEUED),
    Part.WAITING: (MessageState.HELD,),
    Part.UNKNOWN: (),
    Part.ALL: tuple(MessageState),
}
TROUBLED = (DeliveryState.UNKNOWN, DeliveryState.FAILED)
DELIVERIES: dict[Part, tuple[DeliveryState, ...]] = {
    Part.OPEN: TROUBLED,
    Part.WAITING: (),
    Part.UNKNOWN: (DeliveryState.UNKNOWN,),
    Part.ALL: (),
}


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One message. ``state`` is in words; ``why`` says what it waits for, or what happened.

    ``since`` is the day it was decided, or approved. While it waits, ``waiting_days`` is its age
    in working days and ``approval`` says how it is approved. ``leaves_at`` is set while queued.
    """

    number: int
    state: str
    kind: str
    to: str
    role: str
    body: str
    items: int
    since: date
    why: str | None
    batch: int | None
    leaves_at: datetime | None
    subject: str | None
    is_rehearsal: bool
    waiting_days: int | None = None
    approval: Approval | None = None
    copies: tuple[CopyLine, ...] = ()


@dataclass(frozen=True)
class OutboxOverview:
    """The lines, newest first, and the batches that the brake holds."""

    lines: tuple[OutboxLine, ...]
    batches: tuple[Batch, ...]


def outbox_overview(
    session: Session, part: Part = Part.OPEN, *, today: date, limit: int = 200
) -> OutboxOverview:
    """The part of the outbox asked for, the newest first.

    *Open* is what waits or is queued, and what failed or is not known to have arrived.
    """
    rows = outbox_rows(session, states=STATES[part], delivery_states=DELIVERIES[part], limit=limit)
    return OutboxOverview(_lines(session, rows, today=today), tuple(open_batches(session)))


def lines_of(session: Session, numbers: Sequence[int], *, today: date) -> tuple[OutboxLine, ...]:
    """The lines of these messages, the newest first."""
    rows = outbox_rows(session, numbers=numbers, limit=max(1, len(numbers)))
    return _lines(session, rows, today=today)


def _lines(session: Session, rows: Sequence[OutboxRow], *, today: date) -> tuple[OutboxLine, ...]:
    calendar = surroundings(session).calendar
    copies = copy_lines(session, [row.message.id or 0 for row in rows])
    lines = (replace(_line(row), copies=copies.get(row.message.id or 0, ())) for row in rows)
    return tuple(
        _waiting(line, row, today=today, calendar=calendar)
        if row.message.state is MessageState.HELD
        else line
        for line, row in zip(lines, rows, strict=True)
    )


def _waiting(
    line: OutboxLine, row: OutboxRow, *, today: date, calendar: WorkingCalendar
) -> OutboxLine:
    return replace(
        line,
        waiting_days=waited(line.since, today=today, calendar=calendar),
        approval=how_approved(row.message, row.contact),
    )


def _line(row: OutboxRow) -> OutboxLine:
    message, delivery = row.message, row.delivery
    queued = delivery is not None and delivery.state is DeliveryState.QUEUED
    return OutboxLine(
        number=message.id or 0,
        state=_state(message, delivery),
        kind=KIND_WORDS[MessageKind(message.kind)],
        to=row.contact.name,
        role=role_words(row.contact.role),
        body=row.agency.name,
        items=row.items,
        since=message.london_date,
        why=message.held_because or message.cancelled_because or _outcome(delivery),
        batch=message.batch_id if message.state is MessageState.HELD else None,
        leaves_at=delivery.not_before if delivery and queued else None,
        subject=delivery.subject if delivery else None,
        is_rehearsal=message.rehearsal,
    )


def _state(message: Message, delivery: Delivery | None) -> str:
    if message.state is MessageState.HELD:
        return WAITING_FOR_APPROVAL
    if message.state is MessageState.CANCELLED:
        return "Cancelled"
    if delivery is None:
        return "Queued"
    return DELIVERY_STATES[DeliveryState(delivery.state).value]


def _outcome(delivery: Delivery | None) -> str | None:
    if delivery is None:
        return None
    if delivery.state in TROUBLED:
        return delivery.outcome
    if delivery.diverted_from is not None:
        return f"Diverted: it went to {delivery.sent_to} instead of {delivery.diverted_from}."
    return None
