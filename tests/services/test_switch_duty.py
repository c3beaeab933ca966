"""Duties that apply only where somebody found so, and duties that fall away."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from models.inspections import Inspection
from models.queries.key_dates import rule_milestones_of
from models.words import AgencyKind, MilestoneKind, MilestoneState
from services.act import Act
from services.add_agency import NewAgency, add_agency
from services.errors import NotFoundError, Refused
from services.find import key_of, the_inspection
from services.history import verify
from services.switch_duty import switch_duty
from services.timeline import key_dates

NOON = datetime(2018, 5, 10, 11, tzinfo=UTC)


@pytest.fixture
def session(southend_session: Session) -> Session:
    return southend_session


@pytest.fixture
def inspection(session: Session) -> Inspection:
    return the_inspection(session)


@pytest.fixture
def switch(session: Session, inspection: Inspection, rulebook):
    act = Act(by="manager", today=date(2018, 5, 10), now=NOON, rulebook=rulebook)

    def switched(rule: str, *, on: bool, **more):
        return switch_duty(
            session, inspection, rule_key=rule, on=on, reason="counsel says so", act=act, **more
        )

    return switched


@pytest.fixture
def keys(session: Session, inspection: Inspection, rulebook):
    def found() -> list[str]:
        return [one.key for one in key_dates(session, inspection, calendar=rulebook.calendar)]

    return found


def test_a_duty_that_is_off_is_no_key_date(keys) -> None:
    assert "force_comments" not in keys()


def test_switched_on_it_is_counted_by_its_own_convention(session, switch, keys) -> None:
    body = add_agency(
        session,
        NewAgency("estuary-commissioner", "Estuary Commissioner", AgencyKind.PARTNER),
        now=NOON,
        by="manager",
    )

    duty = switch("force-comments", on=True, body=body)

    assert duty.due == date(2018, 7, 3), "the 56th day beginning with 9 May 2018"
    assert duty.kind is MilestoneKind.STATUTORY
    assert duty.agency_id == body.id
    assert "force_comments" in keys()


def test_switched_off_again_it_stays_in_the_records_and_out_of_the_key_dates(
    session, inspection, switch, keys
) -> None:
    switch("force-comments", on=True)

    duty = switch("force-comments", on=False)

    assert duty.state is MilestoneState.NO_LONGER_NEEDED
    assert duty.state_reason == "counsel says so"
    assert "force_comments" not in keys()
    assert "force_comments" in rule_milestones_of(session, key_of(inspection.id))


def test_a_statement_that_nobody_asked_for_falls_away_and_comes_back(switch, keys) -> None:
    switch("statement", on=False)
    assert "statement" not in keys()

    back = switch("statement", on=True)

    assert back.state is MilestoneState.OPEN
    assert back.due == date(2018, 8, 16)


@pytest.mark.parametrize(
    ("rule", "on", "kind", "said"),
    [
        ("statement", True, Refused, "applies already"),
        ("force-comments", False, Refused, "does not apply already"),
        ("statment", False, NotFoundError, "'statement'"),
    ],
)
def test_what_cannot_be_switched_says_why(switch, rule, on, kind, said) -> None:
    with pytest.raises(kind, match=said):
        switch(rule, on=on)


def test_both_acts_are_history(session, switch) -> None:
    switch("force-comments", on=True)
    switch("force-comments", on=False)

    assert verify(session).is_sound
