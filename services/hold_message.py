"""Holding a message that is on its way, until a person approves or cancels it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.ledger import Delivery, Message
from models.queries.messages import briefs_of_message, locked_deliveries_of
from models.words import BriefState, Channel, DeliveryState, MessageState
from services.errors import Refused
from services.find_message import person_words, state_sentence, the_message
from services.history import Subject, record
from services.stand_alone import stand_alone

GONE = frozenset({DeliveryState.SENT, DeliveryState.FILED, DeliveryState.UNKNOWN})
GOING = GONE | {DeliveryState.SENDING}


@dataclass(frozen=True, slots=True)
class Held:
    """A message that waits again. ``copies_gone`` says which copies had gone before."""

    number: int
    copies_gone: tuple[str, ...]


def hold_message(session: Session, number: int, *, reason: str, by: str, now: datetime) -> Held:
    """Hold the message before it is claimed. Its queued deliveries are taken back together.

    Raises `Refused` if it has gone, is going this moment, or waits already.
    """
    message = the_message(session, number)
    why = reason.strip()
    if not why:
        raise Refused("Say why it is held: whoever sees it wait will ask.")
    if message.state is not MessageState.QUEUED:
        raise Refused(f"Message {number} {state_sentence(message)}, so it cannot be held.")
    gone = take_back_deliveries(session, message, because=f"held by {by}", now=now)
    message.state, message.held_because = MessageState.HELD, f"Held by {by}: {why}"[:200]
    message.approved_by = message.approved_at = None
    # It waits for this person's reason now, and no longer for the brake's batch.
    message.batch_id = None
    stand_alone(message)
    session.add(message)
    for brief in briefs_of_message(session, number, state=BriefState.SENT_FROM_HERE):
        brief.state, brief.recorded_by, brief.recorded_on = BriefState.WAITING, None, None
        session.add(brief)
    record(
        session,
        now=now,
        actor=by,
        kind="message_held",
        subject=Subject("message", message.id),
        payload={"message": message.id, "reason": why},
    )
    return Held(number, gone)


def take_back_deliveries(
    session: Session, message: Message, *, because: str, now: datetime
) -> tuple[str, ...]:
    """Cancel the deliveries of a message that nobody has claimed: its mail, its copies, its card.

    Returns, in sentences, which copies have gone or are going: those cannot be taken back.
    Raises `Refused` if the mail to the person themself is being sent or has gone.
    """
    deliveries = locked_deliveries_of(session, message.id or 0)
    _refuse_if_gone(message, [one for one in deliveries if not one.is_copy])
    for delivery in deliveries:
        if delivery.state is DeliveryState.QUEUED:
            delivery.state, delivery.outcome = DeliveryState.CANCELLED, because
            delivery.settled_at = now
            session.add(delivery)
    return tuple(
        _copy_words(session, one) for one in deliveries if one.is_copy and one.state in GOING
    )


def _refuse_if_gone(message: Message, deliveries: Sequence[Delivery]) -> None:
    states = {delivery.state for delivery in deliveries}
    if DeliveryState.SENDING in states:
        raise Refused(f"Message {message.id} is being sent at this moment; it cannot be stopped.")
    if states & GONE:
        raise Refused(f"Message {message.id} has gone already; only a copy of it is left.")


def _copy_words(session: Session, delivery: Delivery) -> str:
    if delivery.channel is Channel.TEAMS:
        return "Its card has gone to the Teams channel already."
    return f"A copy has gone to {person_words(session, delivery.contact_id)} already."
