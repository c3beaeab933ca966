"""Moving live items to a changed ladder: nobody is asked again, and nobody is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from config.ladders import ladder_hash
from models.history import Event
from models.ledger import Notice
from models.milestones import DeadlineVersion, Milestone, StoredLadder
from models.queries.plans import current_version
from models.words import BodyMode, NoticeState, SubjectKind
from rules.ladders import LATE_WHEN_ENTERED, Audience, Ladder, Rung, Tone, Way
from services.act import Act
from services.adopt_ladder import adopt_ladder, preview_adoption
from services.rulebook import Rulebook

NEW_REMINDER = Rung(
    id="two-weeks-before",
    offset=-15,
    audience=Audience.LEAD,
    way=Way.AUTOMATIC,
    tone=Tone.REMINDER,
    stale_after=5,
)


@pytest.fixture
def changed(rulebook: Rulebook, today: date, now: Any) -> Callable[[Ladder], Act]:
    """The act of a manager after the plan's ladder was changed in its file."""

    def _changed(ladder: Ladder) -> Act:
        ladders = {**rulebook.ladders, "plan": ladder}
        return Act(by="manager", today=today, now=now, rulebook=replace(rulebook, ladders=ladders))

    return _changed


@pytest.fixture
def with_reminder(rulebook: Rulebook) -> Ladder:
    """The plan's ladder with one more reminder, fifteen working days before."""
    plan = rulebook.ladders["plan"]
    return replace(plan, rungs=(NEW_REMINDER, *plan.rungs))


@pytest.fixture
def renamed(rulebook: Rulebook) -> Ladder:
    """The plan's ladder with its late step under a new name, which makes it a new step."""
    plan = rulebook.ladders["plan"]
    rungs = tuple(
        replace(rung, id="update-missing") if rung.id == "not-received" else rung
        for rung in plan.rungs
    )
    return replace(plan, rungs=rungs)


def told(session: Session, milestone: Milestone, rung_id: str, on: date, number: int = 0) -> None:
    session.add(
        Notice(
            subject_kind=SubjectKind.MILESTONE,
            subject_id=milestone.id,
            deadline_version=1,
            rung_id=rung_id,
            occurrence=number,
            audience="lead",
            state=NoticeState.TOLD,
            decided_on=on,
            told_on=on,
        )
    )
    session.flush()


def states_of(session: Session, milestone: Milestone) -> dict[tuple[str, int], NoticeState]:
    lines = session.exec(select(Notice).where(Notice.subject_id == milestone.id))
    return {(line.rung_id, line.occurrence): line.state for line in lines}


def version_of(session: Session, milestone: Milestone) -> DeadlineVersion:
    version = current_version(session, milestone.id or 0)
    assert version is not None
    return version


def test_what_is_live_keeps_its_ladder_until_it_is_moved(
    session: Session, make: Any, changed: Callable[[Ladder], Act], with_reminder: Ladder
) -> None:
    milestone = make.milestone(due=date(2018, 7, 20))
    before = version_of(session, milestone).ladder_id

    adoption = preview_adoption(session, "plan", act=changed(with_reminder))

    assert [item.ref for item in adoption.items] == [milestone.ref]
    assert version_of(session, milestone).ladder_id == before
    assert ("two-weeks-before", 0) not in states_of(session, milestone)


def test_moving_takes_the_new_ladder_and_never_sends_its_passed_steps(
    session: Session, make: Any, changed: Callable[[Ladder], Act], with_reminder: Ladder
) -> None:
    milestone = make.milestone(due=date(2018, 7, 20))

    adopt_ladder(session, "plan", act=changed(with_reminder))

    stored = session.get_one(StoredLadder, version_of(session, milestone).ladder_id)
    assert stored.sha256 == ladder_hash(with_reminder)
    assert states_of(session, milestone)["two-weeks-before", 0] is NoticeState.BEFORE_ARMING


def test_a_new_step_still_to_come_is_left_to_come(
    session: Session, make: Any, changed: Callable[[Ladder], Act], with_reminder: Ladder
) -> None:
    milestone = make.milestone(due=date(2018, 9, 28))

    adoption = adopt_ladder(session, "plan", act=changed(with_reminder))

    assert states_of(session, milestone) == {}
    assert adoption.items[0].next_words == (
        "Friday 7 September 2018: Reminder 15 working days before the date"
    )


def test_a_step_of_both_ladders_that_is_still_open_may_still_go(
    session: Session, make: Any, changed: Callable[[Ladder], Act], with_reminder: Ladder
) -> None:
    # Live since Monday 25 June; "due soon" fell on Wednesday 4 July and waits for the body's day.
    milestone = make.milestone(due=date(2018, 7, 9), today=date(2018, 6, 25))

    adopt_ladder(session, "plan", act=changed(with_reminder))

    assert ("due-soon", 0) not in states_of(session, milestone)


def test_a_late_item_whose_lead_no_new_step_can_tell_goes_live_anew(
    session: Session, make: Any, changed: Callable[[Ladder], Act], renamed: Ladder, today: date
) -> None:
    milestone = make.milestone(due=date(2018, 5, 11), today=date(2018, 4, 9))
    for number in range(4):
        told(session, milestone, "not-received", date(2018, 6, 11), number)

    adoption = adopt_ladder(session, "plan", act=changed(renamed))

    assert adoption.items[0].tells_lead_again
    assert version_of(session, milestone).armed_on == today
    assert (LATE_WHEN_ENTERED, 0) not in states_of(session, milestone)


def test_a_late_item_whose_lead_was_told_keeps_its_waits(
    session: Session, make: Any, changed: Callable[[Ladder], Act], with_reminder: Ladder
) -> None:
    milestone = make.milestone(due=date(2018, 6, 22), today=date(2018, 4, 9))
    told(session, milestone, "not-received", date(2018, 6, 25))

    adoption = adopt_ladder(session, "plan", act=changed(with_reminder))

    assert not adoption.items[0].tells_lead_again
    assert version_of(session, milestone).armed_on == date(2018, 4, 9)


def test_items_of_a_quiet_body_are_not_moved(
    session: Session, make: Any, changed: Callable[[Ladder], Act], with_reminder: Ladder
) -> None:
    make.milestone(due=date(2018, 7, 20), mode=BodyMode.QUIET)

    assert adopt_ladder(session, "plan", act=changed(with_reminder)).items == ()


def test_moving_twice_moves_nothing_the_second_time(
    session: Session, make: Any, changed: Callable[[Ladder], Act], with_reminder: Ladder
) -> None:
    make.milestone(due=date(2018, 7, 20))
    act = changed(with_reminder)
    adopt_ladder(session, "plan", act=act)

    assert adopt_ladder(session, "plan", act=act).items == ()


def test_moving_is_one_event_in_the_history(
    session: Session, make: Any, changed: Callable[[Ladder], Act], with_reminder: Ladder
) -> None:
    milestones = [make.milestone(due=date(2018, 7, 20)) for _ in range(3)]

    adopt_ladder(session, "plan", act=changed(with_reminder))

    (event,) = session.exec(select(Event).where(Event.kind == "ladder adopted"))
    assert event.actor == "manager"
    assert event.payload is not None
    assert event.payload["items"] == [milestone.id for milestone in milestones]
