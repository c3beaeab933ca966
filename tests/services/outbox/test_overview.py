"""The outbox as people see it, and one message as it reads."""

from __future__ import annotations

from datetime import date

import pytest

from models.words import BodyMode
from notifications.dispatch import Outcome
from services.approve_message import approve_message
from services.cancel_message import cancel_message
from services.errors import NotFoundError
from services.hold_message import hold_message
from services.outbox_overview import Part, outbox_overview
from services.show_message import show_message

MONDAY = date(2018, 7, 9)
DUE = date(2018, 7, 23)


def lines(scene, part: Part = Part.OPEN):
    found = outbox_overview(scene.session, part, today=MONDAY).lines
    return {line.number: line for line in found if line.body == "Estuary Police"}


def shown(scene, number: int, **more):
    return show_message(scene.session, number, today=MONDAY, now=scene.at(MONDAY), **more)


def test_what_waits_says_for_whom_and_why(scene) -> None:
    scene.item(due=DUE)
    scene.decide(MONDAY)

    (line,) = lines(scene, Part.WAITING).values()

    assert (line.state, line.to, line.items) == ("Waiting for approval", "Maria Fenn", 1)
    assert line.why == "This body's messages wait for approval."


def test_an_introduction_is_no_item(scene) -> None:
    scene.inspector.introduced_on = None
    scene.session.add(scene.inspector)
    scene.item(due=DUE)
    scene.decide(MONDAY)

    (line,) = lines(scene).values()

    assert line.items == 1


def test_what_has_gone_is_in_no_open_part(scene) -> None:
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.deliver(MONDAY)

    assert lines(scene, Part.OPEN) == {}
    (line,) = lines(scene, Part.ALL).values()
    assert line.state == "Filed, not sent"
    assert line.subject.startswith("[OFFICIAL]")


def test_what_may_not_have_arrived_is_named(scene) -> None:
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.sink.outcome = Outcome.UNKNOWN
    scene.deliver(MONDAY)

    (line,) = lines(scene, Part.UNKNOWN).values()

    assert line.state == "Not known whether it was sent: check"


def test_a_held_message_says_by_whom_it_is_held(scene) -> None:
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    (number,) = lines(scene)
    hold_message(
        scene.session, number, reason="we meet today", by="Ada Quill", now=scene.at(MONDAY)
    )

    assert lines(scene)[number].why == "Held by Ada Quill: we meet today"


def test_looking_at_a_message_changes_nothing(scene, rows_of) -> None:
    scene.item(due=DUE)
    scene.decide(MONDAY)
    before = rows_of()
    number = scene.held().id

    looked = shown(scene, number, approver="Ada Quill")
    scene.session.commit()

    assert "Monday 23 July 2018" in looked.text
    assert rows_of() == before


def test_it_names_what_would_be_left_out(scene) -> None:
    done, _ = scene.item(due=DUE), scene.item(due=DUE)
    scene.decide(MONDAY)
    done.state = "accepted_as_complete"
    scene.session.add(done)
    scene.session.flush()

    looked = shown(scene, scene.held().id)

    assert looked.left_out == (f"Item {done.ref} would be left out: the item is no longer open.",)


def test_what_was_cancelled_says_why_nothing_goes(scene) -> None:
    scene.item(due=DUE)
    scene.decide(MONDAY)
    number = scene.held().id
    cancel_message(
        scene.session, number, reason="entered twice", by="Ada Quill", today=MONDAY,
        now=scene.at(MONDAY),
    )  # fmt: skip

    assert shown(scene, number).nothing_because == "entered twice"


def test_once_it_has_gone_it_reads_as_it_was_kept(scene) -> None:
    item = scene.item(due=DUE)
    scene.decide(MONDAY)
    number = scene.held().id
    approve_message(scene.session, number, by="Ada Quill", today=MONDAY, now=scene.at(MONDAY))
    scene.deliver(MONDAY)
    scene.session.refresh(item)
    item.title = "Another title altogether"
    scene.session.add(item)
    scene.session.flush()

    looked = shown(scene, number)

    assert looked.raw in [raw for _, raw in scene.sink.sent]
    assert "Minutes shared in two days" in looked.text
    assert "Another title" not in looked.text


def test_an_unknown_number_is_answered(scene) -> None:
    with pytest.raises(NotFoundError, match="There is no message 77"):
        shown(scene, 77)
