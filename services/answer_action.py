"""What a body answers to an action proposed to it, and what becomes of the action then."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Agency
from models.plans import Action, Plan
from models.queries.plans import milestones_of_action
from models.words import ActionState, MilestoneState, PlanState
from services.child_level import refuse_child_detail
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record
from services.rearm_action import fix_first_dates, rearm_action
from services.rulebook import Rulebook


def accept_action(
    session: Session,
    action: Action,
    *,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
    said_by: str | None = None,
) -> Action:
    """The accountable body accepts the action. In an agreed plan its dates are fixed at once."""
    if action.state is ActionState.WITHDRAWN:
        raise Refused(f"Action {action.ref} was withdrawn.")
    plan = session.get_one(Plan, action.plan_id)
    _set_state(session, action, ActionState.ACCEPTED, reason=None)
    if plan.state is PlanState.AGREED:
        fix_first_dates(session, milestones_of_action(session, key_of(action.id)))
    rearm_action(session, action, today=today, now=now, rulebook=rulebook)
    _record(session, action, plan, "action_accepted", now=now, by=by, said_by=said_by)
    return action


def dispute_action(
    session: Session,
    action: Action,
    *,
    reason: str,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
    said_by: str | None = None,
    no_child_confirmed: bool = False,
) -> Action:
    """The body disputes the action; nothing of it is asked for until that is settled."""
    refuse_child_detail({"the reason": reason}, no_child_confirmed=no_child_confirmed)
    if action.state is ActionState.WITHDRAWN:
        raise Refused(f"Action {action.ref} was withdrawn.")
    if not reason.strip():
        raise Refused("Say why the body disputes it.")
    _set_state(session, action, ActionState.DISPUTED, reason=reason.strip())
    rearm_action(session, action, today=today, now=now, rulebook=rulebook)
    plan = session.get_one(Plan, action.plan_id)
    _record(session, action, plan, "action_disputed", now=now, by=by, said_by=said_by)
    return action


def withdraw_action(
    session: Session,
    action: Action,
    *,
    reason: str,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
    no_child_confirmed: bool = False,
) -> Action:
    """Withdraw the action. It stays in the plan, named with its reason, and in every count."""
    refuse_child_detail({"the reason": reason}, no_child_confirmed=no_child_confirmed)
    if not reason.strip():
        raise Refused("Say why the action is withdrawn.")
    _set_state(session, action, ActionState.WITHDRAWN, reason=reason.strip())
    for milestone in milestones_of_action(session, key_of(action.id)):
        if milestone.state is not MilestoneState.ACCEPTED:
            milestone.state = MilestoneState.NO_LONGER_NEEDED
            milestone.state_reason = "its action was withdrawn"
    rearm_action(session, action, today=today, now=now, rulebook=rulebook)
    plan = session.get_one(Plan, action.plan_id)
    _record(session, action, plan, "action_withdrawn", now=now, by=by)
    return action


def start_action(
    session: Session,
    action: Action,
    *,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
) -> Action:
    """Mark an action of a draft "start now": it is asked for before the plan is agreed.

    Its dates are fixed from now on, so that later changes are moves. Raises `Refused` for an
    action that is disputed or withdrawn.
    """
    if action.state in (ActionState.DISPUTED, ActionState.WITHDRAWN):
        raise Refused(f"Action {action.ref} is {action.state.value}; settle that first.")
    action.start_now = True
    session.add(action)
    fix_first_dates(session, milestones_of_action(session, key_of(action.id)))
    rearm_action(session, action, today=today, now=now, rulebook=rulebook)
    plan = session.get_one(Plan, action.plan_id)
    _record(session, action, plan, "action_started", now=now, by=by)
    return action


def _set_state(session: Session, action: Action, state: ActionState, *, reason: str | None) -> None:
    action.state, action.state_reason = state, reason
    session.add(action)
    session.flush()


def _record(
    session: Session,
    action: Action,
    plan: Plan,
    kind: str,
    *,
    now: datetime,
    by: str,
    said_by: str | None = None,
) -> None:
    agency = session.get_one(Agency, action.accountable_agency_id)
    record(
        session,
        now=now,
        actor=by,
        kind=kind,
        subject=Subject("action", action.id, plan.inspection_id),
        payload={
            "ref": action.ref,
            "accountable": agency.ref,
            "reason": action.state_reason,
            "said_by": said_by,
        },
    )
