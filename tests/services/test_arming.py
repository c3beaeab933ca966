"""From when, and by which ladder, a date may be asked about."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlmodel import Session

from models.ledger import Escalation
from models.queries.plans import (
    current_version,
    live_notices_of,
    open_escalations_of,
    stored_ladder_with_hash,
    versions_of,
)
from models.words import (
    ActionState,
    AgencyKind,
    BodyMode,
    MilestoneKind,
    MilestoneState,
    NoticeState,
    PlanState,
)
from services.arming import arm, disarm, owe_check, raise_version
from services.liveness import liveness
from services.rulebook import Rulebook


def test_a_dated_milestone_of_a_live_body_is_armed_on_the_day(
    make, session: Session, today: date
) -> None:
    milestone = make.milestone(due=date(2018, 9, 28))

    version = current_version(session, milestone.id)

    assert version is not None
    assert (version.version, version.due, version.anchor) == (
        1,
        date(2018, 9, 28),
        date(2018, 9, 28),
    )
    assert version.armed_on == today
    assert not version.rehearsal


def test_a_quiet_body_arms_nothing(make, session: Session) -> None:
    milestone = make.milestone(mode=BodyMode.QUIET)

    assert current_version(session, milestone.id).armed_on is None


def test_of_a_draft_only_what_is_marked_start_now_is_armed(make, session: Session) -> None:
    kept_back = make.milestone(plan=PlanState.DRAFT)
    plan = make.plan(state=PlanState.DRAFT)
    body = make.agency()
    action = make.action(plan, body, start_now=True)
    inspection = make.session.get_one(type(make.inspection()), plan.inspection_id)
    started = make.milestone(inspection, body, plan=PlanState.DRAFT, action_id=action.id)

    assert current_version(session, kept_back.id).armed_on is None
    assert current_version(session, started.id).armed_on is not None


def test_a_statutory_date_is_armed_although_the_plan_is_a_draft(make, session: Session) -> None:
    milestone = make.milestone(kind=MilestoneKind.STATUTORY, plan=PlanState.DRAFT)

    assert current_version(session, milestone.id).armed_on is not None


def test_a_duty_of_the_framework_is_no_part_of_the_draft(make, session: Session) -> None:
    milestone = make.milestone(plan=PlanState.DRAFT, rule_key="plan_agreed", action_id=None)

    assert current_version(session, milestone.id).armed_on is not None


def test_an_outside_body_is_never_asked(make, session: Session, today: date) -> None:
    ofsted = make.agency("ofsted", kind=AgencyKind.OUTSIDE)
    milestone = make.milestone(agency=ofsted, kind=MilestoneKind.STATUTORY)

    assert current_version(session, milestone.id).armed_on is None
    assert liveness(session, milestone, today=today).because == (
        "Ofsted is an outside body and is never asked"
    )


@pytest.mark.parametrize(
    "state", [ActionState.DISPUTED, ActionState.WITHDRAWN, ActionState.PROPOSED]
)
def test_what_the_body_has_not_accepted_is_not_asked_for(
    make, session: Session, state: ActionState
) -> None:
    inspection, body = make.inspection(), make.agency()
    action = make.action(make.plan(inspection, state=PlanState.AGREED), body, state=state)
    milestone = make.milestone(inspection, body, action_id=action.id)

    assert current_version(session, milestone.id).armed_on is None


def test_steps_whose_day_had_passed_are_recorded_and_never_sent(make, session: Session) -> None:
    # Due on Wednesday 11 July: the reminders 10 and 3 working days before lie in the past.
    milestone = make.milestone(due=date(2018, 7, 11))

    notices = live_notices_of(session, subject_id=milestone.id, version=1)

    assert {notice.rung_id for notice in notices} == {"coming-up", "due-soon"}
    assert {notice.state for notice in notices} == {NoticeState.BEFORE_ARMING}


def test_what_lies_ahead_leaves_nothing_in_the_ledger(make, session: Session) -> None:
    milestone = make.milestone(due=date(2018, 12, 21))

    assert live_notices_of(session, subject_id=milestone.id, version=1) == []


def test_a_new_date_raises_the_version_by_one_and_closes_what_was_raised(
    make, session: Session, today: date, now: datetime, rulebook: Rulebook
) -> None:
    milestone = make.milestone()
    session.add(Escalation(milestone_id=milestone.id, deadline_version=1, opened_on=today))
    session.flush()

    raise_version(
        session, milestone, due=date(2018, 10, 31), today=today, now=now, rulebook=rulebook
    )

    assert [(v.version, v.is_current) for v in versions_of(session, milestone.id)] == [
        (1, False),
        (2, True),
    ]
    assert (milestone.due, milestone.version) == (date(2018, 10, 31), 2)
    assert open_escalations_of(session, milestone.id) == []


def test_arming_twice_changes_nothing(
    make, session: Session, now: datetime, rulebook: Rulebook
) -> None:
    milestone = make.milestone(due=date(2018, 7, 11))
    before = len(live_notices_of(session, subject_id=milestone.id, version=1))
    tomorrow = date(2018, 7, 10)

    again = arm(session, milestone, today=tomorrow, now=now, rulebook=rulebook)

    assert not again
    assert current_version(session, milestone.id).armed_on == date(2018, 7, 9)
    assert len(live_notices_of(session, subject_id=milestone.id, version=1)) == before


def test_after_a_rehearsal_it_is_armed_anew_for_the_body(
    make, session: Session, now: datetime, rulebook: Rulebook
) -> None:
    inspection, body = make.inspection(), make.agency()
    milestone = make.milestone(inspection, body, mode=BodyMode.REHEARSAL, due=date(2018, 7, 11))
    assert current_version(session, milestone.id).rehearsal

    make.participation(inspection, body, mode=BodyMode.PREPARED)
    armed = arm(session, milestone, today=date(2018, 7, 10), now=now, rulebook=rulebook)

    version = current_version(session, milestone.id)
    assert armed
    assert (version.rehearsal, version.armed_on) == (False, date(2018, 7, 10))
    notices = live_notices_of(session, subject_id=milestone.id, version=1)
    assert sorted(notice.rehearsal for notice in notices) == [False, False, True, True]


def test_what_was_quiet_again_leaves_no_step_to_be_sent_twice(
    make, session: Session, today: date, now: datetime, rulebook: Rulebook
) -> None:
    milestone = make.milestone(due=date(2018, 7, 11))

    disarm(session, milestone, today=today, because="its body is quiet")
    arm(session, milestone, today=date(2018, 7, 10), now=now, rulebook=rulebook)

    rungs = [n.rung_id for n in live_notices_of(session, subject_id=milestone.id, version=1)]
    assert sorted(rungs) == ["coming-up", "due-soon"]
    assert current_version(session, milestone.id).armed_on == date(2018, 7, 10)


def test_once_reported_complete_we_owe_the_check_on_our_own_ladder(
    make, session: Session, today: date, now: datetime, rulebook: Rulebook
) -> None:
    milestone = make.milestone()
    milestone.state = MilestoneState.REPORTED_COMPLETE

    owe_check(session, milestone, reported_on=today, today=today, now=now, rulebook=rulebook)

    version = current_version(session, milestone.id)
    assert (version.version, version.anchor, version.armed_on) == (1, today, today)
    assert version.due == date(2018, 9, 28)


def test_a_date_beyond_the_known_holidays_is_held_and_armed(make, session: Session) -> None:
    milestone = make.milestone(due=date(2199, 6, 1))

    assert current_version(session, milestone.id).armed_on is not None
    assert live_notices_of(session, subject_id=milestone.id, version=1) == []


def test_a_ladder_is_stored_once_for_all_items_armed_with_it(
    make, session: Session, rulebook: Rulebook
) -> None:
    from config.ladders import ladder_hash

    one, other = make.milestone(), make.milestone()

    stored = stored_ladder_with_hash(session, ladder_hash(rulebook.ladders["plan"]))
    assert {
        current_version(session, one.id).ladder_id,
        current_version(session, other.id).ladder_id,
    } == {stored.id}


def test_a_rule_can_name_its_own_ladder(make, session: Session, rulebook: Rulebook) -> None:
    milestone = make.milestone(kind=MilestoneKind.COMMITTEE, ladder="statutory")

    assert rulebook.ladder_for(milestone).name == "statutory"


def test_the_successor_answers_from_its_first_day(make, session: Session, today: date) -> None:
    board = make.agency("icb", name="Saltmarsh ICB")
    group = make.agency("ccg", succeeded_by_id=board.id, succeeded_on=date(2018, 7, 9))
    inspection = make.inspection()
    make.participation(inspection, group, mode=BodyMode.QUIET)
    make.participation(inspection, board, mode=BodyMode.AUTOMATIC)
    milestone = make.milestone(inspection, group)

    assert liveness(session, milestone, today=date(2018, 7, 8)).because == (
        "Ccg is quiet in this inspection"
    )
    assert liveness(session, milestone, today=today).is_live
