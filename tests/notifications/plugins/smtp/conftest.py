"""A mail, and transports to scripted servers on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from notifications.keys import DeliveryKey
from notifications.plugins.relay import Relay, Security
from notifications.plugins.smtp import SmtpTransport, smtp_transport
from tests.servers.smtp import SmtpServer

RAW = (
    b"From: Children's improvement team\r\n <improvement@saltmarsh.example>\r\n"
    b"To: Priya Shah <priya.shah@police.example>\r\n"
    b"Message-ID: <12.1.9f86d081884c@saltmarsh.example>\r\n\r\n"
    b"Dear Priya Shah\r\n\r\n.one line\r\n..\r\n.\r\nthe end\r\n"
)
TO = "priya.shah@police.example"
# So long that a busy machine answers in it; a test of silence sets its own.
PATIENCE = 5.0


@pytest.fixture(scope="session")
def raw() -> bytes:
    """A whole message, with lines that begin with dots."""
    return RAW


@pytest.fixture(scope="session")
def to() -> str:
    """Whom it is for."""
    return TO


@pytest.fixture(scope="session")
def key() -> DeliveryKey:
    """What names the delivery."""
    return DeliveryKey(installation="saltmarsh", delivery_id=12)


@pytest.fixture
def transport_to() -> Iterator[Callable[..., SmtpTransport]]:
    """Makes a transport to a server; by name, so that certificates can be checked."""
    made: list[SmtpTransport] = []

    def make(server: SmtpServer, **changed: Any) -> SmtpTransport:
        values: dict[str, Any] = {
            "host": "localhost",
            "port": server.port,
            "security": Security(server.security),
            "timeout": PATIENCE,
        }
        made.append(smtp_transport(Relay(**{**values, **changed})))
        return made[-1]

    yield make
    for transport in made:
        transport.close()
