"""A message as a card for the Teams channel of its reader: a copy, made from what was told.

The channel reads over its member's shoulder, so the card is composed for a reader without an
address (`on_channel`): what is withheld from anyone is withheld from the channel.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from models.agencies import Contact
from models.ledger import Delivery
from models.queries.outbox import deliveries_of
from models.words import Channel, DatabaseKind, DeliveryState
from notifications.card import CardOrder, card_message
from notifications.contents import DigestContent
from notifications.keys import DeliveryKey
from notifications.senders import sender_of
from services.compose.reader import Reader
from services.compose.values import Composed, Shown, Withdrawn
from services.divert import allowed_addresses
from services.installation import installation, named_after
from services.surroundings import surroundings

# It went, or it may have: then its copy may go as well.
WENT = (DeliveryState.SENT, DeliveryState.FILED, DeliveryState.UNKNOWN)


def on_channel(reader: Reader, delivery: Delivery | None) -> Reader:
    """The reader, as the whole channel where this delivery is a card."""
    if delivery is None or delivery.channel is not Channel.TEAMS:
        return reader
    return replace(reader, is_channel=True)


def card_of(
    session: Session, delivery: Delivery, shown: Shown, *, today: date
) -> Composed | Withdrawn:
    """The card of a message that `on_channel` reads, or why there is none."""
    channel = session.get_one(Contact, delivery.contact_id).teams_channel
    because = _why_none(session, delivery, shown, channel=channel)
    if because is not None or channel is None:
        return Withdrawn(because or "no Teams channel is named any more")
    row = installation(session)
    order = CardOrder(
        reader=shown.to,
        sender=sender_of(surroundings(session).council, marking=shown.marking),
        subject=shown.subject,
        today=today,
        demonstration=row.kind is DatabaseKind.DEMONSTRATION,
    )
    return Composed(
        raw=card_message(shown.content, order),
        to=channel,
        subject=shown.subject,
        key=DeliveryKey(installation=named_after(row), delivery_id=delivery.id or 0),
        message_id_header=None,
    )


def _why_none(
    session: Session, delivery: Delivery, shown: Shown, *, channel: str | None
) -> str | None:
    if not channel:
        return "no Teams channel is named any more"
    if allowed_addresses():
        return "all mail is diverted, and a card would reach its channel all the same"
    mails = [one for one in deliveries_of(session, delivery.message_id) if not one.is_copy]
    if not any(one.state in WENT for one in mails):
        return "the mail that it copies did not go"
    if isinstance(shown.content, DigestContent) and not shown.content.items:
        return "it names no item, so there is nothing for a channel to read"
    return None
