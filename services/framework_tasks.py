"""The framework's rules as milestones: their keys, whose they are, and when one is done."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sqlmodel import Session

from config.loader import load_framework
from config.yaml_files import ConfigFaults
from models.agencies import Agency
from models.inspections import Inspection
from models.queries.key_dates import milestone_of_rule
from models.words import MilestoneState
from rules.frameworks import Framework, Rule
from services.act import Act
from services.arming import disarm
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record
from services.letter_bodies import own_council, statement_body

# Keys of config/frameworks/*.yaml, which are permanent.
ASK_TO_CONFIRM = "confirm_due_date"
RECORD_RECEIPT = "record_receipt"
CABINET_NOTING = "cabinet_noting"
PLAN_AGREED = "plan_agreed"
STATEMENT = "statement"
CABINET_RETURN = "cabinet_return"


@lru_cache(maxsize=8)
def framework_named(key: str) -> Framework:
    """The framework of this key. Raises `Refused` where there is none, with suggestions."""
    try:
        return load_framework(key)
    except ConfigFaults as faults:
        raise Refused(f"The framework cannot be used.\n{faults}") from faults


def stated_rule(framework: Framework) -> Rule | None:
    """The rule for which the letter states a date of its own."""
    return next((rule for rule in framework.rules if rule.is_stated), None)


def owner_of(session: Session, inspection: Inspection, rule: Rule) -> Agency:
    """The body that holds a rule's duty: for the statement its authority, else the council."""
    return statement_body(session, inspection) if rule.is_stated else own_council(session)


def milestone_ref(rule_key: str) -> str:
    """How people name a rule's milestone: ``cabinet-return``."""
    return rule_key.replace("_", "-")


def task_done(
    session: Session,
    inspection: Inspection,
    *,
    rule_key: str,
    done_on: date,
    act: Act,
    minute: str | None = None,
) -> bool:
    """Close the duty that this rule made, if it is still open; ``minute`` is the minute's words.

    A duty of our own planning needs no evidence and no board: the thing recorded is the proof.
    """
    task = milestone_of_rule(session, key_of(inspection.id), rule_key=rule_key)
    if task is None or task.state is not MilestoneState.OPEN:
        return False
    disarm(session, task, today=act.today, because="it was done")
    task.state = MilestoneState.ACCEPTED
    task.reported_on, task.done_on, task.accepted_on = act.today, done_on, act.today
    task.accepted_by_minute = minute
    session.add(task)
    record(
        session,
        now=act.now,
        actor=act.by,
        kind="task_done",
        subject=Subject("milestone", task.id, inspection.id),
        payload={"ref": task.ref, "done_on": done_on, "minute": minute},
    )
    return True
