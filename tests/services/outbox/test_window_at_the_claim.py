"""What comes late to its claim meets the hours of the day again."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlmodel import select

from models.ledger import Delivery
from models.words import Channel, DeliveryState, MessageKind, MilestoneKind
from notifications.dispatch import Outcome, Receipt
from services.opening import london_time

# Mondays are the day of the police; Friday 13 July is the eve of days off.
MONDAY = date(2018, 7, 9)
FRIDAY = date(2018, 7, 13)
NEXT_MONDAY = date(2018, 7, 16)


@pytest.fixture
def late(scene):
    """A message to the police that is still queued on Friday."""
    scene.item(due=date(2018, 7, 23), mode="automatic")
    scene.decide(MONDAY)
    scene.session.commit()
    return scene


def police(scene) -> Delivery:
    (message,) = scene.messages()
    (delivery,) = scene.deliveries(message)
    return delivery


def test_after_three_on_a_friday_it_is_put_off_to_monday_at_ten(late, answering) -> None:
    sink = answering()

    report = late.deliver_by(sink, at=london_time(FRIDAY, time(15, 20)))

    assert "maria.fenn@police.example" not in sink.to
    delivery = police(late)
    assert (delivery.state, delivery.attempts) == (DeliveryState.QUEUED, 0)
    assert delivery.not_before == london_time(NEXT_MONDAY, time(10, 0))
    assert report.counts["put_off"] == 1
    assert report.total == report.counts["sent"]


def test_before_three_it_goes(late, answering) -> None:
    sink = answering()

    late.deliver_by(sink, at=london_time(FRIDAY, time(14, 55)))

    assert "maria.fenn@police.example" in sink.to


def test_own_staff_get_theirs_all_the_same(late, answering) -> None:
    sink = answering()

    late.deliver_by(sink, at=london_time(FRIDAY, time(15, 20)))

    assert sink.to == ["ada.quill@saltmarsh.example"]


def test_a_retry_that_falls_on_friday_evening_waits_for_monday(late, answering) -> None:
    busy = Receipt(Outcome.RETRY, "451", "try later")
    late.deliver_by(answering(lambda _to, _number: busy), at=london_time(FRIDAY, time(14, 55)))
    sink = answering()

    late.deliver_by(sink, at=london_time(FRIDAY, time(15, 20)))
    late.deliver_by(sink, at=london_time(NEXT_MONDAY, time(10, 0)))

    assert sink.to.count("maria.fenn@police.example") == 1
    assert police(late).state is DeliveryState.SENT


def test_what_the_law_asks_goes_before_the_rest(scene, answering) -> None:
    scene.people(3)
    scene.item(due=date(2018, 7, 23), mode="automatic", kind=MilestoneKind.STATUTORY)
    scene.decide(MONDAY)
    scene.session.commit()
    sink = answering()

    scene.deliver_by(sink, at=scene.at(MONDAY))

    kinds = {message.kind for message in scene.messages()}
    assert kinds == {MessageKind.STATUTORY}
    assert sink.to[0] == "maria.fenn@police.example"
    mails = scene.session.exec(select(Delivery.id).where(Delivery.channel == Channel.MAIL)).all()
    assert sorted(sink.deliveries) == sorted(mails)
