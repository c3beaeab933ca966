"""Findings are divided, answered for and closed by a board; their count never shrinks."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from models.queries.plans import findings_of
from models.words import AgencyKind, FindingKind, MilestoneState, SaidState, UpdateChannel
from rules.finding_state import FindingState
from services.assign_finding import (
    accept_accountable,
    accept_contribution,
    propose_accountable,
    propose_contributor,
)
from services.close_finding import close_finding, reopen_finding
from services.describe_finding import describe_finding
from services.divide_finding import Part, divide_finding
from services.errors import Refused
from services.finding_standing import standing_of, standings
from services.record_update import Answer, record_update
from services.set_finding_aside import merge_finding, withdraw_finding

ASKED = {"by": "manager"}


@pytest.fixture
def answered(make):
    """A finding with one action and one milestone."""
    inspection, body = make.inspection(), make.agency()
    finding = make.finding(inspection, ref="5")
    action = make.action(make.plan(inspection), body, finding_id=finding.id)
    milestone = make.milestone(inspection, body, action_id=action.id)
    return finding, milestone


def test_a_divided_finding_keeps_its_words_and_its_parts_take_letters(
    make, session: Session, now
) -> None:
    finding = make.finding(ref="5", overseeing_board="Improvement Board", themes=["equalities"])

    parts = divide_finding(
        session,
        finding,
        [Part("Minutes late", "Minutes reach partners late."), Part("Diary clashes", "")],
        now=now,
        **ASKED,
    )

    assert [part.ref for part in parts] == ["5a", "5b"]
    assert parts[1].words == finding.words
    assert (parts[0].overseeing_board, parts[0].themes) == ("Improvement Board", ["equalities"])
    [third] = divide_finding(session, finding, [Part("Venue", "")], now=now, **ASKED)
    assert third.ref == "5c"


def test_a_part_is_not_divided_again(make, session: Session, now) -> None:
    finding = make.finding(ref="5")
    [part] = divide_finding(session, finding, [Part("Minutes", "")], now=now, **ASKED)

    with pytest.raises(Refused, match="part already"):
        divide_finding(session, part, [Part("Minutes", "")], now=now, **ASKED)


def test_merged_and_withdrawn_findings_stay_in_the_total(make, session: Session, now) -> None:
    inspection = make.inspection()
    one, two, three = (make.finding(inspection, ref=str(number)) for number in (1, 2, 3))

    merge_finding(session, one, two, reason="The same matter", now=now, **ASKED)
    withdraw_finding(session, three, reason="Taken out at accuracy stage", now=now, **ASKED)

    assert len(findings_of(session, inspection.id)) == 3
    assert [one.state for one in standings(session, inspection.id)] == [
        FindingState.MERGED,
        FindingState.NOT_STARTED,
        FindingState.WITHDRAWN,
    ]


def test_a_finding_is_not_merged_into_itself_or_another_inspections(
    make, session: Session, now
) -> None:
    one, elsewhere = make.finding(), make.finding()

    for into in (one, elsewhere):
        with pytest.raises(Refused, match="another one of the same inspection"):
            merge_finding(session, one, into, reason="same", now=now, **ASKED)


def test_one_body_is_proposed_and_accepts_and_another_proposal_asks_anew(
    make, session: Session, now
) -> None:
    finding, police, health = make.finding(), make.agency("police"), make.agency("health")
    propose_accountable(session, finding, police, proposed_by="DCS", now=now, **ASKED)
    accept_accountable(session, finding, on=date(2018, 7, 2), now=now, **ASKED)
    assert finding.accountable_accepted_on == date(2018, 7, 2)

    propose_accountable(session, finding, health, now=now, **ASKED)

    assert (finding.accountable_agency_id, finding.accountable_accepted_on) == (health.id, None)


def test_contributing_bodies_are_proposed_once_and_accept(make, session: Session, now) -> None:
    finding, police, health = make.finding(), make.agency("police"), make.agency("health")
    propose_accountable(session, finding, police, now=now, **ASKED)
    propose_contributor(session, finding, health, now=now, **ASKED)

    row = accept_contribution(session, finding, health, on=date(2018, 7, 2), now=now, **ASKED)

    assert row.accepted_on == date(2018, 7, 2)
    for body in (police, health):
        with pytest.raises(Refused, match="already"):
            propose_contributor(session, finding, body, now=now, **ASKED)


def test_an_outside_body_answers_for_no_finding(make, session: Session, now) -> None:
    with pytest.raises(Refused, match="outside body"):
        propose_accountable(
            session, make.finding(), make.agency(kind=AgencyKind.OUTSIDE), now=now, **ASKED
        )


def test_the_state_follows_from_the_actions(answered, session: Session, rulebook, act) -> None:
    finding, milestone = answered
    assert standing_of(session, finding).state is FindingState.NOT_STARTED

    answer = Answer(SaidState.ON_TRACK, "Maria Fenn", UpdateChannel.REPLY)
    record_update(session, milestone, answer, rulebook=rulebook, **act)
    assert standing_of(session, finding).state is FindingState.IN_PROGRESS

    milestone.state = MilestoneState.ACCEPTED
    session.flush()
    standing = standing_of(session, finding)
    assert (standing.state, standing.items, standing.complete) == (
        FindingState.ACTIONS_COMPLETE,
        1,
        1,
    )


def test_the_actions_of_parts_and_of_merged_findings_count_for_the_whole(
    answered, make, session: Session, now
) -> None:
    finding, milestone = answered
    milestone.state = MilestoneState.ACCEPTED
    inspection = session.get_one(type(make.inspection()), finding.inspection_id)
    other = make.finding(inspection, ref="6")

    merge_finding(session, finding, other, reason="The same matter", now=now, **ASKED)

    assert standing_of(session, other).state is FindingState.ACTIONS_COMPLETE


def test_priority_actions_stand_first(make, session: Session) -> None:
    inspection = make.inspection()
    make.finding(inspection, ref="1")
    make.finding(inspection, ref="P1", kind=FindingKind.PRIORITY_ACTION)

    assert [one.finding.ref for one in standings(session, inspection.id)] == ["P1", "1"]


def test_a_finding_is_closed_by_minute_with_what_is_different_for_children(
    answered, make, session: Session, act
) -> None:
    finding, milestone = answered
    meeting = make.meeting()
    cited = {"minute": make.minute(meeting), "meeting": meeting}
    words = "Children's plans now reach every agency in two days."

    with pytest.raises(Refused, match="not started"):
        close_finding(session, finding, what_is_different=words, **cited, **act)
    milestone.state = MilestoneState.ACCEPTED
    session.flush()
    with pytest.raises(Refused, match="different for children"):
        close_finding(session, finding, what_is_different=" ", **cited, **act)
    close_finding(session, finding, what_is_different=words, **cited, **act)

    assert standing_of(session, finding).state is FindingState.CLOSED
    assert finding.closed_by_minute == "Improvement Board, 2 July 2018, minute 12"

    reopen_finding(session, finding, reason="An audit found late minutes", **act)
    assert standing_of(session, finding).state is FindingState.ACTIONS_COMPLETE
    assert finding.reopened_on == act["today"]


def test_the_letters_words_never_change(make, session: Session, now) -> None:
    finding = make.finding()
    words = finding.words

    describe_finding(
        session, finding, short_title="Late minutes", themes=["quick win"], now=now, **ASKED
    )

    assert (finding.short_title, finding.themes, finding.words) == (
        "Late minutes",
        ["quick win"],
        words,
    )
