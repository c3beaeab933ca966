"""Opening an item again that had been checked, accepted or set aside."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.milestones import Milestone
from models.words import MilestoneState
from services.child_level import refuse_child_detail
from services.errors import Refused
from services.history import Subject, record
from services.reopen_item import reopen_item
from services.rulebook import Rulebook

AT_REST = (
    MilestoneState.REPORTED_COMPLETE,
    MilestoneState.EVIDENCE_CHECKED,
    MilestoneState.ACCEPTED,
    MilestoneState.NO_LONGER_NEEDED,
)


def reopen_milestone(
    session: Session,
    milestone: Milestone,
    *,
    reason: str,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
    no_child_confirmed: bool = False,
) -> Milestone:
    """Open the item again under a new version of the same date. `Refused` without a reason."""
    refuse_child_detail({"the reason": reason}, no_child_confirmed=no_child_confirmed)
    if milestone.state not in AT_REST:
        raise Refused(f"{milestone.ref} is open already, or paused.")
    if not reason.strip():
        raise Refused("Say why it is opened again.")
    before = milestone.state
    reopen_item(session, milestone, because=reason.strip(), today=today, now=now, rulebook=rulebook)
    record(
        session,
        now=now,
        actor=by,
        kind="milestone_reopened",
        subject=Subject("milestone", milestone.id, milestone.inspection_id),
        payload={
            "ref": milestone.ref,
            "before": before,
            "reason": reason.strip(),
            "version": milestone.version,
        },
    )
    return milestone
