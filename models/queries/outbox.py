"""Reads and conditional updates of messages and deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.ledger import Delivery, Message, Notice
from models.words import DeliveryState, MessageState, NoticeState


def claim_next_delivery(
    session: Session, *, now: datetime, lease_until: datetime, token: str
) -> Delivery | None:
    """Claim the next delivery that may go, or None.

    The claim is a conditional update, so that of two workers only one has it; on Postgres a
    row another worker is looking at is passed over.
    """
    candidate = (
        select(Delivery.id)
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .where(
            Delivery.state == DeliveryState.QUEUED,
            Message.state == MessageState.QUEUED,
            sa.or_(col(Delivery.not_before).is_(None), col(Delivery.not_before) <= now),
        )
        .order_by(col(Delivery.id))
        .limit(1)
        .with_for_update(skip_locked=True, of=Delivery)
    )
    delivery_id = session.exec(candidate).one_or_none()
    if delivery_id is None:
        return None
    claimed = session.execute(
        sa.update(Delivery)
        .where(col(Delivery.id) == delivery_id, col(Delivery.state) == DeliveryState.QUEUED)
        .values(
            state=DeliveryState.SENDING,
            claim_token=token,
            claimed_at=now,
            lease_until=lease_until,
            attempts=col(Delivery.attempts) + 1,
        )
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        return None
    return session.get(Delivery, delivery_id, populate_existing=True)


def deliveries_with_lapsed_lease(session: Session, *, now: datetime) -> Sequence[Delivery]:
    """Deliveries whose worker died between the claim and the record of the outcome."""
    return session.exec(
        select(Delivery)
        .where(Delivery.state == DeliveryState.SENDING, col(Delivery.lease_until) < now)
        .order_by(col(Delivery.id))
        .with_for_update()
    ).all()


def deliveries_of(session: Session, message_id: int) -> Sequence[Delivery]:
    """Every delivery of a message, the main one before copies."""
    return session.exec(
        select(Delivery)
        .where(Delivery.message_id == message_id)
        .order_by(col(Delivery.is_copy), col(Delivery.id))
    ).all()


def notices_of(session: Session, message_id: int) -> Sequence[Notice]:
    """The notices a message is made of, as decided."""
    return session.exec(
        select(Notice).where(Notice.message_id == message_id).order_by(col(Notice.id))
    ).all()


def settle_notices(
    session: Session, *, message_id: int, state: NoticeState, told_on: date | None
) -> None:
    """Give every waiting notice of a message its outcome at once."""
    session.execute(
        sa.update(Notice)
        .where(
            col(Notice.message_id) == message_id,
            col(Notice.state).in_([NoticeState.QUEUED, NoticeState.UNKNOWN]),
        )
        .values(state=state, told_on=told_on)
    )


def messages_in(
    session: Session, *, states: Sequence[MessageState], limit: int = 200
) -> Sequence[Message]:
    """Messages in any of these states, newest first."""
    return session.exec(
        select(Message)
        .where(col(Message.state).in_(states))
        .order_by(col(Message.id).desc())
        .limit(limit)
    ).all()


def held_message(session: Session, *, contact_id: int, grouping: str) -> Message | None:
    """The one message held open for a person and grouping, to which later notices are added."""
    return session.exec(
        select(Message).where(
            Message.contact_id == contact_id,
            Message.grouping == grouping,
            Message.state == MessageState.HELD,
        )
    ).one_or_none()


def count_by_state(session: Session) -> dict[DeliveryState, int]:
    """How many deliveries stand in each state."""
    rows = session.exec(select(Delivery.state, sa.func.count()).group_by(col(Delivery.state))).all()
    return {DeliveryState(state): number for state, number in rows}


def deliveries_in(
    session: Session, *, state: DeliveryState, limit: int = 200
) -> Sequence[Delivery]:
    """Deliveries in one state, oldest first."""
    return session.exec(
        select(Delivery).where(Delivery.state == state).order_by(col(Delivery.id)).limit(limit)
    ).all()


def last_written_to(session: Session, *, contact_id: int, before_message: int) -> date | None:
    """The day of the message before this one that reached the same person."""
    return session.exec(
        select(col(Message.london_date))
        .join(Delivery, col(Delivery.message_id) == col(Message.id))
        .where(
            Message.contact_id == contact_id,
            col(Message.id) < before_message,
            col(Delivery.state).in_([DeliveryState.SENT, DeliveryState.FILED]),
            col(Delivery.is_copy).is_(False),
        )
        .order_by(col(Message.id).desc())
        .limit(1)
    ).one_or_none()
