"""Where one inspection stands, stage by stage: letter, action plan, written statement, Cabinet.

Each function looks at what is recorded, closes the stage's own task when it is met, opens the
duties of the next stage, and says so. Run twice, the second changes nothing. Queueing is the
watch's. The reasons name no finding, theme or area: they may stand in an artifact or a log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from models.inspections import Inspection
from models.milestones import Milestone
from models.plans import Plan
from models.queries.key_dates import rule_milestones_of
from models.queries.plans import actions_of, plan_of
from models.words import ActionState, MilestoneState, PlanState
from rules.wording import counted, long_date
from services.act import Act
from services.arming import arm
from services.bring_up_to_date import lift_embargo
from services.close_recorded import close_if_recorded
from services.find import key_of
from services.framework_tasks import (
    CABINET_NOTING,
    CABINET_RETURN,
    PLAN_AGREED,
    STATEMENT,
)
from services.merge_fields import is_public
from services.recount import recount
from services.rulebook import standing_rulebook

BY = "the daily check"


class Stage(StrEnum):
    """The stages in their order."""

    LETTER = "letter"
    ACTION_PLAN = "action plan"
    STATEMENT = "written statement"
    CABINET_RETURN = "Cabinet return"


class StageState(StrEnum):
    """How far a stage is."""

    NOT_REACHED = "not reached"
    OPEN = "open"
    LATE = "late"
    MET = "met"


@dataclass(frozen=True, slots=True)
class StageOutcome:
    """Where a stage stands. ``date`` is the day it was met, or the day by which it is to be."""

    stage: Stage
    state: StageState
    date: date | None
    reason: str

    @property
    def is_met(self) -> bool:
        """Whether nothing is owed any more."""
        return self.state is StageState.MET


def stage_letter(
    session: Session, inspection_id: int, *, today: date, now: datetime
) -> StageOutcome:
    """The final letter: met once its date is recorded. Opens the key dates that follow from it."""
    case = _case(session, inspection_id, today=today, now=now)
    letter_date = case.inspection.letter_date
    if letter_date is None:
        return StageOutcome(
            Stage.LETTER,
            StageState.OPEN,
            None,
            "The final letter is not recorded. A draft for accuracy comments starts no clock.",
        )
    if case.inspection.embargoed and is_public(case.inspection, today=today):
        lift_embargo(session, case.inspection, act=case.act)
    # Whatever lies in the past was asked about when a person entered it.
    recount(
        session,
        case.inspection,
        act=case.act,
        reason="the letter is recorded",
        past_date_confirmed=True,
    )
    _close(session, case, CABINET_NOTING)
    _open_duties(session, case, PLAN_AGREED, STATEMENT, CABINET_NOTING)
    received = case.inspection.received_on if case.inspection.receipt_confirmed_by else None
    how = (
        f"received on {long_date(received)}"
        if received
        else "the day of receipt is not confirmed yet"
    )
    return StageOutcome(
        Stage.LETTER,
        StageState.MET,
        letter_date,
        f"The letter of {long_date(letter_date)} is recorded; {how}.",
    )


def stage_action_plan(
    session: Session, inspection_id: int, *, today: date, now: datetime
) -> StageOutcome:
    """The multi-agency plan: met once it is agreed. Opens what the statement needs."""
    case = _case(session, inspection_id, today=today, now=now)
    if case.inspection.letter_date is None:
        return _not_reached(
            Stage.ACTION_PLAN, "It answers the final letter, which is not recorded."
        )
    plan = plan_of(session, inspection_id)
    if plan is not None and plan.state is not PlanState.DRAFT and plan.agreed_on is not None:
        _close(session, case, PLAN_AGREED)
        _open_duties(session, case, STATEMENT)
        return StageOutcome(
            Stage.ACTION_PLAN,
            StageState.MET,
            plan.agreed_on,
            f"The plan was agreed on {long_date(plan.agreed_on)} by {plan.agreed_by}.",
        )
    reason = _draft_words(session, plan)
    return _owed(Stage.ACTION_PLAN, case.milestones.get(PLAN_AGREED), reason, today=today)


def stage_statement(
    session: Session, inspection_id: int, *, today: date, now: datetime
) -> StageOutcome:
    """The written statement: met once it is recorded as sent. Opens the return to Cabinet."""
    case = _case(session, inspection_id, today=today, now=now)
    statement = case.milestones.get(STATEMENT)
    if statement is None or case.inspection.letter_date is None:
        return _not_reached(
            Stage.STATEMENT, "The final letter, which asks for it, is not recorded."
        )
    if statement.state is MilestoneState.ACCEPTED:
        _open_duties(session, case, CABINET_RETURN)
        sent = statement.done_on
        on_time = _on_time_words(statement)
        return StageOutcome(
            Stage.STATEMENT, StageState.MET, sent, f"It is recorded as sent{on_time}."
        )
    if statement.state is MilestoneState.NO_LONGER_NEEDED:
        _open_duties(session, case, CABINET_RETURN)
        because = f"It does not apply: {statement.state_reason}."
        return StageOutcome(Stage.STATEMENT, StageState.MET, None, because)
    provisional = (
        ""
        if case.inspection.receipt_confirmed_by
        else " The date is provisional until receipt is confirmed."
    )
    reason = f"It has not been recorded as sent.{provisional}"
    return _owed(Stage.STATEMENT, statement, reason, today=today)


def stage_cabinet_return(
    session: Session, inspection_id: int, *, today: date, now: datetime
) -> StageOutcome:
    """The return to Cabinet: met once a minute of its meeting about this inspection is recorded."""
    case = _case(session, inspection_id, today=today, now=now)
    milestone = case.milestones.get(CABINET_RETURN)
    if milestone is None:
        return _not_reached(Stage.CABINET_RETURN, "The final letter is not recorded.")
    _close(session, case, CABINET_RETURN)
    if milestone.state is MilestoneState.ACCEPTED:
        return StageOutcome(
            Stage.CABINET_RETURN,
            StageState.MET,
            milestone.done_on,
            f"Cabinet received it: {milestone.accepted_by_minute or 'recorded as done'}.",
        )
    if milestone.due is None:
        return StageOutcome(
            Stage.CABINET_RETURN,
            StageState.OPEN,
            None,
            "No meeting is named yet. Name it with 'longstop inspection meeting cabinet-return'.",
        )
    return _owed(
        Stage.CABINET_RETURN, milestone, "No minute of the meeting is recorded.", today=today
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """One inspection on one day."""

    inspection: Inspection
    act: Act
    milestones: dict[str, Milestone]


def _case(session: Session, inspection_id: int, *, today: date, now: datetime) -> _Case:
    return _Case(
        inspection=session.get_one(Inspection, inspection_id),
        act=Act(by=BY, today=today, now=now, rulebook=standing_rulebook()),
        milestones=rule_milestones_of(session, inspection_id),
    )


def _not_reached(stage: Stage, reason: str) -> StageOutcome:
    return StageOutcome(stage, StageState.NOT_REACHED, None, reason)


def _owed(stage: Stage, milestone: Milestone | None, reason: str, *, today: date) -> StageOutcome:
    """A stage that is not met: late from the day after its date."""
    due = milestone.due if milestone is not None else None
    is_late = due is not None and due < today
    return StageOutcome(stage, StageState.LATE if is_late else StageState.OPEN, due, reason)


def _draft_words(session: Session, plan: Plan | None) -> str:
    if plan is None:
        return "There is no plan yet."
    actions = [
        one
        for one in actions_of(session, key_of(plan.id))
        if one.state is not ActionState.WITHDRAWN
    ]
    open_ones = [one for one in actions if one.state is not ActionState.ACCEPTED]
    if not actions:
        return "The plan is a draft without actions."
    return (
        f"The plan is a draft of {counted(len(actions), 'action')}, of which "
        f"{len(open_ones)} {'waits' if len(open_ones) == 1 else 'wait'} for the body's answer."
    )


def _on_time_words(statement: Milestone) -> str:
    sent, due = statement.done_on, statement.due
    if sent is None:
        return ""
    if due is None or sent == due:
        return f" on {long_date(sent)}"
    how = "before" if sent < due else "after"
    return f" on {long_date(sent)}, {how} {long_date(due)}"


def _close(session: Session, case: _Case, rule_key: str) -> None:
    """Close the duty of this rule if what meets it is recorded."""
    milestone = case.milestones.get(rule_key)
    if milestone is not None:
        close_if_recorded(session, milestone, act=case.act)


def _open_duties(session: Session, case: _Case, *rule_keys: str) -> None:
    """Let the duties of the next stage be asked for where their body is live; safe to repeat."""
    current = rule_milestones_of(session, key_of(case.inspection.id))
    for key in rule_keys:
        milestone = current.get(key)
        if milestone is not None and milestone.state is MilestoneState.OPEN:
            arm(
                session,
                milestone,
                today=case.act.today,
                now=case.act.now,
                rulebook=case.act.rulebook,
            )
