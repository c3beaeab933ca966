"""An agreed date is moved, corrected or counted again; the first one is never lost."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from models.queries.history import events_about
from models.queries.plans import changes_of, current_version
from models.words import DateChangeKind, MilestoneKind, MilestoneState, PlanState
from services.add_milestone import NewMilestone, add_milestone
from services.correct_date import correct_date
from services.errors import NeedsConfirmation, Refused
from services.move_milestone import Move, move_milestone
from services.set_due import set_due

MOVE = Move(date(2018, 11, 30), reason="The tool comes in November", approved_by="Dana Holt")


def test_a_move_is_counted_and_keeps_the_first_date(make, session: Session, rulebook, act) -> None:
    milestone = make.milestone(due=date(2018, 9, 28))

    move_milestone(session, milestone, MOVE, rulebook=rulebook, **act)

    assert (milestone.first_due, milestone.due) == (date(2018, 9, 28), date(2018, 11, 30))
    assert (milestone.moves, milestone.version) == (1, 2)
    [change] = changes_of(session, milestone.id)
    assert (change.kind, change.before, change.after) == (
        DateChangeKind.MOVE,
        date(2018, 9, 28),
        date(2018, 11, 30),
    )
    assert (change.reason, change.approved_by) == ("The tool comes in November", "Dana Holt")


def test_a_move_is_an_event_with_its_reason(make, session: Session, rulebook, act) -> None:
    milestone = make.milestone()

    move_milestone(session, milestone, MOVE, rulebook=rulebook, **act)

    [event] = events_about(session, subject_kind="milestone", subject_id=milestone.id)
    assert event.kind == "milestone_move"
    assert event.payload["approved_by"] == "Dana Holt"


def test_a_statutory_date_is_never_moved_and_never_corrected(
    make, session: Session, rulebook, act
) -> None:
    milestone = make.milestone(kind=MilestoneKind.STATUTORY)

    with pytest.raises(Refused, match="never moved"):
        move_milestone(session, milestone, MOVE, rulebook=rulebook, **act)
    with pytest.raises(Refused, match="date of law"):
        correct_date(
            session, milestone, due=date(2018, 8, 16), reason="slip", rulebook=rulebook, **act
        )


@pytest.mark.parametrize(("reason", "approved_by"), [("", "Dana Holt"), ("Late tool", "  ")])
def test_a_move_needs_a_reason_and_an_approval(
    make, session: Session, rulebook, act, reason: str, approved_by: str
) -> None:
    milestone = make.milestone()

    with pytest.raises(Refused, match="reason and the name"):
        move_milestone(
            session,
            milestone,
            Move(date(2018, 11, 30), reason, approved_by),
            rulebook=rulebook,
            **act,
        )

    assert milestone.moves == 0


def test_changes_before_the_plan_is_agreed_are_not_moves(
    make, session: Session, rulebook, act
) -> None:
    milestone = make.milestone(plan=PlanState.DRAFT)

    set_due(session, milestone, due=date(2018, 10, 31), rulebook=rulebook, **act)

    assert (milestone.moves, milestone.first_due, milestone.due) == (0, None, date(2018, 10, 31))
    assert changes_of(session, milestone.id) == []
    with pytest.raises(Refused, match="not fixed"):
        move_milestone(session, milestone, MOVE, rulebook=rulebook, **act)


def test_an_agreed_date_cannot_be_set_as_if_it_were_new(
    make, session: Session, rulebook, act
) -> None:
    milestone = make.milestone()

    with pytest.raises(Refused, match="Move it with a reason"):
        set_due(session, milestone, due=date(2018, 10, 31), rulebook=rulebook, **act)


def test_the_date_of_a_question_answered_after_agreement_is_the_first_date(
    make, session: Session, rulebook, act
) -> None:
    milestone = make.milestone(due=None, reading={"question": "Which Monday?"})

    set_due(session, milestone, due=date(2018, 10, 1), rulebook=rulebook, **act)

    assert milestone.first_due == date(2018, 10, 1)
    assert milestone.reading["question"] is None
    assert current_version(session, milestone.id).armed_on == act["today"]


def test_a_correction_is_not_counted_and_corrects_the_first_date(
    make, session: Session, rulebook, act
) -> None:
    milestone = make.milestone(due=date(2019, 9, 28))

    correct_date(
        session, milestone, due=date(2018, 9, 28), reason="wrong year", rulebook=rulebook, **act
    )

    assert (milestone.moves, milestone.first_due) == (0, date(2018, 9, 28))
    assert changes_of(session, milestone.id)[0].before == date(2019, 9, 28)


def test_a_correction_after_a_move_leaves_the_first_date_alone(
    make, session: Session, rulebook, act
) -> None:
    milestone = make.milestone(due=date(2018, 9, 28))
    move_milestone(session, milestone, MOVE, rulebook=rulebook, **act)

    correct_date(
        session, milestone, due=date(2018, 12, 3), reason="the 3rd", rulebook=rulebook, **act
    )

    assert (milestone.moves, milestone.first_due) == (1, date(2018, 9, 28))


def test_a_past_date_is_confirmed_and_not_assumed(make, session: Session, rulebook, act) -> None:
    inspection, body = make.inspection(), make.agency()
    make.plan(inspection)
    order = NewMilestone("Share minutes", ref="3.1", due=date(2017, 9, 28))

    with pytest.raises(NeedsConfirmation, match="Thursday 28 September 2017"):
        add_milestone(session, inspection, order, agency=body, rulebook=rulebook, **act)

    confirmed = add_milestone(
        session,
        inspection,
        order,
        agency=body,
        rulebook=rulebook,
        past_date_confirmed=True,
        **act,
    )
    assert confirmed.due == date(2017, 9, 28)


def test_a_past_date_of_a_move_is_confirmed_too(make, session: Session, rulebook, act) -> None:
    milestone = make.milestone()
    back = Move(date(2017, 11, 30), "slip of the year", "Dana Holt")

    with pytest.raises(NeedsConfirmation):
        move_milestone(session, milestone, back, rulebook=rulebook, **act)

    assert (milestone.moves, milestone.version) == (0, 1)


def test_a_date_in_a_draft_is_fixed_only_if_the_action_starts_now(
    make, session: Session, rulebook, act
) -> None:
    inspection = make.inspection()
    plan, body = make.plan(inspection), make.agency()
    later, running = make.action(plan, body), make.action(plan, body, start_now=True)
    order = NewMilestone("Share minutes", due=date(2018, 9, 28))
    asked = {"agency": body, "rulebook": rulebook} | act

    draft = add_milestone(session, inspection, order, action=later, **asked)
    started = add_milestone(session, inspection, order, action=running, **asked)

    assert draft.first_due is None
    assert started.first_due == date(2018, 9, 28)


def test_milestones_of_one_action_take_its_reference_in_turn(
    make, session: Session, rulebook, act
) -> None:
    inspection = make.inspection()
    body = make.agency()
    action = make.action(make.plan(inspection), body, ref="3.1")
    asked = {"agency": body, "action": action, "rulebook": rulebook} | act

    refs = [
        add_milestone(session, inspection, NewMilestone(title), **asked).ref
        for title in ("Draft", "Consult", "Publish")
    ]

    assert refs == ["3.1", "3.1-2", "3.1-3"]


def test_a_date_that_is_done_with_cannot_be_moved(make, session: Session, rulebook, act) -> None:
    milestone = make.milestone()
    milestone.state = MilestoneState.ACCEPTED

    with pytest.raises(Refused, match="not open"):
        move_milestone(session, milestone, MOVE, rulebook=rulebook, **act)
