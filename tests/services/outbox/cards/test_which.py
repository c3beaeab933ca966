"""Which messages have a card, and whose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.settings import settings
from models.ledger import Delivery
from models.words import (
    BodyMode,
    Channel,
    ContactRole,
    DatabaseKind,
    MessageKind,
    MessageState,
)
from services.installation import installation
from services.queue_deliveries import ON_CARDS

MONDAY = date(2018, 7, 9)
CHANNEL = "Estuary Police: improvement"


def test_a_person_without_a_channel_has_no_card(scene: Any, cards: Any) -> None:
    scene.inspector.teams_channel = None
    scene.item(due=MONDAY + timedelta(days=7), mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    (queued,) = scene.messages(MessageState.QUEUED)
    assert cards.cards_of(queued) == []


def test_a_deputys_copy_is_a_mail_and_no_second_card(scene: Any, cards: Any) -> None:
    scene.make.contact(
        scene.police,
        role=ContactRole.DEPUTY,
        name="Lee Brook",
        email="lee.brook@police.example",
        teams_channel=CHANNEL,
        introduced_on=date(2018, 6, 1),
    )
    scene.item(due=MONDAY + timedelta(days=7), mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    cards.deliver()
    assert len(cards.mail.sent) >= 2
    assert cards.teams.to == [CHANNEL]


def test_a_rehearsal_has_no_card(scene: Any, cards: Any) -> None:
    scene.item(due=MONDAY + timedelta(days=7), mode=BodyMode.REHEARSAL)
    scene.decide(MONDAY)
    (queued,) = scene.messages(MessageState.QUEUED)
    assert cards.cards_of(queued) == []


@pytest.mark.parametrize("kind", list(MessageKind))
def test_what_is_for_one_person_goes_to_no_channel(
    queue: Callable[[MessageKind], list[Delivery]], kind: MessageKind
) -> None:
    channels = [one.channel for one in queue(kind)]
    assert channels[0] is Channel.MAIL
    assert (Channel.TEAMS in channels) is (kind in ON_CARDS)


@pytest.mark.parametrize(
    "kind",
    [
        MessageKind.ESCALATION,
        MessageKind.CORRECTION,
        MessageKind.MANAGER_DAILY,
        MessageKind.DCS_WEEKLY,
        MessageKind.INTRODUCTION,
    ],
)
def test_these_kinds_never_are_cards(kind: MessageKind) -> None:
    assert kind not in ON_CARDS


@pytest.mark.parametrize("is_set", [True, False])
def test_a_live_database_makes_cards_once_channels_are_set(
    scene: Any,
    queue: Callable[[MessageKind], list[Delivery]],
    is_set: bool,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    installation(scene.session).kind = DatabaseKind.LIVE
    if is_set:
        monkeypatch.setenv("LONGSTOP_TEAMS_CHANNELS_FILE", str(tmp_path / "channels.yaml"))
    settings.cache_clear()
    channels = [one.channel for one in queue(MessageKind.DIGEST)]
    settings.cache_clear()
    assert (Channel.TEAMS in channels) is is_set
