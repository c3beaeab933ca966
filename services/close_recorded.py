"""Closing the framework's duties that something recorded elsewhere has met.

Nobody should be reminded of what is done. So this is looked at before a day is decided, and again
when somebody asks where an inspection stands.
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from models.inspections import Inspection
from models.milestones import Milestone
from models.queries.meetings import minutes_about
from models.queries.plans import plan_of
from models.words import MilestoneKind, MilestoneState, PlanState
from services.act import Act
from services.committee_duties import meet_by_minute
from services.framework_tasks import PLAN_AGREED, task_done
from services.timeline import MEETING


def close_if_recorded(session: Session, milestone: Milestone, *, act: Act) -> bool:
    """Close one duty of the framework if what meets it is recorded; returns whether it was.

    A committee's duty is met by a minute of its meeting about this inspection (recording it closes
    the duty there and then, unless the meeting was named later), the plan's by its agreement.
    """
    if milestone.state is not MilestoneState.OPEN or milestone.rule_key is None:
        return False
    if milestone.kind is MilestoneKind.COMMITTEE:
        return _close_by_minute(session, milestone, act=act)
    if milestone.rule_key == PLAN_AGREED:
        return _close_by_agreement(session, milestone, act=act)
    return False


def _close_by_minute(session: Session, milestone: Milestone, *, act: Act) -> bool:
    named = milestone.reading.get(MEETING)
    held_on = date.fromisoformat(named["day"]) if named else None
    if named is None or held_on is None or held_on > act.today:
        return False
    found = minutes_about(
        session, inspection_id=milestone.inspection_id, body=named["body"], held_on=held_on
    )
    if not found:
        return False
    minute, meeting = found[0]
    inspection = session.get_one(Inspection, milestone.inspection_id)
    return bool(meet_by_minute(session, inspection, minute=minute, meeting=meeting, act=act))


def _close_by_agreement(session: Session, milestone: Milestone, *, act: Act) -> bool:
    plan = plan_of(session, milestone.inspection_id)
    if plan is None or plan.state is PlanState.DRAFT or plan.agreed_on is None:
        return False
    return task_done(
        session,
        session.get_one(Inspection, milestone.inspection_id),
        rule_key=PLAN_AGREED,
        done_on=plan.agreed_on,
        act=act,
    )
