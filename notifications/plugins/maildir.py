"""The channel that files mail in a Maildir, carried by Apprise like every other channel.

Importing this imports Apprise; only deliveries do.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyBase

from notifications.dispatch import ChannelState, Outcome, Receipt
from notifications.keys import DeliveryKey
from notifications.maildir import Maildir

CHANNEL = "maildir"


class NotifyMaildir(NotifyBase):  # type: ignore[no-untyped-call]
    """One message for one Maildir. After ``notify`` the channel's answer is in ``receipt``."""

    service_name = "Maildir"  # type: ignore[assignment]  # Apprise types these as None
    secure_protocol = "maildir"  # type: ignore[assignment]
    # Apprise would wait seconds between two messages, as the servers of others ask.
    request_rate_per_sec = 0

    def __init__(self, *, maildir: Maildir, raw: bytes, name: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self._maildir = maildir
        self._raw = raw
        self._name = name
        self.receipt: Receipt | None = None

    def url(self, *_args: Any, **_kwargs: Any) -> str:
        """An address without any secret, for Apprise's own log."""
        return "maildir://"

    def send(self, *_args: Any, **_kwargs: Any) -> bool:
        """File the message; what Apprise passes as title and text is not what is filed."""
        self.receipt = _filed(self._maildir, self._raw, self._name)
        return self.receipt.outcome is Outcome.FILED


@dataclass(frozen=True, slots=True)
class MaildirTransport:
    """Files every message in one Maildir. See :class:`notifications.dispatch.Transport`."""

    maildir: Maildir
    asset: AppriseAsset

    @property
    def channel(self) -> str:
        """``maildir``."""
        return CHANNEL

    @property
    def can_look_up(self) -> bool:
        """True: a folder can be asked what was filed in it."""
        return True

    @property
    def lines(self) -> int:
        """One: a folder gains nothing from being written to by several at once."""
        return 1

    def look(self) -> ChannelState:
        """Whether the folder, or the nearest one above it that is there, may be written to."""
        folder = self.maildir.folder
        there = next(one for one in (folder, *folder.parents) if one.exists())
        if there.is_dir() and os.access(there, os.W_OK):
            return ChannelState(True, f"Mail is filed in {folder}, not sent.")
        return ChannelState(False, f"Nothing can be filed in {folder}: check that folder.")

    def close(self) -> None:
        """Nothing is held open."""

    def send(self, raw: bytes, *, recipient: str, key: DeliveryKey) -> Receipt:
        """File ``raw``, once for each key however often it is asked.

        ``recipient`` is in the message's own header; a folder needs no address.
        """
        del recipient
        plugin = NotifyMaildir(maildir=self.maildir, raw=raw, name=key.file_name, asset=self.asset)
        # One Apprise a delivery: adding an instance needs no registration and loads no plugin.
        carrier = Apprise(asset=self.asset)
        carrier.add(plugin)
        carrier.notify(body=key.file_name)
        # Without a receipt Apprise stopped waiting, or the plugin broke: nobody knows.
        return plugin.receipt or Receipt(
            Outcome.UNKNOWN, code="no answer", detail="The folder did not answer in time."
        )

    def find(self, key: DeliveryKey) -> Receipt | None:
        """That ``key`` was filed, or None if it was not."""
        found = self.maildir.find(key.file_name)
        return _receipt_of(found) if found else None


def maildir_transport(folder: Path) -> MaildirTransport:
    """A transport that files in the Maildir at ``folder``, made when first needed."""
    return MaildirTransport(maildir=Maildir(folder), asset=AppriseAsset(http_redirects=False))


def _filed(maildir: Maildir, raw: bytes, name: str) -> Receipt:
    try:
        is_new = maildir.file(raw, name)
        found = maildir.find(name)
    except OSError as error:
        return _fault(maildir, name, error)
    if found is None:
        detail = f"{name} was filed and has since been removed from {maildir.folder}."
        return Receipt(Outcome.FILED, code="filed", detail=detail)
    return _receipt_of(found, already=not is_new)


def _receipt_of(found: Path, *, already: bool = False) -> Receipt:
    return Receipt(Outcome.FILED, code="already filed" if already else "filed", detail=str(found))


def _fault(maildir: Maildir, name: str, error: OSError) -> Receipt:
    """The folder is out of order: no message and no contact is at fault, unless one got in."""
    detail = f"{maildir.folder}: {error.strerror}. Make room, or give this user the right to write."
    filed = Outcome.UNKNOWN if maildir.find(name) else Outcome.CHANNEL_FAULT
    return Receipt(filed, code=f"errno {error.errno}", detail=detail)
