"""Adding an action to a plan: one accountable body, supporting ones, the plan's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from models.agencies import Agency
from models.findings import Finding
from models.inspections import Inspection
from models.plans import Action, ActionSupport, Plan
from models.queries.plans import action_refs
from models.words import ActionSource, AgencyKind, PlanState
from services.child_level import refuse_child_detail
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record
from services.take_part import take_part


@dataclass(frozen=True, slots=True)
class NewAction:
    """``timescale`` is the plan's literal text; ``other_columns`` what stood in columns that we
    do not know. Dates are given to milestones, not to actions."""

    ref: str
    title: str
    lead_role: str | None = None
    timescale: str = ""
    success_measure: str | None = None
    body_ref: str | None = None
    source: ActionSource = ActionSource.LETTER
    other_columns: Mapping[str, str] = field(default_factory=dict)


def add_action(
    session: Session,
    plan: Plan,
    order: NewAction,
    *,
    accountable: Agency,
    now: datetime,
    by: str,
    supporting: Sequence[Agency] = (),
    finding: Finding | None = None,
    no_child_confirmed: bool = False,
    is_batched: bool = False,
) -> Action:
    """Add the action, proposed to its accountable body. Bodies it names take part from now on.

    ``is_batched``: the caller writes one event for the whole batch.
    Raises `Refused` for a reference that is taken, a closed plan or an outside body.
    """
    refuse_child_detail(texts_of(order), no_child_confirmed=no_child_confirmed)
    inspection = session.get_one(Inspection, plan.inspection_id)
    _check(session, plan, order, inspection=inspection, accountable=accountable)
    action = Action(
        plan_id=key_of(plan.id),
        finding_id=finding.id if finding else None,
        ref=order.ref,
        title=order.title.strip(),
        accountable_agency_id=key_of(accountable.id),
        lead_role=order.lead_role,
        timescale_text=order.timescale,
        success_measure=order.success_measure,
        body_ref=order.body_ref,
        source=order.source,
        other_columns=dict(order.other_columns),
    )
    session.add(action)
    session.flush()
    take_part(session, inspection, accountable)
    for body in supporting:
        session.add(ActionSupport(action_id=key_of(action.id), agency_id=key_of(body.id)))
        take_part(session, inspection, body)
    if is_batched:
        return action
    record(
        session,
        now=now,
        actor=by,
        kind="action_added",
        subject=Subject("action", action.id, inspection.id),
        payload={
            "ref": action.ref,
            "title": action.title,
            "accountable": accountable.ref,
            "supporting": [body.ref for body in supporting],
            "timescale": action.timescale_text,
        },
    )
    return action


def texts_of(order: NewAction) -> dict[str, str | None]:
    """Every free text of an action by the name people know it by."""
    return {
        "the action": order.title,
        "the lead officer": order.lead_role,
        "the timescale": order.timescale,
        "the success measure": order.success_measure,
        "the body's reference": order.body_ref,
        **order.other_columns,
    }


def _check(
    session: Session,
    plan: Plan,
    order: NewAction,
    *,
    inspection: Inspection,
    accountable: Agency,
) -> None:
    if plan.state is PlanState.CLOSED:
        raise Refused(f"The plan of {inspection.ref} is closed.")
    if not order.ref.strip() or not order.title.strip():
        raise Refused("An action needs a reference and words.")
    if accountable.kind is AgencyKind.OUTSIDE:
        raise Refused(f"{accountable.name} is an outside body and cannot be accountable.")
    taken = {ref.lower() for ref in action_refs(session, inspection_id=inspection.id)}
    if order.ref.lower() in taken:
        raise Refused(f"There is an action {order.ref!r} in {inspection.ref} already.")
