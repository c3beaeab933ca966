"""What an operator sees of a day: dated duties, what goes out, what has become late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.agencies import Agency, Contact
from models.inspections import Inspection
from models.ledger import Message, Notice
from models.milestones import Milestone
from models.words import (
    ContactRole,
    MessageKind,
    MessageState,
    MilestoneKind,
    MilestoneState,
    SubjectKind,
)

KEY_KINDS = (MilestoneKind.STATUTORY, MilestoneKind.COMMITTEE)

KeyDateRow = tuple[Milestone, Inspection, Agency]


def dated_duties(session: Session) -> Sequence[KeyDateRow]:
    """Dated statutory and committee duties: those still owed by date, then those done."""
    is_done = col(Milestone.state) == MilestoneState.ACCEPTED
    return session.exec(
        select(Milestone, Inspection, Agency)
        .join(Inspection, col(Inspection.id) == col(Milestone.inspection_id))
        .join(Agency, col(Agency.id) == col(Milestone.agency_id))
        .where(
            col(Milestone.kind).in_(KEY_KINDS),
            col(Milestone.state) != MilestoneState.NO_LONGER_NEEDED,
            col(Milestone.due).is_not(None),
        )
        .order_by(is_done, col(Milestone.due), col(Milestone.id))
    ).all()


@dataclass(frozen=True, slots=True)
class MessagesOfDay:
    """How many messages of one kind and state one role of one body has on one day."""

    agency: str
    role: ContactRole
    kind: MessageKind
    state: MessageState
    number: int


def messages_of_day(session: Session, day: date) -> list[MessagesOfDay]:
    """The day's messages by body, role, kind and state, with every one that still waits."""
    keys = (Agency.name, Contact.role, Message.kind, Message.state)
    columns = [col(key) for key in keys]
    rows = session.execute(
        sa.select(*columns, sa.func.count())
        .select_from(Message)
        .join(Contact, col(Contact.id) == col(Message.contact_id))
        .join(Agency, col(Agency.id) == col(Contact.agency_id))
        .where(
            sa.or_(col(Message.london_date) == day, col(Message.state) == MessageState.HELD),
            col(Message.state) != MessageState.CANCELLED,
        )
        .group_by(*columns)
        .order_by(*columns)
    ).all()
    return [MessagesOfDay(*row) for row in rows]


def became_late(
    session: Session, *, since: date, today: date, limit: int
) -> Sequence[tuple[Milestone, Inspection]]:
    """Open milestones whose date lies between ``since`` (included) and today (not included)."""
    return session.exec(
        select(Milestone, Inspection)
        .join(Inspection, col(Inspection.id) == col(Milestone.inspection_id))
        .where(
            Milestone.state == MilestoneState.OPEN,
            col(Milestone.due) >= since,
            col(Milestone.due) < today,
        )
        .order_by(col(Milestone.due), col(Milestone.id))
        .limit(limit)
    ).all()


def inspections_noticed_by(session: Session, sweep_id: int, *, limit: int) -> list[Inspection]:
    """The inspections about whose key dates a sweep wrote, at most ``limit``, by reference."""
    noticed = (
        select(Milestone.inspection_id)
        .join(Notice, col(Notice.subject_id) == col(Milestone.id))
        .where(
            Notice.sweep_id == sweep_id,
            Notice.subject_kind == SubjectKind.MILESTONE,
            col(Milestone.kind).in_(KEY_KINDS),
        )
        .distinct()
    )
    query = select(Inspection).where(col(Inspection.id).in_(noticed))
    return list(session.exec(query.order_by(Inspection.ref).limit(limit)))


def inspection_with_code_name(session: Session, name: str) -> Inspection | None:
    """The inspection with this code name, written in any case; it keeps it after publication."""
    query = select(Inspection).where(sa.func.lower(Inspection.code_name) == name.lower())
    return session.exec(query.limit(1)).one_or_none()
