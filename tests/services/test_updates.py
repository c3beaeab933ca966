"""What a body said is kept as it was said, corrected openly, and never chased again at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from models.queries.history import events_about
from models.queries.plans import current_version, updates_of
from models.words import MilestoneState, Rating, SaidState, UpdateChannel
from services.correct_update import correct_update
from services.errors import NeedsConfirmation, Refused
from services.record_update import Answer, record_update

ON_TRACK = Answer(
    SaidState.ON_TRACK,
    said_by="Maria Fenn",
    channel=UpdateChannel.TELEPHONE,
    words="Template agreed, training in August.",
    rating=Rating.GREEN,
    forecast=date(2018, 9, 14),
    said_on=date(2018, 7, 6),
)
COMPLETE = Answer(
    SaidState.COMPLETE,
    said_by="Maria Fenn",
    channel=UpdateChannel.REPLY,
    done_on=date(2018, 7, 5),
    evidence="Minutes of 5 July",
)


@pytest.fixture
def say(session: Session, rulebook, act):
    """Record an answer about a milestone."""

    def recorded(milestone, answer: Answer, **more):
        return record_update(session, milestone, answer, rulebook=rulebook, **(act | more))

    return recorded


def test_an_answer_is_kept_in_the_words_it_was_given_in(make, session: Session, say) -> None:
    milestone = make.milestone()

    update = say(milestone, ON_TRACK)

    assert (update.words, update.rating) == (ON_TRACK.words, Rating.GREEN)
    assert (update.said_by, update.recorded_by) == ("Maria Fenn", "manager")
    assert current_version(session, milestone.id).answered_on == date(2018, 7, 6)
    assert milestone.state is MilestoneState.OPEN


def test_what_the_manager_notes_alone_is_no_answer_of_the_body(make, session, say) -> None:
    milestone = make.milestone()

    say(milestone, replace(ON_TRACK, channel=UpdateChannel.MANAGER))

    assert current_version(session, milestone.id).answered_on is None


def test_an_earlier_answer_recorded_later_does_not_turn_the_day_back(make, session, say) -> None:
    milestone = make.milestone()

    say(milestone, ON_TRACK)
    say(milestone, replace(ON_TRACK, said_on=date(2018, 7, 2)))

    assert current_version(session, milestone.id).answered_on == date(2018, 7, 6)


def test_complete_asks_when_it_was_done_and_begins_the_three_steps(make, say) -> None:
    milestone = make.milestone()

    with pytest.raises(Refused, match="When was it done"):
        say(milestone, replace(COMPLETE, done_on=None))
    say(milestone, COMPLETE)

    assert (milestone.state, milestone.done_on) == (
        MilestoneState.REPORTED_COMPLETE,
        date(2018, 7, 5),
    )


def test_a_refused_report_leaves_no_trace(make, session: Session, say) -> None:
    milestone = make.milestone()
    say(milestone, COMPLETE)

    with pytest.raises(Refused, match="cannot be reported complete again"):
        say(milestone, COMPLETE)

    assert len(updates_of(session, milestone.id)) == 1


def test_no_change_is_never_taken_for_an_item_past_its_date(make, say) -> None:
    milestone = make.milestone(due=date(2018, 7, 5))
    say(milestone, ON_TRACK)

    with pytest.raises(Refused, match="Thursday 5 July 2018"):
        say(milestone, Answer(SaidState.NO_CHANGE, "Maria Fenn", UpdateChannel.PAGE))


def test_no_change_is_taken_on_the_due_date_itself(make, say, today) -> None:
    milestone = make.milestone(due=today)
    say(milestone, ON_TRACK)

    update = say(milestone, Answer(SaidState.NO_CHANGE, "Maria Fenn", UpdateChannel.PAGE))

    assert update.state is SaidState.NO_CHANGE


def test_nothing_can_be_unchanged_before_anything_was_said(make, say) -> None:
    with pytest.raises(Refused, match="Nothing was said"):
        say(make.milestone(), Answer(SaidState.NO_CHANGE, "Maria Fenn", UpdateChannel.PAGE))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"said_on": date(2018, 7, 10)}, "has not come yet"),
        ({"forecast": date(2018, 7, 1)}, "forecast lies on or after"),
        ({"done_on": date(2018, 7, 1)}, "belong to 'complete'"),
        ({"said_by": " "}, "who gave"),
    ],
)
def test_what_cannot_have_been_said_is_refused(make, session, say, change, message: str) -> None:
    milestone = make.milestone()

    with pytest.raises(Refused, match=message):
        say(milestone, replace(ON_TRACK, **change))

    assert updates_of(session, milestone.id) == []


def test_an_nhs_number_is_refused_before_it_is_stored(make, session: Session, say) -> None:
    milestone = make.milestone()
    answer = replace(ON_TRACK, words="See 943 476 5919")

    with pytest.raises(Refused, match="the words holds what looks like an NHS number"):
        say(milestone, answer, no_child_confirmed=True)

    assert updates_of(session, milestone.id) == []
    assert events_about(session, subject_kind="update", subject_id=1) == []


def test_a_date_of_birth_is_asked_about_and_can_be_confirmed(make, say) -> None:
    milestone = make.milestone()
    answer = replace(ON_TRACK, words="The case born 3 May 2009 is the audit's example")

    with pytest.raises(NeedsConfirmation, match="Could this identify a child"):
        say(milestone, answer)

    assert say(milestone, answer, no_child_confirmed=True).words == answer.words


def test_a_correction_keeps_what_was_recorded_first(make, session, say, rulebook, act) -> None:
    milestone = make.milestone()
    first = say(milestone, ON_TRACK)

    second = correct_update(
        session, first, replace(ON_TRACK, state=SaidState.AT_RISK), rulebook=rulebook, **act
    )

    assert [row.state for row in updates_of(session, milestone.id)] == [
        SaidState.ON_TRACK,
        SaidState.AT_RISK,
    ]
    assert second.corrects_id == first.id


def test_only_the_newest_record_can_be_corrected(make, session, say, rulebook, act) -> None:
    first = say(make.milestone(), ON_TRACK)
    correct_update(session, first, ON_TRACK, rulebook=rulebook, **act)

    with pytest.raises(Refused, match="correct that one"):
        correct_update(session, first, ON_TRACK, rulebook=rulebook, **act)


def test_a_complete_that_was_none_opens_the_item_again(make, session, say, rulebook, act) -> None:
    milestone = make.milestone()
    wrong = say(milestone, COMPLETE)

    correct_update(session, wrong, ON_TRACK, rulebook=rulebook, **act)

    assert milestone.state is MilestoneState.OPEN
    assert current_version(session, milestone.id).version == 2


def test_an_answer_about_a_body_that_has_ended_is_its_successors(make, say) -> None:
    board = make.agency("icb")
    group = make.agency("ccg", succeeded_by_id=board.id, succeeded_on=date(2018, 7, 1))
    milestone = make.milestone(agency=group)

    assert say(milestone, ON_TRACK).agency_id == board.id
    assert say(milestone, replace(ON_TRACK, said_on=date(2018, 6, 29))).agency_id == group.id
