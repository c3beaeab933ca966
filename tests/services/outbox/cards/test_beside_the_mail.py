"""Any: a copy beside the mail, after it, saying no more than a channel may read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from models.inspections import EmbargoMember
from models.ledger import Message
from models.words import (
    BodyMode,
    Channel,
    DeliveryState,
    MessageState,
    NoticeState,
)
from notifications.dispatch import Outcome
from services.deliver import deliver_outbox

MONDAY = date(2018, 7, 9)
CHANNEL = "Estuary Police: improvement"


def test_a_card_goes_beside_the_mail_and_after_it(scene: Any, cards: Any, message: Message) -> None:
    cards.deliver()
    card = cards.card_of(message)
    mail = scene.deliveries(message)[0]
    assert (mail.channel, mail.is_copy, mail.state) == (Channel.MAIL, False, DeliveryState.SENT)
    assert (card.is_copy, card.state, card.sent_to) == (True, DeliveryState.SENT, CHANNEL)
    assert (card.carrier, card.message_id_header) == ("workflow", None)
    assert cards.teams.to == [CHANNEL]
    assert card.raw == cards.teams.sent[0][1]
    assert scene.messages()[0].state is MessageState.CLOSED


def test_the_card_says_what_the_mail_said(scene: Any, cards: Any, message: Message) -> None:
    cards.deliver()
    (card,) = cards.cards
    said = json.dumps(card)
    assert "1 item for Estuary Police" in said
    assert "Minutes shared in two days" in said
    assert "Demonstration: filed, not sent" in said


def test_a_card_waits_until_its_mail_has_an_outcome(
    scene: Any, cards: Any, message: Message
) -> None:
    cards.mail.outcome = Outcome.RETRY
    cards.deliver()
    assert cards.teams.sent == []
    assert cards.card_of(message).state is DeliveryState.QUEUED
    cards.mail.outcome = Outcome.SENT
    cards.deliver(later=timedelta(hours=1))
    assert cards.card_of(message).state is DeliveryState.SENT


def test_a_mail_that_failed_has_no_card(scene: Any, cards: Any, message: Message) -> None:
    cards.mail.outcome = Outcome.FAILED
    cards.deliver()
    card = cards.card_of(message)
    assert (card.state, card.outcome) == (
        DeliveryState.CANCELLED,
        "the mail that it copies did not go",
    )
    assert cards.teams.sent == []


def test_a_mail_that_may_have_gone_has_its_card(scene: Any, cards: Any, message: Message) -> None:
    cards.mail.outcome = Outcome.UNKNOWN
    cards.deliver()
    assert cards.card_of(message).state is DeliveryState.SENT


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.UNKNOWN, Outcome.SENT])
def test_what_becomes_of_a_card_decides_nothing(
    scene: Any, cards: Any, message: Message, outcome: Outcome
) -> None:
    cards.teams.outcome = outcome
    cards.deliver()
    assert scene.deliveries(message)[0].state is DeliveryState.SENT
    assert {notice.state for notice in scene.notices(message)} == {NoticeState.TOLD}
    assert scene.inspector.bounced_at is None
    assert scene.messages()[0].state is MessageState.CLOSED


def test_an_answer_between_mail_and_card_does_not_silence_the_copy(
    scene: Any, cards: Any, message: Message
) -> None:
    cards.deliver(with_teams=False)
    (notice,) = scene.notices(message)
    assert notice.state is NoticeState.TOLD
    cards.deliver()
    assert len(cards.cards) == 1


def test_without_a_channel_for_cards_they_wait(scene: Any, cards: Any, message: Message) -> None:
    cards.deliver(with_teams=False)
    assert cards.card_of(message).state is DeliveryState.QUEUED


def test_a_channel_that_is_named_no_more_gets_nothing(
    scene: Any, cards: Any, message: Message
) -> None:
    scene.inspector.teams_channel = None
    scene.session.add(scene.inspector)
    cards.deliver()
    assert cards.card_of(message).state is DeliveryState.CANCELLED
    assert cards.teams.sent == []


def test_a_channel_reads_an_embargoed_inspection_by_its_code_name_alone(
    scene: Any, cards: Any
) -> None:
    scene.inspection.embargoed, scene.inspection.published_on = True, None
    scene.session.add(scene.inspection)
    scene.session.add(
        EmbargoMember(
            inspection_id=scene.inspection.id,
            name=scene.inspector.name,
            email=scene.inspector.email,
        )
    )
    item = scene.item(due=MONDAY + timedelta(days=7), mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    cards.deliver()
    ((_, mail),) = [one for one in cards.mail.sent if one[0] == scene.inspector.email]
    (card,) = cards.cards
    said = json.dumps(card)
    # The inspector stands in the circle and reads the wording; the channel does not.
    assert b"Minutes shared in two days" in mail
    assert scene.inspection.code_name in said
    for secret in ("Minutes shared", "Saltmarsh.", item.ref, "Joint targeted"):
        assert secret not in said


def test_on_either_database_a_card_follows_its_mail(
    scene: Any, cards: Any, message: Message, either_database: Callable[[], Any]
) -> None:
    factory = either_database()
    at = {"now": scene.at(MONDAY), "today": MONDAY}
    cards.mail.outcome = Outcome.RETRY
    deliver_outbox(factory, transport=cards.mail, teams=cards.teams, **at)
    assert cards.teams.sent == []
    cards.mail.outcome = Outcome.SENT
    at["now"] += timedelta(hours=1)
    report = deliver_outbox(factory, transport=cards.mail, teams=cards.teams, **at)
    assert cards.teams.to == [CHANNEL]
    assert report.counts["sent"] >= 2
