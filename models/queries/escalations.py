"""Reads of what was raised above its lead."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.agencies import Agency, Contact
from models.inspections import Inspection
from models.ledger import Escalation, Notice
from models.milestones import DeadlineVersion, Milestone
from models.words import NoticeState, SubjectKind


@dataclass(frozen=True, slots=True)
class EscalationRow:
    """An escalation with its item and the version of the item's date it is about."""

    escalation: Escalation
    milestone: Milestone
    inspection: Inspection
    agency: Agency
    version: DeadlineVersion


def escalation_rows(session: Session, *, with_closed: bool) -> list[EscalationRow]:
    """What was raised, the oldest first; only what is open still, or all of it."""
    query = (
        sa.select(Escalation, Milestone, Inspection, Agency, DeadlineVersion)
        .join(Milestone, col(Milestone.id) == col(Escalation.milestone_id))
        .join(Inspection, col(Inspection.id) == col(Milestone.inspection_id))
        .join(Agency, col(Agency.id) == col(Milestone.agency_id))
        .join(
            DeadlineVersion,
            sa.and_(
                col(DeadlineVersion.milestone_id) == col(Milestone.id),
                col(DeadlineVersion.version) == col(Escalation.deadline_version),
            ),
        )
        .order_by(col(Escalation.opened_on), col(Escalation.id))
    )
    if not with_closed:
        query = query.where(col(Escalation.closed_on).is_(None))
    return [EscalationRow(*row) for row in session.execute(query).all()]


def open_escalation(session: Session, milestone_id: int, *, version: int) -> Escalation | None:
    """The open escalation of this version of a milestone's date."""
    return session.exec(
        select(Escalation).where(
            Escalation.milestone_id == milestone_id,
            Escalation.deadline_version == version,
            col(Escalation.closed_on).is_(None),
        )
    ).one_or_none()


@dataclass(frozen=True, slots=True)
class Raised:
    """A notice to somebody above the lead: in which state, to whom, and when it was told."""

    milestone_id: int
    version: int
    state: NoticeState
    rung_id: str
    audience: str
    name: str | None
    told_on: date | None


def raised_to(
    session: Session, milestone_ids: Collection[int], *, audiences: Collection[str]
) -> list[Raised]:
    """The notices about these items to these audiences, oldest first; no rehearsal."""
    rows = session.execute(
        sa.select(
            col(Notice.subject_id),
            col(Notice.deadline_version),
            col(Notice.state),
            col(Notice.rung_id),
            col(Notice.audience),
            col(Contact.name),
            col(Notice.told_on),
        )
        .outerjoin(Contact, col(Contact.id) == col(Notice.contact_id))
        .where(
            col(Notice.subject_kind) == SubjectKind.MILESTONE,
            col(Notice.subject_id).in_(milestone_ids),
            col(Notice.audience).in_(audiences),
            col(Notice.rehearsal).is_(False),
            col(Notice.state) != NoticeState.WITHDRAWN,
        )
        .order_by(col(Notice.id))
    ).all()
    return [Raised(*row) for row in rows]
