"""Cards: a copy beside the mail, after it, saying no more than a channel may read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.settings import settings
from models.inspections import EmbargoMember
from models.ledger import Delivery, Message
from models.queries.outbox import count_by_state
from models.words import (
    BodyMode,
    Channel,
    ContactRole,
    DatabaseKind,
    DeliveryState,
    MessageKind,
    MessageState,
    NoticeState,
)
from notifications.dispatch import Outcome
from services.deliver import DeliveryReport, deliver_outbox
from services.errors import NotFoundError
from services.installation import installation
from services.outbox_overview import Part, lines_of, outbox_overview
from services.queue_deliveries import ON_CARDS, post_of, queue_deliveries
from services.redact import redact_text
from services.settle_unknown import settle_unknown
from services.show_message import kept_card
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


def test_a_card_goes_beside_the_mail_and_after_it(
    scene: Any, cards: Cards, message: Message
) -> None:
    cards.deliver()
    card = cards.card_of(message)
    mail = scene.deliveries(message)[0]
    assert (mail.channel, mail.is_copy, mail.state) == (Channel.MAIL, False, DeliveryState.SENT)
    assert (card.is_copy, card.state, card.sent_to) == (True, DeliveryState.SENT, CHANNEL)
    assert (card.carrier, card.message_id_header) == ("workflow", None)
    assert cards.teams.to == [CHANNEL]
    assert card.raw == cards.teams.sent[0][1]
    assert scene.messages()[0].state is MessageState.CLOSED


def test_the_card_says_what_the_mail_said(scene: Any, cards: Cards, message: Message) -> None:
    cards.deliver()
    (card,) = cards.cards
    said = json.dumps(card)
    assert "1 item for Estuary Police" in said
    assert "Minutes shared in two days" in said
    assert "Demonstration: filed, not sent" in said


def test_a_card_waits_until_its_mail_has_an_outcome(
    scene: Any, cards: Cards, message: Message
) -> None:
    cards.mail.outcome = Outcome.RETRY
    cards.deliver()
    assert cards.teams.sent == []
    assert cards.card_of(message).state is DeliveryState.QUEUED
    cards.mail.outcome = Outcome.SENT
    cards.deliver(later=timedelta(hours=1))
    assert cards.card_of(message).state is DeliveryState.SENT


def test_a_mail_that_failed_has_no_card(scene: Any, cards: Cards, message: Message) -> None:
    cards.mail.outcome = Outcome.FAILED
    cards.deliver()
    card = cards.card_of(message)
    assert (card.state, card.outcome) == (
        DeliveryState.CANCELLED,
        "the mail that it copies did not go",
    )
    assert cards.teams.sent == []


def test_a_mail_that_may_have_gone_has_its_card(scene: Any, cards: Cards, message: Message) -> None:
    cards.mail.outcome = Outcome.UNKNOWN
    cards.deliver()
    assert cards.card_of(message).state is DeliveryState.SENT


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.UNKNOWN, Outcome.SENT])
def test_what_becomes_of_a_card_decides_nothing(
    scene: Any, cards: Cards, message: Message, outcome: Outcome
) -> None:
    cards.teams.outcome = outcome
    cards.deliver()
    assert scene.deliveries(message)[0].state is DeliveryState.SENT
    assert {notice.state for notice in scene.notices(message)} == {NoticeState.TOLD}
    assert scene.inspector.bounced_at is None
    assert scene.messages()[0].state is MessageState.CLOSED


def test_an_answer_between_mail_and_card_does_not_silence_the_copy(
    scene: Any, cards: Cards, message: Message
) -> None:
    cards.deliver(with_teams=False)
    (notice,) = scene.notices(message)
    assert notice.state is NoticeState.TOLD
    cards.deliver()
    assert len(cards.cards) == 1


def test_without_a_channel_for_cards_they_wait(scene: Any, cards: Cards, message: Message) -> None:
    cards.deliver(with_teams=False)
    assert cards.card_of(message).state is DeliveryState.QUEUED


def test_a_person_without_a_channel_has_no_card(scene: Any, cards: Cards) -> None:
    scene.inspector.teams_channel = None
    scene.item(due=MONDAY + timedelta(days=7), mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    (queued,) = scene.messages(MessageState.QUEUED)
    assert cards.cards_of(queued) == []


def test_a_channel_that_is_named_no_more_gets_nothing(
    scene: Any, cards: Cards, message: Message
) -> None:
    scene.inspector.teams_channel = None
    scene.session.add(scene.inspector)
    cards.deliver()
    assert cards.card_of(message).state is DeliveryState.CANCELLED
    assert cards.teams.sent == []


def test_a_deputys_copy_is_a_mail_and_no_second_card(scene: Any, cards: Cards) -> None:
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


def test_a_rehearsal_has_no_card(scene: Any, cards: Cards) -> None:
    scene.item(due=MONDAY + timedelta(days=7), mode=BodyMode.REHEARSAL)
    scene.decide(MONDAY)
    (queued,) = scene.messages(MessageState.QUEUED)
    assert cards.cards_of(queued) == []


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


def test_a_channel_reads_an_embargoed_inspection_by_its_code_name_alone(
    scene: Any, cards: Cards
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


def test_the_outbox_says_what_became_of_a_card(scene: Any, cards: Cards, message: Message) -> None:
    cards.deliver()
    (line,) = lines_of(scene.session, [message.id], today=MONDAY)
    assert line.state == "Sent"
    assert [copy.words for copy in line.copies] == [
        f"Card to Teams channel {CHANNEL!r}: Accepted by Teams"
    ]
    assert outbox_overview(scene.session, Part.UNKNOWN, today=MONDAY).lines == ()


def test_a_card_that_may_not_have_arrived_is_listed_until_somebody_settles_it(
    scene: Any, cards: Cards, message: Message
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
    scene: Any, cards: Cards, message: Message
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


def test_a_card_that_failed_needs_nobody(scene: Any, cards: Cards, message: Message) -> None:
    cards.teams.outcome = Outcome.FAILED
    cards.deliver()
    assert outbox_overview(scene.session, Part.OPEN, today=MONDAY).lines == ()
    assert DeliveryState.FAILED not in count_by_state(scene.session)
    (line,) = lines_of(scene.session, [message.id], today=MONDAY)
    assert "Not sent (250 kept)" in line.copies[0].words


def test_the_card_is_shown_as_it_was_kept(scene: Any, cards: Cards, message: Message) -> None:
    with pytest.raises(NotFoundError, match="made after its mail has gone"):
        kept_card(scene.session, message.id)
    cards.deliver()
    assert kept_card(scene.session, message.id).encode() == cards.teams.sent[0][1]


def test_a_text_is_taken_out_of_a_kept_card_too(scene: Any, cards: Cards, message: Message) -> None:
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


def test_on_either_database_a_card_follows_its_mail(
    scene: Any, cards: Cards, message: Message, either_database: Callable[[], Any]
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
