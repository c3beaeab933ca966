"""Briefs: what waits for a person to speak to somebody above the lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.agencies import Agency, Contact
from models.ledger import Brief, Notice
from models.milestones import Milestone
from models.words import AgencyKind, BriefState, MilestoneState, NoticeState


def brief_of_message(session: Session, message_id: int) -> Brief | None:
    """The brief whose approval lets this message go."""
    return session.exec(
        select(Brief).where(Brief.message_id == message_id).order_by(col(Brief.id).desc())
    ).first()


def briefs_in(session: Session, state: BriefState) -> Sequence[Brief]:
    """Briefs in one state, oldest first."""
    return session.exec(select(Brief).where(Brief.state == state).order_by(col(Brief.id))).all()


def own_overdue_milestones(session: Session, *, today: date) -> Sequence[Milestone]:
    """Open items of the council's own teams whose date has passed, latest first."""
    return session.exec(
        select(Milestone)
        .join(Agency, col(Agency.id) == col(Milestone.agency_id))
        .where(
            Agency.kind == AgencyKind.COUNCIL,
            Milestone.state == MilestoneState.OPEN,
            col(Milestone.due) < today,
        )
        .order_by(col(Milestone.due), col(Milestone.id))
    ).all()


def waiting_brief(
    session: Session, *, contact_id: int, audience: str, message_id: int | None
) -> Brief | None:
    """The brief that waits for this reader already, with this message or with none."""
    return session.exec(
        select(Brief)
        .where(
            Brief.contact_id == contact_id,
            Brief.audience == audience,
            Brief.state == BriefState.WAITING,
            Brief.message_id == message_id,
        )
        .order_by(col(Brief.id))
    ).first()


def notices_of_brief(session: Session, brief_id: int) -> Sequence[Notice]:
    """The notices a brief was prepared for."""
    return session.exec(
        select(Notice).where(Notice.brief_id == brief_id).order_by(col(Notice.id))
    ).all()


def settle_brief_notices(
    session: Session, brief_id: int, *, state: NoticeState, told_on: date | None, reason: str | None
) -> int:
    """Give a brief's notices that wait their outcome; returns how many there were."""
    settled = session.execute(
        sa.update(Notice)
        .where(col(Notice.brief_id) == brief_id, col(Notice.state) == NoticeState.QUEUED)
        .values(state=state, told_on=told_on, reason=reason)
    )
    return int(settled.rowcount)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class BriefRow:
    """A brief with its reader, and how many notices it was prepared for."""

    brief: Brief
    contact: Contact
    agency: Agency
    items: int


def brief_rows(session: Session, *, waiting: bool, limit: int = 200) -> list[BriefRow]:
    """Briefs, the newest first; only those that wait, or all."""
    items = (
        sa.select(sa.func.count(col(Notice.id)))
        .where(col(Notice.brief_id) == col(Brief.id), col(Notice.state) != NoticeState.WITHDRAWN)
        .correlate(Brief)
        .scalar_subquery()
    )
    query = (
        sa.select(Brief, Contact, Agency, items)
        .join(Contact, col(Contact.id) == col(Brief.contact_id))
        .join(Agency, col(Agency.id) == col(Contact.agency_id))
        .order_by(col(Brief.id).desc())
        .limit(limit)
    )
    if waiting:
        query = query.where(col(Brief.state) == BriefState.WAITING)
    return [BriefRow(*row) for row in session.execute(query).all()]
