"""Reads and changes of messages by the people who approve, hold and cancel them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.agencies import Agency, Contact
from models.ledger import Batch, Brief, Delivery, Message, Notice
from models.queries.copies import has_copy_in
from models.words import BriefState, DeliveryState, MessageState, NoticeState, SubjectKind


def locked_message(session: Session, number: int) -> Message | None:
    """The message with this number; two people who act on it at once wait for each other.

    Its batch and its deliveries are locked before it, the latter as a worker locks them: in
    another order each could wait for the other for ever.
    """
    batch = sa.select(col(Message.batch_id)).where(col(Message.id) == number).scalar_subquery()
    session.exec(select(Batch).where(col(Batch.id) == batch).with_for_update(key_share=True)).all()
    locked_deliveries_of(session, number)
    return session.exec(select(Message).where(Message.id == number).with_for_update()).one_or_none()


def locked_deliveries_of(session: Session, message_id: int) -> Sequence[Delivery]:
    """A message's deliveries, which no worker can claim until this transaction ends."""
    return session.exec(
        select(Delivery)
        .where(Delivery.message_id == message_id)
        .order_by(col(Delivery.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def end_waiting_notices(
    session: Session, message_id: int, *, state: NoticeState, reason: str
) -> int:
    """Give a message's notices that wait this end and reason; returns how many there were."""
    ended = session.execute(
        sa.update(Notice)
        .where(col(Notice.message_id) == message_id, col(Notice.state) == NoticeState.QUEUED)
        .values(state=state, reason=reason[:200])
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


def reopen_unknown_notices(session: Session, message_id: int) -> None:
    """Let a message's notices, of which it was not known whether they arrived, wait again."""
    session.execute(
        sa.update(Notice)
        .where(col(Notice.message_id) == message_id, col(Notice.state) == NoticeState.UNKNOWN)
        .values(state=NoticeState.QUEUED, told_on=None)
    )


def briefs_of_message(session: Session, message_id: int, *, state: BriefState) -> Sequence[Brief]:
    """The briefs in this state that belong to a message, oldest first."""
    return session.exec(
        select(Brief)
        .where(Brief.message_id == message_id, Brief.state == state)
        .order_by(col(Brief.id))
    ).all()


def held_numbers_of_batch(session: Session, batch_id: int) -> list[int]:
    """The numbers of a batch's messages that still wait."""
    rows = session.exec(
        select(Message.id)
        .where(Message.state == MessageState.HELD, Message.batch_id == batch_id)
        .order_by(col(Message.id))
    ).all()
    return [number for number in rows if number is not None]


def open_batches(session: Session) -> Sequence[Batch]:
    """The days that the brake holds back, oldest first."""
    return session.exec(
        select(Batch).where(col(Batch.decided_at).is_(None)).order_by(col(Batch.id))
    ).all()


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message with its reader, how many items it carries, and its main delivery."""

    message: Message
    contact: Contact
    agency: Agency
    items: int
    delivery: Delivery | None


def outbox_rows(
    session: Session,
    *,
    states: Collection[MessageState] = (),
    delivery_states: Collection[DeliveryState] = (),
    numbers: Collection[int] = (),
    limit: int = 200,
) -> list[OutboxRow]:
    """Messages in any of these states, with a delivery in any of these, or so numbered.

    Of copies only what is not known counts: one that failed leaves nobody without the message.
    The newest first; without its bytes, which are read only for the one that is shown.
    """
    main = _latest_main_delivery()
    rows = session.execute(
        sa.select(Message, Contact, Agency, _items_said(), Delivery)
        .join(Contact, col(Contact.id) == col(Message.contact_id))
        .join(Agency, col(Agency.id) == col(Contact.agency_id))
        .outerjoin(Delivery, col(Delivery.id) == main)
        .options(sa.orm.defer(Delivery.raw))  # type: ignore[arg-type]
        .where(
            sa.or_(
                col(Message.state).in_(states),
                col(Delivery.state).in_(delivery_states),
                col(Message.id).in_(numbers),
                has_copy_in({DeliveryState.UNKNOWN}.intersection(delivery_states)),
            )
        )
        .order_by(col(Message.id).desc())
        .limit(limit)
    ).all()
    return [OutboxRow(*row) for row in rows]


def _latest_main_delivery() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.max(Delivery.id))
        .where(col(Delivery.message_id) == col(Message.id), col(Delivery.is_copy).is_(False))
        .correlate(Message)
        .scalar_subquery()
    )


NO_LONGER_SAID = (NoticeState.WITHDRAWN, NoticeState.FOLDED, NoticeState.MISSED)


def _items_said() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count(col(Notice.id)))
        .where(
            col(Notice.message_id) == col(Message.id),
            col(Notice.state).not_in(NO_LONGER_SAID),
            col(Notice.subject_kind) != SubjectKind.CONTACT,
        )
        .correlate(Message)
        .scalar_subquery()
    )


def ready_deliveries(session: Session, *, now: datetime) -> int:
    """How many deliveries may go now."""
    return session.exec(
        select(sa.func.count(col(Delivery.id)))
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .where(
            Delivery.state == DeliveryState.QUEUED,
            Message.state == MessageState.QUEUED,
            sa.or_(col(Delivery.not_before).is_(None), col(Delivery.not_before) <= now),
        )
    ).one()


def next_departure(session: Session) -> datetime | None:
    """The moment from which the next queued delivery may go."""
    return session.exec(
        select(sa.func.min(Delivery.not_before))
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .where(Delivery.state == DeliveryState.QUEUED, Message.state == MessageState.QUEUED)
    ).one()


def notices_in_open_batches(session: Session, milestone_ids: Collection[int]) -> list[Notice]:
    """The waiting notices about these milestones in messages that the brake holds back."""
    return list(
        session.exec(
            select(Notice)
            .join(Message, col(Message.id) == col(Notice.message_id))
            .where(
                col(Message.batch_id).is_not(None),
                Message.state == MessageState.HELD,
                Notice.state == NoticeState.QUEUED,
                Notice.subject_kind == SubjectKind.MILESTONE,
                col(Notice.subject_id).in_(milestone_ids),
            )
            .order_by(col(Notice.id))
        )
    )


def let_introduce(session: Session, numbers: Collection[int]) -> None:
    """Have these messages introduce us to the people they go to."""
    if numbers:
        session.execute(
            sa.update(Message).where(col(Message.id).in_(numbers)).values(introduces=True)
        )
