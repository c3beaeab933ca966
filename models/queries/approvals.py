"""What waits for a person's approval, and when anybody last decided anything that waited."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.agencies import Contact
from models.ledger import Batch, Brief, Message
from models.words import BriefState, MessageState

Waiting = tuple[Message, Contact]


def waiting_messages(
    session: Session,
    *,
    numbers: Collection[int] | None = None,
    agency_id: int | None = None,
    batch_id: int | None = None,
) -> list[Waiting]:
    """Messages that wait for approval with their readers, oldest first; all of them, or only
    those so numbered, to people of this body, or of this batch."""
    query = (
        select(Message, Contact)
        .join(Contact, col(Contact.id) == col(Message.contact_id))
        .where(Message.state == MessageState.HELD)
        .order_by(col(Message.id))
    )
    if numbers is not None:
        query = query.where(col(Message.id).in_(numbers))
    if agency_id is not None:
        query = query.where(Contact.agency_id == agency_id)
    if batch_id is not None:
        query = query.where(Message.batch_id == batch_id)
    return [(message, contact) for message, contact in session.exec(query).all()]


def newest_numbers(session: Session, *, limit: int) -> list[int]:
    """The numbers of the newest messages."""
    rows = session.exec(select(Message.id).order_by(col(Message.id).desc()).limit(limit)).all()
    return [number for number in rows if number is not None]


def oldest_wait(session: Session) -> date | None:
    """Since when the oldest of what waits for a person has waited, messages and briefs alike."""
    held = session.exec(
        select(sa.func.min(Message.london_date)).where(Message.state == MessageState.HELD)
    ).one()
    brief = session.exec(
        select(sa.func.min(Brief.prepared_on)).where(Brief.state == BriefState.WAITING)
    ).one()
    return min((day for day in (held, brief) if day is not None), default=None)


def last_decision(session: Session) -> tuple[datetime | None, date | None]:
    """When a person last approved a message or decided a batch, and on which day one last acted
    on a brief."""
    approved = session.exec(select(sa.func.max(Message.approved_at))).one()
    decided = session.exec(select(sa.func.max(Batch.decided_at))).one()
    acted = session.exec(
        select(sa.func.max(Brief.recorded_on)).where(col(Brief.recorded_by).is_not(None))
    ).one()
    return max((at for at in (approved, decided) if at is not None), default=None), acted
