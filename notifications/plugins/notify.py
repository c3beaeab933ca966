"""The channel that sends mail through GOV.UK Notify, by its own client under Apprise.

Importing this imports Apprise; only deliveries do. Notify writes the mail itself, from a template
with ((subject)) and ((message)): no header of ours and no file travels with it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyBase
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from notifications.dispatch import ChannelState, Outcome, Receipt
from notifications.keys import DeliveryKey
from notifications.notify_account import NotifyAccount
from notifications.plain_text import sentence
from notifications.plugins.http_session import CONNECT_TIMEOUT, READ_TIMEOUT, OneWaySession
from notifications.plugins.notify_answers import accepted, looked_up, receipt_of_error
from notifications.plugins.notify_text import notify_text

CHANNEL = "notify"
PLACEHOLDERS = ("((subject))", "((message))")


class NotifyGovUk(NotifyBase):  # type: ignore[no-untyped-call]
    """One mail for one person. After ``notify`` the answer is in ``receipt``."""

    service_name = "GOV.UK Notify"  # type: ignore[assignment]  # Apprise types these as None
    secure_protocol = "govuknotify"  # type: ignore[assignment]
    # Apprise would wait seconds between two messages; Notify says itself when it is too many.
    request_rate_per_sec = 0

    def __init__(self, *, post: Callable[[], object], **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self._post = post
        self.receipt: Receipt | None = None

    def url(self, *_args: Any, **_kwargs: Any) -> str:
        """An address without any secret, for Apprise's own log."""
        return "govuknotify://"

    def send(self, *_args: Any, **_kwargs: Any) -> bool:
        """Send the mail; what Apprise passes as title and text is not what is sent."""
        try:
            self.receipt = accepted(self._post())
        except APIError as error:
            self.receipt = receipt_of_error(error)
        return self.receipt.outcome is Outcome.SENT


@dataclass(slots=True)
class NotifyTransport:
    """Sends each mail through Notify. See :class:`notifications.dispatch.Transport`."""

    account: NotifyAccount
    lines: int = 4
    timeouts: tuple[float, float] = (CONNECT_TIMEOUT, READ_TIMEOUT)
    verify: bool | str = True
    asset: AppriseAsset = field(default_factory=partial(AppriseAsset, http_redirects=False))
    # The client is not safe for two threads at once: each send takes one and puts it back.
    _idle: list[NotificationsAPIClient] = field(default_factory=list, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def channel(self) -> str:
        """``notify``."""
        return CHANNEL

    @property
    def can_look_up(self) -> bool:
        """True: Notify keeps each mail's reference, for seven days unless it is set longer."""
        return True

    def send(self, raw: bytes, *, recipient: str, key: DeliveryKey) -> Receipt:
        """Have Notify write to ``recipient`` what the text part of ``raw`` says."""
        plugin = NotifyGovUk(post=partial(self._post, raw, recipient, key), asset=self.asset)
        carrier = Apprise(asset=self.asset)
        carrier.add(plugin)
        carrier.notify(body=key.file_name)
        # Without a receipt Apprise stopped waiting, or the plugin broke: nobody knows.
        return plugin.receipt or Receipt(
            Outcome.UNKNOWN, "no answer", "GOV.UK Notify did not answer in time"
        )

    def find(self, key: DeliveryKey) -> Receipt | None:
        """What Notify says of an earlier send of ``key``, or None if it never took one.

        Where Notify cannot be asked, the receipt says `UNKNOWN`: nothing is settled by it. Notify
        forgets after seven days, so None says nothing of a mail older than that.
        """
        try:
            with self._client() as client:
                found = client.get_all_notifications(reference=key.file_name)  # type: ignore[no-untyped-call]
        except APIError as error:
            detail = receipt_of_error(error).detail
            return Receipt(Outcome.UNKNOWN, "cannot look", f"Not to be asked now. {detail}")
        known = found.get("notifications") if isinstance(found, dict) else None
        if not isinstance(known, list):
            return Receipt(Outcome.UNKNOWN, "cannot look", "GOV.UK Notify's answer is no list")
        return looked_up(known[0]) if known else None

    def look(self) -> ChannelState:
        """Whether Notify takes the key, and the template has what it needs; nothing is sent."""
        try:
            with self._client() as client:
                template = client.get_template(self.account.template_id)  # type: ignore[no-untyped-call]
        except APIError as error:
            return ChannelState(False, sentence(receipt_of_error(error).detail))
        wrong = _fault_of(template if isinstance(template, dict) else {})
        if wrong:
            return ChannelState(False, wrong)
        name = template.get("name", self.account.template_id)
        return ChannelState(True, f"GOV.UK Notify takes mail, with the template {name!r}.")

    def close(self) -> None:
        """Close every connection that rests; the next mail opens one anew."""
        with self._lock:
            resting, self._idle[:] = list(self._idle), []
        for client in resting:
            client.request_session.close()

    def _post(self, raw: bytes, recipient: str, key: DeliveryKey) -> object:
        text = notify_text(raw)
        with self._client() as client:
            return client.send_email_notification(  # type: ignore[no-untyped-call]
                email_address=recipient,
                template_id=self.account.template_id,
                personalisation={"subject": text.subject, "message": text.message},
                reference=key.file_name,
                email_reply_to_id=self.account.reply_to_id,
            )

    @contextmanager
    def _client(self) -> Iterator[NotificationsAPIClient]:
        with self._lock:
            client = self._idle.pop() if self._idle else None
        client = client or self._made()
        try:
            yield client
        finally:
            with self._lock:
                self._idle.append(client)

    def _made(self) -> NotificationsAPIClient:
        client = NotificationsAPIClient(  # type: ignore[no-untyped-call]
            self.account.api_key, base_url=self.account.base_url, timeout=self.timeouts
        )
        client.request_session = OneWaySession(verify=self.verify)
        return client


def notify_transport(account: NotifyAccount) -> NotifyTransport:
    """A transport that sends through this account."""
    return NotifyTransport(account)


def _fault_of(template: dict[str, Any]) -> str | None:
    if template.get("type") != "email":
        return "The GOV.UK Notify template is not an email template: make one."
    written = (str(template.get("subject", "")), str(template.get("body", "")))
    missing = [
        f"{word} as its {place}"
        for word, place, text in zip(PLACEHOLDERS, ("subject", "message"), written, strict=True)
        if word not in text
    ]
    return f"The GOV.UK Notify template needs {' and '.join(missing)}." if missing else None
