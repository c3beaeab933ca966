"""What a channel is to those who deliver: bytes in, one receipt out."""

from __future__ import annotations

import datetime
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
    """The channel's answer. ``code`` is the server's own, ``detail`` words for the operator.

    ``recipient_at_fault`` is true where the answer says that this address takes no mail for good
    (5xx at RCPT): the contact is then marked. ``retry_after`` is how long the server asks to be
    left alone (HTTP Retry-After), None where it said nothing.
    """

    outcome: Outcome
    code: str
    detail: str
    recipient_at_fault: bool = False
    retry_after: datetime.timedelta | None = None

    @property
    def words(self) -> str:
        """The answer as a person reads it.

        A server's code leads, unless its words have it. A code of ours ("no answer") stands only
        where no sentence says the same; "filed" leads to the file.
        """
        leads = self.code.isdigit() or self.outcome is Outcome.FILED
        if not leads or self.code in self.detail:
            return self.detail or self.code
        return f"{self.code} {self.detail}".strip()


@dataclass(frozen=True, slots=True)
class ChannelState:
    """Whether a channel can be reached and would take mail, without any message being sent."""

    is_well: bool
    sentence: str


class Transport(Protocol):
    """One way to deliver. Safe to use from as many threads at once as it has ``lines``."""

    @property
    def channel(self) -> str:
        """What carries it, as kept with each delivery ("maildir", "smtp")."""

    @property
    def lines(self) -> int:
        """How many sends may be under way at once (connections to a server); 1 or more."""

    def send(self, raw: bytes, *, recipient: str, key: DeliveryKey) -> Receipt:
        """Deliver ``raw`` to one address. Never raises for what the channel answers."""

    def look(self) -> ChannelState:
        """Go as far as one can without sending: connect, greet, TLS, log in. Never raises."""

    def close(self) -> None:
        """Close every connection. The transport may be used again and opens them anew."""

    def find(self, key: DeliveryKey) -> Receipt | None:
        """The receipt of an earlier send of ``key``, or None.

        Where a channel can be asked, this settles a delivery that was interrupted: with a
        receipt it arrived, with None it did not and may be sent. Where it cannot be asked, the
        outcome of an interrupted delivery stays unknown (``can_look_up`` is false).
        """

    @property
    def can_look_up(self) -> bool:
        """Whether :meth:`find` knows."""
