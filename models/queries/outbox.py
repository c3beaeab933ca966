"""Reads and conditional updates of messages and deliveries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
import sqlalchemy.orm
from sqlmodel import Session, col, select

from models.ledger import Delivery, Message, Notice
from models.words import Channel, DeliveryState, MessageKind, MessageState, NoticeState


def deliveries_that_may_go(
    session: Session, *, channel: Channel, now: datetime, limit: int
) -> list[int]:
    """The numbers of queued deliveries of a channel that may go now, in the day's order.

    Statutory dates go first, then whatever was due to leave first, then in the order in which
    they were queued.
    """
    rows = session.execute(
        sa.select(col(Delivery.id))
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .where(*_may_go(now=now), col(Delivery.channel) == channel)
        .order_by(
            col(Message.kind) != MessageKind.STATUTORY,
            col(Delivery.not_before).is_not(None),
            col(Delivery.not_before),
            col(Delivery.id),
        )
        .limit(limit)
    ).all()
    return [number for (number,) in rows]


def delivery_to_claim(
    session: Session, number: int, *, now: datetime
) -> tuple[Delivery, Message] | None:
    """A delivery that may still go, with its message, locked until this transaction ends.

    None where somebody else has it or it is no longer queued: a row that another worker or a
    person is looking at is passed over on Postgres, and SQLite has one writer at a time.
    """
    row = session.execute(
        sa.select(Delivery, Message)
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .where(col(Delivery.id) == number, *_may_go(now=now))
        .with_for_update(skip_locked=True, of=Delivery)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def _may_go(*, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(Delivery.state) == DeliveryState.QUEUED,
        col(Message.state) == MessageState.QUEUED,
        sa.or_(col(Delivery.not_before).is_(None), col(Delivery.not_before) <= now),
        sa.or_(col(Delivery.channel) != Channel.TEAMS, ~_its_mail_is_open()),
    )


def _its_mail_is_open() -> sa.ColumnElement[bool]:
    """A card follows its mail: until that has an outcome nobody knows whether there is a copy."""
    mail = sa.orm.aliased(Delivery)
    return (
        sa.exists()
        .where(
            col(mail.message_id) == col(Delivery.message_id),
            col(mail.is_copy).is_(False),
            col(mail.state).in_([DeliveryState.QUEUED, DeliveryState.SENDING]),
        )
        .correlate(Delivery)
    )


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
