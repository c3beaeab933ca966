"""What GOV.UK Notify answers, as an outcome (design section 7).

Its errors are listed at https://docs.notifications.service.gov.uk/python.html#error-codes. A 400
can be the address's fault, the message's or that of how the channel is set up; its words decide.
"""

from __future__ import annotations

import datetime
from typing import Any

from notifications_python_client.errors import APIError, InvalidResponse

from notifications.dispatch import Outcome, Receipt
from notifications.plain_text import one_line
from notifications.plugins.http_session import NotHandedOver, cause_words, retry_after

# Notify counts what a service sends in a minute.
RATE_WINDOW = datetime.timedelta(minutes=1)
_SAID_AT_MOST = 200

_NOT_ALLOWED = ("team-only", "trial mode", "guest list")
# No wider words: one message that Notify will not take must not hold up all others.
_OF_THE_CHANNEL = (
    "template not found",
    "template has been deleted",
    "template_id",
    "missing personalisation",
    "reply_to",
    "reply-to",
)
_OF_THE_ADDRESS = ("email_address", "email address")

_STATES = {
    "permanent-failure": ("No such mailbox: the mail came back for good", True),
    "temporary-failure": ("The mailbox took no mail for 72 hours", False),
    "technical-failure": ("GOV.UK Notify and its provider could not send it", False),
    "virus-scan-failed": ("GOV.UK Notify refused it", False),
    "validation-failed": ("GOV.UK Notify refused it", False),
}


def accepted(answer: object) -> Receipt:
    """The outcome of an answer to a mail that was posted."""
    number = answer.get("id") if isinstance(answer, dict) else None
    if not isinstance(number, str) or not number:
        return Receipt(Outcome.UNKNOWN, "no id", "GOV.UK Notify answered without an id")
    return Receipt(Outcome.SENT, "201", f"Accepted by GOV.UK Notify as {number}")


def looked_up(notification: dict[str, Any]) -> Receipt:
    """What became of a mail that Notify has, by the status that it shows."""
    status = str(notification.get("status", ""))
    if status in _STATES:
        words, is_at_fault = _STATES[status]
        return Receipt(Outcome.FAILED, status[:20], words, recipient_at_fault=is_at_fault)
    number = notification.get("id", "")
    detail = f"GOV.UK Notify has it as {number}: {status or 'no status'}"
    return Receipt(Outcome.SENT, "201", detail)


def receipt_of_error(error: APIError) -> Receipt:
    """The outcome of a mail that was not accepted."""
    if isinstance(error, InvalidResponse):
        return _unreadable(error.status_code)
    if error.response is None:
        return _broken(error)
    status = error.status_code
    words = _said(error)
    if status == 400:
        return _bad_request(words)
    if status == 429:
        return _too_many(error, words)
    if status == 503:
        asked = retry_after(error.response.headers)
        return Receipt(Outcome.RETRY, "503", "GOV.UK Notify is not there now", retry_after=asked)
    if status == 413:
        return Receipt(Outcome.FAILED, "413", f"The message is too long: {words}")
    if status < 500:
        return Receipt(Outcome.CHANNEL_FAULT, str(status), _set_up_wrongly(status, words))
    detail = f"GOV.UK Notify broke down and may have taken it: {words}"
    return Receipt(Outcome.UNKNOWN, str(status), detail)


def _unreadable(status: int) -> Receipt:
    """The client takes a redirect, which is never followed, for a good answer without JSON."""
    if 300 <= status < 400:
        return Receipt(Outcome.CHANNEL_FAULT, str(status), _set_up_wrongly(status, ""))
    detail = "What answered is not GOV.UK Notify, or its answer broke off"
    return Receipt(Outcome.UNKNOWN, str(status), detail)


def _broken(error: APIError) -> Receipt:
    """The client says 503 of every connection that broke; what it came from says how far it got."""
    cause = error.__cause__
    if isinstance(cause, NotHandedOver):
        detail = f"GOV.UK Notify was not reached: {cause}"
        return Receipt(Outcome.CHANNEL_FAULT, "no connection", detail)
    if isinstance(cause, ValueError):
        detail = "LONGSTOP_NOTIFY_BASE_URL is not an address that can be asked"
        return Receipt(Outcome.CHANNEL_FAULT, "no request", detail)
    why = cause_words(cause) if cause else "it was closed"
    detail = f"The mail was handed over and no whole answer came ({why})"
    return Receipt(Outcome.UNKNOWN, "no answer", detail)


def _bad_request(words: str) -> Receipt:
    lower = words.lower()
    if any(one in lower for one in _NOT_ALLOWED):
        detail = f"GOV.UK Notify may not write to this address yet: {words}"
        return Receipt(Outcome.FAILED, "400", detail)
    if any(one in lower for one in _OF_THE_CHANNEL):
        detail = f"The template or reply-to address is not set up: {words}"
        return Receipt(Outcome.CHANNEL_FAULT, "400", detail)
    is_at_fault = any(one in lower for one in _OF_THE_ADDRESS)
    return Receipt(Outcome.FAILED, "400", words, recipient_at_fault=is_at_fault)


def _too_many(error: APIError, words: str) -> Receipt:
    if "today" in words.lower():
        # Every message of the day meets it: the channel waits, and no message is used up.
        return Receipt(Outcome.CHANNEL_FAULT, "429", f"The day's limit is used up: {words}")
    asked = retry_after(error.response.headers) if error.response is not None else None
    detail = f"Too many in one minute: {words}"
    return Receipt(Outcome.RETRY, "429", detail, retry_after=asked or RATE_WINDOW)


def _set_up_wrongly(status: int, words: str) -> str:
    if "clock" in words.lower():
        return f"This machine's clock is wrong by more than 30 seconds: {words}"
    if status in (401, 403):
        return f"GOV.UK Notify does not take the API key: {words}"
    if 300 <= status < 400:
        return "LONGSTOP_NOTIFY_BASE_URL points elsewhere; correct it"
    return f"LONGSTOP_NOTIFY_BASE_URL is not GOV.UK Notify's: {words}"


def _said(error: APIError) -> str:
    """The words of an error's list, on one line."""
    message = error.message
    if isinstance(message, list):
        parts = [str(one.get("message", "")) for one in message if isinstance(one, dict)]
        message = "; ".join(part for part in parts if part)
    return one_line(str(message))[:_SAID_AT_MOST] or "no reason given"
