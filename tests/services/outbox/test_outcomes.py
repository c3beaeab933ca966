"""Each answer of a channel made true in the rows (design 7, "Outcome by stage")."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from models.history import Event
from models.ledger import ChannelFault, Delivery
from models.words import BodyMode, Channel, ContactRole, DeliveryState, NoticeState
from notifications.dispatch import Outcome, Receipt
from rules.trying_again import WAITS

MONDAY = date(2018, 7, 9)
DUE = date(2018, 7, 23)
INSPECTOR = "maria.fenn@police.example"


@pytest.fixture
def queued(scene):
    """One message to the police, queued."""
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    return scene


def receipt(outcome: Outcome, code: str = "250", **more) -> Receipt:
    return Receipt(outcome, code, "as the server said", **more)


def one_delivery(scene):
    (message,) = scene.messages()
    (delivery,) = scene.deliveries(message)
    return delivery


CASES = [
    # receipt, delivery, notice, contact marked, channel paused
    (receipt(Outcome.SENT), "sent", "told", False, False),
    (receipt(Outcome.FILED), "filed", "told", False, False),
    (
        receipt(Outcome.FAILED, "550", recipient_at_fault=True),
        "failed", "failed", True, False,
    ),
    (receipt(Outcome.FAILED, "554"), "failed", "failed", False, False),
    (receipt(Outcome.RETRY, "451"), "queued", "queued", False, False),
    (receipt(Outcome.UNKNOWN, ""), "unknown", "unknown", False, False),
    (receipt(Outcome.CHANNEL_FAULT, "535"), "queued", "queued", False, True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "delivery", "notice", "is_marked", "is_paused"),
    CASES,
    ids=[f"{case[0].outcome}-{case[0].code}" for case in CASES],
)
def test_an_answer_becomes(
    queued, answering, answer, delivery, notice, is_marked, is_paused
) -> None:
    def reply(to: str, _number: int) -> Receipt:
        return answer if to == INSPECTOR else receipt(Outcome.SENT)

    queued.deliver_by(answering(reply), at=queued.at(MONDAY))

    (message,) = queued.messages()
    assert one_delivery(queued).state == delivery
    assert [one.state for one in queued.notices(message)] == [notice]
    assert (queued.inspector.bounced_at is not None) is is_marked
    assert (queued.session.get(ChannelFault, Channel.MAIL) is not None) is is_paused


def test_a_contact_is_marked_once_and_history_hears_of_it_once(queued, answering) -> None:
    queued.make.contact(
        queued.police, role=ContactRole.SENIOR_LEAD, name="Maria again", email=INSPECTOR
    )
    refused = receipt(Outcome.FAILED, "550", recipient_at_fault=True)
    queued.deliver_by(answering(lambda _to, _number: refused), at=queued.at(MONDAY))

    events = queued.session.exec(select(Event).where(Event.kind == "mail_came_back")).all()
    inspector = [one for one in events if one.subject_id == queued.inspector.id]
    assert len(inspector) == 1
    assert queued.inspector.bounce_reason == "550 as the server said"


def test_a_temporary_failure_is_tried_again_and_then_has_failed(queued, answering) -> None:
    at = queued.at(MONDAY)
    busy = answering(
        lambda to, _number: receipt(Outcome.RETRY if to == INSPECTOR else Outcome.SENT, "451")
    )
    waits = []
    for _ in range(len(WAITS) + 1):
        queued.deliver_by(busy, at=at)
        delivery = one_delivery(queued)
        if delivery.state is DeliveryState.QUEUED:
            waits.append(delivery.not_before - at)
            at = delivery.not_before
        headers = delivery.message_id_header

    assert len(waits) == len(WAITS)
    assert all(least <= wait <= least * 1.2 for least, wait in zip(WAITS, waits, strict=True))
    assert delivery.state is DeliveryState.FAILED
    assert headers == delivery.message_id_header
    assert queued.inspector.bounced_at is None


def test_what_the_server_asks_is_waited_for(queued, answering) -> None:
    at = queued.at(MONDAY)
    asked = timedelta(hours=3)
    queued.deliver_by(
        answering(lambda _to, _number: receipt(Outcome.RETRY, "429", retry_after=asked)), at=at
    )

    assert at + asked <= one_delivery(queued).not_before <= at + asked * 1.2


def test_a_retry_goes_in_its_time_with_the_same_message_id(queued, answering) -> None:
    at = queued.at(MONDAY)
    queued.deliver_by(answering(lambda _to, _number: receipt(Outcome.RETRY, "451")), at=at)
    first = one_delivery(queued).message_id_header
    well = answering()
    queued.deliver_by(well, at=at + timedelta(minutes=4))
    early = list(well.to)
    queued.deliver_by(well, at=at + timedelta(minutes=6))

    assert INSPECTOR not in early
    assert well.to.count(INSPECTOR) == 1
    assert one_delivery(queued).message_id_header == first


def test_a_transport_that_breaks_leaves_an_unknown_and_the_run_goes_on(scene, answering) -> None:
    scene.people(3)
    scene.decide(MONDAY)

    def breaks(to: str, _number: int) -> Receipt:
        if to == "p001@body.example":
            raise RuntimeError("secret in here")
        return receipt(Outcome.SENT)

    report = scene.deliver_by(answering(breaks), at=scene.at(MONDAY))

    assert report.counts["unknown"] == 1
    assert report.counts["sent"] == 3  # The other two, and the manager's letter.
    (broken,) = scene.session.exec(
        select(Delivery).where(Delivery.state == DeliveryState.UNKNOWN)
    ).all()
    assert broken.outcome == "The sending broke off (RuntimeError)."


def test_a_failure_counts_in_no_notice_as_told(queued, answering) -> None:
    queued.deliver_by(
        answering(lambda _to, _number: receipt(Outcome.FAILED, "554")), at=queued.at(MONDAY)
    )

    (message,) = queued.messages()
    (notice,) = queued.notices(message)
    assert (notice.state, notice.told_on) == (NoticeState.FAILED, None)
