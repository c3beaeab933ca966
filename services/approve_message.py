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

from models.ledger import Message, Notice
from models.milestones import Milestone
from models.queries.messages import briefs_of_message, end_waiting_notices
from models.words import BriefState, MessageState, NoticeState, SubjectKind
from services.close_batch import close_batch_if_done
from services.compose import Shown, Withdrawn, show
from services.find_message import person_words, the_waiting_message
from services.history import Subject, record
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
    shown: Shown | None
    withdrawn: tuple[str, ...] = ()
    cancelled_because: str | None = None
    leaves_at: datetime | None = None


def approve_message(
    session: Session, number: int, *, by: str, today: date, now: datetime
) -> Approved:
    """Approve one message. Raises `NotFoundError`, or `Refused` if it does not wait."""
    message = the_waiting_message(session, number)
    post = post_of_now(session, today=today, now=now)
    approved = approve_with_post(session, message, post=post, by=by, today=today, now=now)
    close_batch_if_done(session, message.batch_id, released=True, by=by, now=now)
    return approved


def post_of_now(session: Session, *, today: date, now: datetime) -> Post:
    """The post of this moment, for one approval or for many."""
    around = surroundings(session)
    situation = read_situation(session, today=today, previous_day=None, calendar=around.sending)
    return post_of(situation, around, at=now)


def approve_with_post(
    session: Session, message: Message, *, post: Post, by: str, today: date, now: datetime
) -> Approved:
    """Approve a message that waits, with the post read once for several."""
    message.approved_by, message.approved_at = by, now
    session.add(message)
    session.flush()
    shown = show(session, message, today=today, now=now)
    if isinstance(shown, Withdrawn):
        return _cancelled(session, message, shown.reason, by=by, today=today, now=now)
    withdrawn = withdraw(session, shown.withdrawn)
    _record_briefs(session, message, BriefState.SENT_FROM_HERE, by=by, today=today)
    message.state, message.london_date, message.held_because = MessageState.QUEUED, today, None
    stand_alone(message)
    deliveries = queue_deliveries(session, message, post=post)
    _record(session, message, "message_approved", withdrawn, by=by, now=now)
    return Approved(
        number=message.id or 0,
        to=person_words(session, message.contact_id),
        shown=shown,
        withdrawn=withdrawn,
        leaves_at=deliveries[0].not_before,
    )


def withdraw(session: Session, failed: Iterable[tuple[Notice, str]]) -> tuple[str, ...]:
    """Withdraw the notices that may not go any more; says which, for the person."""
    sentences = []
    for notice, because in failed:
        notice.state, notice.reason = NoticeState.WITHDRAWN, because
        session.add(notice)
        sentences.append(f"{_ref(session, notice)} is left out: {because}.")
    return tuple(sentences)


def _cancelled(
    session: Session, message: Message, because: str, *, by: str, today: date, now: datetime
) -> Approved:
    """Nothing may go any more. The steps can be decided anew by a later check."""
    end_waiting_notices(session, message.id or 0, state=NoticeState.WITHDRAWN, reason=because)
    _record_briefs(session, message, BriefState.WITHDRAWN, by=None, today=today, because=because)
    message.state, message.cancelled_because = MessageState.CANCELLED, because
    message.approved_by = message.approved_at = None
    session.add(message)
    _record(session, message, "message_withdrawn", (because,), by=by, now=now)
    return Approved(
        number=message.id or 0,
        to=person_words(session, message.contact_id),
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


def _record(
    session: Session,
    message: Message,
    kind: str,
    withdrawn: tuple[str, ...],
    *,
    by: str,
    now: datetime,
) -> None:
    record(
        session,
        now=now,
        actor=by,
        kind=kind,
        subject=Subject("message", message.id),
        payload={"message": message.id, "kind": message.kind, "left_out": list(withdrawn)},
    )


def _ref(session: Session, notice: Notice) -> str:
    if notice.subject_kind is SubjectKind.CONTACT:
        return "The introduction"
    milestone = session.get(Milestone, notice.subject_id)
    return f"Item {milestone.ref}" if milestone else f"Item number {notice.subject_id}"
