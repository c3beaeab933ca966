"""What a mail answers or repeats: only within one request (design 7).

Messages about one version of one statutory date follow each other; a copy follows the mail it is
a copy of; a mail sent again names the first. A weekly message answers none: its items change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from models.ledger import Delivery, Message
from models.queries.earlier_mail import main_message_id, message_id_before
from models.words import MessageKind
from services.opening import london_date


@dataclass(frozen=True, slots=True)
class Thread:
    """``references`` are the mails it belongs with, oldest first. ``again_of`` is the London day
    of the mail that it repeats."""

    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    again_of: date | None = None


ALONE = Thread()


def thread_of(session: Session, message: Message, delivery: Delivery | None) -> Thread:
    """Where this delivery stands among the mails before it; alone for what is only shown."""
    if delivery is None:
        return ALONE
    answered = _answered(session, message, delivery)
    first = session.get(Delivery, delivery.again_id) if delivery.again_id else None
    copied = main_message_id(session, delivery.message_id) if delivery.is_copy else None
    repeated = first.message_id_header if first else None
    return Thread(
        in_reply_to=answered,
        references=tuple(one for one in (answered, copied, repeated) if one),
        again_of=_day_of(first, message) if first else None,
    )


def _answered(session: Session, message: Message, delivery: Delivery) -> str | None:
    if message.kind is not MessageKind.STATUTORY:
        return None
    return message_id_before(session, message, contact_id=delivery.contact_id)


def _day_of(first: Delivery, message: Message) -> date:
    return london_date(first.claimed_at) if first.claimed_at else message.london_date
