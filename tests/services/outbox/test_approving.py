"""Approving, holding and cancelling what waits."""

from __future__ import annotations

from datetime import date

import pytest

from models.words import (
    BodyMode,
    DeliveryState,
    MessageState,
    MilestoneState,
    NoticeState,
)
from services.approve_message import approve_message
from services.cancel_message import cancel_message
from services.errors import NotFoundError, Refused
from services.hold_message import hold_message

MONDAY = date(2018, 7, 9)
TUESDAY = date(2018, 7, 10)
NEXT_MONDAY = date(2018, 7, 16)
# Ten working days after Monday 9 July: the first reminder of the plan's steps falls on it.
DUE = date(2018, 7, 23)


def approve(scene, number: int, *, day: date = MONDAY):
    return approve_message(scene.session, number, by="Ada Quill", today=day, now=scene.at(day))


def test_what_is_approved_goes_at_once(scene) -> None:
    scene.item(due=DUE)
    scene.decide(MONDAY)
    message = scene.held()

    approved = approve(scene, message.id)
    report = scene.deliver(MONDAY)

    assert approved.leaves_at == scene.at(MONDAY)
    assert report.counts["filed"] >= 1
    assert scene.sink.to.count("maria.fenn@police.example") == 1
    assert [notice.state for notice in scene.notices(message)] == [NoticeState.TOLD]


def test_the_approval_shows_the_text_that_goes(scene) -> None:
    item = scene.item(due=DUE)
    scene.decide(MONDAY)

    approved = approve(scene, scene.held().id)

    assert item.ref in approved.shown.text
    assert "Monday 23 July 2018" in approved.shown.text
    assert approved.to == "Maria Fenn, single point of contact, Estuary Police"


def test_what_was_answered_since_is_left_out_and_named(scene) -> None:
    done, open_ = scene.item(due=DUE), scene.item(due=DUE)
    scene.decide(MONDAY)
    done.state = MilestoneState.ACCEPTED
    scene.session.add(done)

    approved = approve(scene, scene.held().id)

    assert approved.withdrawn == (f"Item {done.ref} is left out: the item is no longer open.",)
    assert open_.ref in approved.shown.text
    assert done.ref not in approved.shown.text


def test_a_message_with_nothing_left_is_cancelled_by_its_approval(scene) -> None:
    item = scene.item(due=DUE)
    scene.decide(MONDAY)
    message = scene.held()
    item.state = MilestoneState.ACCEPTED
    scene.session.add(item)

    approved = approve(scene, message.id)

    assert approved.shown is None
    assert approved.cancelled_because == "the item is no longer open"
    assert message.state is MessageState.CANCELLED
    scene.deliver(MONDAY)
    assert "maria.fenn@police.example" not in scene.sink.to


def test_only_what_waits_can_be_approved(scene) -> None:
    scene.item(due=DUE)
    scene.decide(MONDAY)
    number = scene.held().id
    approve(scene, number)

    with pytest.raises(Refused, match=f"Message {number} is on its way"):
        approve(scene, number)
    with pytest.raises(NotFoundError, match="There is no message 999"):
        approve(scene, 999)


def test_an_approval_takes_no_place_of_the_days_own_message(scene) -> None:
    scene.item(due=DUE)
    scene.decide(MONDAY)
    waited = scene.held()
    scene.mode(BodyMode.AUTOMATIC)
    scene.item(due=date(2018, 7, 30), mode=BodyMode.AUTOMATIC)

    approve(scene, waited.id, day=NEXT_MONDAY)
    scene.decide(NEXT_MONDAY)

    assert len(scene.messages(MessageState.QUEUED)) == 2


def test_to_another_body_nothing_goes_late_on_a_friday(scene) -> None:
    scene.item(due=DUE)
    scene.decide(MONDAY)
    friday_evening = scene.at(date(2018, 7, 13)).replace(hour=15, minute=30)

    approved = approve_message(
        scene.session, scene.held().id, by="Ada Quill", today=date(2018, 7, 13), now=friday_evening
    )

    assert approved.leaves_at.isoformat() == "2018-07-16T09:00:00+00:00"


def test_what_is_held_does_not_go_until_it_is_approved(scene) -> None:
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    (message,) = scene.messages(MessageState.QUEUED)

    hold_message(
        scene.session, message.id, reason="we meet today", by="Ada Quill", now=scene.at(MONDAY)
    )

    scene.deliver(MONDAY)
    assert "maria.fenn@police.example" not in scene.sink.to
    assert message.held_because == "Held by Ada Quill: we meet today"
    approve(scene, message.id)
    scene.deliver(MONDAY)
    assert "maria.fenn@police.example" in scene.sink.to


def test_what_is_being_sent_cannot_be_held(scene) -> None:
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    (message,) = scene.messages(MessageState.QUEUED)
    (delivery,) = scene.deliveries(message)
    delivery.state = DeliveryState.SENDING
    scene.session.add(delivery)
    scene.session.flush()

    with pytest.raises(Refused, match="is being sent at this moment"):
        hold_message(scene.session, message.id, reason="wait", by="Ada Quill", now=scene.at(MONDAY))


def test_what_is_cancelled_is_decided_anew(scene) -> None:
    scene.item(due=DUE)
    scene.decide(MONDAY)
    message = scene.held()

    cancelled = cancel_message(
        scene.session,
        message.id,
        reason="the wording of the plan is still open",
        by="Ada Quill",
        today=MONDAY,
        now=scene.at(MONDAY),
    )
    scene.decide(NEXT_MONDAY)

    assert cancelled.notices == 1
    again = scene.held()
    assert again.id != message.id
    assert [notice.rung_id for notice in scene.notices(again)] == ["coming-up"]


def test_what_is_cancelled_for_good_never_goes(scene) -> None:
    scene.item(due=DUE)
    scene.decide(MONDAY)
    message = scene.held()

    cancel_message(
        scene.session,
        message.id,
        reason="agreed by telephone",
        by="Ada Quill",
        today=MONDAY,
        now=scene.at(MONDAY),
        for_good=True,
    )
    scene.decide(NEXT_MONDAY)

    assert [notice.state for notice in scene.notices(message)] == [NoticeState.NOT_RAISED]
    assert scene.messages(MessageState.HELD) == []


def test_a_reason_is_asked_for(scene) -> None:
    scene.item(due=DUE)
    scene.decide(MONDAY)

    with pytest.raises(Refused, match="Say why it is cancelled"):
        cancel_message(
            scene.session,
            scene.held().id,
            reason=" ",
            by="Ada Quill",
            today=MONDAY,
            now=scene.at(MONDAY),
        )
