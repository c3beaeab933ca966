"""Holding and cancelling what is on its way, with its copies and its card."""

from __future__ import annotations

from datetime import date

import pytest

from models.ledger import Delivery
from models.words import BodyMode, Channel, ContactRole, DeliveryState, MessageState
from services.approve_message import approve_message
from services.cancel_message import cancel_message
from services.errors import Refused
from services.hold_message import hold_message

MONDAY = date(2018, 7, 9)
DUE = date(2018, 7, 23)


@pytest.fixture
def on_its_way(scene):
    """A message to the police is queued: the mail, a copy to the deputy, a card to Teams."""
    scene.deputy = scene.make.contact(
        scene.police, role=ContactRole.DEPUTY, name="Lee Brook", email="lee.brook@police.example",
        introduced_on=date(2018, 6, 1),
    )  # fmt: skip
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    (scene.message,) = scene.messages(MessageState.QUEUED)
    scene.session.add(
        Delivery(
            message_id=scene.message.id,
            contact_id=scene.inspector.id,
            is_copy=True,
            channel=Channel.TEAMS,
            state=DeliveryState.QUEUED,
            not_before=scene.at(MONDAY),
        )
    )
    scene.session.flush()
    return scene


def hold(scene):
    return hold_message(
        scene.session, scene.message.id, reason="we meet today", by="Ada", now=scene.at(MONDAY)
    )


def cancel(scene):
    return cancel_message(
        scene.session,
        scene.message.id,
        reason="entered twice",
        by="Ada",
        today=MONDAY,
        now=scene.at(MONDAY),
    )


def become(scene, state: DeliveryState, *, copy: bool, channel: Channel = Channel.MAIL) -> None:
    for one in scene.deliveries(scene.message):
        if (one.is_copy, one.channel) == (copy, channel):
            one.state = state
            scene.session.add(one)
    scene.session.flush()


def states(scene) -> set[DeliveryState]:
    return {one.state for one in scene.deliveries(scene.message)}


@pytest.mark.parametrize("act", [hold, cancel])
def test_mail_copy_and_card_are_taken_back_together(on_its_way, act) -> None:
    done = act(on_its_way)

    assert len(on_its_way.deliveries(on_its_way.message)) == 3
    assert states(on_its_way) == {DeliveryState.CANCELLED}
    assert done.copies_gone == ()


@pytest.mark.parametrize("act", [hold, cancel])
@pytest.mark.parametrize(
    ("state", "said"),
    [
        (DeliveryState.SENDING, "is being sent at this moment"),
        (DeliveryState.SENT, "has gone already"),
        (DeliveryState.UNKNOWN, "has gone already"),
    ],
)
def test_the_mail_itself_cannot_be_taken_back_once_it_goes(on_its_way, act, state, said) -> None:
    become(on_its_way, state, copy=False)

    with pytest.raises(Refused, match=said):
        act(on_its_way)


@pytest.mark.parametrize("act", [hold, cancel])
def test_a_copy_that_has_gone_is_said_and_the_rest_is_stopped(on_its_way, act) -> None:
    become(on_its_way, DeliveryState.SENT, copy=True)

    done = act(on_its_way)

    assert done.copies_gone == ("A copy has gone to Lee Brook, deputy, Estuary Police already.",)
    assert states(on_its_way) == {DeliveryState.SENT, DeliveryState.CANCELLED}


def test_a_card_that_has_gone_is_said(on_its_way) -> None:
    become(on_its_way, DeliveryState.SENT, copy=True, channel=Channel.TEAMS)

    assert hold(on_its_way).copies_gone == ("Its card has gone to the Teams channel already.",)


def test_a_copy_that_has_gone_does_not_go_again_when_it_is_approved(on_its_way) -> None:
    become(on_its_way, DeliveryState.SENT, copy=True)
    hold(on_its_way)

    approve_message(
        on_its_way.session, on_its_way.message.id, by="Ada", today=MONDAY,
        now=on_its_way.at(MONDAY),
    )  # fmt: skip
    on_its_way.session.flush()

    queued = [
        one
        for one in on_its_way.deliveries(on_its_way.message)
        if one.state is DeliveryState.QUEUED
    ]
    assert [(one.is_copy, one.channel) for one in queued] == [(False, Channel.MAIL)]
