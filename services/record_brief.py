"""Recording what a person did with a brief: *I sent it*, *we spoke*, *not raised, because*.

*Sent from here* is the approval of its message (``services.approve_message``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from models.ledger import Brief, Message
from models.queries.briefs import settle_brief_notices
from models.words import BriefState, MessageState, NoticeState
from rules.wording import long_date, plain_date
from services.errors import Refused
from services.find_message import not_in_the_future, person_words, the_brief_to_settle
from services.history import Subject, record
from services.make_brief_letter import the_letter_made

# A telephone call can come before its brief; a date further back is most likely a slip.
EARLIEST_BEFORE = timedelta(days=31)


class How(StrEnum):
    """What the person did."""

    SENT = "sent"
    SPOKE = "spoke"
    NOT_RAISED = "not-raised"


STATE_OF_HOW = {
    How.SENT: BriefState.SENT_BY_PERSON,
    How.SPOKE: BriefState.SPOKE,
    How.NOT_RAISED: BriefState.NOT_RAISED,
}
STATE_WORDS = {
    BriefState.WAITING: "waits for a person",
    BriefState.SENT_FROM_HERE: "was sent from here",
    BriefState.SENT_BY_PERSON: "was sent by a person",
    BriefState.SPOKE: "was spoken of",
    BriefState.NOT_RAISED: "was not raised",
    BriefState.WITHDRAWN: "was withdrawn",
}


@dataclass(frozen=True, slots=True)
class RecordedBrief:
    """A recorded brief: to whom it spoke, and how many items it settled."""

    number: int
    to: str
    how: How
    items: int
    letter: str | None = None


def record_brief(
    session: Session,
    number: int,
    *,
    how: How,
    on: date,
    by: str,
    today: date,
    now: datetime,
    because: str | None = None,
    recorder: str | None = None,
    letter: str | None = None,
) -> RecordedBrief:
    """Record what ``by`` did about a brief on ``on``, the day that starts the wait above it.

    ``recorder`` is who enters it, where that is somebody else. ``letter`` is the digest, or its
    beginning, of the letter made here that was sent.
    *Not raised* needs ``because``; its steps never go, and none above them: nobody is jumped
    over. A message that waits with the brief is cancelled, for the person has acted. Raises
    `NotFoundError`, or `Refused` if the brief does not wait or the day cannot be right.
    """
    brief = the_brief_to_settle(session, number)
    why = (because or "").strip() or None
    _check(brief, how=how, on=on, today=today, because=why)
    sent_letter = _the_letter(session, number, how=how, letter=letter)
    raised = how is not How.NOT_RAISED
    items = settle_brief_notices(
        session,
        number,
        state=NoticeState.TOLD if raised else NoticeState.NOT_RAISED,
        told_on=on if raised else None,
        reason=why[:200] if why else None,
    )
    brief.state, brief.because = STATE_OF_HOW[how], why
    brief.recorded_by, brief.recorded_on = by, on
    session.add(brief)
    _cancel_its_message(session, brief, by=by)
    record(
        session,
        now=now,
        actor=recorder or by,
        kind="brief_recorded",
        subject=Subject("brief", brief.id),
        payload={
            "brief": brief.id,
            "how": how,
            "by": by,
            "on": on,
            "because": why,
            "items": items,
            "letter": sent_letter,
        },
    )
    to = person_words(session, brief.contact_id)
    return RecordedBrief(number, to, how, items, letter=sent_letter)


def _the_letter(session: Session, number: int, *, how: How, letter: str | None) -> str | None:
    if letter is None:
        return None
    if how is not How.SENT:
        raise Refused("A letter is recorded where it was sent. Leave --letter out, or give 'sent'.")
    return the_letter_made(session, number, letter)


def _check(brief: Brief, *, how: How, on: date, today: date, because: str | None) -> None:
    if brief.state is not BriefState.WAITING:
        when = f" on {plain_date(brief.recorded_on)}" if brief.recorded_on else ""
        raise Refused(f"Brief {brief.id} {STATE_WORDS[BriefState(brief.state)]}{when} already.")
    if how is How.NOT_RAISED and because is None:
        raise Refused("Say why it is not raised: a board may ask. Give --because.")
    not_in_the_future(on, today=today, what="A conversation or letter")
    if on < brief.prepared_on - EARLIEST_BEFORE:
        raise Refused(
            f"{long_date(on)} lies long before this brief, which was prepared on "
            f"{long_date(brief.prepared_on)}. Check the date."
        )


def _cancel_its_message(session: Session, brief: Brief, *, by: str) -> None:
    message = session.get(Message, brief.message_id) if brief.message_id else None
    if message is not None and message.state is MessageState.HELD:
        message.state = MessageState.CANCELLED
        message.cancelled_because = f"{by} recorded that it {STATE_WORDS[BriefState(brief.state)]}"
        session.add(message)
