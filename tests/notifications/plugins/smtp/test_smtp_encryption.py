"""Encryption: verified, never weaker than asked for, and never fallen back from."""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from notifications.dispatch import Outcome
from notifications.keys import DeliveryKey
from notifications.plugins.relay import Security
from notifications.plugins.smtp import SmtpTransport
from tests.servers.certificates import Certificates
from tests.servers.smtp import SmtpServer, Stage, closes, says

Server = Callable[..., SmtpServer]
To = Callable[..., SmtpTransport]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_message_travels_encrypted_to_a_server_that_is_who_it_says(
    smtp_server: Server,
    transport_to: To,
    certificates: Certificates,
    raw: bytes,
    to: str,
    key: DeliveryKey,
    security: str,
) -> None:
    server = smtp_server(security=security, context=certificates.good)

    receipt = transport_to(server, ca_file=certificates.ca_file).send(raw, recipient=to, key=key)

    assert receipt.outcome is Outcome.SENT
    assert [(one.raw, one.encrypted) for one in server.messages] == [(raw, True)]


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("certificate", "said"),
    [
        ("wrong_host", "certificate is not valid for 'localhost'"),
        ("expired", "has expired"),
        ("untrusted", "unable to get local issuer"),
    ],
)
def test_a_bad_certificate_is_a_fault_of_the_channel_and_nothing_is_sent(
    smtp_server: Server,
    transport_to: To,
    certificates: Certificates,
    raw: bytes,
    to: str,
    key: DeliveryKey,
    security: str,
    certificate: str,
    said: str,
) -> None:
    server = smtp_server(security=security, context=getattr(certificates, certificate))

    receipt = transport_to(server, ca_file=certificates.ca_file).send(raw, recipient=to, key=key)

    assert receipt.outcome is Outcome.CHANNEL_FAULT
    assert said in receipt.detail
    assert not [command for _, command in server.commands if command.startswith("MAIL")]


def test_a_certificate_of_ones_own_authority_is_trusted_only_where_it_is_named(
    smtp_server: Server,
    transport_to: To,
    certificates: Certificates,
    raw: bytes,
    to: str,
    key: DeliveryKey,
) -> None:
    server = smtp_server(security="tls", context=certificates.good)

    receipt = transport_to(server).send(raw, recipient=to, key=key)

    assert receipt.outcome is Outcome.CHANNEL_FAULT
    assert "certificate" in receipt.detail


def test_where_encryption_is_not_offered_nothing_is_sent_in_plain(
    smtp_server: Server, transport_to: To, raw: bytes, to: str, key: DeliveryKey
) -> None:
    # Somebody on the way took the offer out, or the server has none.
    server = smtp_server()

    receipt = transport_to(server, security=Security.STARTTLS).send(raw, recipient=to, key=key)

    assert receipt.outcome is Outcome.CHANNEL_FAULT
    assert "offers no encryption" in receipt.detail
    assert not [command for _, command in server.commands if command.startswith("MAIL")]


@pytest.mark.parametrize(
    ("act", "code"), [(says("454 4.7.0 Not now"), "454"), (closes(), "no answer")]
)
def test_encryption_that_is_refused_is_a_fault_of_the_channel(
    smtp_server: Server,
    transport_to: To,
    certificates: Certificates,
    raw: bytes,
    to: str,
    key: DeliveryKey,
    act: Any,
    code: str,
) -> None:
    server = smtp_server({Stage.STARTTLS: act}, security="starttls", context=certificates.good)

    receipt = transport_to(server, ca_file=certificates.ca_file).send(raw, recipient=to, key=key)

    assert (receipt.outcome, receipt.code) == (Outcome.CHANNEL_FAULT, code)
    assert server.messages == []


def test_what_was_said_in_plain_after_encryption_was_agreed_is_not_believed(
    smtp_server: Server,
    transport_to: To,
    certificates: Certificates,
    raw: bytes,
    to: str,
    key: DeliveryKey,
) -> None:
    # CVE-2011-0411 and its kin: an answer put in before TLS would count as said after it.
    injected = says("220 2.0.0 Go ahead\n250 2.0.0 Injected")
    server = smtp_server({Stage.STARTTLS: injected}, security="starttls", context=certificates.good)

    receipt = transport_to(server, ca_file=certificates.ca_file).send(raw, recipient=to, key=key)

    assert receipt.outcome is Outcome.CHANNEL_FAULT
    assert "spoke on in plain" in receipt.detail


def test_a_server_that_speaks_only_old_tls_is_refused(
    smtp_server: Server,
    transport_to: To,
    certificates: Certificates,
    raw: bytes,
    to: str,
    key: DeliveryKey,
) -> None:
    server = smtp_server(security="tls", context=_old(certificates))

    receipt = transport_to(server, ca_file=certificates.ca_file).send(raw, recipient=to, key=key)

    assert receipt.outcome is Outcome.CHANNEL_FAULT
    assert server.commands == []


def _old(certificates: Certificates) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.load_cert_chain(certificates.good_chain)
    return context
