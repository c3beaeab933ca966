"""The channel that files cards in a folder, for a demonstration: nothing is posted anywhere.

Importing this imports Apprise; only deliveries do.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyBase

from notifications.dispatch import ChannelState, Outcome, Receipt
from notifications.filed_once import file_once
from notifications.keys import DeliveryKey

CHANNEL = "folder"
DRAFTS = ".drafts"


class NotifyFolder(NotifyBase):  # type: ignore[no-untyped-call]
    """One card for one file. After ``notify`` the answer is in ``receipt``."""

    service_name = "Folder"  # type: ignore[assignment]  # Apprise types these as None
    secure_protocol = "folder"  # type: ignore[assignment]
    # Apprise would wait seconds between two messages, as the servers of others ask.
    request_rate_per_sec = 0

    def __init__(self, *, raw: bytes, place: Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self._raw = raw
        self._place = place
        self.receipt: Receipt | None = None

    def url(self, *_args: Any, **_kwargs: Any) -> str:
        """An address without any secret, for Apprise's own log."""
        return "folder://"

    def send(self, *_args: Any, **_kwargs: Any) -> bool:
        """File the card; what Apprise passes as title and text is not what is filed."""
        self.receipt = _filed(self._raw, self._place)
        return self.receipt.outcome is Outcome.FILED


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """Files every card in one folder. See :class:`notifications.dispatch.Transport`."""

    folder: Path
    asset: AppriseAsset = field(default_factory=partial(AppriseAsset, http_redirects=False))

    @property
    def channel(self) -> str:
        """``folder``."""
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
        there = next(one for one in (self.folder, *self.folder.parents) if one.exists())
        if there.is_dir() and os.access(there, os.W_OK):
            return ChannelState(True, f"Cards are filed in {self.folder}, not sent.")
        return ChannelState(False, f"Nothing can be filed in {self.folder}: check that folder.")

    def close(self) -> None:
        """Nothing is held open."""

    def send(self, raw: bytes, *, recipient: str, key: DeliveryKey) -> Receipt:
        """File ``raw``, once for each key however often it is asked.

        ``recipient``, the channel's name, need have no address: nothing is posted.
        """
        del recipient
        plugin = NotifyFolder(raw=raw, place=self._place(key), asset=self.asset)
        carrier = Apprise(asset=self.asset)
        carrier.add(plugin)
        carrier.notify(body=key.file_name)
        # Without a receipt Apprise stopped waiting, or the plugin broke: nobody knows.
        return plugin.receipt or Receipt(
            Outcome.UNKNOWN, "no answer", "The folder did not answer in time"
        )

    def find(self, key: DeliveryKey) -> Receipt | None:
        """That ``key`` was filed, or None if it was not."""
        place = self._place(key)
        return Receipt(Outcome.FILED, "filed", str(place)) if place.exists() else None

    def _place(self, key: DeliveryKey) -> Path:
        return self.folder / f"{key.file_name}.json"


def _filed(raw: bytes, place: Path) -> Receipt:
    drafts = place.parent / DRAFTS
    try:
        drafts.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_new = file_once(raw, place, drafts=drafts)
    except OSError as error:
        detail = f"{place.parent}: {error.strerror}. Make room, or give the right to write"
        # It may have appeared before the folder broke: then it is there, and a person looks.
        outcome = Outcome.UNKNOWN if place.exists() else Outcome.CHANNEL_FAULT
        return Receipt(outcome, f"errno {error.errno}", detail)
    return Receipt(Outcome.FILED, "filed" if is_new else "already filed", str(place))
