"""What delivery speaks of: claimed work, outcomes, and the report of a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from models.words import Channel, DeliveryState, NoticeState
from notifications.dispatch import Outcome, Receipt
from rules.trying_again import WAITS
from services.claims_journal import Letter
from services.compose import Composed

# Longer than all limits of one attempt together, so that no living worker loses its claim.
LEASE = timedelta(minutes=10)
RETRY_AFTER = WAITS

# Outcomes of a try that are no state of a delivery, as they are counted in a report.
RETRY = "retry"
CHANNEL_FAULT = "channel_fault"
SUPERSEDED = "superseded"
PUT_OFF = "put_off"

STATE_OF_OUTCOME = {
    Outcome.SENT: DeliveryState.SENT,
    Outcome.FILED: DeliveryState.FILED,
    Outcome.FAILED: DeliveryState.FAILED,
    Outcome.UNKNOWN: DeliveryState.UNKNOWN,
}
NOTICE_STATE = {
    DeliveryState.SENT: NoticeState.TOLD,
    DeliveryState.FILED: NoticeState.TOLD,
    DeliveryState.FAILED: NoticeState.FAILED,
    DeliveryState.UNKNOWN: NoticeState.UNKNOWN,
}
OPEN_STATES = (DeliveryState.QUEUED, DeliveryState.SENDING)


@dataclass
class DeliveryReport:
    """What one run of delivery did, by outcome. ``stopped_because`` is for a person to read."""

    counts: Counter[str] = field(default_factory=Counter)
    stopped_because: str | None = None

    @property
    def total(self) -> int:
        """How many deliveries this run gave an outcome; one put off to another day has none."""
        return sum(self.counts.values()) - self.counts[PUT_OFF]


@dataclass(frozen=True, slots=True)
class Work:
    """One claimed delivery. ``is_probe``: it finds out whether its channel works again."""

    delivery_id: int
    message_id: int
    is_copy: bool
    token: str
    channel: Channel
    composed: Composed
    letter: Letter
    is_probe: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a channel said of one piece of work."""

    work: Work
    receipt: Receipt
