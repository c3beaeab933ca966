"""The copies of messages: mail to a body's deputy, and cards to Teams channels."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from models.agencies import Contact
from models.ledger import Delivery, Message
from models.words import Channel, DeliveryState


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One copy without its bytes. ``to`` is the person whose role it is for, ``teams_channel`` the
    channel that the role names today."""

    message_id: int
    channel: Channel
    state: DeliveryState
    outcome: str | None
    sent_to: str | None
    to: str
    teams_channel: str | None


def copies_of(session: Session, numbers: Collection[int]) -> list[CopyRow]:
    """The copies of these messages, in the order in which they were queued; of one that was sent
    again only the newest try."""
    again = sa.orm.aliased(Delivery)
    rows = session.execute(
        sa.select(
            col(Delivery.message_id),
            col(Delivery.channel),
            col(Delivery.state),
            col(Delivery.outcome),
            col(Delivery.sent_to),
            col(Contact.name),
            col(Contact.teams_channel),
        )
        .join(Contact, col(Contact.id) == col(Delivery.contact_id))
        .where(
            col(Delivery.message_id).in_(numbers),
            col(Delivery.is_copy).is_(True),
            ~sa.exists().where(col(again.again_id) == col(Delivery.id)).correlate(Delivery),
        )
        .order_by(col(Delivery.id))
    ).all()
    return [CopyRow(*row) for row in rows]


def has_copy_in(states: Collection[DeliveryState]) -> sa.ColumnElement[bool]:
    """Whether a message has a copy in one of these states."""
    copy = sa.orm.aliased(Delivery)
    return (
        sa.exists()
        .where(
            col(copy.message_id) == col(Message.id),
            col(copy.is_copy).is_(True),
            col(copy.state).in_(states),
        )
        .correlate(Message)
    )
