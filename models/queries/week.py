"""What the director's weekly line is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.inspections import Inspection
from models.ledger import Escalation
from models.milestones import Milestone
from models.words import MilestoneState


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open item, its inspection, and the day it was raised above its lead if it was."""

    milestone: Milestone
    inspection: Inspection
    raised_on: date | None


def open_items(session: Session) -> list[OpenItem]:
    """Every open item, by inspection and date."""
    rows = session.exec(
        select(Milestone, Inspection, col(Escalation.opened_on))
        .join(Inspection, col(Inspection.id) == col(Milestone.inspection_id))
        .outerjoin(
            Escalation,
            sa.and_(
                col(Escalation.milestone_id) == col(Milestone.id),
                col(Escalation.deadline_version) == col(Milestone.version),
                col(Escalation.closed_on).is_(None),
            ),
        )
        .where(Milestone.state == MilestoneState.OPEN)
        .order_by(col(Inspection.id), col(Milestone.due), col(Milestone.id))
    ).all()
    return [OpenItem(milestone, inspection, raised) for milestone, inspection, raised in rows]
