"""Cancelling a message before it goes, for now or for good."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Message
from models.queries.messages import briefs_of_message, end_waiting_notices
from models.words import BriefState, MessageState, NoticeState
from services.close_batch import close_batch_if_done
from services.errors import Refused
from services.find_message import person_words, state_sentence, the_message
from services.history import Subject, record
from services.hold_message import take_back_deliveries


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A cancelled message: for whom it was, how many notices it carried, and if for good.

    ``copies_gone`` says which copies had gone before.
    """

    number: int
    to: str
    notices: int
    for_good: bool
    copies_gone: tuple[str, ...] = ()


def cancel_message(
    session: Session,
    number: int,
    *,
    reason: str,
    by: str,
    today: date,
    now: datetime,
    for_good: bool = False,
) -> Cancelled:
    """Cancel a message that waits or is queued.

    Its steps are withdrawn, so the next daily check on which they are due decides them anew.
    ``for_good`` records them as not raised: they never go, and no step above them goes either,
    since nobody is jumped over. Raises `Refused` if the message has gone.
    """
    message = the_message(session, number)
    why = reason.strip()
    if not why:
        raise Refused("Say why it is cancelled: it stands in History.")
    if message.state not in (MessageState.HELD, MessageState.QUEUED):
        raise Refused(f"Message {number} {state_sentence(message)}, so it cannot be cancelled.")
    gone = take_back_deliveries(session, message, because=f"cancelled by {by}", now=now)
    cancelled = replace(
        drop_message(session, message, reason=why, by=by, today=today, for_good=for_good),
        copies_gone=gone,
    )
    record(
        session,
        now=now,
        actor=by,
        kind="message_cancelled",
        subject=Subject("message", message.id),
        payload={
            "message": message.id,
            "reason": why,
            "for_good": for_good,
            "notices": cancelled.notices,
        },
    )
    close_batch_if_done(session, message.batch_id, released=False, by=by, now=now)
    return cancelled


def drop_message(
    session: Session, message: Message, *, reason: str, by: str, today: date, for_good: bool
) -> Cancelled:
    """End a message, its waiting notices and its briefs. Writes no event; the caller does."""
    state = NoticeState.NOT_RAISED if for_good else NoticeState.WITHDRAWN
    notices = end_waiting_notices(session, message.id or 0, state=state, reason=reason)
    for brief in briefs_of_message(session, message.id or 0, state=BriefState.WAITING):
        brief.state = BriefState.NOT_RAISED if for_good else BriefState.WITHDRAWN
        brief.because, brief.recorded_by, brief.recorded_on = reason, by, today
        session.add(brief)
    message.state, message.cancelled_because = MessageState.CANCELLED, reason
    session.add(message)
    return Cancelled(message.id or 0, person_words(session, message.contact_id), notices, for_good)
