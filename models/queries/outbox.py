"""Reads and conditional updates of messages and deliveries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
import sqlalchemy.orm
from sqlmodel import Session, col, select

from models.ledger import Delivery, Message, Notice
from models.words import DeliveryState, MessageState, NoticeState


def delivery_without_bytes(session: Session, number: int) -> Delivery | None:
    """A delivery, locked, without the bytes that it sent."""
    return session.exec(
        select(Delivery)
        .where(Delivery.id == number)
        .options(sa.orm.defer(Delivery.raw))  # type: ignore[arg-type]
        .with_for_update()
    ).one_or_none()


def deliveries_with_lapsed_lease(session: Session, *, now: datetime) -> Sequence[Delivery]:
    """Deliveries whose worker died between the claim and the record of the outcome."""
    return session.exec(
        select(Delivery)
        .where(Delivery.state == DeliveryState.SENDING, col(Delivery.lease_until) < now)
        .options(sa.orm.defer(Delivery.raw))  # type: ignore[arg-type]
        .order_by(col(Delivery.id))
        .with_for_update()
    ).all()


def deliveries_of(session: Session, message_id: int) -> Sequence[Delivery]:
    """Every delivery of a message, the main one before copies."""
    return session.exec(
        select(Delivery)
        .where(Delivery.message_id == message_id)
        .options(sa.orm.defer(Delivery.raw))  # type: ignore[arg-type]
        .order_by(col(Delivery.is_copy), col(Delivery.id))
    ).all()


def notices_of(session: Session, message_id: int) -> Sequence[Notice]:
    """The notices a message is made of, as decided."""
    return session.exec(
        select(Notice).where(Notice.message_id == message_id).order_by(col(Notice.id))
    ).all()


def withdraw_notices(session: Session, reasons: Mapping[int, str]) -> None:
    """Withdraw these notices, each for its reason; one statement a reason."""
    for reason in set(reasons.values()):
        numbers = [number for number, because in reasons.items() if because == reason]
        session.execute(
            sa.update(Notice)
            .where(col(Notice.id).in_(numbers))
            .values(state=NoticeState.WITHDRAWN, reason=reason[:200])
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
    """How many messages' deliveries stand in each state; of one sent again the newest alone.

    Copies are left out: whatever became of one, its reader has the message or has not.
    """
    again = sa.orm.aliased(Delivery)
    rows = session.exec(
        select(Delivery.state, sa.func.count())
        .where(
            col(Delivery.is_copy).is_(False),
            ~sa.exists().where(col(again.again_id) == col(Delivery.id)).correlate(Delivery),
        )
        .group_by(col(Delivery.state))
    ).all()
    return {DeliveryState(state): number for state, number in rows}


LAST_WRITTEN = (
    sa.select(col(Message.london_date))
    .join(Delivery, col(Delivery.message_id) == col(Message.id))
    .where(
        col(Message.contact_id) == sa.bindparam("contact"),
        col(Message.id) < sa.bindparam("before"),
        col(Delivery.state).in_([DeliveryState.SENT, DeliveryState.FILED]),
        col(Delivery.is_copy).is_(False),
    )
    .order_by(col(Message.id).desc())
    .limit(1)
)


def last_written_to(session: Session, *, contact_id: int, before_message: int) -> date | None:
    """The day of the message before this one that reached the same person."""
    asked = {"contact": contact_id, "before": before_message}
    return session.connection().execute(LAST_WRITTEN, asked).scalar_one_or_none()
