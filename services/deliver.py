"""Claim what is queued and hand it to a transport, so that each message goes once (design 7).

One of the two services that own their transactions: the claim must be committed before the
first byte leaves, and no session is open while it does. The outcome is recorded, and the next
delivery claimed, in one commit. A worker that dies in between leaves a delivery in *sending*
whose lease lapses: it becomes *unknown*, for a person to settle, and is never sent again by
itself.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session

from models.ledger import Delivery, Message
from models.queries.messages import briefs_of_message
from models.queries.outbox import (
    claim_next_delivery,
    deliveries_of,
    deliveries_with_lapsed_lease,
    settle_notices,
)
from models.session import SessionFactory, transaction
from models.words import BriefState, DeliveryState, MessageState, NoticeState
from notifications.dispatch import Outcome, Receipt, Transport
from services.compose import Composed, Withdrawn, compose
from services.installation import installation

# Longer than all limits of one attempt together, so that no living worker loses its claim.
LEASE = timedelta(minutes=10)
RETRY_AFTER = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))

CHANNEL_FAULT = "channel_fault"

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


@dataclass
class DeliveryReport:
    """What one run of delivery did, by outcome."""

    counts: Counter[str] = field(default_factory=Counter)
    stopped_because: str | None = None

    @property
    def total(self) -> int:
        """How many deliveries this run gave an outcome."""
        return sum(self.counts.values())


def deliver_outbox(
    factory: SessionFactory,
    *,
    transport: Transport,
    now: datetime,
    today: date,
    limit: int | None = None,
    on_delivery: Callable[[str], None] | None = None,
) -> DeliveryReport:
    """Deliver what may go now, one after the other; safe in many processes at once.

    ``today`` is the London day on which what goes now counts as told. ``on_delivery`` hears
    of each outcome, for a progress bar.
    """
    report = DeliveryReport()
    with transaction(factory) as session:
        report.stopped_because = _why_stopped(session)
        report.counts["unknown"] += _mark_lapsed(session, now=now, today=today)
        work = (
            None
            if report.stopped_because
            else _claim(session, now=now, today=today, carrier=transport.channel, report=report)
        )
    while work is not None and (limit is None or report.total < limit):
        receipt = transport.send(
            work.composed.raw, recipient=work.composed.to, key=work.composed.key
        )
        with transaction(factory) as session:
            outcome = _record(session, work, receipt, now=now, today=today)
            report.counts[outcome] += 1
            if outcome == CHANNEL_FAULT:
                report.stopped_because = f"The mail channel is out of order: {receipt.detail}."
                work = None
            else:
                work = _claim(
                    session, now=now, today=today, carrier=transport.channel, report=report
                )
        if on_delivery:
            on_delivery(outcome)
    report.counts += Counter()  # Drops the zeroes.
    return report


@dataclass(frozen=True, slots=True)
class _Work:
    delivery_id: int
    token: str
    composed: Composed


def _why_stopped(session: Session) -> str | None:
    if installation(session).sending_stopped:
        return "Sending is stopped for everything; the queue is kept."
    return None


def _mark_lapsed(session: Session, *, now: datetime, today: date) -> int:
    """Turn claims whose worker died into *unknown*: a person looks, nothing is sent again."""
    lapsed = deliveries_with_lapsed_lease(session, now=now)
    for delivery in lapsed:
        delivery.outcome = "The worker stopped between the claim and the record of the outcome."
        close_delivery(session, delivery, DeliveryState.UNKNOWN, now=now, today=today)
    return len(lapsed)


def _claim(
    session: Session, *, now: datetime, today: date, carrier: str, report: DeliveryReport
) -> _Work | None:
    """Claim the next delivery and make its text; one with nothing left to say is cancelled."""
    while True:
        token = secrets.token_hex(16)
        delivery = claim_next_delivery(session, now=now, lease_until=now + LEASE, token=token)
        if delivery is None or delivery.id is None:
            return None
        composed = compose(session, delivery, today=today, now=now)
        if isinstance(composed, Withdrawn):
            _cancel(session, delivery, composed.reason, now=now)
            report.counts["cancelled"] += 1
            continue
        delivery.sent_to = composed.to
        delivery.subject = composed.subject
        delivery.raw = composed.raw
        delivery.message_id_header = composed.message_id_header
        delivery.carrier = carrier
        session.add(delivery)
        return _Work(delivery.id, token, composed)


def _record(session: Session, work: _Work, receipt: Receipt, *, now: datetime, today: date) -> str:
    delivery = session.get(Delivery, work.delivery_id)
    if delivery is None or delivery.claim_token != work.token:
        # Another worker took our lapsed lease and has recorded an outcome; ours came too late.
        return "superseded"
    delivery.outcome_code = receipt.code[:20]
    delivery.outcome = f"{receipt.code} {receipt.detail}".strip()
    if receipt.outcome is Outcome.RETRY:
        return _put_back(session, delivery, now=now, today=today)
    if receipt.outcome is Outcome.CHANNEL_FAULT:
        return _keep_for_later(session, delivery, now=now)
    state = STATE_OF_OUTCOME[receipt.outcome]
    close_delivery(session, delivery, state, now=now, today=today)
    return state.value


def _put_back(session: Session, delivery: Delivery, *, now: datetime, today: date) -> str:
    """Queue again after a temporary failure, a bounded number of times."""
    if delivery.attempts > len(RETRY_AFTER):
        close_delivery(session, delivery, DeliveryState.FAILED, now=now, today=today)
        return DeliveryState.FAILED.value
    delivery.state = DeliveryState.QUEUED
    delivery.claim_token = None
    delivery.not_before = now + RETRY_AFTER[delivery.attempts - 1]
    session.add(delivery)
    return "retry"


def _keep_for_later(session: Session, delivery: Delivery, *, now: datetime) -> str:
    """Queue again untouched: the channel is out of order, not the message and not the contact."""
    delivery.state = DeliveryState.QUEUED
    delivery.claim_token = None
    delivery.attempts -= 1
    delivery.not_before = now + RETRY_AFTER[0]
    session.add(delivery)
    return CHANNEL_FAULT


def close_delivery(
    session: Session, delivery: Delivery, state: DeliveryState, *, now: datetime, today: date
) -> None:
    """Give a delivery its outcome; the main one decides for the message and its notices."""
    delivery.state = state
    delivery.settled_at = now
    session.add(delivery)
    if delivery.is_copy:
        message = session.get(Message, delivery.message_id)
        if message is not None:
            _close_if_done(session, message)
        return
    told = NOTICE_STATE[state]
    settle_notices(
        session,
        message_id=delivery.message_id,
        state=told,
        told_on=today if told is NoticeState.TOLD else None,
    )
    _close_message(session, delivery.message_id, told=told, today=today)


def _close_message(session: Session, message_id: int, *, told: NoticeState, today: date) -> None:
    message = session.get(Message, message_id)
    if message is None:
        return
    if told is NoticeState.TOLD and message.introduces:
        _mark_introduced(session, message.contact_id, today=today)
    _close_if_done(session, message)


def _close_if_done(session: Session, message: Message) -> None:
    """A message on its way is closed once none of its deliveries is open."""
    deliveries = deliveries_of(session, message.id or 0)
    is_done = all(one.state not in OPEN_STATES for one in deliveries)
    if message.state is MessageState.QUEUED and is_done:
        message.state = MessageState.CLOSED
        session.add(message)


OPEN_STATES = (DeliveryState.QUEUED, DeliveryState.SENDING)


def _mark_introduced(session: Session, contact_id: int, *, today: date) -> None:
    from models.agencies import Contact

    contact = session.get(Contact, contact_id)
    if contact is not None and contact.introduced_on is None:
        contact.introduced_on = today
        session.add(contact)


def _cancel(session: Session, delivery: Delivery, reason: str, *, now: datetime) -> None:
    """Cancel what has nothing left to say. A copy ends alone: its message may have gone."""
    for one in deliveries_of(session, delivery.message_id):
        if one.state in OPEN_STATES and (one.id == delivery.id or not delivery.is_copy):
            one.state = DeliveryState.CANCELLED
            one.outcome = reason
            one.settled_at = now
            session.add(one)
    message = session.get(Message, delivery.message_id)
    if message is None:
        return
    if delivery.is_copy:
        _close_if_done(session, message)
        return
    message.state = MessageState.CANCELLED
    message.cancelled_because = reason
    session.add(message)
    # It was recorded as sent from here when it was approved; nothing was sent.
    for brief in briefs_of_message(session, message.id or 0, state=BriefState.SENT_FROM_HERE):
        brief.state, brief.because = BriefState.WITHDRAWN, reason
        session.add(brief)
