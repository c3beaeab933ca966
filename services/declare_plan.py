"""Taking in a plan that was declared with its inspection, its timescales word for word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from config.inspections import ActionFacts, MilestoneFacts, PlanFacts
from models.agencies import Agency
from models.findings import Finding
from models.inspections import Inspection
from models.plans import Action
from models.queries.plans import action_refs
from models.words import ActionSource
from rules.timescales import Reading, read_timescale
from services.act import Act
from services.add_action import NewAction, add_action
from services.add_milestone import NewMilestone, add_milestone
from services.find import the_agency, the_finding, the_plan
from services.past_dates import ask_about_past_dates


@dataclass(frozen=True, slots=True)
class DeclaredPlan:
    """How many actions and milestones were added, and the milestones that carry a question."""

    actions: int = 0
    milestones: int = 0
    questions: tuple[str, ...] = ()


def declare_plan(
    session: Session,
    inspection: Inspection,
    plan: PlanFacts,
    *,
    act: Act,
    past_date_confirmed: bool = False,
) -> DeclaredPlan:
    """Add the actions that are not there yet, each proposed to its body, to the inspection's draft.

    A timescale that is certain gives its milestone a date; any other is kept with its question.
    Raises `NeedsConfirmation` naming every date that has passed, at once.
    """
    there = {ref.lower() for ref in action_refs(session, inspection_id=inspection.id)}
    new = [action for action in plan.actions if action.ref.lower() not in there]
    ask_about_past_dates(
        {f"{action.ref} {step.title}": _due(step) for action in new for step in steps_of(action)},
        today=act.today,
        past_date_confirmed=past_date_confirmed,
    )
    questions: list[str] = []
    milestones = 0
    for action in new:
        row = _add(session, inspection, action, act=act)
        for step in steps_of(action):
            questions += _add_step(session, inspection, row, step, act=act)
            milestones += 1
    return DeclaredPlan(len(new), milestones, tuple(questions))


def steps_of(action: ActionFacts) -> Iterator[MilestoneFacts]:
    """The action's milestones: its own, or itself as the only one."""
    if action.milestones:
        yield from action.milestones
    else:
        yield MilestoneFacts(title=action.title, timescale=action.timescale, due=action.due)


def _due(step: MilestoneFacts) -> date | None:
    """The day by which it is due: a person's reading where there is one, else a certain one."""
    return step.due or read_timescale(step.timescale).latest


def _add(session: Session, inspection: Inspection, action: ActionFacts, *, act: Act) -> Action:
    return add_action(
        session,
        the_plan(session, inspection),
        NewAction(
            ref=action.ref,
            title=action.title,
            lead_role=action.lead_role,
            timescale=action.timescale or "; ".join(step.timescale for step in action.milestones),
            success_measure=action.success_measure,
            body_ref=action.body_ref,
            source=ActionSource(action.source.value),
        ),
        accountable=the_agency(session, action.lead),
        supporting=[the_agency(session, name) for name in action.supporting],
        finding=_finding(session, inspection, action),
        now=act.now,
        by=act.by,
    )


def _finding(session: Session, inspection: Inspection, action: ActionFacts) -> Finding | None:
    if action.finding is None:
        return None
    return the_finding(session, action.finding, inspection=inspection.ref)


def _add_step(
    session: Session, inspection: Inspection, action: Action, step: MilestoneFacts, *, act: Act
) -> list[str]:
    """Add one milestone. Returns the question about its date, if it has one."""
    reading = read_timescale(step.timescale)
    milestone = add_milestone(
        session,
        inspection,
        NewMilestone(
            title=step.title,
            due=_due(step),
            reading=kept_reading(reading, read_by=act.by if step.due else None),
            owner_role=action.lead_role,
        ),
        agency=session.get_one(Agency, action.accountable_agency_id),
        action=action,
        today=act.today,
        now=act.now,
        by=act.by,
        rulebook=act.rulebook,
        # Asked above, for all milestones at once.
        past_date_confirmed=True,
    )
    return [] if milestone.due else [f"{milestone.ref}: {reading.question}"]


def kept_reading(reading: Reading, *, read_by: str | None = None) -> dict[str, Any]:
    """A reading as plain JSON beside its milestone; ``read_by`` names who answered the question."""
    return {
        "text": reading.text,
        "kind": reading.kind.value,
        "earliest": reading.earliest.isoformat() if reading.earliest else None,
        "latest": reading.latest.isoformat() if reading.latest else None,
        "question": None if read_by else reading.question,
        "read_by": read_by,
    }
