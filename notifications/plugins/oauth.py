"""Access tokens for a mailbox, by OAuth 2.0 client credentials (RFC 6749 section 4.4)."""

from __future__ import annotations

import logging
import ssl
import threading
import time
from typing import Any

import requests
from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error
from requests.adapters import HTTPAdapter
from requests_oauthlib import OAuth2Session

from notifications.plugins.relay import TokenLogin

# A token is asked anew this long before it runs out, so that none runs out on the way.
_EARLY = 120.0
_ORDINARY_LIFE = 3600.0

# It writes the body of its requests, which holds the secret, to its log at level DEBUG.
logging.getLogger("requests_oauthlib").setLevel(logging.INFO)


class TokenFault(Exception):
    """No token was to be had. The words are for the operator and hold no secret."""


class Tokens:
    """The token of one login, kept until shortly before it runs out. Safe in many threads."""

    def __init__(self, login: TokenLogin, *, tls: ssl.SSLContext, timeout: float) -> None:
        self._login = login
        self._tls = tls
        self._timeout = timeout
        self._lock = threading.Lock()
        self._token: str | None = None
        self._good_until = 0.0

    def token(self) -> str:
        """A token to log in with. Raises `TokenFault`."""
        with self._lock:
            if self._token is None or time.monotonic() >= self._good_until:
                self._token, life = self._asked()
                self._good_until = time.monotonic() + max(life - _EARLY, 0.0)
            return self._token

    def drop(self, token: str) -> None:
        """Forget a token that was refused, unless another has taken its place."""
        with self._lock:
            if self._token == token:
                self._token = None

    def _asked(self) -> tuple[str, float]:
        login = self._login
        # Named here and not to the session, which would take another scope in the answer amiss.
        asked: dict[str, Any] = {"scope": login.scope} if login.scope else {}
        with _Session(client=BackendApplicationClient(login.client_id)) as session:
            session.mount("https://", _Adapter(self._tls))
            try:
                found = session.fetch_token(
                    login.token_url,
                    client_secret=login.client_secret.get_secret_value(),
                    include_client_id=True,
                    timeout=self._timeout,
                    **asked,
                )
            except OAuth2Error as error:
                raise TokenFault(f"{login.token_url} gives no token: {_reason(error)}") from None
            except (requests.RequestException, ValueError) as error:
                raise TokenFault(f"{login.token_url} gives no token: {_named(error)}") from None
        return str(found["access_token"]), float(found.get("expires_in", _ORDINARY_LIFE))


class _Session(OAuth2Session):
    """A session that is not sent elsewhere: the secret goes to the address that was declared."""

    def request(self, *arguments: Any, **options: Any) -> Any:
        """As the library's, redirects off."""
        return super().request(*arguments, **{**options, "allow_redirects": False})


class _Adapter(HTTPAdapter):
    """HTTPS by our own context: verified, TLS 1.2 or newer, with the operator's authorities."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self._tls = tls
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """As the library's, with our context."""
        super().init_poolmanager(*arguments, ssl_context=self._tls, **options)

    def proxy_manager_for(self, *arguments: Any, **options: Any) -> Any:
        """As the library's, with our context."""
        return super().proxy_manager_for(*arguments, ssl_context=self._tls, **options)


def _reason(error: OAuth2Error) -> str:
    """Its name for the error, and its words: ``invalid_client``, ``AADSTS7000215: ...``."""
    words = str(error.description or "").split("\r\n")[0][:200]
    return f"{error.error}. {words}".strip()


def _named(error: Exception) -> str:
    """What kind of trouble; the words of these errors may hold the whole address."""
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", None)
    return type(reason or error).__name__
