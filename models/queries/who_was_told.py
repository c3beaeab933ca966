"""Who was told, of what kind, and how often: the mails that went, counted.

A card tells a channel what its member was told, so it is not counted beside the mail.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from models.agencies import Agency, Contact
from models.ledger import Delivery, Message
from models.words import Channel, ContactRole, DeliveryState, MessageKind

WENT = (DeliveryState.SENT, DeliveryState.FILED)


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One person and one kind of message. ``latest`` is the number of the newest of them."""

    name: str
    role: ContactRole
    body: str
    kind: MessageKind
    introduces: bool
    is_copy: bool
    number: int
    latest: int


def told_rows(session: Session) -> list[ToldRow]:
    """What went, by person and kind, in the order in which people were first written to."""
    grouped = (
        col(Delivery.contact_id),
        col(Message.kind),
        col(Message.introduces),
        col(Delivery.is_copy),
    )
    first = sa.func.min(Delivery.id)
    rows = session.execute(
        sa.select(
            col(Contact.name),
            col(Contact.role),
            col(Agency.name),
            col(Message.kind),
            col(Message.introduces),
            col(Delivery.is_copy),
            sa.func.count(col(Delivery.id)),
            sa.func.max(Message.id),
        )
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .join(Contact, col(Contact.id) == col(Delivery.contact_id))
        .join(Agency, col(Agency.id) == col(Contact.agency_id))
        .where(col(Delivery.state).in_(WENT), col(Delivery.channel) == Channel.MAIL)
        .group_by(*grouped, col(Contact.name), col(Contact.role), col(Agency.name))
        .order_by(col(Agency.kind), col(Agency.name), col(Contact.id), first)
    ).all()
    return [ToldRow(*row) for row in rows]
