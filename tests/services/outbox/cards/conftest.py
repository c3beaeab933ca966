"""The police take their messages in a Teams channel as well."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from models.ledger import Delivery, Message
from models.words import (
    BodyMode,
    Channel,
    MessageKind,
    MessageState,
)
from notifications.dispatch import Outcome
from services.deliver import DeliveryReport, deliver_outbox
from services.queue_deliveries import post_of, queue_deliveries
from services.situation import read_situation
from services.surroundings import surroundings

MONDAY = date(2018, 7, 9)
CHANNEL = "Estuary Police: improvement"


class Cards:
    """A Teams channel that keeps what it is given, and the mail sink of the scene beside it."""

    def __init__(self, scene: Any) -> None:
        self.scene = scene
        # The scene's own sink is of the class that both channels need.
        self.teams = type(scene.sink)(outcome=Outcome.SENT, channel="workflow")
        self.mail = scene.sink
        self.mail.outcome = Outcome.SENT

    def deliver(self, *, later: timedelta = timedelta(), with_teams: bool = True) -> DeliveryReport:
        """One run of delivery with both channels."""
        self.scene.session.commit()
        report = deliver_outbox(
            self.scene.factory,
            transport=self.mail,
            teams=self.teams if with_teams else None,
            now=self.scene.at(MONDAY) + later,
            today=MONDAY,
        )
        self.scene.session.expire_all()
        return report

    @property
    def cards(self) -> list[dict[str, Any]]:
        """The cards that were posted."""
        return [json.loads(raw)["attachments"][0]["content"] for _, raw in self.teams.sent]

    def card_of(self, message: Message) -> Delivery:
        """The delivery of a message's card."""
        (card,) = self.cards_of(message)
        return card

    def cards_of(self, message: Message) -> list[Delivery]:
        """The same, none or many."""
        return [one for one in self.scene.deliveries(message) if one.channel is Channel.TEAMS]


@pytest.fixture
def cards(scene: Any) -> Cards:
    """The police take their messages in a channel as well."""
    scene.inspector.teams_channel = CHANNEL
    scene.session.add(scene.inspector)
    return Cards(scene)


@pytest.fixture
def message(scene: Any, cards: Cards) -> Message:
    """Monday's message to the police, queued and not yet delivered."""
    scene.item(due=MONDAY + timedelta(days=7), mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    (queued,) = scene.messages(MessageState.QUEUED)
    return queued


@pytest.fixture
def queue(scene: Any, cards: Cards) -> Callable[[MessageKind], list[Delivery]]:
    """Queues a message of a kind to the inspector, and gives its deliveries."""

    def queued(kind: MessageKind) -> list[Delivery]:
        around = surroundings(scene.session)
        situation = read_situation(
            scene.session, today=MONDAY, previous_day=None, calendar=around.sending
        )
        made = Message(
            contact_id=scene.inspector.id,
            kind=kind,
            grouping=kind.value,
            london_date=MONDAY,
            state=MessageState.QUEUED,
            created_at=scene.at(MONDAY),
        )
        scene.session.add(made)
        scene.session.flush()
        post = post_of(situation, around, at=scene.at(MONDAY))
        return queue_deliveries(scene.session, made, post=post)

    return queued
