"""A message as it reads, put into the bytes that travel, with all that its headers say."""

from __future__ import annotations

from datetime import datetime

from models.ledger import Delivery
from notifications.keys import DeliveryKey
from notifications.mail import Envelope, build_mail
from notifications.senders import sender_of
from services.compose.dates import dates_attached
from services.compose.reading import DayReading
from services.compose.values import Composed, Shown
from services.installation import named_after


def in_envelope(delivery: Delivery, shown: Shown, *, day: DayReading, now: datetime) -> Composed:
    """The bytes of one delivery of a message. What it answers is kept with the delivery."""
    around = day.around
    key = DeliveryKey(installation=named_after(day.installation), delivery_id=delivery.id or 0)
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
    return Composed(
        raw,
        shown.to.email,
        shown.subject,
        key,
        header,
        in_reply_to=shown.thread.in_reply_to,
        diverted_from=shown.diverted_from,
    )
