"""Recording that an item is no longer needed; it stays in the plan and in the counts, named."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.milestones import Milestone
from models.words import MilestoneKind, MilestoneState
from services.arming import disarm
from services.child_level import refuse_child_detail
from services.errors import Refused
from services.history import Subject, record


def drop_milestone(
    session: Session,
    milestone: Milestone,
    *,
    reason: str,
    today: date,
    now: datetime,
    by: str,
    approved_by: str | None = None,
    no_child_confirmed: bool = False,
) -> Milestone:
    """Set the item aside for good. Raises `Refused` for a date of law, or one that is done."""
    refuse_child_detail({"the reason": reason}, no_child_confirmed=no_child_confirmed)
    if milestone.kind is MilestoneKind.STATUTORY:
        raise Refused(
            f"{milestone.ref} is a date of law; switch it off with 'longstop inspection switch'."
        )
    if milestone.state in (MilestoneState.ACCEPTED, MilestoneState.NO_LONGER_NEEDED):
        raise Refused(f"{milestone.ref} is not open any more.")
    if not reason.strip():
        raise Refused("Say why it is no longer needed.")
    milestone.state, milestone.state_reason = MilestoneState.NO_LONGER_NEEDED, reason.strip()
    milestone.paused_until = None
    session.add(milestone)
    disarm(session, milestone, today=today, because="it is no longer needed")
    record(
        session,
        now=now,
        actor=by,
        kind="milestone_no_longer_needed",
        subject=Subject("milestone", milestone.id, milestone.inspection_id),
        payload={
            "ref": milestone.ref,
            "reason": milestone.state_reason,
            "approved_by": approved_by,
        },
    )
    return milestone
