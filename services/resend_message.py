"""Sending a message again: one that failed, or one of which they say that they never got it.

It is decided again first: what is answered, moved or done is left out, and a message with nothing
left to say is refused. Until it has gone, what it says counts as not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Contact
from models.ledger import Delivery, Message
from models.queries.by_hand import lock_asking
from models.queries.messages import briefs_of_message, locked_deliveries_of
from models.queries.reports import reopen_notices
from models.words import BriefState, Channel, DeliveryState, MessageState, NoticeState
from services.approve_message import post_of_now
from services.compose import Withdrawn, show
from services.errors import Refused
from services.find_message import person_words, state_sentence, the_message
from services.history import Subject, record
from services.queue_again import queue_again
from services.situation import trouble_with

GONE = (DeliveryState.SENT, DeliveryState.FILED)
AGAIN_FROM = {
    DeliveryState.FAILED: (NoticeState.FAILED,),
    DeliveryState.SENT: (NoticeState.TOLD, NoticeState.FAILED),
    DeliveryState.FILED: (NoticeState.TOLD, NoticeState.FAILED),
}


@dataclass(frozen=True, slots=True)
class Resent:
    """A message on its way again: to whom, how many items it lost, and when it may leave."""

    number: int
    to: str
    left_out: int
    leaves_at: datetime | None


def resend_message(
    session: Session,
    number: int,
    *,
    because: str | None,
    today: date,
    now: datetime,
    by: str,
) -> Resent:
    """Queue the message again, as a new delivery whose Message-ID names the first.

    A message that went needs ``because``. Raises `NotFoundError`, or `Refused` for one that waits,
    is on its way, is unknown or cancelled, whose person cannot be mailed, or that has nothing left
    to say.
    """
    # Before any row is locked: what is asked by hand yields to what is queued at this moment.
    lock_asking(session)
    message = the_message(session, number)
    deliveries = locked_deliveries_of(session, number)
    main = _the_one_to_repeat(message, deliveries)
    why = (because or "").strip() or None
    _refuse_unless_it_may(session, message, main, why, today=today)
    reopen_notices(session, message_id=number, states=AGAIN_FROM[main.state])
    _take_up_briefs(session, message, by=by, today=today)
    leaves_at = post_of_now(session, today=today, now=now).leaves_at(message.contact_id)
    queue_again(session, message, main, not_before=leaves_at)
    session.flush()
    left_out = _left_out(session, message, today=today, now=now)
    if main.state in GONE:
        main.outcome = f"{main.outcome or ''} Sent again, because {why}.".strip()
        session.add(main)
    record(
        session,
        now=now,
        actor=by,
        kind="message_sent_again",
        subject=Subject("message", message.id),
        payload={"message": number, "because": why, "left_out": left_out},
    )
    return Resent(number, person_words(session, message.contact_id), left_out, leaves_at)


def _the_one_to_repeat(message: Message, deliveries: Sequence[Delivery]) -> Delivery:
    """The newest mail to the person themself. Raises `Refused` if nothing of it may go again."""
    if message.state is not MessageState.CLOSED:
        # Queued already, waiting, or cancelled: then the next check decides what is still due.
        raise Refused(f"Message {message.id} {state_sentence(message)}, so it is not sent again.")
    if any(one.state is DeliveryState.UNKNOWN for one in deliveries):
        raise Refused(
            f"It is not known whether message {message.id} arrived. Ask them, and say so with "
            f"'longstop outbox settle {message.id}'."
        )
    own = [one for one in deliveries if not one.is_copy and one.channel is Channel.MAIL]
    if not own or own[-1].state not in AGAIN_FROM:
        raise Refused(f"Nothing of message {message.id} has gone or failed.")
    return own[-1]


def _refuse_unless_it_may(
    session: Session, message: Message, main: Delivery, why: str | None, *, today: date
) -> None:
    if main.state in GONE and why is None:
        raise Refused(
            f"Message {message.id} has gone. If they never got it, say so: --because 'They never "
            "got it'. Otherwise they would have it twice."
        )
    contact = session.get_one(Contact, message.contact_id)
    if contact.held_until is not None and contact.held_until < today:
        raise Refused(
            f"{contact.name} no longer holds the role. Whoever does is asked by the next check."
        )
    trouble = trouble_with(contact, today=today)
    if trouble is not None:
        raise Refused(
            f"{contact.name} cannot be mailed: {trouble}. Put the address right with 'longstop "
            "contact set', or trust it again with 'longstop contact clear-bounce'."
        )


def _take_up_briefs(session: Session, message: Message, *, by: str, today: date) -> None:
    """A brief whose message came back is sent from here after all."""
    for brief in briefs_of_message(session, message.id or 0, state=BriefState.WAITING):
        brief.state, brief.because = BriefState.SENT_FROM_HERE, None
        brief.recorded_by, brief.recorded_on = by, today
        session.add(brief)


def _left_out(session: Session, message: Message, *, today: date, now: datetime) -> int:
    """How many items it loses. Raises `Refused` with nothing left to say."""
    shown = show(session, message, today=today, now=now)
    if isinstance(shown, Withdrawn):
        raise Refused(f"Nothing of message {message.id} would go: {shown.reason}.")
    return len(shown.withdrawn)
