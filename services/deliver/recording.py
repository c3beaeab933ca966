"""Recording what a channel answered: each outcome made true in the rows (design 7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Delivery
from models.queries.claiming import finish_delivery
from models.queries.outbox import delivery_without_bytes
from models.words import Channel, DeliveryState
from notifications.dispatch import Outcome, Receipt
from rules.trying_again import wait_before_next
from services.claims_journal import ClaimsJournal
from services.deliver.closing import close_delivery, tell_message
from services.deliver.faults import (
    BY,
    end_probe,
    pause_channel,
    record_fault,
    record_recovery,
    resume_channel,
)
from services.deliver.values import (
    CHANNEL_FAULT,
    RETRY,
    STATE_OF_OUTCOME,
    SUPERSEDED,
    Answer,
    Work,
)
from services.mark_bounced import mark_bounced

ARRIVED = (Outcome.SENT, Outcome.FILED)


@dataclass
class Recording:
    """One transaction in which answers are recorded.

    ``events`` are written to History last: their lock is taken when all else is done. ``ended``
    are channels that fell out of order in it.
    """

    session: Session
    journal: ClaimsJournal
    now: datetime
    today: date
    in_trouble: frozenset[Channel]
    events: list[Callable[[], object]] = field(default_factory=list)

    def outcome_of(self, answer: Answer) -> str:
        """Record one answer and say what it came to, as reports count it."""
        work, receipt = answer.work, answer.receipt
        self._note_channel(work, receipt)
        state = STATE_OF_OUTCOME.get(receipt.outcome)
        if state is not None and self._finish(work, receipt, state):
            return state.value
        delivery = delivery_without_bytes(self.session, work.delivery_id)
        if delivery is None or not _is_ours(delivery, work, receipt):
            return self._come_too_late(delivery, receipt)
        delivery.outcome_code = receipt.code[:20]
        delivery.outcome = words_of(receipt)
        match receipt.outcome:
            case Outcome.RETRY:
                return self._try_again(delivery, receipt)
            case Outcome.CHANNEL_FAULT:
                return self._keep(delivery)
            case _:
                # The lease had lapsed, and nobody has settled it: now it is known.
                state = STATE_OF_OUTCOME[receipt.outcome]
                self._close(delivery, state)
                return state.value

    def _finish(self, work: Work, receipt: Receipt, state: DeliveryState) -> bool:
        """Give the delivery its outcome; false if our claim stands no longer."""
        words = words_of(receipt)
        is_ours = finish_delivery(
            self.session,
            work.delivery_id,
            token=work.token,
            state=state,
            code=receipt.code[:20],
            words=words,
            now=self.now,
        )
        if not is_ours:
            return False
        told = None if work.is_copy else state
        tell_message(self.session, work.message_id, told, today=self.today)
        if receipt.recipient_at_fault and work.channel is Channel.MAIL:
            self.events.append(lambda: self._mark(work.composed.to, words))
        return True

    def tell_history(self) -> None:
        """Write the events, at the end of the transaction."""
        for tell in self.events:
            tell()

    def _close(self, delivery: Delivery, state: DeliveryState) -> None:
        close_delivery(self.session, delivery, state, now=self.now, today=self.today)

    def _try_again(self, delivery: Delivery, receipt: Receipt) -> str:
        """Queue again after a temporary failure, a bounded number of times."""
        wait = wait_before_next(
            delivery.attempts, delivery_id=delivery.id or 0, asked=receipt.retry_after
        )
        if wait is None:
            self._close(delivery, DeliveryState.FAILED)
            return DeliveryState.FAILED.value
        delivery.not_before = self.now + wait
        self._queue_again(delivery)
        return RETRY

    def _keep(self, delivery: Delivery) -> str:
        """Queue again untouched: the channel is out of order, not the message nor the contact."""
        delivery.attempts -= 1
        self._queue_again(delivery)
        return CHANNEL_FAULT

    def _queue_again(self, delivery: Delivery) -> None:
        delivery.state, delivery.claim_token = DeliveryState.QUEUED, None
        self.session.add(delivery)
        self.journal.put_back([delivery.id or 0])

    def _mark(self, address: str, words: str) -> None:
        mark_bounced(self.session, address, reason=words[:500], now=self.now, by=BY)

    def _come_too_late(self, delivery: Delivery | None, receipt: Receipt) -> str:
        """Our lease had lapsed, and somebody has settled it: what they said stands."""
        if delivery is not None:
            late = f"A late answer of the channel: {words_of(receipt)}."
            delivery.outcome = f"{delivery.outcome or ''} {late}".strip()
            self.session.add(delivery)
        return SUPERSEDED

    def _note_channel(self, work: Work, receipt: Receipt) -> None:
        """What the answer says of the channel itself."""
        channel, now = work.channel, self.now
        if receipt.outcome is Outcome.CHANNEL_FAULT:
            because = words_of(receipt)
            if pause_channel(
                self.session, channel, because=because, is_probe=work.is_probe, now=now
            ):
                self.events.append(
                    lambda: record_fault(self.session, channel, because=because, now=now)
                )
        elif channel not in self.in_trouble:
            return
        elif receipt.outcome in ARRIVED:
            fault = resume_channel(self.session, channel)
            if fault is not None:
                self.events.append(lambda: record_recovery(self.session, fault, now=now))
        elif work.is_probe:
            end_probe(self.session, channel, now=now)


def keep_queued(session: Session, work: Work) -> None:
    """Queue claimed work again, of which not a byte was handed over."""
    delivery = delivery_without_bytes(session, work.delivery_id)
    if delivery is not None and delivery.claim_token == work.token:
        delivery.state, delivery.claim_token = DeliveryState.QUEUED, None
        delivery.attempts -= 1
        session.add(delivery)


def _is_ours(delivery: Delivery, work: Work, receipt: Receipt) -> bool:
    """Whether this worker's answer still counts.

    It does while the claim stands. If our lease lapsed meanwhile and nobody has settled it, an
    answer that it arrived makes the unknown known; any other leaves it to the person who looks.
    """
    if delivery.claim_token != work.token:
        return False
    if delivery.state is DeliveryState.UNKNOWN:
        return receipt.outcome in ARRIVED
    return delivery.state is DeliveryState.SENDING


def words_of(receipt: Receipt) -> str:
    """The server's code and words, for the operator."""
    return receipt.words
