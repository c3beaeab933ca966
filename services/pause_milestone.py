"""Pausing one item until a day; nothing of it is dropped."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.milestones import Milestone
from models.words import MilestoneKind, MilestoneState
from rules.wording import long_date
from services.arming import disarm
from services.child_level import refuse_child_detail
from services.errors import Refused
from services.history import Subject, record


def pause_milestone(
    session: Session,
    milestone: Milestone,
    *,
    until: date,
    reason: str,
    today: date,
    now: datetime,
    by: str,
    no_child_confirmed: bool = False,
) -> Milestone:
    """Pause the item; ``until`` is the last day of the pause. Statutory dates go on: `Refused`."""
    refuse_child_detail({"the reason": reason}, no_child_confirmed=no_child_confirmed)
    _check(milestone, until=until, reason=reason, today=today)
    milestone.state, milestone.state_reason = MilestoneState.PAUSED, reason.strip()
    milestone.paused_until = until
    session.add(milestone)
    disarm(session, milestone, today=today, because="it was paused")
    record(
        session,
        now=now,
        actor=by,
        kind="milestone_paused",
        subject=Subject("milestone", milestone.id, milestone.inspection_id),
        payload={"ref": milestone.ref, "until": until, "reason": milestone.state_reason},
    )
    return milestone


def _check(milestone: Milestone, *, until: date, reason: str, today: date) -> None:
    if milestone.kind is MilestoneKind.STATUTORY:
        raise Refused(f"{milestone.ref} is a date of law; it cannot be paused.")
    if milestone.state is not MilestoneState.OPEN:
        raise Refused(f"{milestone.ref} is not open; only an open item can be paused.")
    if not reason.strip():
        raise Refused("A pause needs a reason.")
    if until < today:
        raise Refused(f"{long_date(until)} has passed; a pause needs an end that is to come.")
