"""Adding a dated duty: a step of an action, or a duty of the inspection itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from models.agencies import Agency
from models.inspections import Inspection
from models.milestones import Milestone
from models.plans import Action
from models.queries.plans import milestone_refs, milestones_of_action, plan_of
from models.words import MilestoneKind, PlanState
from services.arming import raise_version
from services.child_level import refuse_child_detail
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record
from services.past_dates import ask_about_past_dates
from services.rulebook import Rulebook
from services.take_part import take_part


@dataclass(frozen=True, slots=True)
class NewMilestone:
    """``agency`` is the accountable body. Without ``due`` the question about the date stands in
    ``reading``. ``ref`` is made from the action's if it is null; ``ladder`` from the kind."""

    title: str
    kind: MilestoneKind = MilestoneKind.PLAN
    ref: str | None = None
    due: date | None = None
    reading: Mapping[str, Any] = field(default_factory=dict)
    owner_role: str | None = None
    rule_key: str | None = None
    ladder: str | None = None


def add_milestone(
    session: Session,
    inspection: Inspection,
    order: NewMilestone,
    *,
    agency: Agency,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
    action: Action | None = None,
    past_date_confirmed: bool = False,
    no_child_confirmed: bool = False,
    is_batched: bool = False,
) -> Milestone:
    """Add the duty, with the first version of its date if it has one.

    In a draft the date is not fixed yet; in an agreed plan, and outside a plan, it is the first
    date and is never lost. ``is_batched``: the caller writes one event for the whole batch.
    Raises `NeedsConfirmation` for a date in the past, `Refused` for a reference that is taken.
    """
    ask_about_past_dates(
        {order.title: order.due}, today=today, past_date_confirmed=past_date_confirmed
    )
    refuse_child_detail({"the title": order.title}, no_child_confirmed=no_child_confirmed)
    milestone = Milestone(
        inspection_id=key_of(inspection.id),
        action_id=action.id if action else None,
        ref=_ref(session, inspection, order, action),
        rule_key=order.rule_key,
        ladder=order.ladder,
        kind=order.kind,
        title=order.title.strip(),
        agency_id=key_of(agency.id),
        owner_role=order.owner_role,
        reading=dict(order.reading),
    )
    milestone.first_due = order.due if is_date_fixed(session, milestone, action) else None
    session.add(milestone)
    session.flush()
    take_part(session, inspection, agency)
    if order.due is not None:
        raise_version(session, milestone, due=order.due, today=today, now=now, rulebook=rulebook)
    if is_batched:
        return milestone
    record(
        session,
        now=now,
        actor=by,
        kind="milestone_added",
        subject=Subject("milestone", milestone.id, milestone.inspection_id),
        payload=_payload(milestone, agency, today=today),
    )
    return milestone


def _payload(milestone: Milestone, agency: Agency, *, today: date) -> dict[str, Any]:
    return {
        "ref": milestone.ref,
        "title": milestone.title,
        "kind": milestone.kind,
        "agency": agency.ref,
        "due": milestone.due,
        "in_the_past": milestone.due is not None and milestone.due < today,
    }


def is_date_fixed(session: Session, milestone: Milestone, action: Action | None) -> bool:
    """Whether a date given now is the first agreed one: always, but in a plan's draft.

    An action marked "start now" runs already, and so its dates are fixed in the draft as well;
    a duty that a rule of the framework made is no part of the plan.
    """
    if milestone.kind is not MilestoneKind.PLAN or milestone.rule_key is not None:
        return True
    plan = plan_of(session, milestone.inspection_id)
    is_draft = plan is None or plan.state is PlanState.DRAFT
    return not is_draft or (action is not None and action.start_now)


def _ref(
    session: Session, inspection: Inspection, order: NewMilestone, action: Action | None
) -> str:
    taken = {ref.lower() for ref in milestone_refs(session, inspection_id=inspection.id)}
    if order.ref is not None:
        if order.ref.lower() in taken:
            raise Refused(f"There is a milestone {order.ref!r} in {inspection.ref} already.")
        return order.ref
    if action is None:
        raise Refused("A milestone outside the plan needs a reference.")
    before = len(milestones_of_action(session, key_of(action.id)))
    ref, number = (action.ref if before == 0 else f"{action.ref}-{before + 1}"), before + 1
    while ref.lower() in taken:
        number += 1
        ref = f"{action.ref}-{number}"
    return ref
