"""A message on its whole way: read, approved, handed to a mail server, and kept as it went."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from models.ledger import Delivery
from models.words import BodyMode, Channel, DatabaseKind, DeliveryState, NoticeState
from notifications.plugins.relay import Relay, Security
from notifications.plugins.smtp import SmtpTransport, smtp_transport
from services.approve_as_shown import AsShown, approve_as_shown
from services.deliver import DeliveryReport, deliver_outbox
from services.installation import installation
from services.show_message import show_message
from tests.servers.smtp import SmtpServer, Stage, closes, says

MONDAY = date(2018, 7, 9)
DUE = date(2018, 7, 23)
INSPECTOR = "maria.fenn@police.example"


@pytest.fixture
def live(scene: Any) -> Any:
    """The scene as a live database: what is delivered is sent."""
    row = installation(scene.session)
    row.kind, row.mail_channel = DatabaseKind.LIVE, "smtp"
    scene.session.add(row)
    return scene


@pytest.fixture
def server(smtp_server: Callable[..., SmtpServer]) -> SmtpServer:
    """A mail server that behaves until it is told otherwise."""
    return smtp_server()


@pytest.fixture
def by_smtp(server: SmtpServer) -> Iterator[SmtpTransport]:
    relay = Relay(server.host, server.port, Security.NONE, timeout=5)
    transport = smtp_transport(relay)
    yield transport
    transport.close()


def deliver(scene: Any, transport: SmtpTransport, *, later: int = 0) -> DeliveryReport:
    """One run of delivery, so many hours after noon."""
    scene.session.commit()
    now = scene.at(MONDAY) + timedelta(hours=later)
    report = deliver_outbox(scene.factory, transport=transport, now=now, today=MONDAY)
    scene.session.expire_all()
    return report


def to_inspector(scene: Any) -> Delivery:
    (message,) = scene.messages()
    (delivery,) = [one for one in scene.deliveries(message) if one.channel is Channel.MAIL]
    return delivery


def test_what_was_read_and_approved_is_what_the_server_has_and_what_is_kept(
    live: Any, server: SmtpServer, by_smtp: SmtpTransport
) -> None:
    live.item(due=DUE)
    live.decide(MONDAY)
    number, now = live.held().id, live.at(MONDAY)
    read = show_message(live.session, number, today=MONDAY, now=now)
    as_read = AsShown(read.mark or "", read.text)

    approve_as_shown(live.session, number, as_read, by="Ada Quill", today=MONDAY, now=now)
    deliver(live, by_smtp)

    (arrived,) = [one for one in server.messages if one.recipient == INSPECTOR]
    delivery = to_inspector(live)
    assert delivery.state is DeliveryState.SENT
    assert delivery.raw == arrived.raw
    assert (delivery.carrier, delivery.outcome_code) == ("smtp", "250")
    mail = email.message_from_bytes(arrived.raw, policy=email.policy.default)
    assert mail["Message-ID"] == delivery.message_id_header
    assert text_of(mail) == read.text.strip()


def text_of(mail: Any) -> str:
    assert isinstance(mail, EmailMessage)
    part = mail.get_body(("plain",))
    assert part is not None
    return "\n".join(str(part.get_content()).splitlines()).strip()


@pytest.fixture
def queued(live: Any) -> Any:
    """A message to the police on its way, and the manager's own."""
    live.item(due=DUE, mode=BodyMode.AUTOMATIC)
    live.decide(MONDAY)
    return live


def test_a_refused_address_marks_that_contact_and_nobody_else(
    queued: Any, server: SmtpServer, by_smtp: SmtpTransport
) -> None:
    server.recipients = {INSPECTOR: says("550 5.1.1 No such mailbox")}

    deliver(queued, by_smtp)

    assert to_inspector(queued).state is DeliveryState.FAILED
    assert queued.inspector.bounced_at is not None
    assert queued.manager.bounced_at is None
    assert [one.recipient for one in server.messages] == ["ada.quill@saltmarsh.example"]


def test_a_server_that_is_down_costs_nothing_and_is_tried_again(
    queued: Any, server: SmtpServer, by_smtp: SmtpTransport
) -> None:
    server.stop()
    report = deliver(queued, by_smtp)
    waiting = to_inspector(queued)
    state, attempts = waiting.state, waiting.attempts
    server.start()

    deliver(queued, by_smtp, later=1)

    assert (state, attempts) == (DeliveryState.QUEUED, 0)
    assert "Connection refused" in (report.stopped_because or "")
    assert sorted(one.recipient for one in server.messages) == [
        "ada.quill@saltmarsh.example", INSPECTOR
    ]  # fmt: skip
    assert queued.inspector.bounced_at is None


def test_what_nobody_knows_is_shown_and_not_sent_again_by_itself(
    queued: Any, server: SmtpServer, by_smtp: SmtpTransport
) -> None:
    server.script = {Stage.END: closes(keeps=True)}
    deliver(queued, by_smtp)
    server.script = {}

    deliver(queued, by_smtp, later=3)

    (message,) = queued.messages()
    assert to_inspector(queued).state is DeliveryState.UNKNOWN
    assert [one.state for one in queued.notices(message)] == [NoticeState.UNKNOWN]
    assert [one.recipient for one in server.messages].count(INSPECTOR) == 1


def test_a_greylisted_message_goes_again_under_its_own_name(
    queued: Any, server: SmtpServer, by_smtp: SmtpTransport
) -> None:
    server.recipients = {INSPECTOR: says("451 4.7.1 Greylisted, come back")}
    deliver(queued, by_smtp)
    first = to_inspector(queued)
    name, state = first.message_id_header, first.state
    server.recipients = {}

    deliver(queued, by_smtp, later=1)

    assert state is DeliveryState.QUEUED
    (arrived,) = [one for one in server.messages if one.recipient == INSPECTOR]
    assert email.message_from_bytes(arrived.raw)["Message-ID"] == name
    assert queued.inspector.bounced_at is None
