"""Queued deliveries, as they are compared with what the journal says was handed over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.ledger import Delivery, Message
from models.words import Channel, DeliveryState


class QueuedDelivery(NamedTuple):
    """A delivery and the message it carries. ``again_id`` is set where a person asked for it."""

    delivery_id: int
    contact_id: int
    channel: Channel
    is_copy: bool
    grouping: str
    london_date: date
    again_id: int | None


COLUMNS = (
    col(Delivery.id),
    col(Delivery.contact_id),
    col(Delivery.channel),
    col(Delivery.is_copy),
    col(Message.grouping),
    col(Message.london_date),
    col(Delivery.again_id),
)


def queued_deliveries(session: Session) -> list[QueuedDelivery]:
    """Every delivery that is queued, whether or not it may go now, oldest first."""
    rows = session.execute(
        sa.select(*COLUMNS)
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .where(col(Delivery.state) == DeliveryState.QUEUED)
        .order_by(col(Delivery.id))
    )
    return [QueuedDelivery(*row) for row in rows]


def deliveries_numbered(session: Session, numbers: Collection[int]) -> list[QueuedDelivery]:
    """The deliveries with these numbers, in any state."""
    rows = session.execute(
        sa.select(*COLUMNS)
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .where(col(Delivery.id).in_(numbers))
    )
    return [QueuedDelivery(*row) for row in rows]


def locked_deliveries(session: Session, numbers: Collection[int]) -> Sequence[Delivery]:
    """These deliveries, locked for a change."""
    return session.exec(
        select(Delivery)
        .where(col(Delivery.id).in_(numbers))
        .order_by(col(Delivery.id))
        .with_for_update()
    ).all()


def highest_delivery(session: Session) -> int:
    """The highest number that a delivery has."""
    return session.execute(sa.select(sa.func.max(col(Delivery.id)))).scalar_one_or_none() or 0


def renumber_delivery(session: Session, number: int, *, to: int) -> None:
    """Give a delivery that nothing refers to yet another number."""
    session.execute(sa.update(Delivery).where(col(Delivery.id) == number).values(id=to))
