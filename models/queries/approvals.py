"""What waits for a person's approval, and when anybody last decided anything that waited."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.agencies import Contact
from models.ledger import Batch, Brief, Message, Notice
from models.queries.noticed import FACT_COLUMNS, Facts, from_notices
from models.queries.subjects import ABOUT_ITEMS
from models.words import BriefState, MessageKind, MessageState, NoticeState

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


ACTED = (
    BriefState.SENT_FROM_HERE,
    BriefState.SENT_BY_PERSON,
    BriefState.SPOKE,
    BriefState.NOT_RAISED,
)


def last_decision(session: Session, *, not_by: str) -> tuple[datetime | None, date | None]:
    """When a person last approved a message or decided a batch, and on which day one last acted
    on a brief. ``not_by`` is who closes batches without deciding anything (the daily check)."""
    approved = session.exec(select(sa.func.max(Message.approved_at))).one()
    decided = session.exec(
        select(sa.func.max(Batch.decided_at)).where(col(Batch.decided_by) != not_by)
    ).one()
    acted = session.exec(
        select(sa.func.max(Brief.recorded_on)).where(col(Brief.state).in_(ACTED))
    ).one()
    return max((at for at in (approved, decided) if at is not None), default=None), acted


class Envelope(NamedTuple):
    """The message in which a notice waits, or the brief that has none."""

    message_id: int | None
    brief_id: int | None


def facts_of_waiting(
    session: Session, kinds: Collection[MessageKind], *, before: date
) -> list[tuple[Envelope, Facts]]:
    """The facts of what has waited for a person since before that day, each once an envelope.

    Messages of these kinds that wait for approval, and briefs that wait without a message.
    """
    statement = (
        from_notices((Notice.message_id, Notice.brief_id, *FACT_COLUMNS))
        .outerjoin(Message, col(Message.id) == col(Notice.message_id))
        .outerjoin(Brief, col(Brief.id) == col(Notice.brief_id))
        .where(
            sa.or_(
                sa.and_(
                    col(Message.state) == MessageState.HELD,
                    col(Message.kind).in_(kinds),
                    col(Message.london_date) < before,
                ),
                sa.and_(
                    col(Notice.message_id).is_(None),
                    col(Brief.state) == BriefState.WAITING,
                    col(Brief.prepared_on) < before,
                ),
            ),
            col(Notice.subject_kind).in_(ABOUT_ITEMS),
            col(Notice.state) == NoticeState.QUEUED,
        )
        .distinct()
    )
    rows = session.connection().execute(statement)
    return [(Envelope(*row[:2]), Facts._make(row[2:])) for row in rows]
