"""What a Power Automate workflow answers, as an outcome (design section 7).

A workflow that takes a card says 202 and nothing else. That is *accepted*: whether the card is
shown in the channel, nobody can ask. One that could not post may still answer 200, with the error
in its words.
"""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import requests

from notifications.dispatch import Outcome, Receipt
from notifications.plain_text import one_line
from notifications.plugins.http_session import (
    NotHandedOver,
    Unanswered,
    beginning_of,
    cause_words,
    retry_after,
)

_NOT_NOW = (429, 503)
_SAID_AT_MOST = 160
_ERROR_WORDS = re.compile(r"\b(error|failed|failure|exception|unauthori[sz]ed|denied)\b", re.I)
# What could be a signature or another key is not repeated, whoever says it.
_SECRET = re.compile(r"\b(sig|key|token|code)=[^\s&\"']+|https?://\S+", re.I)

_REMEDIES = {
    400: "The workflow does not take a card: it must be started by 'When a Teams webhook request "
    "is received', for anyone",
    401: "The workflow takes only signed-in callers: set it to be started by anyone, and copy its "
    "address again",
    403: "The workflow refuses it: copy its address again",
    404: "The workflow is gone or switched off: switch it on, or make it anew",
    410: "The workflow is gone: make it anew, and write its new address into the file",
    413: "The card is too large for Teams",
}


def receipt_of(answer: requests.Response) -> Receipt:
    """The outcome of an answer; its body is read only where it can say more."""
    status = answer.status_code
    if status in _NOT_NOW:
        answer.close()
        asked = retry_after(answer.headers)
        return Receipt(Outcome.RETRY, str(status), "Teams asks for patience", retry_after=asked)
    if 200 <= status < 300:
        return _accepted(answer)
    if 300 <= status < 400:
        answer.close()
        return Receipt(Outcome.FAILED, str(status), _pointed_elsewhere(answer))
    if 400 <= status < 500:
        return Receipt(Outcome.FAILED, str(status), _refused(answer))
    answer.close()
    return Receipt(
        Outcome.UNKNOWN, str(status), "The workflow broke down: the card may be shown or not"
    )


def receipt_of_error(error: requests.RequestException) -> Receipt:
    """The outcome of a connection that broke, by how far it had come."""
    if isinstance(error, NotHandedOver):
        return Receipt(Outcome.RETRY, "no connection", f"Teams was not reached: {error}")
    if isinstance(error, ValueError):
        # The address itself cannot be used; the error's words hold it and are not repeated.
        return Receipt(Outcome.FAILED, "no request", "The address cannot be used: copy it again")
    detail = f"The card was handed over and no answer came ({cause_words(error)})"
    return Receipt(Outcome.UNKNOWN, "no answer", detail)


def _accepted(answer: requests.Response) -> Receipt:
    code = str(answer.status_code)
    try:
        body = beginning_of(answer)
    except Unanswered as broken:
        detail = f"The answer broke off ({broken}): it may have been an error"
        return Receipt(Outcome.UNKNOWN, code, detail)
    if answer.headers.get("Content-Type", "").lower().startswith("text/html"):
        return Receipt(Outcome.FAILED, code, "A web page answered, not the workflow")
    said = _error_in(body)
    if said is not None:
        return Receipt(Outcome.FAILED, code, f"Accepted with an error: {_safe(said)}")
    return Receipt(Outcome.SENT, code, "Accepted by Teams")


def _error_in(body: str) -> str | None:
    """The error that an accepting answer carries in its body, or None."""
    try:
        values = json.loads(body)
    except ValueError:
        return body if _ERROR_WORDS.search(body) else None
    if isinstance(values, dict):
        error = values.get("error") or values.get("errors")
        return json.dumps(error) if error else None
    return values if isinstance(values, str) and _ERROR_WORDS.search(values) else None


def _refused(answer: requests.Response) -> str:
    remedy = _REMEDIES.get(answer.status_code, "The workflow refuses it")
    try:
        said = _safe(beginning_of(answer))
    except Unanswered:
        said = ""
    return f"{remedy}. It says: {said}" if said else remedy


def _pointed_elsewhere(answer: requests.Response) -> str:
    host = _host(answer.headers.get("Location", ""))
    where = f"to {host}" if host else "elsewhere"
    return f"The address points {where}, and cards go nowhere else: copy the address again"


def _host(location: str) -> str:
    try:
        return urlsplit(location).hostname or ""
    except ValueError:
        return ""


def _safe(said: str) -> str:
    return _SECRET.sub("[address]", one_line(said))[:_SAID_AT_MOST]
