"""Briefs: what waits for a person to speak to somebody above the lead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from models.agencies import Agency
from models.ledger import Brief
from models.milestones import Milestone
from models.words import AgencyKind, BriefState, MilestoneState


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
