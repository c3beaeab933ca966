"""The outcome of a delivery by the stage at which it went wrong (design section 7).

Each line of docs/reference/outcomes.md about mail has a case here.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from notifications.dispatch import Outcome
from notifications.keys import DeliveryKey
from notifications.plugins.smtp import SmtpTransport
from tests.servers.smtp import Act, SmtpServer, Stage, closes, says, says_and_closes, silent

Server = Callable[..., SmtpServer]
To = Callable[..., SmtpTransport]

CLOSES_421 = says_and_closes("421 4.3.2 Shutting down")

# Stage, what the server does, the outcome, the code that is kept, and whether the contact is
# marked. A server that closes without a word after the dot may have kept the message.
CASES = [
    (Stage.CONNECT, says("554 5.7.1 Not from your address"), "channel_fault", "554", False),
    (Stage.CONNECT, CLOSES_421, "channel_fault", "421", False),
    (Stage.CONNECT, closes(), "channel_fault", "no answer", False),
    (Stage.CONNECT, says("This is no mail server"), "channel_fault", "no answer", False),
    (Stage.EHLO, says("550 5.7.1 Go away"), "channel_fault", "550", False),
    (Stage.EHLO, closes(), "channel_fault", "no answer", False),
    (Stage.MAIL, says("550 5.7.1 Sender refused"), "channel_fault", "550", False),
    (Stage.MAIL, says("451 4.3.0 Try later"), "channel_fault", "451", False),
    (Stage.MAIL, says("530 5.7.0 Sign in first"), "channel_fault", "530", False),
    (Stage.MAIL, CLOSES_421, "channel_fault", "421", False),
    (Stage.MAIL, closes(), "channel_fault", "no answer", False),
    (Stage.RCPT, says("550 5.1.1 No such mailbox"), "failed", "550", True),
    (Stage.RCPT, says("551 5.1.6 Moved away"), "failed", "551", True),
    (Stage.RCPT, says("553 5.1.3 Not an address"), "failed", "553", True),
    (Stage.RCPT, says("550 5.2.1 Mailbox disabled"), "failed", "550", True),
    (Stage.RCPT, says("550 User unknown"), "failed", "550", True),
    (Stage.RCPT, says("554 5.7.1 Relay access denied"), "failed", "554", False),
    (Stage.RCPT, says("550 5.7.26 DMARC policy of the sender"), "failed", "550", False),
    (Stage.RCPT, says("554 Blocked by our policy"), "failed", "554", False),
    (Stage.RCPT, says("530 5.7.0 Sign in first"), "channel_fault", "530", False),
    (Stage.RCPT, says("450 4.2.0 Greylisted"), "retry", "450", False),
    (Stage.RCPT, says("451 4.3.0 Try later"), "retry", "451", False),
    (Stage.RCPT, says("452 4.2.2 Mailbox full"), "retry", "452", False),
    (Stage.RCPT, says("552 5.2.2 Mailbox full"), "retry", "552", False),
    (Stage.RCPT, CLOSES_421, "retry", "421", False),
    (Stage.RCPT, closes(), "retry", "no answer", False),
    (Stage.DATA, says("554 5.5.1 No valid recipients"), "failed", "554", False),
    (Stage.DATA, says("451 4.3.0 Try later"), "retry", "451", False),
    (Stage.DATA, says("250 2.0.0 What?"), "retry", "250", False),
    (Stage.DATA, CLOSES_421, "retry", "421", False),
    (Stage.DATA, closes(), "retry", "no answer", False),
    # Two answers at once: the second could be taken for that to the finished message.
    (Stage.MAIL, says("250 OK\n250 Kept"), "retry", "no answer", False),
    (Stage.RCPT, says("250 OK\n250 Kept"), "retry", "no answer", False),
    (Stage.DATA, says("354 Go on\n250 Kept"), "retry", "no answer", False),
    (Stage.BODY, closes(at_byte=40), "unknown", "no answer", False),
    (Stage.END, says("550 5.7.1 Content refused"), "failed", "550", False),
    (Stage.END, says("550 5.1.1 No such mailbox"), "failed", "550", False),
    (Stage.END, says("552 5.3.4 Too long"), "failed", "552", False),
    (Stage.END, says("554 5.6.0 Not liked"), "failed", "554", False),
    (Stage.END, says("554 5.2.252 SendAsDenied"), "channel_fault", "554", False),
    (Stage.END, says("451 4.3.0 Try later"), "retry", "451", False),
    (Stage.END, CLOSES_421, "retry", "421", False),
    (Stage.END, closes(), "unknown", "no answer", False),
    (Stage.END, closes(keeps=True), "unknown", "no answer", False),
    (Stage.END, says("354 What?"), "unknown", "354", False),
    (Stage.END, says("Nonsense"), "unknown", "no answer", False),
]


@pytest.mark.parametrize(
    ("stage", "act", "outcome", "code", "marked"),
    CASES,
    ids=[f"{stage}: {act.says or 'closes'}"[:50] for stage, act, *_ in CASES],
)
def test_each_stage_has_its_outcome(
    smtp_server: Server,
    transport_to: To,
    raw: bytes,
    to: str,
    key: DeliveryKey,
    stage: Stage,
    act: Act,
    outcome: str,
    code: str,
    marked: bool,
) -> None:
    server = smtp_server({stage: act})

    receipt = transport_to(server).send(raw, recipient=to, key=key)

    assert (receipt.outcome.value, receipt.code) == (outcome, code), receipt.detail
    assert receipt.recipient_at_fault is marked
    assert server.raws == ([raw] if act.keeps else [])


SILENT = [
    (Stage.CONNECT, "channel_fault"),
    (Stage.EHLO, "channel_fault"),
    (Stage.MAIL, "channel_fault"),
    (Stage.RCPT, "retry"),
    (Stage.DATA, "retry"),
    (Stage.BODY, "unknown"),
    (Stage.END, "unknown"),
]


@pytest.mark.parametrize(("stage", "outcome"), SILENT)
def test_silence_is_waited_for_no_longer_than_was_set(
    smtp_server: Server,
    transport_to: To,
    raw: bytes,
    to: str,
    key: DeliveryKey,
    stage: Stage,
    outcome: str,
) -> None:
    server = smtp_server({stage: silent()})

    receipt = transport_to(server, timeout=0.15).send(raw, recipient=to, key=key)

    assert receipt.outcome.value == outcome, receipt.detail
    assert "in time" in receipt.detail


def test_a_message_is_sent_when_the_server_says_it_has_it(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    server = smtp_server()

    receipt = transport_to(server).send(raw, recipient=to, key=key)

    assert (receipt.outcome, receipt.code, receipt.detail) == (Outcome.SENT, "250", "2.0.0 Kept 1")
    (kept,) = server.messages
    assert (kept.sender, kept.recipient) == ("improvement@saltmarsh.example", to)


def test_a_server_that_is_down_is_a_fault_of_the_channel(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    server = smtp_server()
    transport = transport_to(server)
    server.stop()

    receipt = transport.send(raw, recipient=to, key=key)

    assert receipt.outcome is Outcome.CHANNEL_FAULT
    assert f"localhost port {server.port}: Connection refused" in receipt.detail


def test_a_host_that_nobody_knows_is_a_fault_of_the_channel(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    receipt = transport_to(smtp_server(), host="relay.invalid").send(raw, recipient=to, key=key)

    assert receipt.outcome is Outcome.CHANNEL_FAULT
    assert "relay.invalid" in receipt.detail


def test_a_connection_lost_before_the_last_byte_was_handed_over_is_tried_again(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    # Longer than what the system takes off our hands before anybody has read it.
    long = raw + b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * 400_000
    server = smtp_server({Stage.BODY: closes(at_byte=1000)}, features=())

    receipt = transport_to(server, timeout=5).send(long, recipient=to, key=key)

    assert receipt.outcome is Outcome.RETRY, receipt.detail
    assert server.messages == []


def test_a_server_that_drips_its_answer_is_not_waited_for_without_end(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    server = smtp_server({Stage.MAIL: Act(says="250 " + "so slow " * 20, drip=0.05)})

    receipt = transport_to(server, timeout=0.3).send(raw, recipient=to, key=key)

    assert receipt.outcome is Outcome.CHANNEL_FAULT
    assert "in time" in receipt.detail


def test_a_message_longer_than_the_server_takes_is_not_offered_to_it(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    server = smtp_server(features=("SIZE 100",))

    receipt = transport_to(server).send(raw, recipient=to, key=key)

    assert (receipt.outcome, receipt.recipient_at_fault) == (Outcome.FAILED, False)
    assert "100 bytes at most" in receipt.detail
    assert not [command for _, command in server.commands if command.startswith("MAIL")]


@pytest.mark.parametrize(
    "address", ["zoë@police.example", "a@b.example>\r\nRCPT TO:<c@d.example", "two@a.example,b@c.d"]
)
def test_what_is_not_a_plain_address_never_reaches_the_server(
    smtp_server: Server, transport_to: To, raw: bytes, key: DeliveryKey, address: str
) -> None:
    server = smtp_server()

    receipt = transport_to(server).send(raw, recipient=address, key=key)

    assert (receipt.outcome, receipt.recipient_at_fault) == (Outcome.FAILED, False)
    assert server.connections == 0


@pytest.mark.parametrize(
    "broken",
    [
        b"From: <a@b.example>\r\n\r\nbare\nline\r\n",
        b"From: <a@b.example>\r\n\r\nbare\rreturn\r\n",
        b"From: <a@b.example>\r\n\r\n" + b"x" * 999 + b"\r\n",
        b"From: <a@b.example>\r\n\r\n\xc3\xa9\r\n",
        b"Subject: From nobody\r\n\r\nx\r\n",
    ],
)
def test_bytes_that_would_not_arrive_as_they_are_never_reach_the_server(
    smtp_server: Server, transport_to: To, to: str, key: DeliveryKey, broken: bytes
) -> None:
    server = smtp_server()

    receipt = transport_to(server).send(broken, recipient=to, key=key)

    assert (receipt.outcome, receipt.code) == (Outcome.FAILED, "not sent")
    assert server.connections == 0
