"""A worker whose lease lapsed comes back with an answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.words import BodyMode, DeliveryState, MessageState, NoticeState
from notifications.dispatch import Outcome, Receipt
from services.deliver import LEASE, deliver_outbox
from services.settle_unknown import settle_unknown

MONDAY = date(2018, 7, 9)
LATER = LEASE + timedelta(minutes=1)
INSPECTOR = "maria.fenn@police.example"


@pytest.fixture
def queued(scene):
    """One message to the police, queued."""
    scene.item(due=date(2018, 7, 23), mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.session.commit()
    return scene


def slow_worker(scene, answering, *, meanwhile, answer: Receipt):
    """A worker that is overtaken between its send to the police and the answer."""

    def reply(to: str, _number: int) -> Receipt:
        if to != INSPECTOR or channel.to.count(INSPECTOR) > 1:
            return Receipt(Outcome.SENT, "250", "ok")
        meanwhile()
        return answer

    channel = answering(reply)
    return scene.deliver_by(channel, at=scene.at(MONDAY))


def police(scene):
    (message,) = scene.messages()
    return message, scene.deliveries(message)


def lapse(scene, answering):
    """Another worker finds the lease lapsed."""
    return lambda: deliver_outbox(
        scene.factory, transport=answering(), now=scene.at(MONDAY) + LATER, today=MONDAY
    )


def test_that_it_was_sent_makes_the_unknown_known(queued, answering) -> None:
    sent = Receipt(Outcome.SENT, "250", "queued as 7")

    slow_worker(queued, answering, meanwhile=lapse(queued, answering), answer=sent)

    message, (delivery,) = police(queued)
    assert delivery.state is DeliveryState.SENT
    assert {one.state for one in queued.notices(message)} == {NoticeState.TOLD}


@pytest.mark.parametrize("outcome", [Outcome.RETRY, Outcome.CHANNEL_FAULT, Outcome.FAILED])
def test_anything_else_leaves_it_to_the_person_who_looks(queued, answering, outcome) -> None:
    late = Receipt(outcome, "451", "try later")

    report = slow_worker(queued, answering, meanwhile=lapse(queued, answering), answer=late)

    _, (delivery,) = police(queued)
    assert delivery.state is DeliveryState.UNKNOWN
    assert report.counts["superseded"] == 1
    assert delivery.outcome.endswith("A late answer of the channel: 451 try later.")


def test_what_a_person_said_meanwhile_stands(queued, answering) -> None:
    number = police(queued)[0].id

    def settled() -> None:
        lapse(queued, answering)()
        with queued.factory() as session:
            settle_unknown(
                session, number, arrived=False, by="Ada Quill", today=MONDAY,
                now=queued.at(MONDAY),
            )  # fmt: skip
            session.commit()

    sent = Receipt(Outcome.SENT, "250", "queued as 7")
    slow_worker(queued, answering, meanwhile=settled, answer=sent)

    message, (first, again) = police(queued)
    assert first.state is DeliveryState.FAILED
    assert "A late answer of the channel: 250 queued as 7." in first.outcome
    # The run went on and sent it again, as the person had asked.
    assert (again.again_id, again.state) == (first.id, DeliveryState.SENT)
    assert again.message_id_header != first.message_id_header
    assert message.state is MessageState.CLOSED
