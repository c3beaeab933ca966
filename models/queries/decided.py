"""What one daily check decided, row by row: the messages, the briefs, and the items in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.agencies import Agency, Contact
from models.inspections import Inspection
from models.ledger import Batch, Brief, Delivery, Message, Notice
from models.milestones import DeadlineVersion, Milestone
from models.session import is_private
from models.words import (
    BriefState,
    DeliveryState,
    MessageState,
    NoticeState,
    SubjectKind,
)

WAITING_STATES = (MessageState.HELD, MessageState.QUEUED)


class DecidedItem(NamedTuple):
    """One waiting notice about an item. A plain tuple: a day may have a hundred thousand."""

    message_id: int | None
    brief_id: int | None
    rung_id: str
    occurrence: int
    ladder_id: int
    milestone_id: int
    agency_id: int
    ref: str
    title: str
    due: date | None
    inspection_id: int
    in_all: int


def decided_items(
    session: Session, *, sweep_id: int | None, first: int | None = None
) -> list[DecidedItem]:
    """The waiting notices that a sweep wrote about items; of all sweeps if none is given.

    ``first`` reads no more than so many of each message or brief: a large day may hold a hundred
    thousand. ``in_all`` says how many there are.
    """
    numbered = _numbered_notices(sweep_id)
    query = (
        sa.select(
            numbered.c.message_id,
            numbered.c.brief_id,
            numbered.c.rung_id,
            numbered.c.occurrence,
            col(DeadlineVersion.ladder_id),
            col(Milestone.id),
            col(Milestone.agency_id),
            col(Milestone.ref),
            col(Milestone.title),
            col(Milestone.due),
            col(Milestone.inspection_id),
            numbered.c.in_all,
        )
        .join(Milestone, col(Milestone.id) == numbered.c.subject_id)
        .join(
            DeadlineVersion,
            sa.and_(
                col(DeadlineVersion.milestone_id) == col(Milestone.id),
                col(DeadlineVersion.version) == numbered.c.deadline_version,
            ),
        )
        .order_by(col(Milestone.due), col(Milestone.id))
    )
    if first is not None:
        query = query.where(numbered.c.place <= first)
    return [DecidedItem._make(row) for row in session.connection().execute(query)]


def _numbered_notices(sweep_id: int | None) -> sa.Subquery:
    """Waiting notices with their place within their message or brief, and how many it holds."""
    envelope = (col(Notice.message_id), col(Notice.brief_id))
    query = sa.select(
        col(Notice.message_id),
        col(Notice.brief_id),
        col(Notice.subject_id),
        col(Notice.deadline_version),
        col(Notice.rung_id),
        col(Notice.occurrence),
        sa.func.row_number().over(partition_by=envelope, order_by=col(Notice.id)).label("place"),
        sa.func.count().over(partition_by=envelope).label("in_all"),
    ).where(
        col(Notice.state) == NoticeState.QUEUED,
        col(Notice.subject_kind) != SubjectKind.CONTACT,
    )
    if sweep_id is not None:
        query = query.where(col(Notice.sweep_id) == sweep_id)
    return query.subquery()


Addressed = tuple[Message, Contact, Agency]


def messages_made_at(session: Session, moment: datetime) -> list[Addressed]:
    """The messages that wait and were made at this moment: those of one sweep."""
    return _addressed(session, col(Message.created_at) == moment)


def messages_numbered(session: Session, numbers: Collection[int]) -> list[Addressed]:
    """These messages, where they wait."""
    return _addressed(session, col(Message.id).in_(numbers))


def waiting_messages(session: Session) -> list[Addressed]:
    """Every message that is queued or held."""
    return _addressed(session, sa.true())


def _addressed(session: Session, condition: sa.ColumnElement[bool]) -> list[Addressed]:
    rows = session.execute(
        sa.select(Message, Contact, Agency)
        .join(Contact, col(Contact.id) == col(Message.contact_id))
        .join(Agency, col(Agency.id) == col(Contact.agency_id))
        .where(col(Message.state).in_(WAITING_STATES), condition)
        .order_by(col(Message.id))
    ).all()
    return [(message, contact, agency) for message, contact, agency in rows]


def briefs_that_wait(session: Session) -> list[tuple[Brief, Contact, Agency]]:
    """Briefs on which only a person can act, oldest first; none that waits as a message."""
    rows = session.execute(
        sa.select(Brief, Contact, Agency)
        .join(Contact, col(Contact.id) == col(Brief.contact_id))
        .join(Agency, col(Agency.id) == col(Contact.agency_id))
        .where(col(Brief.state) == BriefState.WAITING, col(Brief.message_id).is_(None))
        .order_by(col(Brief.id))
    ).all()
    return [(brief, contact, agency) for brief, contact, agency in rows]


def inspection_refs_by_id(session: Session) -> dict[int, str]:
    """The reference of every inspection."""
    rows = session.exec(select(Inspection.id, Inspection.ref)).all()
    return {ident: ref for ident, ref in rows if ident is not None}


def tell_everyone(session: Session, day: date, *, at: datetime, with_held: bool) -> None:
    """Count everything that is queued as told on this day; on a private copy only.

    ``with_held``: what waits for approval was approved, and every brief was spoken of, that day.
    Raises `ValueError` anywhere else: it would say that people were told who were not.
    """
    if not is_private(session):
        raise ValueError("Only on a private copy may everybody count as told.")
    states = WAITING_STATES if with_held else (MessageState.QUEUED,)
    going = sa.select(col(Message.id)).where(col(Message.state).in_(states))
    introduced = going.with_only_columns(col(Message.contact_id)).where(col(Message.introduces))
    told = {"state": NoticeState.TOLD, "told_on": day}
    changes: list[sa.UpdateBase] = [
        sa.update(Contact)
        .where(col(Contact.introduced_on).is_(None), col(Contact.id).in_(introduced))
        .values(introduced_on=day),
        sa.update(Notice)
        .where(col(Notice.state) == NoticeState.QUEUED, col(Notice.message_id).in_(going))
        .values(told),
        sa.update(Delivery)
        .where(col(Delivery.state) == DeliveryState.QUEUED, col(Delivery.message_id).in_(going))
        .values(state=DeliveryState.FILED, settled_at=at),
    ]
    if with_held:
        changes += _approved_and_spoken(told, day, at=at)
    changes.append(
        sa.update(Message).where(col(Message.state).in_(states)).values(state=MessageState.CLOSED)
    )
    session.flush()
    for change in changes:
        session.connection().execute(change)
    session.expire_all()


def _approved_and_spoken(
    told: dict[str, object], day: date, *, at: datetime
) -> Sequence[sa.UpdateBase]:
    alone = col(Message.grouping) + ":alone-" + sa.cast(col(Message.id), sa.String)
    return [
        sa.update(Notice)
        .where(col(Notice.state) == NoticeState.QUEUED, col(Notice.brief_id).is_not(None))
        .values(told),
        sa.update(Brief)
        .where(col(Brief.state) == BriefState.WAITING)
        .values(state=BriefState.SPOKE, recorded_on=day),
        sa.update(Batch).where(col(Batch.decided_at).is_(None)).values(decided_at=at),
        # An approved message stands by itself beside the day's own, as it does in earnest.
        sa.update(Message)
        .where(col(Message.state) == MessageState.HELD)
        .values(grouping=alone, london_date=day),
    ]
