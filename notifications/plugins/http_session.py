"""Posting over HTTP so that one always knows how far it came, and nothing goes astray.

`requests` follows redirects, reads passwords from ``~/.netrc`` and answers a broken connection with
one kind of error, whenever it broke. For a message that may not be sent twice the moment decides:
before the last byte was handed over it did not arrive and may be tried again; after it, nobody
knows.
"""

from __future__ import annotations

import datetime
import io
import logging
import re
import ssl
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 25.0
"""Seconds. With the connection they stay below the minute that Apprise waits for a plugin."""

_READ_AT_MOST = 65_536
_PIECES_AT_MOST = 64


class NotHandedOver(requests.RequestException):
    """It broke before the last byte of the request was handed over: it did not arrive.

    A request without a body changes nothing, so where it breaks does not matter: it is this.
    """


class Unanswered(requests.RequestException):
    """All was handed over and no answer came: it may have arrived and may not."""


class _Body(io.BytesIO):
    """Bytes that know when they have been handed to the connection, to the last one."""

    is_handed_over = False

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        # The reader asks again only once it has written what it was given before.
        self.is_handed_over = not piece
        return piece


class _StagedAdapter(HTTPAdapter):
    """Tells a request that did not arrive from one whose answer is missing."""

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Any:
        tracked = None
        if request.body is not None:
            body = request.body.encode() if isinstance(request.body, str) else request.body
            tracked = _Body(body)
            request.body = tracked  # type: ignore[assignment]  # requests reads files as well.
        try:
            return super().send(request, *args, **options)
        except requests.RequestException as error:
            handed_over = tracked is not None and tracked.is_handed_over
            kind = Unanswered if handed_over else NotHandedOver
            raise kind(cause_words(error)) from error


class OneWaySession(requests.Session):
    """Keeps its connections, follows no redirect and looks for no passwords."""

    def __init__(self, *, lines: int = 1, verify: bool | str = True) -> None:
        super().__init__()
        # With it requests neither sets Authorization from ~/.netrc nor replaces ours.
        self.auth = _as_it_is
        self.verify = verify
        for scheme in ("https://", "http://"):
            # A connection that somebody gave up waiting for must hold up nobody else.
            self.mount(scheme, _StagedAdapter(pool_maxsize=lines, pool_block=False))
        # At DEBUG it writes whole addresses, and ours hold a signature.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

    def trusted_file(self, address: str) -> str:
        """The certificates by which this session trusts ``address``."""
        verify = self.merge_environment_settings(address, {}, None, self.verify, None)["verify"]
        return verify if isinstance(verify, str) else DEFAULT_CA_BUNDLE_PATH

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: a redirect is an answer, and a message is posted once and nowhere else."""


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def beginning_of(answer: requests.Response) -> str:
    """The first part of an answer's body as text. Raises `Unanswered` where it breaks off."""
    found = b""
    try:
        for number, piece in enumerate(answer.iter_content(chunk_size=None), start=1):
            found += piece
            if len(found) >= _READ_AT_MOST or number >= _PIECES_AT_MOST:
                break
    except requests.RequestException as error:
        raise Unanswered(cause_words(error)) from error
    finally:
        answer.close()
    return found[:_READ_AT_MOST].decode("utf-8", errors="replace")


def retry_after(headers: Mapping[str, str]) -> datetime.timedelta | None:
    """How long an answer asks to be left alone, None where it does not say.

    A date is taken against the answer's own Date, so that our clock does not matter.
    """
    asked = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,8}", asked):
        return datetime.timedelta(seconds=int(asked))
    try:
        until, since = parsedate_to_datetime(asked), parsedate_to_datetime(headers.get("Date", ""))
        return max(until - since, datetime.timedelta())
    except (TypeError, ValueError):
        return None


def cause_words(error: BaseException) -> str:
    """Why a connection broke, in words that hold no address: those of `requests` do."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate is not trusted: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return f"TLS could not be agreed: {cause.reason or 'no reason given'}"
        if isinstance(cause, requests.Timeout):
            return "no answer in time"
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror.lower()
    return "the connection was closed"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, the way that each library on the way keeps it."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]
