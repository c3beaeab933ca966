"""A plain plan is taken in with its own words; what is unclear becomes a question."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from documents.plan_sheet import read_plan
from models.queries.agencies import agency_named
from models.queries.history import all_events
from models.queries.plans import (
    actions_of,
    current_version,
    live_notices_of,
    milestones_of,
    supporters_of,
)
from models.words import ActionState, AgencyKind
from services.agree_plan import Agreement, agree_plan
from services.errors import NeedsConfirmation, Refused
from services.import_plan import Confirmed, ImportedPlan, import_plan
from services.read_plan_rows import PlanReading, read_plan_rows
from services.sheet_refused import SheetRefused

HEADINGS = (
    "Ref,Area for improvement,Action,Lead agency,Lead officer,Supporting partners,Timescale,"
    "Success measure,Body reference,BRAG"
)


@pytest.fixture
def plan(make):
    """A draft plan with two findings and three bodies."""
    inspection = make.inspection()
    make.agency("police", name="Estuary Police")
    make.agency("health", name="Estuary Health")
    make.agency("ofsted", name="Ofsted", kind=AgencyKind.OUTSIDE)
    make.finding(inspection, ref="5", short_title="Late minutes")
    make.finding(inspection, ref="6", short_title="Diary clashes")
    return make.plan(inspection)


@pytest.fixture
def take_in(tmp_path: Path, session: Session, plan, rulebook, act):
    """Import these lines into the plan."""

    def taken(*lines: str, **confirmed: bool) -> ImportedPlan:
        reading = read(*lines)
        return import_plan(
            session,
            plan,
            reading,
            inspection=the_inspection,
            confirmed=Confirmed(**confirmed),
            rulebook=rulebook,
            **act,
        )

    def read(*lines: str) -> PlanReading:
        path = tmp_path / "plan.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return read_plan_rows(session, the_inspection, read_plan(path), written_on=date(2018, 7, 2))

    from models.inspections import Inspection

    the_inspection = session.get_one(Inspection, plan.inspection_id)
    taken.read = read
    return taken


def test_a_row_becomes_an_action_with_its_milestone_and_its_literal_words(
    take_in, session: Session
) -> None:
    done = take_in(
        HEADINGS,
        "3.1,Late minutes,Share minutes in two days,Estuary Police,Detective Inspector,"
        "Estuary Health,By the end of September 2018,95% in two days,PROVUL8.5,Amber",
    )

    [action], [milestone] = done.actions, done.milestones
    assert (action.ref, action.state) == ("3.1", ActionState.PROPOSED)
    assert (action.timescale_text, action.body_ref) == ("By the end of September 2018", "PROVUL8.5")
    assert [body.ref for body in supporters_of(session, action.id)] == ["health"]
    assert (milestone.ref, milestone.due, milestone.first_due) == ("3.1", date(2018, 9, 30), None)
    assert milestone.owner_role == "Detective Inspector"
    assert action.other_columns == {"BRAG": "Amber"}


def test_the_area_links_the_finding_and_is_kept_where_it_links_none(take_in) -> None:
    done = take_in(
        "Ref,Area for improvement,Action,Lead agency",
        "1,late  MINUTES,Do,police",
        "2,6,Do,police",
        "3,Something else,Do,police",
    )

    linked = [action.finding_id is not None for action in done.actions]
    assert linked == [True, True, False]
    assert done.actions[2].other_columns == {"Area for improvement": "Something else"}


def test_an_unclear_timescale_is_a_question_and_no_date(take_in) -> None:
    done = take_in(
        "Ref,Action,Lead agency,Timescale",
        "1,Do,police,As per strategy",
        "2,Do,police,",
        "3,Do,police,by May 25",
    )

    assert [milestone.due for milestone in done.milestones] == [None, None, None]
    assert all(milestone.reading["question"] for milestone in done.milestones)
    assert done.milestones[0].reading["text"] == "As per strategy"


def test_a_persons_reading_beside_the_words_is_the_date(take_in) -> None:
    [milestone] = take_in(
        "Ref,Action,Lead agency,Timescale,Due", "1,Do,police,As per strategy,28 September 2018"
    ).milestones

    assert milestone.due == date(2018, 9, 28)
    assert (milestone.reading["text"], milestone.reading["question"]) == ("As per strategy", None)


def test_rows_that_repeat_a_reference_are_milestones_of_one_action(take_in) -> None:
    done = take_in(
        "Ref,Action,Lead agency,Milestone,Timescale",
        "1,Do,police,Draft,31/07/2018",
        "1,,police,Consult,31/08/2018",
        "1,Do,police,Publish,30/09/2018",
    )

    assert len(done.actions) == 1
    assert [(one.ref, one.title, one.due) for one in done.milestones] == [
        ("1", "Draft", date(2018, 7, 31)),
        ("1-2", "Consult", date(2018, 8, 31)),
        ("1-3", "Publish", date(2018, 9, 30)),
    ]


def test_all_faults_come_at_once_and_nothing_is_stored(take_in, session: Session, plan) -> None:
    with pytest.raises(SheetRefused) as refused:
        take_in(
            "Ref,Finding ref,Action,Lead agency,Supporting partners,Due",
            "1,,Do,polise,,",
            "2,55,,Ofsted,,",
            ",,Do,,helth,",
            "4,,Do,police and health,,31 June 2018",
            "5,,Do,police,,31 June 2018",
            "5,,Something else,police,,",
            "6,,See 943 476 5919,police,,",
        )

    assert [(fault.row, fault.column) for fault in refused.value.faults] == [
        (2, "Lead agency"),
        (3, "Action"),
        (3, "Lead agency"),
        (3, "Finding ref"),
        (4, "Ref"),
        (4, "Lead agency"),
        (4, "Supporting partners"),
        (5, "Lead agency"),
        (6, "Due"),
        (7, "Ref"),
        (8, "Action"),
    ]
    words = str(refused.value)
    assert "Did you mean" in words
    assert "One body leads; write the others under Supporting partners." in words
    assert "an NHS number" in words
    assert "943" not in words
    assert actions_of(session, plan.id) == []


def test_dates_that_have_passed_are_confirmed_as_one_list(take_in, plan, session) -> None:
    lines = (
        "Ref,Action,Lead agency,Timescale",
        "1,Draft,police,31/01/2018",
        "2,Publish,police,28/02/2018",
        "3,Review,police,30/11/2018",
    )

    with pytest.raises(NeedsConfirmation) as asked:
        take_in(*lines)
    assert "These 2 dates have passed" in str(asked.value)
    assert "row 3, Publish: Wednesday 28 February 2018" in str(asked.value)
    assert actions_of(session, plan.id) == []

    assert len(take_in(*lines, past_dates=True).milestones) == 3


def test_what_may_identify_a_child_is_asked_for_the_whole_sheet(take_in) -> None:
    lines = ("Ref,Action,Lead agency,Remarks", "1,Do,police,The audit case was born 3 May 2009")

    with pytest.raises(NeedsConfirmation, match="row 2, Remarks: it holds what looks like"):
        take_in(*lines)

    assert (
        take_in(*lines, no_child=True).actions[0].other_columns["Remarks"].startswith("The audit")
    )


def test_a_second_import_of_the_same_references_is_refused_and_names_them(take_in) -> None:
    lines = ("Ref,Action,Lead agency", "1,Do,police", "2,Do more,police")
    take_in(*lines)

    with pytest.raises(Refused, match="in the plan already: 1 and 2"):
        take_in(*lines, "3,And more,police")


def test_a_sheet_is_one_event_with_its_file_counts_and_digest(
    take_in, session: Session, plan
) -> None:
    take_in("Ref,Action,Lead agency,Timescale", "1,Do,police,30/11/2018", "2,Do more,police,TBC")

    [event] = all_events(session)
    assert (event.kind, event.subject_id) == ("plan_imported", plan.id)
    assert event.payload["actions"] == ["1", "2"]
    assert (event.payload["milestones"], event.payload["questions"]) == (2, 1)
    assert len(event.payload["file_sha256"]) == len(event.payload["digest"]) == 64


def test_reading_a_sheet_changes_nothing(take_in, session: Session, plan) -> None:
    reading = take_in.read("Ref,Action,Lead agency,Timescale", "1,Do,police,soon")

    assert len(reading.actions) == 1
    assert [question for _, question in reading.questions]
    assert actions_of(session, plan.id) == []


def test_a_plan_with_forty_overdue_actions_arms_nothing_and_sends_nothing(
    take_in, session: Session, plan, rulebook, act
) -> None:
    rows = [f"{number},Do,police,31/01/2018" for number in range(1, 41)]
    done = take_in("Ref,Action,Lead agency,Timescale", *rows, past_dates=True)
    for action in done.actions:
        action.state = ActionState.ACCEPTED
    agree_plan(session, plan, Agreement(date(2018, 7, 9), "All partners"), rulebook=rulebook, **act)

    for milestone in milestones_of(session, plan.inspection_id):
        assert current_version(session, milestone.id).armed_on is None
        assert live_notices_of(session, subject_id=milestone.id, version=1) == []


@pytest.mark.shared
def test_real_plans_are_read_row_by_row_and_lose_no_word(
    make, session: Session, shared_folder: Path
) -> None:
    inspection = make.inspection()
    sheets = sorted((shared_folder / "data" / "plans").glob("*.csv"))
    assert sheets

    for path in sheets:
        sheet = read_plan(path)
        for lead in {row.cell("Lead agency") for row in sheet.rows} - {""}:
            if agency_named(session, lead) is None:
                make.agency(name=lead)
        reading = read_plan_rows(session, inspection, sheet, written_on=date(2018, 1, 1))

        # Each row is a milestone, or is named with what stands in its way.
        read = {step.row for step in reading.steps} | {fault.row for fault in reading.faults}
        assert read == {row.number for row in sheet.rows}, path.name
        written = {row.number: row.cell("Timescale") for row in sheet.rows}
        assert all(step.reading.text == written[step.row] for step in reading.steps)
        # No date is guessed: what is not certain asks a question.
        assert all(step.due or step.reading.question for step in reading.steps)
