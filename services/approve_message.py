"""Approving a message that waits: it is decided again, and goes at once (design 7).

Between the decision and the approval an item may be answered, moved or done. So every notice is
looked at again: what fails is withdrawn, and a message with nothing left is cancelled. The text
itself is made when the message is claimed; what is shown here is how it reads now.

Approving a message that waits with a brief is *sent from here*: the person has acted, so the
brief is recorded at the approval and not when the mail leaves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Delivery, Message, Notice
from models.queries.by_hand import lock_asking
from models.queries.messages import briefs_of_message, end_waiting_notices
from models.queries.outbox import deliveries_of
from models.words import BriefState, MessageKind, MessageState, NoticeState
from services.approver import who_approves
from services.as_it_reads import Read, as_it_reads, left_out_words
from services.close_batch import close_batch_if_done
from services.compose import Shown, show
from services.find_message import person_words, the_waiting_message
from services.history import Subject, record
from services.hold_message import GOING
from services.queue_deliveries import Post, post_of, queue_deliveries
from services.situation import read_situation
from services.stand_alone import stand_alone
from services.surroundings import surroundings


@dataclass(frozen=True, slots=True)
class Approved:
    """What became of an approval.

    ``shown`` is the message as it reads now, None where nothing was left to say; it is then
    cancelled with ``cancelled_because``. ``withdrawn`` says which items were left out and why.
    ``leaves_at`` is when it may go.
    """

    number: int
    to: str
    by: str
    shown: Shown | None
    withdrawn: tuple[str, ...] = ()
    cancelled_because: str | None = None
    leaves_at: datetime | None = None


def approve_message(
    session: Session, number: int, *, by: str, today: date, now: datetime
) -> Approved:
    """Approve one message as it reads now. Raises `NotFoundError`, or `Refused` if it does not
    wait: then it says who decided it."""
    # Before any row is locked: what is asked by hand yields to what a check queues at this moment.
    lock_asking(session)
    message = the_waiting_message(session, number)
    read = as_it_reads(session, message, today=today, now=now)
    return approve_and_record(session, read, by=by, today=today, now=now)


def approve_and_record(
    session: Session, read: Read, *, by: str, today: date, now: datetime
) -> Approved:
    """Approve one locked message that was just read, with its own event in History."""
    signed = who_approves(session, by, today=today)
    post = post_of_now(session, today=today, now=now)
    approved = approve_read(session, read, post=post, by=signed, today=today, now=now)
    message = read.message
    left_out = approved.withdrawn if approved.shown else (approved.cancelled_because or "",)
    record(
        session,
        now=now,
        actor=signed,
        kind="message_approved" if approved.shown else "message_withdrawn",
        subject=Subject("message", message.id),
        payload={"message": message.id, "kind": message.kind, "left_out": list(left_out)},
    )
    close_batch_if_done(session, message.batch_id, released=True, by=signed, now=now)
    return approved


def post_of_now(session: Session, *, today: date, now: datetime) -> Post:
    """The post of this moment, for one approval or for many."""
    around = surroundings(session)
    situation = read_situation(session, today=today, previous_day=None, calendar=around.sending)
    return post_of(situation, around, at=now)


def approve_read(
    session: Session, read: Read, *, post: Post, by: str, today: date, now: datetime
) -> Approved:
    """Approve a locked message that was just read. Writes no event; the caller does."""
    message = read.message
    if read.shown is None:
        return _cancelled(session, message, read.nothing_because or "", by=by, today=today)
    message.approved_by, message.approved_at = by, now
    withdrawn = withdraw(session, read.left_out)
    _record_briefs(session, message, BriefState.SENT_FROM_HERE, by=by, today=today)
    message.state, message.london_date, message.held_because = MessageState.QUEUED, today, None
    stand_alone(message)
    session.add(message)
    session.flush()
    deliveries = queue_deliveries(session, message, post=post)
    _without_copies_that_went(session, message, deliveries)
    return Approved(
        number=message.id or 0,
        to=person_words(session, message.contact_id),
        by=by,
        shown=_as_signed(session, read.shown, message, today=today, now=now),
        withdrawn=withdrawn,
        leaves_at=deliveries[0].not_before,
    )


def _without_copies_that_went(
    session: Session, message: Message, queued: Iterable[Delivery]
) -> None:
    """One that was held after a copy had gone does not send that copy twice."""
    gone = {
        (one.contact_id, one.channel)
        for one in deliveries_of(session, message.id or 0)
        if one.is_copy and one.state in GOING
    }
    for one in queued:
        if one.is_copy and (one.contact_id, one.channel) in gone:
            session.delete(one)


def withdraw(session: Session, failed: Iterable[tuple[Notice, str]]) -> tuple[str, ...]:
    """Withdraw the notices that may not go any more; says which, for the person."""
    left_out = tuple(failed)
    for notice, because in left_out:
        notice.state, notice.reason = NoticeState.WITHDRAWN, because[:200]
        session.add(notice)
    return left_out_words(session, left_out, verb="is")


def _as_signed(
    session: Session, shown: Shown, message: Message, *, today: date, now: datetime
) -> Shown:
    """What is raised names who approved it, so it reads otherwise now."""
    if message.kind is not MessageKind.ESCALATION:
        return shown
    signed = show(session, message, today=today, now=now)
    return signed if isinstance(signed, Shown) else shown


def _cancelled(
    session: Session, message: Message, because: str, *, by: str, today: date
) -> Approved:
    """Nothing may go any more. The steps can be decided anew by a later check."""
    end_waiting_notices(session, message.id or 0, state=NoticeState.WITHDRAWN, reason=because)
    _record_briefs(session, message, BriefState.WITHDRAWN, by=None, today=today, because=because)
    message.state, message.cancelled_because = MessageState.CANCELLED, because
    session.add(message)
    return Approved(
        number=message.id or 0,
        to=person_words(session, message.contact_id),
        by=by,
        shown=None,
        cancelled_because=because,
    )


def _record_briefs(
    session: Session,
    message: Message,
    state: BriefState,
    *,
    by: str | None,
    today: date,
    because: str | None = None,
) -> None:
    for brief in briefs_of_message(session, message.id or 0, state=BriefState.WAITING):
        brief.state, brief.because = state, because
        brief.recorded_by, brief.recorded_on = by, today
        session.add(brief)
