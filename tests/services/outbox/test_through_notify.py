"""The outbox through GOV.UK Notify: the real channel and its own client, against a stub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from models.words import BodyMode, DeliveryState, NoticeState
from notifications.notify_account import NotifyAccount
from notifications.plugins.notify import NotifyTransport
from services.deliver import DeliveryReport, deliver_outbox
from services.deliver.looking import settle_by_looking
from tests.servers.notify_stub import API_KEY, TEMPLATE, NotifyStub, says
from tests.servers.webhook import answer_bytes

MONDAY = date(2018, 7, 9)


@dataclass
class Road:
    """A message to the police on its way through Notify."""

    scene: Any
    stub: NotifyStub
    transport: NotifyTransport

    def deliver(self, *, later: timedelta = timedelta()) -> DeliveryReport:
        """One run of delivery."""
        self.scene.session.commit()
        now = self.scene.at(MONDAY) + later
        report = deliver_outbox(self.scene.factory, transport=self.transport, now=now, today=MONDAY)
        self.scene.session.expire_all()
        return report

    def look(self) -> int:
        """Ask Notify what became of what is not known."""
        self.scene.session.commit()
        settled = settle_by_looking(
            self.scene.factory,
            transport=self.transport,
            now=self.scene.at(MONDAY),
            today=MONDAY,
        )
        self.scene.session.expire_all()
        return settled

    @property
    def delivery(self) -> Any:
        """The delivery to the inspector."""
        return self.scene.deliveries(self.scene.messages()[0])[0]

    @property
    def to_police(self) -> list[dict[str, Any]]:
        """What Notify holds for the inspector."""
        return [one for one in self.stub.mails if one["email_address"] == self.address]

    @property
    def address(self) -> str:
        """The inspector's."""
        return str(self.scene.inspector.email)


@pytest.fixture
def road(scene: Any) -> Iterator[Road]:
    """Monday's message is queued; Notify behaves until a test says otherwise."""
    scene.item(due=MONDAY + timedelta(days=7), mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    stub = NotifyStub()
    with stub.server() as server:
        account = NotifyAccount(api_key=API_KEY, template_id=TEMPLATE, base_url=server.address)
        yield Road(scene, stub, NotifyTransport(account, timeouts=(2.0, 0.5)))


def test_a_message_goes_once_and_counts_as_told(scene: Any, road: Road) -> None:
    road.deliver()
    road.deliver()
    (mail,) = road.to_police
    assert mail["personalisation"]["subject"] == road.delivery.subject
    assert "Minutes shared in two days" in mail["personalisation"]["message"]
    assert (road.delivery.state, road.delivery.carrier) == (DeliveryState.SENT, "notify")
    assert {one.state for one in scene.notices(scene.messages()[0])} == {NoticeState.TOLD}


def test_an_answer_that_was_lost_is_settled_by_asking_and_nothing_goes_again(
    scene: Any, road: Road
) -> None:
    road.stub.misbehave = lambda _mail: answer_bytes(500)
    road.stub.keeps_first = True
    road.deliver()
    assert road.delivery.state is DeliveryState.UNKNOWN
    assert road.look() >= 1
    assert road.delivery.state is DeliveryState.SENT
    road.deliver(later=timedelta(hours=1))
    assert len(road.to_police) == 1


def test_what_notify_never_took_stays_for_a_person(road: Road) -> None:
    road.stub.misbehave = lambda _mail: answer_bytes(500)
    road.deliver()
    assert road.look() == 0
    assert road.delivery.state is DeliveryState.UNKNOWN


def test_a_mailbox_that_notify_found_missing_marks_the_contact(scene: Any, road: Road) -> None:
    road.stub.misbehave = lambda _mail: answer_bytes(500)
    road.stub.keeps_first = True
    road.deliver()
    for mail in road.to_police:
        mail["status"] = "permanent-failure"
    road.look()
    scene.session.refresh(scene.inspector)
    assert road.delivery.state is DeliveryState.FAILED
    assert scene.inspector.bounced_at is not None


def test_an_address_that_is_none_marks_the_contact_at_once(scene: Any, road: Road) -> None:
    words = "email_address is not a valid email address"
    road.stub.misbehave = lambda _mail: says(400, ("ValidationError", words))
    road.deliver()
    scene.session.refresh(scene.inspector)
    assert road.delivery.state is DeliveryState.FAILED
    assert scene.inspector.bounced_at is not None


def test_a_wrong_key_fails_nothing_and_all_goes_once_it_is_put_right(
    scene: Any, road: Road
) -> None:
    words = "Invalid token: API key not found"
    road.stub.misbehave = lambda _mail: says(403, ("AuthError", words))
    report = road.deliver()
    assert "does not take the API key" in (report.stopped_because or "")
    assert road.delivery.state is DeliveryState.QUEUED
    road.stub.misbehave = lambda _mail: None
    road.deliver(later=timedelta(hours=2))
    scene.session.refresh(scene.inspector)
    assert len(road.to_police) == 1
    assert scene.inspector.bounced_at is None


def test_too_many_in_a_minute_is_tried_again_and_goes_once(road: Road) -> None:
    words = "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"
    road.stub.misbehave = lambda _mail: says(429, ("RateLimitError", words))
    road.deliver()
    assert road.delivery.state is DeliveryState.QUEUED
    road.stub.misbehave = lambda _mail: None
    road.deliver(later=timedelta(hours=1))
    assert len(road.to_police) == 1
