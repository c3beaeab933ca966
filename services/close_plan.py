"""Closing a plan by a board's minute; what is still open is named, never dropped."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.meetings import Meeting, Minute
from models.milestones import Milestone
from models.plans import Plan
from models.queries.plans import milestones_of
from models.words import MilestoneKind, MilestoneState, PlanState
from services.arming import disarm
from services.errors import Refused
from services.history import Subject, record
from services.minute_words import minute_words

DONE = (MilestoneState.ACCEPTED, MilestoneState.NO_LONGER_NEEDED)


def close_plan(
    session: Session,
    plan: Plan,
    *,
    minute: Minute,
    meeting: Meeting,
    today: date,
    now: datetime,
    by: str,
    despite: str | None = None,
) -> Plan:
    """Close the plan. Raises `Refused` while items are open, unless ``despite`` says why."""
    if plan.state is not PlanState.AGREED:
        raise Refused("Only an agreed plan can be closed.")
    left = [item for item in _items(session, plan) if item.state not in DONE]
    if left and not (despite or "").strip():
        refs = ", ".join(item.ref for item in left[:20])
        raise Refused(
            f"{len(left)} items are open: {refs}. Say why the plan is closed despite them."
        )
    plan.state, plan.closed_on = PlanState.CLOSED, meeting.held_on
    plan.closed_by_minute, plan.closed_reason = minute_words(minute, meeting), despite
    session.add(plan)
    session.flush()
    for item in left:
        disarm(session, item, today=today, because="its plan was closed")
    record(
        session,
        now=now,
        actor=by,
        kind="plan_closed",
        subject=Subject("plan", plan.id, plan.inspection_id),
        payload={
            "minute": plan.closed_by_minute,
            "left_open": [item.ref for item in left],
            "despite": despite,
        },
    )
    return plan


def _items(session: Session, plan: Plan) -> list[Milestone]:
    return [
        item
        for item in milestones_of(session, plan.inspection_id)
        if item.kind is MilestoneKind.PLAN
    ]
