"""Being let in: by password, by OAuth 2.0, and what it means when we are not."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from notifications.dispatch import Outcome, Receipt
from notifications.keys import DeliveryKey
from notifications.plugins.relay import PasswordLogin, TokenLogin
from notifications.plugins.smtp import SmtpTransport
from tests.servers.certificates import Certificates
from tests.servers.smtp import SmtpServer, Stage, closes, says
from tests.servers.tokens import TokenServer

Server = Callable[..., SmtpServer]
To = Callable[..., SmtpTransport]
USER = "improvement@saltmarsh.example"
PASSWORD = "höchst-geheim-4711"  # noqa: S105  # Of a user that nobody is.
SECRET = "client-secret-4711"  # noqa: S105


@pytest.fixture
def secured(smtp_server: Server, certificates: Certificates) -> Server:
    """A server that wants TLS and a login."""

    def start(*arguments: Any, **options: Any) -> SmtpServer:
        return smtp_server(*arguments, security="starttls", context=certificates.good, **options)

    return start


@pytest.fixture
def token_server(certificates: Certificates) -> Iterator[TokenServer]:
    """A token endpoint on loopback."""
    with TokenServer(certificates.good, client_id="client-1", client_secret=SECRET) as server:
        yield server


@pytest.fixture
def send(
    transport_to: To, certificates: Certificates, raw: bytes, to: str, key: DeliveryKey
) -> Callable[..., Receipt]:
    """One message by a new transport, or by the one given."""

    def carry(server: SmtpServer, login: Any) -> Receipt:
        transport = transport_to(server, login=login, ca_file=certificates.ca_file)
        return transport.send(raw, recipient=to, key=key)

    return carry


def by_password(password: str = PASSWORD) -> PasswordLogin:
    return PasswordLogin(USER, SecretStr(password))


def by_token(server: TokenServer, secret: str = SECRET, **changed: Any) -> TokenLogin:
    values = {"scope": "https://outlook.example/.default", **changed}
    return TokenLogin(USER, server.url, "client-1", SecretStr(secret), **values)


@pytest.mark.parametrize(
    "offers",
    [
        {"mechanisms": ("PLAIN", "LOGIN")},
        {"mechanisms": ("LOGIN",)},
        {"mechanisms": ("XOAUTH2", "PLAIN")},
        # As it was written before there was a standard, and by some still is.
        {"mechanisms": (), "features": ("AUTH=LOGIN",)},
        {"mechanisms": ("GSSAPI",), "features": ("AUTH=LOGIN PLAIN",)},
    ],
)
def test_a_password_lets_us_in_by_what_the_server_offers(
    secured: Server, send: Callable[..., Receipt], offers: dict[str, Any]
) -> None:
    server = secured(users={USER: PASSWORD}, **offers)

    receipt = send(server, by_password())

    assert receipt.outcome is Outcome.SENT, receipt.detail
    assert [one.user for one in server.messages] == [USER]


def test_a_wrong_password_is_a_fault_of_the_channel(
    secured: Server, send: Callable[..., Receipt]
) -> None:
    server = secured(users={USER: PASSWORD})

    receipt = send(server, by_password("wrong"))

    assert (receipt.outcome, receipt.code) == (Outcome.CHANNEL_FAULT, "535")
    assert not receipt.recipient_at_fault
    assert server.messages == []


@pytest.mark.parametrize(
    ("act", "code"), [(says("454 4.7.0 Not now"), "454"), (closes(), "no answer")]
)
def test_a_login_that_cannot_be_judged_now_is_a_fault_of_the_channel(
    secured: Server, send: Callable[..., Receipt], act: Any, code: str
) -> None:
    server = secured({Stage.AUTH: act}, users={USER: PASSWORD})

    receipt = send(server, by_password())

    assert (receipt.outcome, receipt.code) == (Outcome.CHANNEL_FAULT, code)


def test_a_server_that_offers_no_login_by_password_is_a_fault_of_the_channel(
    secured: Server, send: Callable[..., Receipt]
) -> None:
    receipt = send(secured(users={USER: PASSWORD}, mechanisms=("GSSAPI",)), by_password())

    assert receipt.outcome is Outcome.CHANNEL_FAULT
    assert "offers no login by password" in receipt.detail


def test_a_token_lets_us_in_and_is_kept_for_the_next_connection(
    secured: Server,
    token_server: TokenServer,
    transport_to: To,
    certificates: Certificates,
    raw: bytes,
    to: str,
    key: DeliveryKey,
) -> None:
    server = secured(tokens=token_server.tokens)
    transport = transport_to(server, login=by_token(token_server), ca_file=certificates.ca_file)

    first = transport.send(raw, recipient=to, key=key)
    transport.close()
    second = transport.send(raw, recipient=to, key=key)

    assert (first.outcome, second.outcome) == (Outcome.SENT, Outcome.SENT), first.detail
    assert (server.connections, token_server.asked) == (2, 1)
    assert token_server.forms[0]["grant_type"] == "client_credentials"
    assert token_server.forms[0]["scope"] == "https://outlook.example/.default"


def test_a_token_that_is_about_to_run_out_is_asked_for_anew(
    secured: Server,
    token_server: TokenServer,
    transport_to: To,
    certificates: Certificates,
    raw: bytes,
    to: str,
    key: DeliveryKey,
) -> None:
    token_server.life = 60
    server = secured(tokens=token_server.tokens)
    transport = transport_to(server, login=by_token(token_server), ca_file=certificates.ca_file)

    for _ in range(2):
        transport.send(raw, recipient=to, key=key)
        transport.close()

    assert token_server.asked == 2


def test_a_refused_token_is_asked_for_anew_once(
    secured: Server,
    token_server: TokenServer,
    transport_to: To,
    certificates: Certificates,
    raw: bytes,
    to: str,
    key: DeliveryKey,
) -> None:
    server = secured(tokens=token_server.tokens)
    transport = transport_to(server, login=by_token(token_server), ca_file=certificates.ca_file)
    transport.send(raw, recipient=to, key=key)
    transport.close()
    token_server.tokens.clear()  # Withdrawn before its time.

    receipt = transport.send(raw, recipient=to, key=key)

    assert receipt.outcome is Outcome.SENT, receipt.detail
    assert token_server.asked == 2


def test_a_mailbox_that_takes_no_token_is_a_fault_of_the_channel_after_two_tries(
    secured: Server, token_server: TokenServer, send: Callable[..., Receipt]
) -> None:
    server = secured(tokens={"another"})

    receipt = send(server, by_token(token_server))

    assert (receipt.outcome, receipt.code) == (Outcome.CHANNEL_FAULT, "535")
    assert (server.connections, token_server.asked) == (2, 2)


@pytest.mark.parametrize("trouble", ["wrong secret", "down", "redirect", "nonsense", "no token"])
def test_without_a_token_the_channel_is_out_of_order_and_no_server_is_troubled(
    secured: Server, token_server: TokenServer, send: Callable[..., Receipt], trouble: str
) -> None:
    server = secured(tokens=token_server.tokens)
    login = by_token(token_server, secret="wrong" if trouble == "wrong secret" else SECRET)
    token_server.trouble = trouble
    if trouble == "down":
        token_server.stop()

    receipt = send(server, login)

    assert (receipt.outcome, receipt.code) == (Outcome.CHANNEL_FAULT, "no token"), receipt.detail
    assert "gives no token" in receipt.detail
    assert server.connections == 0
    assert token_server.redirected_to == 0


def test_a_token_endpoint_of_another_name_gets_no_secret(
    secured: Server, certificates: Certificates, send: Callable[..., Receipt]
) -> None:
    with TokenServer(certificates.wrong_host, client_id="client-1", client_secret=SECRET) as server:
        receipt = send(secured(tokens=server.tokens), by_token(server))

        assert receipt.outcome is Outcome.CHANNEL_FAULT
        assert server.forms == []


def test_no_secret_is_ever_said(
    secured: Server,
    token_server: TokenServer,
    transport_to: To,
    certificates: Certificates,
    raw: bytes,
    to: str,
    key: DeliveryKey,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    said: list[str] = []
    # Tokens in the order in which they will be tried: each is refused, and asked for anew once.
    tokens = [f"token-{number}-4711" for number in (1, 2, 2, 3)]
    for login, secrets in ((by_password(), [PASSWORD] * 2), (by_token(token_server), tokens)):
        # A server that repeats what it was given, as some do when they refuse it.
        echo = tuple(says(f"535 5.7.8 {secret} is wrong") for secret in secrets)
        for script in ({}, {Stage.AUTH: echo}):
            server = secured(script, users={USER: PASSWORD}, tokens=token_server.tokens)
            transport = transport_to(server, login=login, ca_file=certificates.ca_file)
            said += [repr(transport), repr(transport.heard_by(said.append).look())]
            receipt = transport.heard_by(said.append).send(raw, recipient=to, key=key)
            said += [repr(receipt), repr(transport.relay), str(transport.relay)]

    assert len(said) > 20
    assert "*** is wrong" in "\n".join(said)
    everything = "\n".join([*said, caplog.text])
    for secret in (PASSWORD, SECRET, *token_server.given):
        assert secret not in everything
