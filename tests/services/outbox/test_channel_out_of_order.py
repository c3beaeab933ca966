"""A channel that is out of order pauses, and nothing that waits is changed by it (design 7)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from models.agencies import Contact
from models.history import Event
from models.ledger import ChannelFault, Delivery, Message
from models.words import Channel, DeliveryState, MessageState, NoticeState
from notifications.dispatch import Outcome, Receipt
from services.deliver import deliver_outbox

MONDAY = date(2018, 7, 9)
BROKEN = Receipt(Outcome.CHANNEL_FAULT, "535", "wrong password")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def five(scene):
    """Five messages to five bodies, and the manager's letter, on a Monday."""
    scene.people(5)
    scene.decide(MONDAY)
    return scene


def waiting(scene) -> list[tuple]:
    rows = scene.session.exec(select(Delivery).order_by(Delivery.id)).all()
    return [
        (one.id, one.not_before, one.attempts)
        for one in rows
        if one.state is DeliveryState.QUEUED and one.channel is Channel.MAIL
    ]


def fault_of(scene) -> ChannelFault | None:
    return scene.session.get(ChannelFault, Channel.MAIL)


def events(scene, kind: str) -> int:
    return len(scene.session.exec(select(Event).where(Event.kind == kind)).all())


def test_the_first_fault_stops_the_run_and_changes_nothing_of_what_waits(five, answering) -> None:
    five.session.commit()
    before = waiting(five)
    broken = answering(lambda _to, _number: BROKEN)

    report = five.deliver_by(broken, at=five.at(MONDAY))

    assert len(broken.sent) == 1
    assert waiting(five) == before
    assert report.counts == {"channel_fault": 1}
    assert report.stopped_because == (
        "The mail channel is out of order: 535 wrong password. "
        "What waits is kept and tried again from 12:01pm."
    )


def test_while_it_is_paused_nobody_tries(five, answering) -> None:
    at = five.at(MONDAY)
    five.deliver_by(answering(lambda _to, _number: BROKEN), at=at)
    well = answering(lines=4)

    report = five.deliver_by(well, at=at + 0.5 * MINUTE)

    assert well.sent == []
    assert "out of order" in (report.stopped_because or "")


def test_each_fault_in_a_row_makes_the_pause_longer(five, answering) -> None:
    at, pauses = five.at(MONDAY), []
    for _ in range(8):
        five.deliver_by(answering(lambda _to, _number: BROKEN), at=at)
        fault = fault_of(five)
        pauses.append((fault.paused_until - at) / MINUTE)
        at = fault.paused_until

    assert pauses == [1, 2, 5, 15, 30, 60, 60, 60]
    assert fault.faults == 8
    assert events(five, "channel_out_of_order") == 1


def test_after_a_pause_one_message_goes_first_and_then_the_rest(five, answering) -> None:
    at = five.at(MONDAY)
    five.deliver_by(answering(lambda _to, _number: BROKEN), at=at)
    well = answering(lines=4)

    report = five.deliver_by(well, at=at + 2 * MINUTE)

    assert report.counts["sent"] == 6
    assert report.stopped_because is None
    assert fault_of(five) is None
    assert events(five, "channel_works_again") == 1
    assert waiting(five) == []


def test_a_try_after_a_pause_that_says_nothing_of_the_channel_is_followed_by_another(
    five, answering
) -> None:
    at = five.at(MONDAY)
    five.deliver_by(answering(lambda _to, _number: BROKEN), at=at)
    refuses = Receipt(Outcome.FAILED, "554", "no such thing")
    first_refused = answering(
        lambda _to, number: refuses if number == 1 else Receipt(Outcome.SENT, "250", "ok"),
        lines=4,
    )

    report = five.deliver_by(first_refused, at=at + 2 * MINUTE)

    assert report.counts == {"failed": 1, "sent": 5}
    assert fault_of(five) is None


def test_with_several_lines_the_faults_of_one_moment_count_once(five, answering) -> None:
    broken = answering(lambda _to, _number: BROKEN, lines=4)

    report = five.deliver_by(broken, at=five.at(MONDAY))

    assert report.counts["channel_fault"] == len(broken.sent) <= 4
    assert fault_of(five).faults == 1


def test_of_two_workers_one_makes_the_try_after_a_pause(five, answering) -> None:
    at = five.at(MONDAY)
    five.deliver_by(answering(lambda _to, _number: BROKEN), at=at)
    later = at + 2 * MINUTE
    other = answering()

    def meanwhile(_to: str, number: int) -> Receipt:
        if number == 1:
            # While this worker finds out, another one looks.
            deliver_outbox(five.factory, transport=other, now=later, today=MONDAY)
            assert other.sent == []
        return Receipt(Outcome.SENT, "250", "ok")

    five.deliver_by(answering(meanwhile), at=later)

    assert waiting(five) == []


def with_card(scene) -> Delivery:
    """A card for Teams beside the first of the mails."""
    scene.session.commit()
    mail = scene.session.exec(select(Delivery).where(Delivery.channel == Channel.MAIL)).first()
    assert mail is not None
    card = Delivery(
        message_id=mail.message_id,
        contact_id=mail.contact_id,
        is_copy=True,
        channel=Channel.TEAMS,
        state=DeliveryState.QUEUED,
        not_before=scene.at(MONDAY),
    )
    scene.session.add(card)
    scene.session.get_one(Contact, mail.contact_id).teams_channel = "Safeguarding"
    return card


def test_teams_goes_on_while_mail_is_out_of_order(five, answering) -> None:
    with_card(five)
    five.deliver_by(answering(), at=five.at(MONDAY))
    down = ChannelFault(
        channel=Channel.MAIL,
        faults=1,
        since=five.at(MONDAY),
        paused_until=five.at(MONDAY) + 30 * MINUTE,
        because="down",
    )
    five.session.add(down)
    teams = answering(channel="workflow")

    report = five.deliver_by(answering(), teams=teams, at=five.at(MONDAY) + MINUTE)

    assert teams.to == ["Safeguarding"]
    assert report.counts == {"sent": 1}
    assert "mail channel is out of order" in (report.stopped_because or "")


def test_mail_goes_on_while_teams_is_out_of_order(five, answering) -> None:
    card = with_card(five)
    mail, teams = answering(), answering(lambda _to, _number: BROKEN, channel="workflow")

    report = five.deliver_by(mail, teams=teams, at=five.at(MONDAY))

    assert len(mail.sent) == 6
    assert report.counts == {"sent": 6, "channel_fault": 1}
    assert five.session.get_one(Delivery, card.id).state is DeliveryState.QUEUED


def test_what_becomes_of_a_card_decides_nothing_for_its_message(five, answering) -> None:
    card = with_card(five)
    refused = Receipt(Outcome.FAILED, "404", "no such workflow", recipient_at_fault=True)
    teams = answering(lambda _to, _number: refused, channel="workflow")

    five.deliver_by(answering(), teams=teams, at=five.at(MONDAY))

    message = five.session.get_one(Message, card.message_id)
    assert five.session.get_one(Delivery, card.id).state is DeliveryState.FAILED
    assert message.state is MessageState.CLOSED
    assert {one.state for one in five.notices(message)} == {NoticeState.TOLD}
    assert five.session.get_one(Contact, card.contact_id).bounced_at is None


def test_without_a_channel_for_teams_its_copies_are_left_queued(five, answering) -> None:
    card = with_card(five)

    five.deliver_by(answering(), at=five.at(MONDAY))

    assert five.session.get_one(Delivery, card.id).state is DeliveryState.QUEUED
