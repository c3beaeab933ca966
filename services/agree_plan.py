"""Agreeing the plan: its first dates are fixed, and what is live may be asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Agency
from models.inspections import Inspection
from models.milestones import Milestone
from models.plans import Action, Plan
from models.queries.plans import (
    actions_of,
    milestones_of,
    sign_offs_of,
)
from models.words import ActionState, MilestoneKind, MilestoneState, PlanState
from rules.wording import counted, long_date
from services.act import Act
from services.errors import Refused
from services.find import key_of
from services.framework_tasks import PLAN_AGREED, task_done
from services.history import Subject, record
from services.rearm_action import fix_first_dates, rearm
from services.rulebook import Rulebook
from services.sign_off import PLAN


@dataclass(frozen=True, slots=True)
class Agreement:
    """``agreed_by`` is the board or the partners; ``despite`` says why it was agreed although
    actions were disputed or not answered."""

    agreed_on: date
    agreed_by: str
    despite: str | None = None


@dataclass(frozen=True, slots=True)
class AgreedPlan:
    """What agreeing did: dates fixed, items armed, and the actions that were left open."""

    plan: Plan
    dates_fixed: int
    armed: int
    undated: int
    left_open: tuple[Action, ...]


def agree_plan(
    session: Session,
    plan: Plan,
    agreement: Agreement,
    *,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
) -> AgreedPlan:
    """Agree the plan and fix its first dates.

    A body that signed off this version thereby accepts what was proposed to it. Raises `Refused`
    while an action is disputed or unanswered, unless the agreement says why it stands all the
    same; such actions stay as they are, and are not asked for until they are accepted.
    """
    actions = [one for one in actions_of(session, key_of(plan.id)) if _is_needed(one)]
    _accept_what_was_signed_off(session, plan, actions)
    left_open = tuple(one for one in actions if one.state is not ActionState.ACCEPTED)
    _check(session, plan, agreement, actions=actions, left_open=left_open, today=today)
    plan.state, plan.agreed_on = PlanState.AGREED, agreement.agreed_on
    plan.agreed_by, plan.agreed_despite = agreement.agreed_by.strip(), agreement.despite
    session.add(plan)
    session.flush()
    _meet_the_duty(session, plan, today=today, now=now, by=by, rulebook=rulebook)
    items = _agreed_items(session, plan, left_open=left_open)
    fixed = fix_first_dates(session, items)
    armed = sum(rearm(session, item, today=today, now=now, rulebook=rulebook) for item in items)
    undated = sum(item.due is None for item in items)
    result = AgreedPlan(plan, fixed, armed, undated, left_open)
    record(
        session,
        now=now,
        actor=by,
        kind="plan_agreed",
        subject=Subject("plan", plan.id, plan.inspection_id),
        payload={
            "version": plan.version,
            "agreed_on": plan.agreed_on,
            "agreed_by": plan.agreed_by,
            "actions": len(actions),
            "dates_fixed": fixed,
            "left_open": [action.ref for action in left_open],
            "despite": plan.agreed_despite,
        },
    )
    return result


def _meet_the_duty(
    session: Session, plan: Plan, *, today: date, now: datetime, by: str, rulebook: Rulebook
) -> None:
    """The framework's duty to agree a plan is met, so nobody is reminded of it."""
    act = Act(by=by, today=today, now=now, rulebook=rulebook)
    inspection = session.get_one(Inspection, plan.inspection_id)
    task_done(session, inspection, rule_key=PLAN_AGREED, done_on=plan.agreed_on or today, act=act)


def _is_needed(action: Action) -> bool:
    return action.state is not ActionState.WITHDRAWN


def _accept_what_was_signed_off(session: Session, plan: Plan, actions: Sequence[Action]) -> None:
    signed = {
        row.agency_id
        for row in sign_offs_of(session, plan.inspection_id, document=PLAN)
        if row.version == plan.version
    }
    for action in actions:
        if action.state is ActionState.PROPOSED and action.accountable_agency_id in signed:
            action.state = ActionState.ACCEPTED
            session.add(action)


def _check(
    session: Session,
    plan: Plan,
    agreement: Agreement,
    *,
    actions: Sequence[Action],
    left_open: Sequence[Action],
    today: date,
) -> None:
    if plan.state is not PlanState.DRAFT:
        raise Refused(f"The plan is {plan.state.value} already.")
    if not actions:
        raise Refused("The plan has no actions yet; there is nothing to agree.")
    if agreement.agreed_on > today:
        raise Refused(f"{long_date(agreement.agreed_on)} has not come yet.")
    if not agreement.agreed_by.strip():
        raise Refused("Say who agreed the plan: the board, or all partners.")
    if left_open and not (agreement.despite or "").strip():
        raise Refused(_what_is_open(session, left_open))


def _what_is_open(session: Session, left_open: Sequence[Action]) -> str:
    lines = []
    for action in left_open:
        agency = session.get_one(Agency, action.accountable_agency_id)
        if action.state is ActionState.DISPUTED:
            lines.append(f"  {action.ref}: disputed by {agency.name}: {action.state_reason}")
        else:
            lines.append(f"  {action.ref}: {agency.name} has not answered")
    heading = f"{counted(len(left_open), 'action')} of the plan cannot be agreed yet:"
    remedy = (
        "Record each body's answer or its sign-off, withdraw the action, or say why the plan is "
        "agreed despite it. What is left open is not asked for until its body accepts."
    )
    return "\n".join([heading, *lines, remedy])


def _agreed_items(session: Session, plan: Plan, *, left_open: Sequence[Action]) -> list[Milestone]:
    """The plan's open items, without those of actions that were left open."""
    not_agreed = {action.id for action in left_open}
    return [
        item
        for item in milestones_of(session, plan.inspection_id)
        if item.kind is MilestoneKind.PLAN
        and item.action_id not in not_agreed
        and item.state is not MilestoneState.NO_LONGER_NEEDED
    ]
