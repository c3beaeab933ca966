"""What became of a card: shown, settled, kept, and taken out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.ledger import Message
from models.queries.outbox import count_by_state
from models.words import (
    DeliveryState,
)
from notifications.dispatch import Outcome
from services.errors import NotFoundError
from services.outbox_overview import Part, lines_of, outbox_overview
from services.redact import redact_text
from services.settle_unknown import settle_unknown
from services.show_message import kept_card

MONDAY = date(2018, 7, 9)
CHANNEL = "Estuary Police: improvement"


def test_the_outbox_says_what_became_of_a_card(scene: Any, cards: Any, message: Message) -> None:
    cards.deliver()
    (line,) = lines_of(scene.session, [message.id], today=MONDAY)
    assert line.state == "Sent"
    assert [copy.words for copy in line.copies] == [
        f"Card to Teams channel {CHANNEL!r}: Accepted by Teams"
    ]
    assert outbox_overview(scene.session, Part.UNKNOWN, today=MONDAY).lines == ()


def test_a_card_that_may_not_have_arrived_is_listed_until_somebody_settles_it(
    scene: Any, cards: Any, message: Message
) -> None:
    cards.teams.outcome = Outcome.UNKNOWN
    cards.deliver()
    (line,) = outbox_overview(scene.session, Part.UNKNOWN, today=MONDAY).lines
    (copy,) = line.copies
    assert copy.needs_a_look
    assert "Not known whether it was sent: check" in copy.words
    settle_unknown(
        scene.session,
        message.id,
        arrived=True,
        by="Ada Quill",
        today=MONDAY,
        now=scene.at(MONDAY),
    )
    scene.session.commit()
    assert outbox_overview(scene.session, Part.UNKNOWN, today=MONDAY).lines == ()


def test_a_card_that_did_not_arrive_goes_again_alone(
    scene: Any, cards: Any, message: Message
) -> None:
    cards.teams.outcome = Outcome.UNKNOWN
    cards.deliver()
    settle_unknown(
        scene.session,
        message.id,
        arrived=False,
        by="Ada Quill",
        today=MONDAY,
        now=scene.at(MONDAY),
    )
    cards.teams.outcome = Outcome.SENT
    mails = len(cards.mail.sent)
    cards.deliver()
    assert (len(cards.cards), len(cards.mail.sent)) == (2, mails)
    (line,) = lines_of(scene.session, [message.id], today=MONDAY)
    assert [copy.words.rpartition(": ")[2] for copy in line.copies] == ["Accepted by Teams"]


def test_a_card_that_failed_needs_nobody(scene: Any, cards: Any, message: Message) -> None:
    cards.teams.outcome = Outcome.FAILED
    cards.deliver()
    assert outbox_overview(scene.session, Part.OPEN, today=MONDAY).lines == ()
    assert DeliveryState.FAILED not in count_by_state(scene.session)
    (line,) = lines_of(scene.session, [message.id], today=MONDAY)
    assert "Not sent (250 kept)" in line.copies[0].words


def test_the_card_is_shown_as_it_was_kept(scene: Any, cards: Any, message: Message) -> None:
    with pytest.raises(NotFoundError, match="made after its mail has gone"):
        kept_card(scene.session, message.id)
    cards.deliver()
    assert kept_card(scene.session, message.id).encode() == cards.teams.sent[0][1]


def test_a_text_is_taken_out_of_a_kept_card_too(scene: Any, cards: Any, message: Message) -> None:
    cards.deliver()
    places = redact_text(
        scene.session,
        "Minutes shared in two days",
        reason="It named a person.",
        now=scene.at(MONDAY),
        by="Ada Quill",
    )
    assert cards.card_of(message).id in places.mails
    assert cards.card_of(message).raw is None
