"""What a channel is to those who deliver: bytes in, one receipt out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from notifications.keys import DeliveryKey


class Outcome(StrEnum):
    """What became of one try. Only the last two may be tried again without asking a person."""

    FILED = "filed"
    SENT = "sent"
    FAILED = "failed"
    # It may have arrived and may not: a person has to look.
    UNKNOWN = "unknown"
    RETRY = "retry"
    # The channel itself is out of order: no message and no contact is at fault.
    CHANNEL_FAULT = "channel_fault"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The channel's answer. ``code`` is the server's own, ``detail`` words for the operator."""

    outcome: Outcome
    code: str
    detail: str


class Transport(Protocol):
    """One way to deliver."""

    @property
    def channel(self) -> str:
        """Short name of the channel, as kept with each delivery ("maildir")."""

    def send(self, raw: bytes, *, recipient: str, key: DeliveryKey) -> Receipt:
        """Deliver ``raw`` to one address. Never raises for what the channel answers."""

    def find(self, key: DeliveryKey) -> Receipt | None:
        """The receipt of an earlier send of ``key``, or None.

        Where a channel can be asked, this settles a delivery that was interrupted: with a
        receipt it arrived, with None it did not and may be sent. Where it cannot be asked, the
        outcome of an interrupted delivery stays unknown (``can_look_up`` is false).
        """

    @property
    def can_look_up(self) -> bool:
        """Whether :meth:`find` knows."""
