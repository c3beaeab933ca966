"""Meetings and minutes, a statement sent outside, going live, and pauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from models.queries.plans import current_version, documents_sent_of, live_notices_of
from models.words import (
    AgencyKind,
    BodyMode,
    MilestoneKind,
    MilestoneState,
    NoticeState,
    PauseScope,
)
from services.add_meeting import add_meeting
from services.errors import Refused
from services.find import the_minute
from services.go_live import set_mode
from services.pause_sending import NewPause, end_pause, pause_sending
from services.record_minute import NewMinute, record_minute
from services.record_sent import Sending, record_sent

SENDING = Sending(
    document="Written statement of proposed action",
    sent_on=date(2018, 7, 6),
    sent_by="Director of Children's Services",
    sent_to="joint.inspections@inspectorate.example",
    proof="Receipt of Friday 6 July, 4:12pm",
)


def test_a_meeting_is_held_once_a_day_and_minutes_follow_it(session: Session, act) -> None:
    meeting = add_meeting(
        session, body="Cabinet", held_on=date(2018, 6, 19), now=act["now"], by="manager"
    )
    record_minute(session, meeting, NewMinute("42", "JTAI", "That the report be noted."), **act)

    minute, held = the_minute(session, "42", meeting="cabinet")
    assert (minute.resolution, held.held_on) == ("That the report be noted.", date(2018, 6, 19))
    with pytest.raises(Refused, match="there already"):
        add_meeting(
            session, body="cabinet", held_on=date(2018, 6, 19), now=act["now"], by="manager"
        )
    with pytest.raises(Refused, match="recorded already"):
        record_minute(session, meeting, NewMinute("42", "JTAI", "Noted."), **act)


def test_a_meeting_to_come_has_no_minute(session: Session, act) -> None:
    meeting = add_meeting(
        session, body="Cabinet", held_on=date(2018, 7, 10), now=act["now"], by="manager"
    )

    with pytest.raises(Refused, match="no minute yet"):
        record_minute(session, meeting, NewMinute("1", "JTAI", "Noted."), **act)


def test_a_statement_sent_outside_meets_the_duty_of_law_as_on_the_day_it_went(
    make, session: Session, act
) -> None:
    inspection = make.inspection()
    duty = make.milestone(inspection, kind=MilestoneKind.STATUTORY, due=date(2018, 8, 16))

    row, met = record_sent(session, inspection, SENDING, **act)

    assert met is duty
    assert (duty.state, duty.done_on) == (MilestoneState.ACCEPTED, date(2018, 7, 6))
    assert current_version(session, duty.id).armed_on is None
    assert documents_sent_of(session, inspection.id) == [row]
    with pytest.raises(Refused, match="no statutory duty that is still owed"):
        record_sent(session, inspection, SENDING, **act)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"proof": " "}, "proves that it was sent"),
        ({"sent_to": ""}, "to whom"),
        ({"sent_on": date(2018, 7, 10)}, "has not come yet"),
    ],
)
def test_nothing_counts_as_sent_without_proof_and_a_day(
    make, session: Session, act, change, message: str
) -> None:
    inspection = make.inspection()
    duty = make.milestone(inspection, kind=MilestoneKind.STATUTORY)

    with pytest.raises(Refused, match=message):
        record_sent(session, inspection, replace(SENDING, **change), **act)

    assert duty.state is MilestoneState.OPEN


def test_of_two_duties_of_law_the_one_that_was_met_is_named(make, session: Session, act) -> None:
    inspection = make.inspection()
    one = make.milestone(inspection, kind=MilestoneKind.STATUTORY, ref="statement")
    make.milestone(inspection, kind=MilestoneKind.STATUTORY, ref="publish")

    with pytest.raises(Refused, match="Name it"):
        record_sent(session, inspection, SENDING, **act)

    assert record_sent(session, inspection, SENDING, milestone=one, **act)[1] is one


def test_going_live_arms_from_today_and_sends_nothing_old(
    make, session: Session, rulebook, act
) -> None:
    inspection, body = make.inspection(), make.agency()
    make.participation(inspection, body, mode=BodyMode.QUIET)
    overdue = [make.milestone(inspection, body, due=date(2018, 3, 1)) for _ in range(3)]

    change = set_mode(session, inspection, body, mode=BodyMode.PREPARED, rulebook=rulebook, **act)

    assert (change.before, len(change.armed)) == (BodyMode.QUIET, 3)
    for milestone in overdue:
        notices = live_notices_of(session, subject_id=milestone.id, version=1)
        assert notices
        assert {notice.state for notice in notices} == {NoticeState.BEFORE_ARMING}
        assert not {"senior-lead", "chair"} & {notice.rung_id for notice in notices}


def test_another_body_starts_prepared_and_own_staff_may_start_automatic(
    make, session: Session, rulebook, act
) -> None:
    inspection = make.inspection()
    police, team = make.agency("police"), make.agency("team", kind=AgencyKind.COUNCIL)
    for body in (police, team):
        make.participation(inspection, body)
    asked = {"mode": BodyMode.AUTOMATIC, "rulebook": rulebook} | act

    set_mode(session, inspection, team, **asked)
    with pytest.raises(Refused, match="starts prepared"):
        set_mode(session, inspection, police, **asked)
    set_mode(session, inspection, police, **(asked | {"mode": BodyMode.PREPARED}))
    change = set_mode(session, inspection, police, **asked)

    assert change.participation.mode is BodyMode.AUTOMATIC


def test_outside_bodies_and_strangers_do_not_go_live(make, session, rulebook, act) -> None:
    inspection = make.inspection()
    ofsted = make.agency("ofsted", kind=AgencyKind.OUTSIDE)
    asked = {"mode": BodyMode.PREPARED, "rulebook": rulebook} | act

    with pytest.raises(Refused, match="never asked"):
        set_mode(session, inspection, ofsted, **asked)
    with pytest.raises(Refused, match="takes no part"):
        set_mode(session, inspection, make.agency(), **asked)


def test_quiet_again_lets_nothing_more_go_out(make, session, rulebook, act) -> None:
    inspection, body = make.inspection(), make.agency()
    milestone = make.milestone(inspection, body)

    set_mode(session, inspection, body, mode=BodyMode.QUIET, rulebook=rulebook, **act)

    assert current_version(session, milestone.id).armed_on is None


def test_from_prepared_to_automatic_nothing_is_armed_anew(make, session, rulebook, act) -> None:
    inspection, body = make.inspection(), make.agency()
    milestone = make.milestone(inspection, body, mode=BodyMode.PREPARED, today=date(2018, 6, 4))

    change = set_mode(session, inspection, body, mode=BodyMode.AUTOMATIC, rulebook=rulebook, **act)

    assert change.armed == ()
    assert current_version(session, milestone.id).armed_on == date(2018, 6, 4)


def test_a_successor_goes_live_for_what_its_predecessor_was_given(
    make, session: Session, rulebook, act
) -> None:
    board = make.agency("icb")
    group = make.agency("ccg", succeeded_by_id=board.id, succeeded_on=date(2018, 7, 1))
    inspection = make.inspection()
    milestone = make.milestone(inspection, group, mode=BodyMode.QUIET)
    asked = {"mode": BodyMode.PREPARED, "rulebook": rulebook} | act

    with pytest.raises(Refused, match="Set icb instead"):
        set_mode(session, inspection, group, **asked)
    set_mode(session, inspection, board, **asked)

    assert current_version(session, milestone.id).armed_on == act["today"]


def test_a_pause_covers_one_thing_and_has_a_reason_and_an_end(make, session: Session, act) -> None:
    body = make.agency()
    days = {"starts_on": date(2018, 7, 9), "ends_on": date(2018, 7, 20)}

    pause = pause_sending(session, NewPause(reason="Major incident", agency=body, **days), **act)

    assert (pause.scope, pause.agency_id) == (PauseScope.AGENCY, body.id)
    with pytest.raises(Refused, match="needs a reason"):
        pause_sending(session, NewPause(reason="", **days), **act)
    with pytest.raises(Refused, match="cannot end this pause"):
        pause_sending(
            session,
            NewPause(date(2018, 7, 2), date(2018, 7, 6), reason="Over before it began"),
            **act,
        )


def test_a_pause_can_end_early_and_only_once(make, session: Session, act) -> None:
    order = NewPause(date(2018, 7, 2), date(2018, 7, 20), reason="Elections")
    pause = pause_sending(session, order, **act)
    assert pause.scope is PauseScope.EVERYTHING

    end_pause(session, pause, **act)

    assert pause.ended_early_on == act["today"]
    with pytest.raises(Refused, match="is over"):
        end_pause(session, pause, **act)
