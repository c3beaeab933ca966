"""What ``longstop plan show`` prints, and its rows for scripts."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from cli.choices import as_read
from cli.tables import table_lines
from models.agencies import Agency
from models.inspections import Inspection
from models.milestones import Milestone
from models.plans import Action, Plan
from models.queries.agencies import all_agencies
from models.queries.plans import actions_of, milestones_of, sign_offs_of, supporters_of
from models.words import ActionState, PlanState
from rules.status_words import MILESTONE_STATES
from rules.wording import counted, plain_date
from services.embargo import public_title
from services.find import key_of

WIDTH = 110


def plan_lines(
    session: Session,
    inspection: Inspection,
    plan: Plan,
    *,
    only_agency: int | None,
    today: datetime.date,
) -> list[str]:
    """The plan as lines: its state, sign-offs, and a row for each milestone."""
    agencies = {agency.id: agency for agency in all_agencies(session)}
    by_action = _milestones_by_action(session, inspection)
    actions = _wanted(session, plan, only_agency)
    rows = [
        row
        for action in actions
        for row in _rows(action, by_action[key_of(action.id)], agencies, today=today)
    ]
    return [
        f"Action plan: {public_title(inspection)} ({inspection.ref})",
        _state_words(plan),
        *_signed(session, inspection, plan, agencies),
        "",
        *(
            table_lines(("Ref", "Action", "Lead", "Due", "State"), rows, width=WIDTH)
            if rows
            else ["No actions yet."]
        ),
        "",
        _counts(actions),
    ]


def plan_rows(
    session: Session, inspection: Inspection, plan: Plan, *, only_agency: int | None
) -> dict[str, Any]:
    """The plan for a script: ISO dates, references, null where there is nothing."""
    agencies = {agency.id: agency for agency in all_agencies(session)}
    by_action = _milestones_by_action(session, inspection)
    return {
        "inspection": inspection.ref,
        "state": plan.state,
        "version": plan.version,
        "agreed_on": plan.agreed_on,
        "agreed_by": plan.agreed_by,
        "actions": [
            {
                "ref": action.ref,
                "title": action.title,
                "state": action.state,
                "state_reason": action.state_reason,
                "lead_agency": agencies[action.accountable_agency_id].ref,
                "supporting": [body.ref for body in supporters_of(session, key_of(action.id))],
                "lead_officer": action.lead_role,
                "timescale": action.timescale_text,
                "success_measure": action.success_measure,
                "body_reference": action.body_ref,
                "source": action.source,
                "start_now": action.start_now,
                "other_columns": action.other_columns,
                "milestones": [milestone_row(one) for one in by_action[key_of(action.id)]],
            }
            for action in _wanted(session, plan, only_agency)
        ],
    }


def milestone_row(milestone: Milestone) -> dict[str, Any]:
    """One milestone for a script."""
    return {
        "ref": milestone.ref,
        "title": milestone.title,
        "kind": milestone.kind,
        "state": milestone.state,
        "first_due": milestone.first_due,
        "due": milestone.due,
        "version": milestone.version,
        "moves": milestone.moves,
        "done_on": milestone.done_on,
        "question": milestone.reading.get("question"),
    }


def state_words(milestone: Milestone, *, today: datetime.date) -> str:
    """The state as our own staff read it, with lateness and moves."""
    words = MILESTONE_STATES[milestone.state.value]
    if milestone.state.value == "open" and milestone.due is not None and milestone.due < today:
        words = "Overdue"
    if milestone.moves:
        words += f"; moved {times_words(milestone.moves)}"
    return words


def times_words(number: int) -> str:
    """``once``, ``twice``, ``3 times``."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def due_words(milestone: Milestone) -> str:
    """The date, the first one beside it where it was moved, or that it is a question."""
    if milestone.due is None:
        return "to be read"
    if milestone.first_due is not None and milestone.first_due != milestone.due:
        return f"{plain_date(milestone.due)} (first {plain_date(milestone.first_due)})"
    return plain_date(milestone.due)


def _wanted(session: Session, plan: Plan, only_agency: int | None) -> list[Action]:
    return [
        action
        for action in actions_of(session, key_of(plan.id))
        if only_agency is None or action.accountable_agency_id == only_agency
    ]


def _milestones_by_action(
    session: Session, inspection: Inspection
) -> defaultdict[int, list[Milestone]]:
    by_action: defaultdict[int, list[Milestone]] = defaultdict(list)
    for milestone in milestones_of(session, key_of(inspection.id)):
        if milestone.action_id is not None:
            by_action[milestone.action_id].append(milestone)
    return by_action


def _rows(
    action: Action,
    milestones: list[Milestone],
    agencies: dict[int | None, Agency],
    *,
    today: datetime.date,
) -> Iterator[tuple[object, ...]]:
    lead = agencies[action.accountable_agency_id].name
    answer = "" if action.state is ActionState.ACCEPTED else f"{as_read(action.state)}: "
    title = f"{action.title} (start now)" if action.start_now else action.title
    if not milestones:
        yield action.ref, title, lead, "no milestone", as_read(action.state)
    for place, one in enumerate(milestones):
        same = one.title == action.title
        words = title if place == 0 and same else one.title
        state = f"{answer}{state_words(one, today=today)}"
        yield one.ref, words, lead, due_words(one), state


def _state_words(plan: Plan) -> str:
    match plan.state:
        case PlanState.DRAFT:
            return f"Draft, version {plan.version}. Dates are fixed when it is agreed."
        case PlanState.AGREED:
            on = plain_date(plan.agreed_on) if plan.agreed_on else "a day not recorded"
            despite = f" despite open actions: {plan.agreed_despite}" if plan.agreed_despite else ""
            return f"Version {plan.version}, agreed on {on} by {plan.agreed_by}{despite}."
        case PlanState.CLOSED:
            return f"Version {plan.version}, closed ({plan.closed_by_minute})."


def _signed(
    session: Session, inspection: Inspection, plan: Plan, agencies: dict[int | None, Agency]
) -> Iterator[str]:
    for row in sign_offs_of(session, key_of(inspection.id), document="plan"):
        if row.version == plan.version:
            subject = f", subject to {row.subject_to}" if row.subject_to else ""
            yield (
                f"Signed off by {agencies[row.agency_id].name} on {plain_date(row.signed_on)}: "
                f"{row.signed_by}, {row.authority}{subject}."
            )


def _counts(actions: list[Action]) -> str:
    states = Counter(action.state for action in actions)
    parts = [f"{states[state]} {as_read(state)}" for state in ActionState if states[state]]
    return f"{counted(len(actions), 'action')}: {', '.join(parts) or 'none'}."
