"""Reads for requests made by hand: items with their dates, and what was told of them lately."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.agencies import Contact
from models.inspections import Inspection
from models.ledger import Chase, Message, Notice
from models.milestones import DeadlineVersion, Milestone, Update
from models.plans import Action
from models.queries.sweeps import LOCK_FAMILY
from models.words import (
    MessageState,
    MilestoneState,
    NoticeState,
    SubjectKind,
    UpdateChannel,
)
from rules.ladders import AD_HOC

ASKING_LOCK = 0
"""Beside the days of the daily check, whose numbers begin far above."""

SEEN = (MilestoneState.OPEN, MilestoneState.REPORTED_COMPLETE, MilestoneState.PAUSED)


def lock_asking(session: Session) -> None:
    """Wait until nobody else decides what is asked for; call it before anything is read.

    The daily check, a request by hand and its approval hold it until they commit, so that each
    sees what the others queued. On SQLite a transaction that writes is alone already.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK_FAMILY, ASKING_LOCK)))


def chase_with_key(session: Session, key: str) -> Chase | None:
    """The request that was made of a preview with this key."""
    return session.exec(select(Chase).where(Chase.key == key)).one_or_none()


def message_of_chase(session: Session, chase_id: int) -> Message | None:
    """The newest message of a request."""
    return session.exec(
        select(Message).where(Message.chase_id == chase_id).order_by(col(Message.id).desc())
    ).first()


class ItemRow(NamedTuple):
    """An item with the version of its date that counts, its action and its inspection."""

    milestone: Milestone
    version: DeadlineVersion | None
    action: Action | None
    inspection: Inspection


def items_of_bodies(
    session: Session, agency_ids: Collection[int], *, inspection_id: int | None = None
) -> list[ItemRow]:
    """What these bodies are accountable for and have not finished, by date."""
    theirs = sa.and_(col(Milestone.agency_id).in_(agency_ids), col(Milestone.state).in_(SEEN))
    if inspection_id is None:
        return _items(session, theirs)
    return _items(session, sa.and_(theirs, col(Milestone.inspection_id) == inspection_id))


def items_numbered(session: Session, milestone_ids: Collection[int]) -> list[ItemRow]:
    """These items, whatever their state, by date."""
    return _items(session, col(Milestone.id).in_(milestone_ids))


def _items(session: Session, condition: sa.ColumnElement[bool]) -> list[ItemRow]:
    rows = session.execute(
        sa.select(Milestone, DeadlineVersion, Action, Inspection)
        .join(Inspection, col(Inspection.id) == col(Milestone.inspection_id))
        .outerjoin(
            DeadlineVersion,
            sa.and_(
                col(DeadlineVersion.milestone_id) == col(Milestone.id),
                col(DeadlineVersion.is_current).is_(True),
            ),
        )
        .outerjoin(Action, col(Action.id) == col(Milestone.action_id))
        .where(condition)
        .order_by(col(Milestone.due).nulls_last(), col(Milestone.id))
    ).all()
    return [ItemRow(*row) for row in rows]


def told_lately(
    session: Session,
    milestone_ids: Sequence[int],
    *,
    audience: str,
    in_rehearsal: bool,
    since: date,
) -> list[tuple[Notice, Message, Contact]]:
    """What one role was told of these items since a day, may have been, or is about to be."""
    query = (
        sa.select(Notice, Message, Contact)
        .join(Message, col(Message.id) == col(Notice.message_id))
        .join(Contact, col(Contact.id) == col(Message.contact_id))
        .where(
            col(Notice.subject_kind) == SubjectKind.MILESTONE,
            col(Notice.audience) == audience,
            col(Notice.rehearsal) == in_rehearsal,
            sa.or_(
                col(Notice.state) == NoticeState.QUEUED,
                sa.and_(col(Notice.state) == NoticeState.TOLD, col(Notice.told_on) >= since),
                sa.and_(
                    col(Notice.state) == NoticeState.UNKNOWN, col(Message.london_date) >= since
                ),
            ),
        )
        .order_by(col(Notice.id))
    )
    return [
        (notice, message, contact)
        for piece in _in_pieces(milestone_ids)
        for notice, message, contact in session.execute(
            query.where(col(Notice.subject_id).in_(piece))
        )
    ]


def _in_pieces(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """A statement takes so many values at once, and a body may have more items than that."""
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]


AT_ONCE = 5000


class AskedToday(NamedTuple):
    """That a role is asked by hand today about an item."""

    milestone_id: int
    audience: str
    in_rehearsal: bool


def asked_by_hand_today(session: Session, *, today: date) -> set[AskedToday]:
    """What was asked by hand and told today, or is on its way; not what waits for approval."""
    rows = session.execute(
        sa.select(col(Notice.subject_id), col(Notice.audience), col(Notice.rehearsal))
        .join(Message, col(Message.id) == col(Notice.message_id))
        .where(
            col(Notice.rung_id) == AD_HOC,
            col(Message.chase_id).is_not(None),
            sa.or_(
                sa.and_(
                    col(Notice.state) == NoticeState.QUEUED,
                    col(Message.state) == MessageState.QUEUED,
                ),
                sa.and_(col(Notice.state) == NoticeState.TOLD, col(Notice.told_on) == today),
                sa.and_(
                    col(Notice.state) == NoticeState.UNKNOWN, col(Message.london_date) == today
                ),
            ),
        )
    ).all()
    return {AskedToday(*row) for row in rows}


def newest_update(session: Session) -> int:
    """The number of the newest record of what anybody said; 0 if there is none."""
    return session.exec(select(sa.func.max(Update.id))).one() or 0


def answered_since(session: Session, milestone_ids: Sequence[int], *, after: int) -> set[int]:
    """Of these items those about which a body said something after that record."""
    query = (
        select(Update.milestone_id)
        .where(col(Update.id) > after, Update.channel != UpdateChannel.MANAGER)
        .distinct()
    )
    return {
        number
        for piece in _in_pieces(milestone_ids)
        for number in session.exec(query.where(col(Update.milestone_id).in_(piece)))
    }
