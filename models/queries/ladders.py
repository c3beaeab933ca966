"""Reads of what is armed by which ladder."""

from __future__ import annotations

from sqlmodel import Session, col, select

from models.milestones import DeadlineVersion, Milestone, StoredLadder
from models.words import MilestoneState


def armed_by_other_steps(
    session: Session, *, name: str, sha256: str, state: MilestoneState
) -> list[tuple[DeadlineVersion, Milestone, StoredLadder]]:
    """Live items in this state whose ladder has this name but another hash, by their date."""
    query = (
        select(DeadlineVersion, Milestone, StoredLadder)
        .join(Milestone, col(Milestone.id) == col(DeadlineVersion.milestone_id))
        .join(StoredLadder, col(StoredLadder.id) == col(DeadlineVersion.ladder_id))
        .where(
            col(DeadlineVersion.is_current).is_(True),
            col(DeadlineVersion.armed_on).is_not(None),
            StoredLadder.name == name,
            StoredLadder.sha256 != sha256,
            Milestone.state == state,
        )
        .order_by(col(DeadlineVersion.anchor), col(Milestone.id))
    )
    return list(session.exec(query))
