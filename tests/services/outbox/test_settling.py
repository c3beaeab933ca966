"""A person settles what is not known to have arrived; a copy decides nothing for its message."""

from __future__ import annotations

from datetime import date

import pytest

from models.words import (
    BodyMode,
    ContactRole,
    DeliveryState,
    MessageState,
    NoticeState,
)
from notifications.dispatch import Outcome
from services.errors import Refused
from services.settle_unknown import settle_unknown

MONDAY = date(2018, 7, 9)
TUESDAY = date(2018, 7, 10)
DUE = date(2018, 7, 23)


@pytest.fixture
def unknown(scene):
    """A message of which it is not known whether it arrived."""
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.sink.outcome = Outcome.UNKNOWN
    scene.deliver(MONDAY)
    scene.sink.outcome = Outcome.FILED
    (scene.message,) = scene.messages()
    return scene


def settle(scene, *, arrived: bool):
    return settle_unknown(
        scene.session, scene.message.id, arrived=arrived, by="Ada Quill", today=TUESDAY,
        now=scene.at(TUESDAY),
    )  # fmt: skip


def test_what_arrived_counts_as_told_on_the_day_it_was_tried(unknown) -> None:
    settle(unknown, arrived=True)

    (notice,) = unknown.notices(unknown.message)
    assert (notice.state, notice.told_on) == (NoticeState.TOLD, MONDAY)
    assert [one.state for one in unknown.deliveries(unknown.message)] == [DeliveryState.FILED]


def test_what_did_not_arrive_goes_again_under_a_new_name(unknown) -> None:
    settle(unknown, arrived=False)
    sent_before = len(unknown.sink.sent)
    unknown.deliver(TUESDAY)

    first, second = unknown.deliveries(unknown.message)
    assert (first.state, second.state) == (DeliveryState.FAILED, DeliveryState.FILED)
    assert first.message_id_header != second.message_id_header
    assert len(unknown.sink.sent) == sent_before + 1
    (notice,) = unknown.notices(unknown.message)
    assert (notice.state, notice.told_on) == (NoticeState.TOLD, TUESDAY)


def test_it_is_settled_once(unknown) -> None:
    settle(unknown, arrived=True)

    with pytest.raises(Refused, match="nothing of it is unknown"):
        settle(unknown, arrived=False)


def test_a_copy_that_cannot_go_leaves_its_message_sent(scene) -> None:
    deputy = scene.make.contact(
        scene.police, role=ContactRole.DEPUTY, name="Dev Rook", email="dev.rook@police.example"
    )
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    deputy.bounced_at = scene.at(MONDAY)
    scene.session.add(deputy)

    scene.deliver(MONDAY)

    (message,) = scene.messages()
    assert message.state is MessageState.CLOSED
    assert [one.state for one in scene.deliveries(message)] == [
        DeliveryState.FILED,
        DeliveryState.CANCELLED,
    ]
    assert [notice.state for notice in scene.notices(message)] == [NoticeState.TOLD]


def test_a_message_is_closed_once_its_copy_has_gone_too(scene) -> None:
    scene.make.contact(
        scene.police, role=ContactRole.DEPUTY, name="Dev Rook", email="dev.rook@police.example"
    )
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)

    scene.deliver(MONDAY)

    (message,) = scene.messages()
    assert message.state is MessageState.CLOSED
    assert {"maria.fenn@police.example", "dev.rook@police.example"} <= set(scene.sink.to)
