"""Queueing a delivery again, under a name of its own that says which one it repeats."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from models.ledger import Delivery, Message
from models.words import DeliveryState, MessageState
from services.stand_alone import stand_alone


def queue_again(
    session: Session, message: Message, delivery: Delivery, *, not_before: datetime
) -> Delivery:
    """One more delivery of the same message by the same road, and the message on its way again."""
    again = Delivery(
        message_id=delivery.message_id,
        contact_id=delivery.contact_id,
        is_copy=delivery.is_copy,
        channel=delivery.channel,
        again_id=delivery.id,
        state=DeliveryState.QUEUED,
        not_before=not_before,
    )
    session.add(again)
    stand_alone(message)
    message.state = MessageState.QUEUED
    session.add(message)
    return again
