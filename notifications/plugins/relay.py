"""The mail server that messages are handed to, and how to be let in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import SecretStr

# A try as a whole is given up after so many of the relay's limits, whatever the server does in
# between; the answer to the whole message alone, after which nobody knows, gets so many of them.
TRY_LASTS = 8
ANSWER_LASTS = 5
LONGEST_TIMEOUT = 60.0
# A token endpoint is waited for less: it is asked before a try and twice at most.
TOKEN_TIMEOUT = 15.0


class Security(StrEnum):
    """How the connection is kept private. Whichever is chosen, nothing else is fallen back to."""

    STARTTLS = "starttls"  # Begins plain and turns to TLS before anything is said (port 587).
    TLS = "tls"  # TLS from the first byte (port 465).
    NONE = "none"  # Plain: only for a relay inside one's own network (port 25).


ORDINARY_PORT = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class PasswordLogin:
    """A user with a password (AUTH PLAIN or LOGIN)."""

    user: str
    password: SecretStr


@dataclass(frozen=True, slots=True)
class TokenLogin:
    """A mailbox opened by OAuth 2.0 client credentials (RFC 6749 section 4.4, AUTH XOAUTH2)."""

    user: str
    token_url: str
    client_id: str
    client_secret: SecretStr
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Relay:
    """A mail server as the operator declared it.

    ``ca_file`` holds authorities trusted besides the system's own. ``connections`` are kept open
    at most. ``timeout`` is seconds to wait for one answer (`TRY_LASTS`, `ANSWER_LASTS`).
    ``bounce_address`` is the return path; without one, it is each message's own From address.
    """

    host: str
    port: int
    security: Security = Security.STARTTLS
    login: PasswordLogin | TokenLogin | None = None
    ca_file: Path | None = None
    connections: int = 4
    timeout: float = LONGEST_TIMEOUT
    bounce_address: str | None = None
