"""Taking in a plan from a plain sheet: all of it, or nothing and every fault at once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from documents.sheet import SheetFault
from models.inspections import Inspection
from models.milestones import Milestone
from models.plans import Action, Plan
from models.words import PlanState
from rules.wording import listed
from services.add_action import add_action
from services.add_milestone import NewMilestone, add_milestone
from services.child_level import NAMES_ARE_NOT_FOUND, ChildDetailAsked
from services.declare_plan import kept_reading
from services.errors import Refused
from services.history import Subject, record
from services.past_dates import ask_about_past_dates
from services.read_plan_rows import PlannedAction, PlannedStep, PlanReading
from services.rulebook import Rulebook
from services.sheet_refused import SheetRefused


@dataclass(slots=True)
class ImportedPlan:
    """What was added."""

    actions: list[Action] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a person has confirmed: past dates are meant, and no child can be identified."""

    past_dates: bool = False
    no_child: bool = False


def import_plan(
    session: Session,
    plan: Plan,
    reading: PlanReading,
    *,
    inspection: Inspection,
    confirmed: Confirmed,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
) -> ImportedPlan:
    """Add what was read (see `read_plan_rows`), each action proposed to its body.

    Raises `SheetRefused` with every fault, `Refused` for references that are there already
    (merging a second import comes later), and `NeedsConfirmation` for dates that have passed
    and for what may identify a child, each as one list.
    """
    _check(reading, plan, confirmed=confirmed, today=today)
    done = ImportedPlan()
    for planned in reading.actions:
        action = add_action(
            session,
            plan,
            planned.order,
            accountable=planned.accountable,
            supporting=planned.supporting,
            finding=planned.finding,
            now=now,
            by=by,
            no_child_confirmed=confirmed.no_child,
            is_batched=True,
        )
        done.actions.append(action)
        for step in planned.steps:
            milestone = add_milestone(
                session,
                inspection,
                _order(planned, step, by=by),
                agency=planned.accountable,
                action=action,
                today=today,
                now=now,
                by=by,
                rulebook=rulebook,
                # Both were asked above, for the whole sheet at once.
                past_date_confirmed=True,
                no_child_confirmed=True,
                is_batched=True,
            )
            done.milestones.append(milestone)
    _record(session, plan, reading, done, now=now, by=by)
    return done


def _record(
    session: Session,
    plan: Plan,
    reading: PlanReading,
    done: ImportedPlan,
    *,
    now: datetime,
    by: str,
) -> None:
    """One event for the whole sheet: its file, counts, and the digest of what was added."""
    rows = [
        (item.ref, item.title, item.due.isoformat() if item.due else None)
        for item in done.milestones
    ]
    digest = hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
    record(
        session,
        now=now,
        actor=by,
        kind="plan_imported",
        subject=Subject("plan", plan.id, plan.inspection_id),
        payload={
            "file": reading.name,
            "file_sha256": reading.sha256,
            "actions": [action.ref for action in done.actions],
            "milestones": len(done.milestones),
            "questions": len(reading.questions),
            "digest": digest,
        },
    )


def _check(reading: PlanReading, plan: Plan, *, confirmed: Confirmed, today: date) -> None:
    if plan.state is PlanState.CLOSED:
        raise Refused("The plan is closed.")
    if reading.faults:
        raise SheetRefused(reading.name, reading.faults)
    if reading.already_there:
        raise Refused(
            f"{reading.name} holds references that are in the plan already: "
            f"{listed(sorted(set(reading.already_there)))}. Nothing was imported. Take these "
            "rows out, or give new actions new references."
        )
    if reading.asked and not confirmed.no_child:
        raise ChildDetailAsked(_could_identify(reading.name, reading.asked))
    ask_about_past_dates(
        reading.past_dates(today), today=today, past_date_confirmed=confirmed.past_dates
    )


def _could_identify(name: str, asked: list[SheetFault]) -> str:
    lines = "\n".join(f"  {fault}" for fault in asked)
    return (
        f"Could this identify a child? In {name}:\n{lines}\n"
        f"Take it out, or confirm that it identifies no child. {NAMES_ARE_NOT_FOUND}"
    )


def _order(planned: PlannedAction, step: PlannedStep, *, by: str) -> NewMilestone:
    return NewMilestone(
        title=step.title,
        due=step.due,
        owner_role=planned.order.lead_role,
        reading=kept_reading(step.reading, read_by=by if step.is_read_by_person else None),
    )
