"""Whether anything may go out about an item, and if not, why not (design 6.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from models.milestones import Milestone
from models.plans import Action, Plan
from models.queries.agencies import effective_agency, effective_participation
from models.queries.plans import plan_of
from models.words import (
    ActionState,
    AgencyKind,
    BodyMode,
    MilestoneKind,
    MilestoneState,
    PlanState,
)

AT_REST = {
    MilestoneState.EVIDENCE_CHECKED: "its evidence was checked",
    MilestoneState.ACCEPTED: "it was accepted as complete",
    MilestoneState.PAUSED: "it is paused",
    MilestoneState.NO_LONGER_NEEDED: "it is no longer needed",
}


@dataclass(frozen=True, slots=True)
class Liveness:
    """``because`` says in words why nothing may go out; it is null when something may."""

    because: str | None = None
    rehearsal: bool = False

    @property
    def is_live(self) -> bool:
        """Whether something may go out, to the body or (in rehearsal) to the manager."""
        return self.because is None


def liveness(session: Session, milestone: Milestone, *, today: date) -> Liveness:
    """Whether the item may be asked about today: its own state, its plan, then its body."""
    because = AT_REST.get(milestone.state) or _why_not_in_plan(session, milestone)
    if because:
        return Liveness(because)
    agency = effective_agency(session, milestone.agency_id, on=today)
    if agency.kind is AgencyKind.OUTSIDE:
        return Liveness(f"{agency.name} is an outside body and is never asked")
    row = effective_participation(
        session, inspection_id=milestone.inspection_id, agency_id=milestone.agency_id, on=today
    )
    if row is None or row.mode is BodyMode.QUIET:
        return Liveness(f"{agency.name} is quiet in this inspection")
    return Liveness(rehearsal=row.mode is BodyMode.REHEARSAL)


def _why_not_in_plan(session: Session, milestone: Milestone) -> str | None:
    """Why the plan keeps it back: of a draft only what is marked "start now" is asked for."""
    if milestone.kind is not MilestoneKind.PLAN or milestone.rule_key is not None:
        # A task that the framework sets (to ask the lead inspector, say) hangs on no plan.
        return None
    plan = plan_of(session, milestone.inspection_id)
    if plan is None:
        return "its inspection has no plan"
    if plan.state is PlanState.CLOSED:
        return "its plan is closed"
    action = session.get(Action, milestone.action_id) if milestone.action_id else None
    if action is None:
        return "its plan is a draft" if plan.state is PlanState.DRAFT else None
    return _why_not_by_action(action, plan)


def _why_not_by_action(action: Action, plan: Plan) -> str | None:
    if action.state is ActionState.DISPUTED:
        return "the body disputes its action"
    if action.state is ActionState.WITHDRAWN:
        return "its action was withdrawn"
    if action.start_now:
        return None
    if plan.state is PlanState.DRAFT:
        return "its plan is a draft"
    if action.state is ActionState.PROPOSED:
        return "the body has not accepted its action"
    return None
