"""Reads of an inspection's key dates: the milestones that its framework's rules made."""

from __future__ import annotations

from sqlmodel import Session, col, select

from models.inspections import Inspection
from models.milestones import Milestone
from models.words import MilestoneState


def milestone_of_rule(session: Session, inspection_id: int, *, rule_key: str) -> Milestone | None:
    """The milestone that this rule of the framework made."""
    query = select(Milestone).where(
        Milestone.inspection_id == inspection_id, Milestone.rule_key == rule_key
    )
    return session.exec(query.order_by(col(Milestone.id))).first()


def rule_milestones_of(session: Session, inspection_id: int) -> dict[str, Milestone]:
    """The milestones that the framework's rules made, by the rule's key."""
    query = select(Milestone).where(
        Milestone.inspection_id == inspection_id, col(Milestone.rule_key).is_not(None)
    )
    rows = session.exec(query.order_by(col(Milestone.id)))
    return {row.rule_key: row for row in rows if row.rule_key is not None}


def inspections_with_open_rules(session: Session) -> list[Inspection]:
    """The inspections of which a date that a rule made is still open, by id."""
    query = (
        select(Inspection)
        .join(Milestone, col(Milestone.inspection_id) == col(Inspection.id))
        .where(col(Milestone.rule_key).is_not(None), Milestone.state == MilestoneState.OPEN)
        .distinct()
        .order_by(col(Inspection.id))
    )
    return list(session.exec(query))


def open_rule_milestones(session: Session) -> list[Milestone]:
    """The open milestones of every inspection that a framework's rule made and dated."""
    query = select(Milestone).where(
        col(Milestone.rule_key).is_not(None),
        Milestone.state == MilestoneState.OPEN,
        col(Milestone.due).is_not(None),
    )
    return list(session.exec(query.order_by(col(Milestone.inspection_id), col(Milestone.id))))
