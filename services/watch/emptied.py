"""What waits for a person and has nothing left to say is taken back by the daily check.

It would be cancelled at its approval anyway; nobody should have to read and approve it for that.
What is still due is decided anew by later checks, as after any withdrawal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlmodel import Session

from config.ladders import ladder_from_body
from models.ledger import Brief, Message
from models.milestones import StoredLadder
from models.queries.approvals import Envelope, facts_of_waiting
from models.queries.briefs import settle_brief_notices
from models.queries.noticed import Facts
from models.words import BriefState, MessageKind, NoticeState
from rules.ladders import Ladder
from services.cancel_message import drop_message
from services.close_batch import close_batch_if_done
from services.compose.looking import why_gone
from services.find_message import cancelled_words, person_words
from services.surroundings import Surroundings
from services.watch.spare import THE_CHECK
from services.watch.write import Writing, Written

# Whatever else a person is told (an introduction, an all-clear, a request made by hand) does not
# stand or fall with the steps of items.
KINDS = (
    MessageKind.DIGEST,
    MessageKind.STATUTORY,
    MessageKind.COURTESY,
    MessageKind.ESCALATION,
)


def take_back_emptied(writing: Writing, around: Surroundings, written: Written) -> None:
    """Cancel each message, and withdraw each brief without one, of which nothing may go any more.

    Only what has waited since an earlier day is looked at, after the day's own steps have been
    added to it. The manager hears of each, in ``written.news``.
    """
    for envelope, reasons in _emptied(writing, around):
        because = "; ".join(reasons)
        if envelope.message_id is not None:
            written.news.append(_cancel(writing, envelope.message_id, because))
        elif envelope.brief_id is not None:
            written.news.append(_withdraw(writing, envelope.brief_id, because))


def _emptied(writing: Writing, around: Surroundings) -> Iterator[tuple[Envelope, list[str]]]:
    session, today = writing.session, writing.today
    ladders: dict[int, Ladder] = {}
    reasons: dict[Envelope, dict[Facts, str | None]] = {}
    for found, facts in facts_of_waiting(session, KINDS, before=today):
        ladder = _ladder(session, facts.ladder_id, ladders)
        because = why_gone(facts, ladder, today=today, calendar=around.calendar)
        # A message is emptied as one, whichever briefs its notices have.
        envelope = Envelope(found.message_id, None if found.message_id else found.brief_id)
        reasons.setdefault(envelope, {})[facts] = because
    for envelope in sorted(reasons, key=lambda one: (one.message_id or 0, one.brief_id or 0)):
        because_of = _all_gone(reasons[envelope])
        if because_of:
            yield envelope, because_of


def _all_gone(reasons: Mapping[Facts, str | None]) -> list[str]:
    """The reasons, each once; none while anything may go."""
    gone = {because for because in reasons.values() if because is not None}
    return [] if None in reasons.values() else sorted(gone)


def _cancel(writing: Writing, number: int, because: str) -> str:
    session = writing.session
    message = session.get_one(Message, number)
    drop_message(
        session, message, reason=because, by=THE_CHECK, today=writing.today, for_good=False
    )
    close_batch_if_done(session, message.batch_id, released=True, by=THE_CHECK, now=writing.now)
    return cancelled_words(session, message, because)


def _withdraw(writing: Writing, number: int, because: str) -> str:
    session = writing.session
    brief = session.get_one(Brief, number)
    settle_brief_notices(
        session, number, state=NoticeState.WITHDRAWN, told_on=None, reason=because[:200]
    )
    brief.state, brief.because = BriefState.WITHDRAWN, because
    brief.recorded_by, brief.recorded_on = THE_CHECK, writing.today
    session.add(brief)
    to = person_words(session, brief.contact_id)
    return f"Brief {number}, to speak to {to}, was withdrawn: {because}."


def _ladder(session: Session, number: int, known: dict[int, Ladder]) -> Ladder:
    if number not in known:
        known[number] = ladder_from_body(session.get_one(StoredLadder, number).body)
    return known[number]
