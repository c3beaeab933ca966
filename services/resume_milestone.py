"""Going on with an item that was paused."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.milestones import Milestone
from models.queries.plans import paused_until_by
from models.words import MilestoneState
from services.errors import Refused
from services.history import Subject, record
from services.reopen_item import reopen_item
from services.rulebook import Rulebook


def resume_milestone(
    session: Session,
    milestone: Milestone,
    *,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
) -> Milestone:
    """Open the item again, under a new version of the same date. `Refused` if it is not paused."""
    if milestone.state is not MilestoneState.PAUSED:
        raise Refused(f"{milestone.ref} is not paused.")
    until = milestone.paused_until
    reopen_item(
        session, milestone, because="its pause ended", today=today, now=now, rulebook=rulebook
    )
    record(
        session,
        now=now,
        actor=by,
        kind="milestone_resumed",
        subject=Subject("milestone", milestone.id, milestone.inspection_id),
        payload={"ref": milestone.ref, "paused_until": until, "version": milestone.version},
    )
    return milestone


def resume_ended_pauses(
    session: Session, *, today: date, now: datetime, by: str, rulebook: Rulebook
) -> list[Milestone]:
    """Resume every item whose pause has ended (its last day lies before today)."""
    return [
        resume_milestone(session, milestone, today=today, now=now, by=by, rulebook=rulebook)
        for milestone in paused_until_by(session, today)
    ]
