"""A plan is proposed, answered, agreed and closed; nothing of a draft is asked for."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from models.queries.inspections import participations_of
from models.queries.plans import current_version, sign_offs_of
from models.words import ActionState, AgencyKind, BodyMode, MilestoneState, PlanState
from services.add_action import NewAction, add_action
from services.agree_plan import Agreement, agree_plan
from services.answer_action import (
    accept_action,
    dispute_action,
    start_action,
    withdraw_action,
)
from services.close_plan import close_plan
from services.errors import NeedsConfirmation, Refused
from services.sign_off import Signature, sign_off

AGREEMENT = Agreement(date(2018, 7, 9), agreed_by="Improvement Board")
SIGNATURE = Signature("Superintendent Rowe", "Chief officers' delegation", date(2018, 7, 6))


@pytest.fixture
def draft(make):
    """A draft with one accepted action, whose body is live."""
    inspection, body = make.inspection(), make.agency("police", name="Estuary Police")
    milestone = make.milestone(inspection, body, plan=PlanState.DRAFT)
    return make.plan(inspection), milestone, inspection, body


def test_an_action_brings_its_bodies_into_the_inspection_and_they_begin_quiet(
    make, session: Session, now
) -> None:
    inspection = make.inspection()
    lead, support = make.agency("police"), make.agency("health")

    add_action(
        session,
        make.plan(inspection),
        NewAction("3.1", "Share minutes in two days", timescale="By the end of September"),
        accountable=lead,
        supporting=[support],
        now=now,
        by="manager",
    )

    rows = participations_of(session, inspection.id)
    assert {row.agency_id for row in rows} == {lead.id, support.id}
    assert {row.mode for row in rows} == {BodyMode.QUIET}


def test_an_outside_body_is_never_accountable(make, session: Session, now) -> None:
    ofsted = make.agency("ofsted", kind=AgencyKind.OUTSIDE)

    with pytest.raises(Refused, match="outside body"):
        add_action(
            session, make.plan(), NewAction("1", "Do"), accountable=ofsted, now=now, by="manager"
        )


def test_a_reference_is_used_once_in_a_plan(make, session: Session, now) -> None:
    plan, body = make.plan(), make.agency()
    make.action(plan, body, ref="3.1")

    with pytest.raises(Refused, match="already"):
        add_action(session, plan, NewAction("3.1", "Do"), accountable=body, now=now, by="manager")


def test_child_level_detail_stops_an_action_in_whatever_column_it_stands(
    make, session: Session, now
) -> None:
    order = NewAction("1", "Do", other_columns={"Remarks": "DOB 3/5/2009"})

    with pytest.raises(NeedsConfirmation, match="Remarks holds what looks like a date of birth"):
        add_action(session, make.plan(), order, accountable=make.agency(), now=now, by="manager")


def test_agreeing_fixes_the_first_dates_and_arms_what_is_live(
    draft, session: Session, rulebook, act
) -> None:
    plan, milestone, _, _ = draft

    result = agree_plan(session, plan, AGREEMENT, rulebook=rulebook, **act)

    assert (plan.state, plan.agreed_by) == (PlanState.AGREED, "Improvement Board")
    assert milestone.first_due == date(2018, 9, 28)
    assert (milestone.version, current_version(session, milestone.id).armed_on) == (1, act["today"])
    assert (result.dates_fixed, result.armed, result.left_open) == (1, 1, ())


def test_a_disputed_action_keeps_the_plan_from_being_agreed(
    draft, make, session: Session, rulebook, act
) -> None:
    plan, _, _, body = draft
    action = make.action(plan, body, ref="7", state=ActionState.PROPOSED)
    dispute_action(session, action, reason="Not our duty", rulebook=rulebook, **act)

    with pytest.raises(Refused, match="7: disputed by Estuary Police: Not our duty"):
        agree_plan(session, plan, AGREEMENT, rulebook=rulebook, **act)

    assert plan.state is PlanState.DRAFT


def test_an_unanswered_action_keeps_it_too_unless_its_body_signed_off(
    draft, make, session: Session, rulebook, act
) -> None:
    plan, _, inspection, body = draft
    action = make.action(plan, body, ref="7", state=ActionState.PROPOSED)
    with pytest.raises(Refused, match="7: Estuary Police has not answered"):
        agree_plan(session, plan, AGREEMENT, rulebook=rulebook, **act)

    sign_off(session, inspection, body, SIGNATURE, document="plan", version=1, **act)
    agree_plan(session, plan, AGREEMENT, rulebook=rulebook, **act)

    assert action.state is ActionState.ACCEPTED


def test_a_plan_agreed_despite_a_dispute_asks_nobody_for_what_is_disputed(
    draft, make, session: Session, rulebook, act
) -> None:
    plan, _, inspection, body = draft
    action = make.action(plan, body, ref="7", state=ActionState.DISPUTED)
    item = make.milestone(inspection, body, action_id=action.id, plan=PlanState.DRAFT)
    agreement = Agreement(date(2018, 7, 9), "Improvement Board", despite="To be settled in August")

    result = agree_plan(session, plan, agreement, rulebook=rulebook, **act)

    assert [one.ref for one in result.left_open] == ["7"]
    assert (item.first_due, current_version(session, item.id).armed_on) == (None, None)

    accept_action(session, action, rulebook=rulebook, **act)
    assert item.first_due == item.due
    assert current_version(session, item.id).armed_on == act["today"]


def test_a_withdrawn_action_stands_in_nobodys_way(
    draft, make, session: Session, rulebook, act
) -> None:
    plan, _, inspection, body = draft
    action = make.action(plan, body, ref="7", state=ActionState.DISPUTED)
    item = make.milestone(inspection, body, action_id=action.id, plan=PlanState.DRAFT)

    withdraw_action(session, action, reason="Covered by 3.1", rulebook=rulebook, **act)
    agree_plan(session, plan, AGREEMENT, rulebook=rulebook, **act)

    assert item.state is MilestoneState.NO_LONGER_NEEDED
    assert action.state_reason == "Covered by 3.1"


def test_start_now_asks_before_the_plan_is_agreed_and_fixes_the_date(
    draft, make, session: Session, rulebook, act
) -> None:
    plan, _, inspection, body = draft
    action = make.action(plan, body, ref="7")
    item = make.milestone(inspection, body, action_id=action.id, plan=PlanState.DRAFT)
    assert current_version(session, item.id).armed_on is None

    start_action(session, action, rulebook=rulebook, **act)

    assert current_version(session, item.id).armed_on == act["today"]
    assert item.first_due == item.due


def test_disputing_what_runs_stops_the_asking(draft, make, session, rulebook, act) -> None:
    plan, _, inspection, body = draft
    action = make.action(plan, body, ref="7", start_now=True)
    item = make.milestone(inspection, body, action_id=action.id, plan=PlanState.DRAFT)

    dispute_action(session, action, reason="Not ours", rulebook=rulebook, **act)

    assert current_version(session, item.id).armed_on is None


def test_an_empty_plan_is_not_agreed(make, session: Session, rulebook, act) -> None:
    with pytest.raises(Refused, match="no actions yet"):
        agree_plan(session, make.plan(), AGREEMENT, rulebook=rulebook, **act)


def test_a_sign_off_names_its_authority_and_happens_once_a_version(
    draft, session: Session, act
) -> None:
    _, _, inspection, body = draft
    asked = {"document": "plan", "version": 1} | act

    sign_off(session, inspection, body, SIGNATURE, **asked)

    [row] = sign_offs_of(session, inspection.id, document="plan")
    assert (row.signed_by, row.authority) == (SIGNATURE.signed_by, SIGNATURE.authority)
    with pytest.raises(Refused, match="signed off version 1 on Friday 6 July 2018"):
        sign_off(session, inspection, body, SIGNATURE, **asked)
    with pytest.raises(Refused, match="under what authority"):
        sign_off(
            session,
            inspection,
            body,
            Signature("Rowe", " ", date(2018, 7, 6)),
            **(asked | {"version": 2}),
        )


def test_a_plan_is_closed_by_minute_and_names_what_is_open(
    draft, make, session: Session, rulebook, act
) -> None:
    plan, milestone, _, _ = draft
    agree_plan(session, plan, AGREEMENT, rulebook=rulebook, **act)
    meeting = make.meeting()
    cited = {"minute": make.minute(meeting), "meeting": meeting}

    with pytest.raises(Refused, match=milestone.ref):
        close_plan(session, plan, **cited, **act)
    close_plan(session, plan, **cited, despite="Goes on in the 2019 plan", **act)

    assert plan.closed_by_minute == "Improvement Board, 2 July 2018, minute 12"
    assert current_version(session, milestone.id).armed_on is None
