"""One switch stops all sending, between two messages too, and keeps the queue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from models.queries.history import newest_events
from models.session import transaction
from models.words import BodyMode, DeliveryState
from notifications.dispatch import ChannelState, Outcome, Receipt
from services.deliver import deliver_outbox
from services.errors import Refused
from services.installation import installation
from services.sending_status import sending_status
from services.stop_sending import start_sending, stop_sending

MONDAY = date(2018, 7, 9)
DUE = date(2018, 7, 23)


def stop(scene, because: str = "Wrong dates") -> None:
    stop_sending(scene.session, because=because, now=scene.at(MONDAY), by="Ada Quill")
    scene.session.commit()


@pytest.fixture
def queued(scene):
    """Two messages on their way: one to the police, one to the manager."""
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    return scene


def test_nothing_goes_while_it_is_stopped(queued) -> None:
    stop(queued)

    report = queued.deliver(MONDAY)

    assert queued.sink.sent == []
    assert "stopped" in report.stopped_because


def test_what_was_kept_goes_once_it_is_started(queued) -> None:
    stop(queued)
    queued.deliver(MONDAY)
    start_sending(queued.session, now=queued.at(MONDAY), by="Ada Quill")
    queued.deliver(MONDAY)
    queued.deliver(MONDAY)

    assert sorted(queued.sink.to) == ["ada.quill@saltmarsh.example", "maria.fenn@police.example"]


@dataclass
class StopsAfterOne:
    """A channel on which somebody presses the switch while the first message goes."""

    scene: object
    sent: list[str] = field(default_factory=list)
    channel: str = "maildir"
    can_look_up: bool = False
    lines: int = 1

    def send(self, raw, *, recipient, key) -> Receipt:
        self.sent.append(recipient)
        if len(self.sent) == 1:
            with transaction(self.scene.factory) as other:
                stop_sending(other, because="Wrong dates", now=self.scene.at(MONDAY), by="Ada")
        return Receipt(Outcome.FILED, "250", "kept")

    def look(self) -> ChannelState:
        return ChannelState(True, "well")

    def close(self) -> None:
        pass

    def find(self, key) -> None:
        return None


def test_it_stops_between_two_messages(queued) -> None:
    channel = StopsAfterOne(queued)
    queued.session.commit()

    report = deliver_outbox(queued.factory, transport=channel, now=queued.at(MONDAY), today=MONDAY)

    assert len(channel.sent) == 1
    assert "stopped" in report.stopped_because
    assert sending_status(queued.session, now=queued.at(MONDAY)).queue.queued == 1


def test_days_are_decided_as_ever(scene) -> None:
    stop(scene)
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)

    scene.decide(MONDAY)

    (message,) = scene.messages()
    assert [one.state for one in scene.deliveries(message)] == [DeliveryState.QUEUED]


def test_both_acts_stand_in_history(scene) -> None:
    stop(scene)
    start_sending(scene.session, now=scene.at(MONDAY), by="Sol Marsh")

    started, stopped = newest_events(scene.session, limit=2)
    assert (stopped.kind, stopped.actor, stopped.payload["because"]) == (
        "sending_stopped",
        "Ada Quill",
        "Wrong dates",
    )
    assert (started.kind, started.actor) == ("sending_started", "Sol Marsh")


def test_it_says_who_stopped_it_and_why(scene) -> None:
    stop(scene)

    with pytest.raises(Refused, match=r"Monday 9 July 2018, midday, by Ada Quill: Wrong dates"):
        stop_sending(scene.session, because="Again", now=scene.at(MONDAY), by="Sol Marsh")


def test_it_is_not_stopped_without_a_reason(scene) -> None:
    with pytest.raises(Refused, match="Say why"):
        stop(scene, because=" ")


def test_what_is_not_stopped_is_not_started(scene) -> None:
    with pytest.raises(Refused, match="not stopped"):
        start_sending(scene.session, now=scene.at(MONDAY), by="Ada Quill")

    assert not installation(scene.session).sending_stopped
