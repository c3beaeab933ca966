"""A message as it reads, put into the bytes that travel, with all that its headers say."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from models.ledger import Delivery
from notifications.keys import DeliveryKey
from notifications.mail import Envelope, build_mail
from notifications.senders import sender_of
from services.compose.dates import dates_attached
from services.compose.values import Composed, Shown
from services.installation import installation, named_after
from services.surroundings import surroundings


def in_envelope(session: Session, delivery: Delivery, shown: Shown, *, now: datetime) -> Composed:
    """The bytes of one delivery of a message. What it answers is kept with the delivery."""
    row = installation(session)
    around = surroundings(session)
    key = DeliveryKey(installation=named_after(row), delivery_id=delivery.id or 0)
    domain = around.council.team.from_address.partition("@")[2]
    header = key.message_id(domain)
    raw = build_mail(
        Envelope(
            sender=sender_of(around.council, marking=shown.marking),
            recipient=shown.to,
            subject=shown.subject,
            text=shown.text,
            html=shown.html,
            message_id=header,
            date=now,
            in_reply_to=shown.thread.in_reply_to,
            references=shown.thread.references,
            attachments=dates_attached(shown.dates, around.council, now=now),
        )
    )
    delivery.in_reply_to = shown.thread.in_reply_to
    return Composed(
        raw, shown.to.email, shown.subject, key, header, in_reply_to=shown.thread.in_reply_to
    )
