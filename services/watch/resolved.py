"""The all-clear: when what was raised is settled, everyone who was told is told (design 6.6)."""

from __future__ import annotations

from collections.abc import Sequence

from models.ledger import Brief, Escalation, Message, Notice
from models.queries.briefs import notices_of_brief
from models.queries.outbox import notices_of
from models.queries.watching import ToResolve, closed_without_all_clear, notices_about
from models.words import (
    BriefState,
    ContactRole,
    MessageKind,
    MessageState,
    NoticeState,
    SubjectKind,
)
from rules.ladders import Audience
from rules.routing import Body
from services.close_batch import close_batch_if_done
from services.find_message import cancelled_words
from services.situation import Situation, trouble_with
from services.watch.spare import THE_CHECK
from services.watch.write import Writing, Written, write_message, write_notice

RESOLVED = "resolved"
A_PERSON_SPEAKS = "Above the lead: a person reads it and approves."
ABOVE = frozenset(audience.value for audience in Audience if audience.is_above_lead)


def write_all_clears(writing: Writing, situation: Situation, written: Written) -> None:
    """One all-clear a person, gathering every escalation that was closed since the last check."""
    for resolved in closed_without_all_clear(writing.session):
        notices = notices_about(
            writing.session,
            milestone_id=resolved.milestone.id or 0,
            version=resolved.escalation.deadline_version,
        )
        _withdraw_waiting(writing, notices, written, because=resolved.escalation.closed_because)
        _tell_everyone(writing, situation, resolved, notices, written)
        _close(writing, resolved.escalation)


def _withdraw_waiting(
    writing: Writing, notices: list[Notice], written: Written, *, because: str | None
) -> None:
    """What still waits to be raised is not raised any more.

    A brief or a message that is about other items as well goes on waiting for those.
    """
    withdrawn = [
        notice
        for notice in notices
        if notice.audience in ABOVE and notice.state is NoticeState.QUEUED
    ]
    for notice in withdrawn:
        notice.state, notice.reason = NoticeState.WITHDRAWN, because
        writing.session.add(notice)
    writing.session.flush()
    for number in sorted({one.brief_id for one in withdrawn if one.brief_id is not None}):
        _withdraw_brief(writing, number, because=because)
    for number in sorted({one.message_id for one in withdrawn if one.message_id is not None}):
        _cancel_message(writing, number, written, because=because)


def _withdraw_brief(writing: Writing, number: int, *, because: str | None) -> None:
    brief = writing.session.get_one(Brief, number)
    if brief.state is BriefState.WAITING and not _any_waits(
        notices_of_brief(writing.session, number)
    ):
        brief.state, brief.because = BriefState.WITHDRAWN, because
        writing.session.add(brief)


def _cancel_message(
    writing: Writing, number: int, written: Written, *, because: str | None
) -> None:
    message = writing.session.get_one(Message, number)
    if message.state is MessageState.HELD and not _any_waits(notices_of(writing.session, number)):
        message.state, message.cancelled_because = MessageState.CANCELLED, because
        writing.session.add(message)
        written.news.append(cancelled_words(writing.session, message, because or "it is settled"))
        close_batch_if_done(
            writing.session, message.batch_id, released=True, by=THE_CHECK, now=writing.now
        )


def _any_waits(notices: Sequence[Notice]) -> bool:
    return any(notice.state is NoticeState.QUEUED for notice in notices)


def _tell_everyone(
    writing: Writing,
    situation: Situation,
    resolved: ToResolve,
    notices: list[Notice],
    written: Written,
) -> None:
    told = {
        notice.contact_id: notice.audience
        for notice in notices
        if notice.state is NoticeState.TOLD and notice.audience in ABOVE and notice.contact_id
    }
    for contact_id, audience in sorted(told.items()):
        contact = situation.contacts.get(contact_id)
        if contact is None or trouble_with(contact, today=situation.today) is not None:
            continue
        own = situation.people.body_kinds[contact.agency_id] is Body.OWN_STAFF
        goes = own and contact.role is ContactRole.SENIOR_LEAD
        message = write_message(
            writing,
            contact_id=contact_id,
            kind=MessageKind.RESOLVED,
            grouping=RESOLVED,
            written=written,
            held_because=None if goes else A_PERSON_SPEAKS,
        )
        write_notice(
            writing,
            subject_kind=SubjectKind.MILESTONE,
            subject_id=resolved.milestone.id or 0,
            version=resolved.escalation.deadline_version,
            rung_id=RESOLVED,
            audience=audience,
            message=message,
            reason=resolved.escalation.closed_because,
        )


def _close(writing: Writing, escalation: Escalation) -> None:
    escalation.all_clear_on = writing.today
    writing.session.add(escalation)
