"""Where sending stands, in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.ledger import Delivery, Message
from models.words import DeliveryState, MessageState


@dataclass(frozen=True, slots=True)
class QueueStands:
    """``ready`` may go now; ``departs`` is when the next of the others may. ``unknown_since`` is
    when the oldest unknown delivery was tried, ``last_sent`` when the newest went."""

    queued: int
    ready: int
    departs: datetime | None
    held: int
    unknown: int
    unknown_since: datetime | None
    last_sent: datetime | None


def queue_stands(session: Session, *, now: datetime) -> QueueStands:
    """How many deliveries and messages stand where."""
    queued = sa.and_(
        col(Delivery.state) == DeliveryState.QUEUED, col(Message.state) == MessageState.QUEUED
    )
    is_ready = sa.or_(col(Delivery.not_before).is_(None), col(Delivery.not_before) <= now)
    counts = session.execute(
        sa.select(
            sa.func.count(sa.case((queued, 1))),
            sa.func.count(sa.case((sa.and_(queued, is_ready), 1))),
            sa.func.min(sa.case((sa.and_(queued, sa.not_(is_ready)), col(Delivery.not_before)))),
            sa.func.count(sa.case((col(Delivery.state) == DeliveryState.UNKNOWN, 1))),
            sa.func.min(
                sa.case((col(Delivery.state) == DeliveryState.UNKNOWN, col(Delivery.claimed_at)))
            ),
            sa.func.max(
                sa.case(
                    (
                        col(Delivery.state).in_([DeliveryState.SENT, DeliveryState.FILED]),
                        col(Delivery.settled_at),
                    )
                )
            ),
        )
        .select_from(Delivery)
        .join(Message, col(Message.id) == col(Delivery.message_id))
    ).one()
    held = session.exec(
        select(sa.func.count(col(Message.id))).where(Message.state == MessageState.HELD)
    ).one()
    return QueueStands(
        queued=counts[0],
        ready=counts[1],
        departs=counts[2],
        held=held,
        unknown=counts[3],
        unknown_since=counts[4],
        last_sent=counts[5],
    )
