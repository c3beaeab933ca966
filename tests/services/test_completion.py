"""Complete is said, checked and accepted: three steps, none skipped."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from models.milestones import StoredLadder
from models.queries.plans import current_version, evidence_of, versions_of
from models.words import MilestoneKind, MilestoneState
from services.accept_complete import accept_complete
from services.check_evidence import Verdict, check_evidence
from services.drop_milestone import drop_milestone
from services.errors import Refused
from services.pause_milestone import pause_milestone
from services.reopen_milestone import reopen_milestone
from services.report_complete import Completion, report_complete
from services.resume_milestone import resume_ended_pauses, resume_milestone

DONE = Completion(date(2018, 7, 4), reported_on=date(2018, 7, 9), evidence="Board folder, item 4")


@pytest.fixture
def reported(make, session: Session, rulebook, act):
    milestone = make.milestone(due=date(2018, 7, 6))
    return report_complete(session, milestone, DONE, rulebook=rulebook, **act)


def test_reported_complete_keeps_the_day_it_was_done(reported, session: Session) -> None:
    assert reported.state is MilestoneState.REPORTED_COMPLETE
    assert (reported.done_on, reported.reported_on) == (date(2018, 7, 4), date(2018, 7, 9))
    assert evidence_of(session, reported.id)[0].reference == "Board folder, item 4"


def test_reporting_complete_ends_the_asking_and_begins_our_own_duty(
    reported, session: Session
) -> None:
    version = current_version(session, reported.id)

    assert (version.version, version.anchor) == (1, date(2018, 7, 9))
    assert session.get_one(StoredLadder, version.ladder_id).name == "check"
    assert version.armed_on == date(2018, 7, 9)


def test_nothing_is_done_on_a_day_that_has_not_come(make, session, rulebook, act) -> None:
    milestone = make.milestone()

    with pytest.raises(Refused, match="has not come yet"):
        report_complete(
            session,
            milestone,
            Completion(date(2018, 8, 1), reported_on=date(2018, 7, 9)),
            rulebook=rulebook,
            **act,
        )


def test_accepted_evidence_ends_our_duty(reported, session: Session, rulebook, act) -> None:
    check_evidence(session, reported, Verdict(is_accepted=True), rulebook=rulebook, **act)

    assert reported.state is MilestoneState.EVIDENCE_CHECKED
    assert (reported.checked_on, reported.checked_by) == (act["today"], "manager")
    assert current_version(session, reported.id).armed_on is None


def test_refused_evidence_opens_the_item_as_a_new_version(
    reported, session: Session, rulebook, act
) -> None:
    check_evidence(
        session,
        reported,
        Verdict(is_accepted=False, reason="The minutes are of another meeting"),
        rulebook=rulebook,
        **act,
    )

    version = current_version(session, reported.id)
    assert reported.state is MilestoneState.OPEN
    assert (reported.done_on, reported.reported_on) == (None, None)
    assert (version.version, version.due, version.anchor) == (2, date(2018, 7, 6), date(2018, 7, 6))
    assert (version.armed_on, version.answered_on) == (act["today"], None)
    assert evidence_of(session, reported.id)[0].accepted is False


def test_a_refusal_says_why(reported, session: Session, rulebook, act) -> None:
    with pytest.raises(Refused, match="Say why"):
        check_evidence(session, reported, Verdict(is_accepted=False), rulebook=rulebook, **act)


def test_evidence_is_not_accepted_if_none_is_named(make, session, rulebook, act) -> None:
    milestone = make.milestone()
    report_complete(
        session,
        milestone,
        Completion(date(2018, 7, 4), reported_on=date(2018, 7, 9)),
        rulebook=rulebook,
        **act,
    )

    with pytest.raises(Refused, match="No evidence is named"):
        check_evidence(session, milestone, Verdict(is_accepted=True), rulebook=rulebook, **act)
    check_evidence(
        session,
        milestone,
        Verdict(is_accepted=True, reference="Seen in the shared folder"),
        rulebook=rulebook,
        **act,
    )
    assert milestone.state is MilestoneState.EVIDENCE_CHECKED


def test_a_board_accepts_by_minute_and_only_what_was_checked(
    reported, make, session: Session, rulebook, act
) -> None:
    meeting = make.meeting("Improvement Board", date(2018, 7, 2))
    minute = make.minute(meeting, number="12")

    with pytest.raises(Refused, match="not checked yet"):
        accept_complete(session, reported, minute=minute, meeting=meeting, **act)
    check_evidence(session, reported, Verdict(is_accepted=True), rulebook=rulebook, **act)
    accept_complete(session, reported, minute=minute, meeting=meeting, **act)

    assert reported.state is MilestoneState.ACCEPTED
    assert reported.accepted_by_minute == "Improvement Board, 2 July 2018, minute 12"
    assert reported.accepted_on == date(2018, 7, 2)


def test_a_pause_has_a_reason_and_an_end_and_resuming_is_a_new_version(
    make, session: Session, rulebook, act
) -> None:
    milestone = make.milestone()
    with pytest.raises(Refused, match="needs a reason"):
        pause_milestone(session, milestone, until=date(2018, 8, 1), reason=" ", **act)

    pause_milestone(session, milestone, until=date(2018, 8, 1), reason="Post is vacant", **act)
    assert current_version(session, milestone.id).armed_on is None

    resume_milestone(session, milestone, rulebook=rulebook, **act)
    assert milestone.state is MilestoneState.OPEN
    assert [version.version for version in versions_of(session, milestone.id)] == [1, 2]
    assert current_version(session, milestone.id).armed_on == act["today"]


def test_a_pause_ends_by_itself_on_the_day_after_its_last(
    make, session: Session, rulebook, act, now
) -> None:
    milestone = make.milestone()
    pause_milestone(session, milestone, until=date(2018, 8, 1), reason="Post is vacant", **act)
    asked = {"now": now, "by": "schedule", "rulebook": rulebook}

    assert resume_ended_pauses(session, today=date(2018, 8, 1), **asked) == []
    assert resume_ended_pauses(session, today=date(2018, 8, 2), **asked) == [milestone]
    assert milestone.state is MilestoneState.OPEN


def test_a_date_of_law_is_neither_paused_nor_dropped(make, session: Session, act) -> None:
    milestone = make.milestone(kind=MilestoneKind.STATUTORY)

    with pytest.raises(Refused, match="cannot be paused"):
        pause_milestone(session, milestone, until=date(2018, 8, 1), reason="x", **act)
    with pytest.raises(Refused, match="date of law"):
        drop_milestone(session, milestone, reason="x", **act)


def test_what_is_no_longer_needed_can_be_opened_again(
    make, session: Session, rulebook, act
) -> None:
    milestone = make.milestone()
    drop_milestone(session, milestone, reason="Covered by 3.2", **act)
    assert milestone.state is MilestoneState.NO_LONGER_NEEDED

    reopen_milestone(session, milestone, reason="3.2 was split", rulebook=rulebook, **act)

    assert (milestone.state, milestone.version) == (MilestoneState.OPEN, 2)
    assert current_version(session, milestone.id).armed_on == act["today"]
