"""Connections are kept and used again, and one that has gone stale loses nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.dispatch import Outcome
from notifications.keys import DeliveryKey
from notifications.plugins import smtp_pool
from notifications.plugins.relay import (
    LONGEST_TIMEOUT,
    TOKEN_TIMEOUT,
    TRY_LASTS,
    Relay,
    Security,
)
from notifications.plugins.smtp import SmtpTransport, smtp_transport
from services.deliver import LEASE
from tests.servers.smtp import SmtpServer, Stage, closes, late, says, says_and_closes

Server = Callable[..., SmtpServer]
To = Callable[..., SmtpTransport]


def test_a_hundred_messages_go_by_one_connection(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    server = smtp_server()
    transport = transport_to(server)

    outcomes = {transport.send(raw, recipient=to, key=key).outcome for _ in range(100)}

    assert outcomes == {Outcome.SENT}
    assert (len(server.messages), server.connections) == (100, 1)


def test_four_senders_at_once_have_a_connection_each_and_never_more(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    server = smtp_server({Stage.END: late(0.01)})
    transport = transport_to(server, connections=4)
    together = threading.Barrier(4)

    def send(number: int) -> Outcome:
        if number < 4:
            together.wait(10)
        return transport.send(raw, recipient=to, key=key).outcome

    with ThreadPoolExecutor(8) as threads:
        outcomes = set(threads.map(send, range(40)))

    assert outcomes == {Outcome.SENT}
    assert len(server.messages) == 40
    assert (server.connections, server.most_open) == (4, 4)


def test_a_refused_message_leaves_the_connection_to_the_next_one(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    server = smtp_server(
        {Stage.DATA: (says("451 Later"),), Stage.END: (says("550 No"),)},
        recipients={"gone@police.example": says("550 5.1.1 No such mailbox")},
    )
    transport = transport_to(server)
    recipients = ("gone@police.example", to, to, to)

    outcomes = [transport.send(raw, recipient=one, key=key).outcome for one in recipients]

    assert outcomes == [Outcome.FAILED, Outcome.RETRY, Outcome.FAILED, Outcome.SENT]
    assert (server.raws, server.connections) == ([raw], 1)
    assert [one.recipient for one in server.messages] == [to]


@pytest.mark.parametrize(
    "act", [closes(), says_and_closes("421 4.4.2 Idle for too long"), says("451 4.5.3 Too many")]
)
@pytest.mark.parametrize("stage", [Stage.IDLE, Stage.MAIL])
def test_a_connection_that_has_gone_stale_is_replaced_and_nothing_is_lost(
    smtp_server: Server,
    transport_to: To,
    raw: bytes,
    to: str,
    key: DeliveryKey,
    stage: Stage,
    act: object,
) -> None:
    # The first message passes; then the server wants no more of this connection.
    passes = () if stage is Stage.IDLE else (late(0),)
    server = smtp_server({stage: (*passes, act)})
    transport = transport_to(server)

    outcomes = [transport.send(raw, recipient=to, key=key).outcome for _ in range(3)]

    assert outcomes == [Outcome.SENT] * 3
    assert (len(server.messages), server.connections) == (3, 2)


def test_a_server_that_went_and_came_back_between_messages_gets_each_once(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    server = smtp_server()
    transport = transport_to(server)
    transport.send(raw, recipient=to, key=key)
    server.stop()

    while_down = transport.send(raw, recipient=to, key=key)
    server.start()
    after = transport.send(raw, recipient=to, key=key)

    assert (while_down.outcome, after.outcome) == (Outcome.CHANNEL_FAULT, Outcome.SENT)
    assert len(server.messages) == 2


def test_a_new_connection_that_is_refused_too_is_not_tried_again_and_again(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    server = smtp_server({Stage.MAIL: (late(0), says("550 No"), says("550 No"), says("550 No"))})
    transport = transport_to(server)
    transport.send(raw, recipient=to, key=key)

    receipt = transport.send(raw, recipient=to, key=key)

    assert receipt.outcome is Outcome.CHANNEL_FAULT
    assert server.connections == 2


def test_what_is_not_known_is_not_tried_again_on_another_connection(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    server = smtp_server({Stage.END: (late(0), closes(keeps=True))})
    transport = transport_to(server)
    transport.send(raw, recipient=to, key=key)

    receipt = transport.send(raw, recipient=to, key=key)

    assert receipt.outcome is Outcome.UNKNOWN
    assert (len(server.messages), server.connections) == (2, 1)


def test_a_connection_is_given_up_after_many_messages(
    smtp_server: Server,
    transport_to: To,
    raw: bytes,
    to: str,
    key: DeliveryKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp_pool, "MESSAGES_A_LINE", 2)
    server = smtp_server()
    transport = transport_to(server)

    for _ in range(5):
        transport.send(raw, recipient=to, key=key)

    assert (len(server.messages), server.connections) == (5, 3)


def test_a_connection_that_was_idle_for_long_is_not_used_again(
    smtp_server: Server,
    transport_to: To,
    raw: bytes,
    to: str,
    key: DeliveryKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp_pool, "IDLE_SECONDS", -1)
    server = smtp_server()
    transport = transport_to(server)

    for _ in range(2):
        transport.send(raw, recipient=to, key=key)

    assert server.connections == 2


def test_the_next_address_of_a_server_is_tried_where_the_first_is_dead(
    smtp_server: Server,
    transport_to: To,
    raw: bytes,
    to: str,
    key: DeliveryKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = smtp_server()
    known = socket.getaddrinfo

    def two_addresses(host: str, port: int, *rest: Any, **more: Any) -> Any:
        hosts = ("127.0.0.9", "127.0.0.1") if host == "relay.example" else (host,)
        return [found for one in hosts for found in known(one, port, *rest, **more)]

    monkeypatch.setattr(socket, "getaddrinfo", two_addresses)

    receipt = transport_to(server, host="relay.example").send(raw, recipient=to, key=key)

    assert receipt.outcome is Outcome.SENT, receipt.detail


def test_closing_takes_leave_of_the_server_and_the_transport_works_on(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    server = smtp_server()
    transport = transport_to(server)
    transport.send(raw, recipient=to, key=key)

    transport.close()
    receipt = transport.send(raw, recipient=to, key=key)

    assert receipt.outcome is Outcome.SENT
    assert server.connections == 2
    assert server.said_to(1)[-1] == "QUIT"


def test_looking_goes_as_far_as_the_return_path_and_sends_nothing(
    smtp_server: Server, transport_to: To
) -> None:
    server = smtp_server()

    state = transport_to(server, bounce_address="bounces@saltmarsh.example").look()

    assert state.is_well
    said = [command.split(" ")[0] for _, command in server.commands]
    assert said[:2] == ["EHLO", "MAIL"]
    assert not {"RCPT", "DATA"} & set(said)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ({Stage.CONNECT: says("554 Not from here")}, "refused the greeting: 554 Not from here."),
        ({Stage.MAIL: says("550 5.7.1 Not yours")}, "refused the sender: 550 5.7.1 Not yours."),
    ],
)
def test_looking_says_what_the_server_said(
    smtp_server: Server, transport_to: To, script: dict[Stage, object], said: str
) -> None:
    server = smtp_server(script)

    state = transport_to(server, bounce_address="bounces@saltmarsh.example").look()

    assert not state.is_well
    assert said in state.sentence


def test_the_return_path_is_the_address_that_is_set_for_it(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    server = smtp_server()

    transport_to(server, bounce_address="bounces@saltmarsh.example").send(
        raw, recipient=to, key=key
    )

    assert [one.sender for one in server.messages] == ["bounces@saltmarsh.example"]


def test_each_stage_is_told_to_who_listens(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    told: list[str] = []
    server = smtp_server()

    transport_to(server).heard_by(told.append).send(raw, recipient=to, key=key)

    assert told == [
        f"Connected to localhost port {server.port}: 220 relay.example ESMTP",
        "It takes improvement@saltmarsh.example as the sender.",
        f"It takes mail for {to}.",
        "It has taken the message: 250 2.0.0 Kept 1",
    ]


def test_a_try_ends_before_the_worker_loses_its_claim() -> None:
    # All waiting of a try together ends with it, but for a token asked for at its very end.
    longest = LONGEST_TIMEOUT * TRY_LASTS + 2 * 2 * TOKEN_TIMEOUT
    assert timedelta(seconds=longest) < LEASE


def test_all_waiting_of_one_try_together_has_an_end(
    smtp_server: Server,
    transport_to: To,
    raw: bytes,
    to: str,
    key: DeliveryKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Each answer comes in its time, yet together they take longer than a try may.
    monkeypatch.setattr(smtp_pool, "TRY_LASTS", 1)
    slow = {stage: late(0.3) for stage in (Stage.CONNECT, Stage.EHLO, Stage.MAIL, Stage.RCPT)}
    server = smtp_server(slow)

    receipt = transport_to(server, timeout=1).send(raw, recipient=to, key=key)

    assert receipt.outcome in (Outcome.RETRY, Outcome.CHANNEL_FAULT), receipt.detail
    assert "in time" in receipt.detail
    assert server.messages == []


LINES = st.lists(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=80)
    | st.sampled_from([".", "..", ".x", "", "x" * 998, "." * 998]),
    max_size=12,
)


@pytest.fixture(scope="module")
def lasting() -> object:
    """A server and a transport for many examples."""
    with SmtpServer() as server:
        relay = Relay("localhost", server.port, Security.NONE, timeout=5)
        transport = smtp_transport(relay)
        yield server, transport
        transport.close()


@settings(max_examples=60)
@given(LINES)
def test_every_byte_arrives_as_it_was(
    lasting: tuple[SmtpServer, SmtpTransport], to: str, key: DeliveryKey, lines: list[str]
) -> None:
    server, transport = lasting
    sent = "\r\n".join(["From: <a@saltmarsh.example>", "", *lines, ""]).encode()

    receipt = transport.send(sent, recipient=to, key=key)

    assert receipt.outcome is Outcome.SENT
    assert server.raws[-1] == sent
