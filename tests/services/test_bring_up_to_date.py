"""What the passing of days does by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from models.queries.history import newest_events
from models.queries.key_dates import rule_milestones_of
from models.words import MilestoneState, PlanState
from services.act import Act
from services.add_meeting import add_meeting
from services.bring_up_to_date import BroughtUp, bring_up_to_date
from services.find import key_of, the_inspection, the_plan
from services.record_minute import NewMinute, record_minute
from services.recount import BASIS
from services.set_meeting import set_meeting

DAY = date(2018, 5, 14)
NOON = datetime(2018, 5, 14, 11, tzinfo=UTC)


@pytest.fixture
def session(southend_session: Session) -> Session:
    return southend_session


def test_an_ordinary_day_changes_nothing(session) -> None:
    before = newest_events(session, limit=1)[0].seq

    assert bring_up_to_date(session, today=DAY, now=NOON) == BroughtUp()
    assert newest_events(session, limit=1)[0].seq == before


def test_the_day_of_publication_lifts_the_embargo_and_the_day_before_does_not(session) -> None:
    inspection = the_inspection(session)
    inspection.embargoed, inspection.published_on = True, DAY

    early = bring_up_to_date(session, today=date(2018, 5, 11), now=NOON)
    assert early.lifted == ()
    assert inspection.embargoed

    assert bring_up_to_date(session, today=DAY, now=NOON).lifted == (inspection.ref,)
    assert not inspection.embargoed
    assert newest_events(session, limit=1)[0].kind == "embargo_lifted"


def test_a_plan_that_was_agreed_is_asked_for_no_more(session) -> None:
    inspection = the_inspection(session)
    plan = the_plan(session, inspection)
    plan.state, plan.agreed_on, plan.agreed_by = PlanState.AGREED, date(2018, 5, 11), "partners"

    assert bring_up_to_date(session, today=DAY, now=NOON).closed == ("plan-agreed",)

    task = rule_milestones_of(session, key_of(inspection.id))["plan_agreed"]
    assert (task.state, task.done_on) == (MilestoneState.ACCEPTED, date(2018, 5, 11))
    assert bring_up_to_date(session, today=DAY, now=NOON).closed == ()


def test_a_meeting_named_after_its_minute_was_recorded_closes_its_duty(session, rulebook) -> None:
    inspection = the_inspection(session)
    day = date(2018, 6, 26)
    noon = datetime(2018, 6, 26, 11, tzinfo=UTC)
    meeting = add_meeting(session, body="Cabinet", held_on=day, now=noon, by="manager")
    minute = NewMinute("42", "Inspection", "That the report be noted.")
    record_minute(
        session, meeting, minute, today=day, now=noon, by="manager", inspection=inspection
    )
    act = Act(by="manager", today=day, now=noon, rulebook=rulebook)
    set_meeting(
        session, inspection, rule_key="cabinet-noting", body="cabinet", held_on=day, act=act
    )

    assert bring_up_to_date(session, today=day, now=noon).closed == ("cabinet-noting",)
    duty = rule_milestones_of(session, key_of(inspection.id))["cabinet_noting"]
    assert duty.accepted_by_minute == "Cabinet, 26 June 2018, minute 42"


def test_an_inspection_without_a_day_of_publication_stays_embargoed(session) -> None:
    inspection = the_inspection(session)
    inspection.embargoed, inspection.published_on = True, None

    bring_up_to_date(session, today=DAY, now=NOON)

    assert inspection.embargoed


@pytest.mark.parametrize(
    ("counted_as", "worked_to"),
    [
        pytest.param(date(2018, 8, 17), date(2018, 8, 16), id="earlier-applies"),
        pytest.param(date(2018, 8, 15), date(2018, 8, 15), id="later-waits"),
    ],
)
def test_a_new_release_of_the_calendar_counts_anew(session, counted_as, worked_to) -> None:
    inspection = the_inspection(session)
    statement = rule_milestones_of(session, key_of(inspection.id))["statement"]
    statement.due = counted_as
    old = {**statement.reading[BASIS], "calendar": "england-and-wales 2017.1"}
    statement.reading = {**statement.reading, BASIS: old}

    moved = bring_up_to_date(session, today=DAY, now=NOON)

    assert "statement" in [one.date.ref for one in moved.dates]
    assert statement.due == worked_to
