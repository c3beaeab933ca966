"""Settling a delivery of which it is not known whether it arrived (design 7).

Nothing is sent again by itself. A person asks, and says *arrived* or *did not arrive*.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Delivery, Message
from models.queries.messages import locked_deliveries_of, reopen_unknown_notices
from models.words import DeliveryState
from services.deliver import close_delivery
from services.errors import Refused
from services.find_message import person_words, state_sentence, the_message
from services.history import Subject, record
from services.opening import london_date
from services.queue_again import queue_again


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person said of a message, and whether it is queued again."""

    number: int
    to: str
    arrived: bool


def settle_unknown(
    session: Session,
    number: int,
    *,
    arrived: bool,
    by: str,
    today: date,
    now: datetime,
    because: str | None = None,
) -> Settled:
    """Settle the unknown deliveries of a message; ``because`` is how they know.

    *Arrived*: it counts as told on the day it was tried. *Did not arrive*: it is queued again,
    as a new delivery with a Message-ID of its own. Raises `Refused` if nothing is unknown.
    """
    why = (because or "").strip() or None
    message = the_message(session, number)
    unknown = [
        one for one in locked_deliveries_of(session, number) if one.state is DeliveryState.UNKNOWN
    ]
    if not unknown:
        raise Refused(f"Message {number} {state_sentence(message)}; nothing of it is unknown.")
    for delivery in unknown:
        said = f"{by} {SAID[arrived]}{f': {why}' if why else ''}"
        delivery.outcome = f"{delivery.outcome or ''} {said}.".strip()
        if arrived:
            tried_on = london_date(delivery.claimed_at) if delivery.claimed_at else today
            close_delivery(session, delivery, arrived_state(delivery), now=now, today=tried_on)
        else:
            _send_again(session, message, delivery, now=now)
    record(
        session,
        now=now,
        actor=by,
        kind="delivery_settled",
        subject=Subject("message", message.id),
        payload={"message": number, "arrived": arrived, "because": why},
    )
    return Settled(number, person_words(session, message.contact_id), arrived)


# Carriers that file and never send (a Maildir; a folder of Teams cards).
FILING = ("maildir", "folder")
SAID = {True: "says that it arrived", False: "says that it did not arrive"}


def arrived_state(delivery: Delivery) -> DeliveryState:
    """What a folder was given is filed, never sent."""
    return DeliveryState.FILED if delivery.carrier in FILING else DeliveryState.SENT


def _send_again(session: Session, message: Message, delivery: Delivery, *, now: datetime) -> None:
    delivery.state, delivery.settled_at = DeliveryState.FAILED, now
    session.add(delivery)
    queue_again(session, message, delivery, not_before=now)
    if not delivery.is_copy:
        reopen_unknown_notices(session, delivery.message_id)
