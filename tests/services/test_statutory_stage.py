"""The stages of one inspection, in the order of the law."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from models.inspections import Inspection
from models.milestones import Milestone
from models.queries.history import newest_events
from models.queries.inspections import participations_of
from models.queries.key_dates import rule_milestones_of
from models.queries.meetings import meeting_of
from models.queries.plans import current_version, plan_of
from models.words import BodyMode, MilestoneState, PlanState
from services.find import the_agency, the_inspection
from services.record_minute import NewMinute, record_minute
from services.record_sent import Sending, record_sent
from services.statutory_stage import (
    Stage,
    StageState,
    stage_action_plan,
    stage_cabinet_return,
    stage_letter,
    stage_statement,
)

STAGES = (stage_letter, stage_action_plan, stage_statement, stage_cabinet_return)
MAY = date(2018, 5, 10)


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def session(southend_session: Session) -> Session:
    return southend_session


@pytest.fixture
def inspection(session: Session) -> Inspection:
    return the_inspection(session)


@pytest.fixture
def milestones(session: Session, inspection: Inspection):
    def found() -> dict[str, Milestone]:
        return rule_milestones_of(session, inspection.id or 0)

    return found


@pytest.fixture
def stages(session: Session, inspection: Inspection):
    def outcomes(day: date = MAY):
        return {
            outcome.stage: outcome
            for outcome in (
                stage(session, inspection.id or 0, today=day, now=at_noon(day)) for stage in STAGES
            )
        }

    return outcomes


def agree(session: Session, inspection: Inspection, on: date) -> None:
    plan = plan_of(session, inspection.id or 0)
    assert plan is not None
    plan.state, plan.agreed_on, plan.agreed_by = PlanState.AGREED, on, "all partners"
    session.add(plan)


def test_after_the_letter_the_plan_the_statement_and_the_return_are_open(stages) -> None:
    found = stages()

    assert [(one.stage, one.state) for one in found.values()] == [
        (Stage.LETTER, StageState.MET),
        (Stage.ACTION_PLAN, StageState.OPEN),
        (Stage.STATEMENT, StageState.OPEN),
        (Stage.CABINET_RETURN, StageState.OPEN),
    ]
    assert found[Stage.STATEMENT].date == date(2018, 8, 16)
    assert "provisional" in found[Stage.STATEMENT].reason
    assert found[Stage.CABINET_RETURN].date == date(2019, 2, 12)


def test_before_the_final_letter_nothing_else_is_reached(session, stages, inspection) -> None:
    inspection.letter_date = None

    found = stages()

    assert found[Stage.LETTER].state is StageState.OPEN
    assert found[Stage.ACTION_PLAN].state is StageState.NOT_REACHED
    assert found[Stage.STATEMENT].state is StageState.NOT_REACHED


def test_a_draft_says_how_many_actions_wait_for_an_answer(stages) -> None:
    reason = stages()[Stage.ACTION_PLAN].reason

    assert reason == "The plan is a draft of 40 actions, of which 40 wait for the body's answer."


def test_agreeing_the_plan_meets_its_stage_and_closes_the_task(
    session, inspection, stages, milestones
) -> None:
    agree(session, inspection, date(2018, 8, 9))

    outcome = stages(date(2018, 8, 10))[Stage.ACTION_PLAN]

    assert (outcome.state, outcome.date) == (StageState.MET, date(2018, 8, 9))
    assert milestones()["plan_agreed"].state is MilestoneState.ACCEPTED
    assert milestones()["plan_agreed"].done_on == date(2018, 8, 9)


def test_the_statement_is_due_on_its_day_and_late_from_the_next(stages) -> None:
    assert stages(date(2018, 8, 16))[Stage.STATEMENT].state is StageState.OPEN
    assert stages(date(2018, 8, 17))[Stage.STATEMENT].state is StageState.LATE


def test_a_statement_recorded_as_sent_meets_its_stage(session, inspection, stages) -> None:
    record_sent(
        session,
        inspection,
        Sending("statement", date(2018, 8, 13), "Rosa Lind", "lead inspector", "receipt"),
        today=date(2018, 8, 13),
        now=at_noon(date(2018, 8, 13)),
        by="manager",
    )

    outcome = stages(date(2018, 8, 14))[Stage.STATEMENT]

    assert (outcome.state, outcome.date) == (StageState.MET, date(2018, 8, 13))
    assert "before Thursday 16 August 2018" in outcome.reason


def test_a_statement_that_does_not_apply_is_never_late(stages, milestones) -> None:
    statement = milestones()["statement"]
    statement.state = MilestoneState.NO_LONGER_NEEDED
    statement.state_reason = "the letter asks for none"

    outcome = stages(date(2018, 9, 3))[Stage.STATEMENT]

    assert outcome.state is StageState.MET
    assert "the letter asks for none" in outcome.reason


def test_a_minute_about_the_inspection_meets_the_return_to_cabinet(
    session, inspection, stages, milestones
) -> None:
    day = date(2019, 2, 12)
    meeting = meeting_of(session, body="Cabinet", held_on=day)
    assert meeting is not None
    record_minute(
        session,
        meeting,
        NewMinute("77", "Journey of the Child", "That the report be noted."),
        today=day,
        now=at_noon(day),
        by="manager",
        inspection=inspection,
    )

    outcome = stages(day)[Stage.CABINET_RETURN]

    assert (outcome.state, outcome.date) == (StageState.MET, day)
    assert milestones()["cabinet_return"].accepted_by_minute == (
        "Cabinet, 12 February 2019, minute 77"
    )


def test_without_a_meeting_the_return_has_no_date_and_says_how_to_name_one(
    session, stages, milestones
) -> None:
    found = milestones()["cabinet_return"]
    found.due, found.reading = None, {}

    outcome = stages()[Stage.CABINET_RETURN]

    assert outcome.date is None
    assert "inspection meeting" in outcome.reason


def test_running_the_stages_twice_changes_nothing(session, inspection, stages) -> None:
    agree(session, inspection, date(2018, 8, 9))
    first = stages(date(2018, 8, 10))
    before = newest_events(session, limit=1)[0].seq

    second = stages(date(2018, 8, 10))

    assert first == second
    assert newest_events(session, limit=1)[0].seq == before


def test_a_live_councils_duties_are_armed_by_the_stage_before(
    session, inspection, stages, milestones
) -> None:
    council = the_agency(session, "council")
    for part in participations_of(session, inspection.id or 0):
        part.mode = BodyMode.AUTOMATIC if part.agency_id == council.id else part.mode

    stages(date(2018, 5, 14))

    version = current_version(session, milestones()["statement"].id or 0)
    assert version is not None
    assert version.armed_on == date(2018, 5, 14)


def test_no_reason_names_the_area_or_a_finding(stages) -> None:
    said = " ".join(outcome.reason for outcome in stages().values())

    assert "Southend" not in said
    assert "exploitation" not in said
