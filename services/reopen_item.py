"""Opening an item again as a new version of its date; used wherever an item comes back."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.milestones import Milestone
from models.words import MilestoneState
from services.arming import raise_version
from services.rulebook import Rulebook


def reopen_item(
    session: Session,
    milestone: Milestone,
    *,
    because: str,
    today: date,
    now: datetime,
    rulebook: Rulebook,
) -> None:
    """Set the item open with its date unchanged, under a new version: what was said of the one
    before holds nothing back, and no step of it is sent again."""
    milestone.state, milestone.state_reason = MilestoneState.OPEN, because
    milestone.reported_on = milestone.done_on = None
    milestone.checked_on = milestone.checked_by = None
    milestone.accepted_on = milestone.accepted_by_minute = None
    milestone.paused_until = None
    session.add(milestone)
    if milestone.due is not None:
        raise_version(
            session,
            milestone,
            due=milestone.due,
            today=today,
            now=now,
            rulebook=rulebook,
            because=because,
        )
