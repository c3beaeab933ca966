"""Why was this asked for, or not?"""

from __future__ import annotations

from datetime import date

import pytest

from models.words import BodyMode, MilestoneState
from rules.verdicts import Outcome
from services.approve_message import approve_message
from services.errors import Refused
from services.why import why

MONDAY = date(2018, 7, 9)
TUESDAY = date(2018, 7, 10)
DUE = date(2018, 7, 23)


def steps_of(scene, item, day: date = MONDAY):
    return {step.step: step for step in why(scene.session, item, today=day).steps}


FIRST = "Reminder 10 working days before the date"
SECOND = "Reminder 3 working days before the date"


def test_what_was_told_names_the_person_the_day_and_the_message(scene) -> None:
    item = scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.deliver(MONDAY)
    (message,) = scene.messages()

    step = steps_of(scene, item, TUESDAY)[FIRST]

    assert step.sentence == "told Maria Fenn on 9 July 2018."
    assert (step.outcome, step.message) == (Outcome.IN_LEDGER, message.id)


def test_what_is_due_today_says_to_whom_and_what_it_waits_for(scene) -> None:
    item = scene.item(due=DUE)

    step = steps_of(scene, item)[FIRST]

    assert step.sentence == "goes today."
    assert step.note == "To Maria Fenn. This body's messages wait for approval."


def test_what_waits_for_approval_says_so(scene) -> None:
    item = scene.item(due=DUE)
    scene.decide(MONDAY)

    step = steps_of(scene, item)[FIRST]

    assert step.sentence == "written, and not sent yet."
    assert step.note == "This body's messages wait for approval."


def test_what_is_still_to_come_gives_its_day(scene) -> None:
    item = scene.item(due=DUE)

    assert steps_of(scene, item)[SECOND].sentence == "not before Wednesday 18 July 2018."


def test_contact_trouble_is_named(scene) -> None:
    item = scene.item(due=DUE)
    scene.inspector.email = None
    scene.session.add(scene.inspector)

    assert steps_of(scene, item)[FIRST].note == (
        "The single point of contact of Estuary Police cannot be told: no mail address is known."
    )


def test_a_body_that_is_quiet_says_so(scene) -> None:
    item = scene.item(due=DUE, mode=BodyMode.QUIET)

    answer = why(scene.session, item, today=MONDAY)

    assert answer.mode.startswith("quiet")
    assert answer.nothing_goes_because == "Estuary Police is quiet in this inspection"
    assert {step.outcome for step in answer.steps} == {Outcome.NOT_ARMED}


def test_an_item_without_a_date_says_so(scene) -> None:
    item = scene.item(due=None)

    answer = why(scene.session, item, today=MONDAY)

    assert answer.nothing_goes_because == "it has no date yet"
    assert answer.steps == ()


def test_what_fell_due_after_the_days_check_waits_for_the_next(scene) -> None:
    scene.decide(MONDAY)
    item = scene.item(due=DUE)

    assert "next daily check" in steps_of(scene, item)[FIRST].note


def test_what_was_told_before_its_date_moved_stays_answerable(scene, rulebook) -> None:
    from services.arming import raise_version

    item = scene.item(due=DUE)
    scene.decide(MONDAY)
    approve_message(
        scene.session, scene.held().id, by="Ada Quill", today=MONDAY, now=scene.at(MONDAY)
    )
    scene.deliver(MONDAY)
    raise_version(
        scene.session,
        item,
        due=date(2018, 9, 28),
        today=TUESDAY,
        now=scene.at(TUESDAY),
        rulebook=rulebook,
    )

    answer = why(scene.session, item, today=TUESDAY)

    assert len(answer.earlier) == 1
    assert answer.earlier[0].startswith(
        "Maria Fenn was told about version 1 of its date on 9 July 2018"
    )


def test_a_done_item_is_not_asked_for(scene) -> None:
    item = scene.item(due=DUE)
    item.state = MilestoneState.ACCEPTED
    scene.session.add(item)

    answer = why(scene.session, item, today=MONDAY)

    assert answer.nothing_goes_because == "it was accepted as complete"
    assert {step.outcome for step in answer.steps} == {Outcome.NOT_WAITING}


def test_beyond_the_known_holidays_it_cannot_be_said(scene) -> None:
    item = scene.item(due=DUE)

    with pytest.raises(Refused, match="beyond the known bank holidays"):
        why(scene.session, item, today=date(2199, 1, 1))
