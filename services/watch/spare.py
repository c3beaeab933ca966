"""Taking out of the brake's batches what has become urgent while they waited (design 6.5).

The brake does not hold statutory items due within five working days. One that was further away
when its day was held back, and has come near since, is withdrawn from the batch before the day is
decided: the check then decides it anew, and spares it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Message
from models.queries.messages import notices_in_open_batches
from models.queries.outbox import notices_of
from models.queries.watching import statutory_due_by
from models.words import MessageState, NoticeState
from services.close_batch import close_batch_if_done
from services.surroundings import Surroundings

THE_CHECK = "the daily check"
CAME_NEAR = "its statutory date has come near, so the brake lets it go"


def statutory_and_near(session: Session, around: Surroundings, *, today: date) -> frozenset[int]:
    """Statutory items so near that the brake does not hold them."""
    near = around.calendar.working_days_after(today, around.council.brake.statutory_days).result
    return frozenset(statutory_due_by(session, near))


def spare_what_came_near(
    session: Session, around: Surroundings, *, today: date, now: datetime
) -> None:
    """Withdraw from open batches the notices about statutory items that have come near."""
    near = statutory_and_near(session, around, today=today)
    if not near:
        return
    emptied = set()
    for notice in notices_in_open_batches(session, near):
        if notice.brief_id is not None:
            # Above the lead a person approves in any case; the brake is not what it waits for.
            continue
        notice.state, notice.reason = NoticeState.WITHDRAWN, CAME_NEAR
        session.add(notice)
        emptied.add(notice.message_id)
    session.flush()
    for number in sorted(one for one in emptied if one is not None):
        _cancel_if_empty(session, number, now=now)


def _cancel_if_empty(session: Session, number: int, *, now: datetime) -> None:
    if any(notice.state is NoticeState.QUEUED for notice in notices_of(session, number)):
        return
    message = session.get_one(Message, number)
    message.state, message.cancelled_because = MessageState.CANCELLED, CAME_NEAR
    session.add(message)
    close_batch_if_done(session, message.batch_id, released=True, by=THE_CHECK, now=now)
