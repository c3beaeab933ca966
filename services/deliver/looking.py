"""Asking a channel what became of a delivery of which nobody knows (design 7).

A folder and GOV.UK Notify can be asked; a mail server cannot. What they know is settled; what they
do not know stays for a person, for an answer that is not there yet is no answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.ledger import Delivery
from models.queries.outbox import delivery_without_bytes
from models.queries.reports import unknown_deliveries
from models.session import SessionFactory, reading, transaction
from models.words import DeliveryState
from notifications.dispatch import Receipt, Transport
from notifications.keys import DeliveryKey
from services.deliver.closing import close_delivery
from services.deliver.faults import BY
from services.deliver.values import STATE_OF_OUTCOME
from services.history import Subject, record
from services.installation import installation, named_after
from services.mark_bounced import mark_bounced
from services.opening import london_date


@dataclass(frozen=True, slots=True)
class _Found:
    delivery_id: int
    receipt: Receipt


def settle_by_looking(
    factory: SessionFactory,
    *,
    transport: Transport,
    now: datetime,
    today: date,
    number: int | None = None,
) -> int:
    """Settle what the channel knows, of message ``number`` or of all; returns how many.

    No session is open while the channel is asked.
    """
    if not transport.can_look_up:
        return 0
    with reading(factory) as session:
        named = named_after(installation(session))
        keys = [
            DeliveryKey(named, delivery_id=one.id or 0)
            for one in unknown_deliveries(session, carrier=transport.channel, message_id=number)
        ]
    found = [
        _Found(key.delivery_id, receipt)
        for key in keys
        if (receipt := transport.find(key)) is not None
    ]
    return sum(_settle(factory, one, now=now, today=today) for one in found)


def _settle(factory: SessionFactory, found: _Found, *, now: datetime, today: date) -> bool:
    state = STATE_OF_OUTCOME.get(found.receipt.outcome, DeliveryState.UNKNOWN)
    if state is DeliveryState.UNKNOWN:
        return False
    with transaction(factory) as session:
        delivery = delivery_without_bytes(session, found.delivery_id)
        # Somebody may have settled it while the channel was asked.
        if delivery is None or delivery.state is not DeliveryState.UNKNOWN:
            return False
        words = found.receipt.words
        delivery.outcome = f"{delivery.outcome or ''} The channel was asked: {words}.".strip()
        close_delivery(session, delivery, state, now=now, today=_tried_on(delivery, today))
        record(
            session,
            now=now,
            actor=BY,
            kind="delivery_settled",
            subject=Subject("message", delivery.message_id),
            payload={"message": delivery.message_id, "state": state, "because": words},
        )
        if found.receipt.recipient_at_fault and delivery.sent_to:
            mark_bounced(session, delivery.sent_to, reason=words[:500], now=now, by=BY)
    return True


def _tried_on(delivery: Delivery, today: date) -> date:
    return london_date(delivery.claimed_at) if delivery.claimed_at else today
