"""The all-clear: when what was raised is settled, everyone who was told is told (design 6.6)."""

from __future__ import annotations

from models.ledger import Brief, Escalation, Notice
from models.queries.watching import ToResolve, closed_without_all_clear, notices_about
from models.words import BriefState, ContactRole, MessageKind, NoticeState, SubjectKind
from rules.ladders import Audience
from rules.routing import Body
from services.situation import Situation, trouble_with
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
        _withdraw_waiting(writing, notices, because=resolved.escalation.closed_because)
        _tell_everyone(writing, situation, resolved, notices, written)
        _close(writing, resolved.escalation)


def _withdraw_waiting(writing: Writing, notices: list[Notice], *, because: str | None) -> None:
    """What still waits to be raised is not raised any more, and its brief with it."""
    for notice in notices:
        if notice.audience not in ABOVE or notice.state is not NoticeState.QUEUED:
            continue
        notice.state = NoticeState.WITHDRAWN
        notice.reason = because
        writing.session.add(notice)
        brief = writing.session.get(Brief, notice.brief_id) if notice.brief_id else None
        if brief is not None and brief.state is BriefState.WAITING and not _waits(notices, brief):
            brief.state, brief.because = BriefState.WITHDRAWN, because
            writing.session.add(brief)


def _waits(notices: list[Notice], brief: Brief) -> bool:
    return any(
        notice.brief_id == brief.id and notice.state is NoticeState.QUEUED for notice in notices
    )


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
