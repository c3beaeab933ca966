"""What one daily check decided, row by row: the messages, the briefs, and the items in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.agencies import Agency, Contact
from models.inspections import Inspection
from models.ledger import Batch, Brief, Delivery, Message, Notice
from models.milestones import DeadlineVersion, Milestone
from models.queries.subjects import ABOUT_ITEMS
from models.session import is_private
from models.words import (
    BriefState,
    DeliveryState,
    MessageState,
    NoticeState,
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


def decided_items(session: Session, *, sweep_id: int | None) -> list[DecidedItem]:
    """The waiting notices that a sweep wrote about items; of all sweeps if none is given."""
    query = _items().order_by(col(Milestone.due), col(Milestone.id))
    if sweep_id is not None:
        query = query.where(col(Notice.sweep_id) == sweep_id)
    return _read(session, query)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message or brief of a sweep, and how many waiting notices it holds."""

    message_id: int | None
    brief_id: int | None
    notices: int


def envelopes(session: Session, *, sweep_id: int | None) -> list[Envelope]:
    """The messages and briefs in which a sweep's notices wait, with how many each holds."""
    envelope = (col(Notice.message_id), col(Notice.brief_id))
    query = sa.select(*envelope, sa.func.count()).where(*_WAITING).group_by(*envelope)
    if sweep_id is not None:
        query = query.where(col(Notice.sweep_id) == sweep_id)
    return [Envelope(*row) for row in session.execute(query.order_by(*envelope))]


def items_at_the_head(session: Session, envelope: Envelope, *, first: int) -> list[DecidedItem]:
    """The first so many items of a message or brief: a large day may hold a hundred thousand."""
    query = _items().order_by(col(Notice.id)).limit(first)
    if envelope.message_id is not None:
        return _read(session, query.where(col(Notice.message_id) == envelope.message_id))
    return _read(session, query.where(col(Notice.brief_id) == envelope.brief_id))


_WAITING = (
    col(Notice.state) == NoticeState.QUEUED,
    col(Notice.subject_kind).in_(ABOUT_ITEMS),
)


def _items() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            col(Notice.message_id),
            col(Notice.brief_id),
            col(Notice.rung_id),
            col(Notice.occurrence),
            col(DeadlineVersion.ladder_id),
            col(Milestone.id),
            col(Milestone.agency_id),
            col(Milestone.ref),
            col(Milestone.title),
            col(Milestone.due),
            col(Milestone.inspection_id),
        )
        .join(Milestone, col(Milestone.id) == col(Notice.subject_id))
        .join(
            DeadlineVersion,
            sa.and_(
                col(DeadlineVersion.milestone_id) == col(Milestone.id),
                col(DeadlineVersion.version) == col(Notice.deadline_version),
            ),
        )
        .where(*_WAITING)
    )


def _read(session: Session, query: sa.Select[*tuple[Any, ...]]) -> list[DecidedItem]:
    return [DecidedItem._make(row) for row in session.connection().execute(query)]


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
