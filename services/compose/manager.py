"""The programme manager's one message of a working day with news (design 6.8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from models.agencies import Agency, Contact
from models.ledger import Message
from models.queries.briefs import briefs_in
from models.queries.channel_faults import channel_faults
from models.queries.manager import (
    items_of_messages,
    open_batch,
    open_questions,
    unanswered_bodies,
    undelivered,
)
from models.queries.outbox import messages_in
from models.queries.sweeps import sweep_of
from models.words import BriefState, MessageKind, MessageState
from notifications.manager_contents import (
    Braked,
    GoingOut,
    ManagerDailyContent,
    NotKnown,
    Unanswered,
    Waiting,
)
from notifications.message import Tone
from rules.approvals import waited
from services.channel_words import fault_sentence
from services.compose.came_back import came_back_lines, report_questions
from services.compose.items import items_of
from services.compose.looking import Kept
from services.compose.reader import Reader, role_words
from services.opening import london_date

KIND_WORDS = {
    MessageKind.DIGEST: "update request",
    MessageKind.STATUTORY: "statutory date",
    MessageKind.INTRODUCTION: "introduction",
    MessageKind.COURTESY: "notice before raising",
    MessageKind.ESCALATION: "raised above the lead",
    MessageKind.RESOLVED: "all-clear",
    MessageKind.MANAGER_DAILY: "your daily message",
    MessageKind.DCS_WEEKLY: "weekly line",
    MessageKind.UPDATE_REQUEST: "update request by hand",
    MessageKind.CORRECTION: "correction of a record",
}
# The silence after which a body that was asked is named as not having answered.
SILENT_FOR = 5


def manager_content(
    session: Session, reader: Reader, message: Message, kept: Sequence[Kept]
) -> ManagerDailyContent:
    """What goes out today, what waits for whom and since when, and what is in trouble."""
    items = items_of(session, reader, kept)
    sweep = sweep_of(session, reader.today)
    return ManagerDailyContent(
        sends_at=reader.around.council.day.send_at,
        going_out=_going_out(session, message),
        waiting=(*_waiting_messages(session, reader), *_waiting_briefs(session, reader)),
        not_known=_not_known(session),
        bounced=came_back_lines(session, reader),
        unanswered=_unanswered(session, reader),
        contact_trouble=tuple(sweep.trouble) if sweep else (),
        questions=(*report_questions(session), *open_questions(session)),
        braked=_braked(session, reader),
        channels=tuple(fault_sentence(one) for one in channel_faults(session)),
        checks=tuple(item for item in items if item.tone is Tone.CHECK),
        own_items=tuple(item for item in items if item.tone is not Tone.CHECK),
        news=tuple(sweep.news or ()) if sweep else (),
        remind_after=reader.around.council.approvals.remind_after,
        copy_for=_copy_for(session, reader, message),
        silent_for=reader.around.council.approvals.cover_after,
    )


def _copy_for(session: Session, reader: Reader, message: Message) -> str | None:
    """The manager's name, where the reader is the deputy who gets a copy."""
    if reader.contact.id == message.contact_id:
        return None
    return session.get_one(Contact, message.contact_id).name


def _going_out(session: Session, own: Message) -> tuple[GoingOut, ...]:
    """Today's messages, and older ones still queued. One that went a moment before this text was
    made (a demonstration delivers a whole day at once) is still today's news."""
    queued = [
        one
        for one in messages_in(
            session, states=[MessageState.QUEUED, MessageState.CLOSED], limit=500
        )
        if one.id != own.id
        and not one.rehearsal
        and (one.state is MessageState.QUEUED or one.london_date == own.london_date)
    ]
    counts = items_of_messages(session, [one.id or 0 for one in queued])
    return tuple(
        GoingOut(
            number=one.id or 0,
            to=_name(session, one.contact_id),
            agency=_body(session, one.contact_id),
            what=KIND_WORDS[MessageKind(one.kind)],
            items=counts.get(one.id or 0, 0),
            reason="A person approved it." if one.approved_by else "Its day has come.",
        )
        for one in reversed(queued)
    )


def _waiting_messages(session: Session, reader: Reader) -> tuple[Waiting, ...]:
    held = messages_in(session, states=[MessageState.HELD], limit=500)
    return tuple(
        Waiting(
            number=one.id or 0,
            to=_name(session, one.contact_id),
            agency=_body(session, one.contact_id),
            what=KIND_WORDS[MessageKind(one.kind)],
            since=one.london_date,
            days=_age(reader, one.london_date),
            why=one.held_because or "",
        )
        for one in reversed(held)
        if one.batch_id is None
    )


def _waiting_briefs(session: Session, reader: Reader) -> tuple[Waiting, ...]:
    """Briefs that only a person can act on; one with a message waits as that message."""
    return tuple(
        Waiting(
            number=one.id or 0,
            to=_name(session, one.contact_id),
            agency=_body(session, one.contact_id),
            what="brief",
            since=one.prepared_on,
            days=_age(reader, one.prepared_on),
            why="A person speaks to this reader.",
        )
        for one in briefs_in(session, BriefState.WAITING)
        if one.message_id is None
    )


def _not_known(session: Session) -> tuple[NotKnown, ...]:
    return tuple(
        NotKnown(
            number=delivery.id or 0,
            to=_name(session, delivery.contact_id),
            agency=_body(session, delivery.contact_id),
            tried_on=tried_on,
        )
        for delivery, tried_on in undelivered(session)
    )


def _unanswered(session: Session, reader: Reader) -> tuple[Unanswered, ...]:
    asked_by = reader.around.calendar.working_days_before(reader.today, SILENT_FOR).result
    return tuple(
        Unanswered(
            to=_name(session, row.contact_id),
            agency=_body(session, row.contact_id),
            items=row.items,
            asked_on=row.asked_on,
        )
        for row in unanswered_bodies(session, asked_by=asked_by)
    )


def _braked(session: Session, reader: Reader) -> Braked | None:
    batch = open_batch(session)
    if batch is None:
        return None
    return Braked(
        number=batch.id or 0,
        messages=batch.notices,
        escalations=batch.escalations,
        why=batch.reason,
        days=_age(reader, london_date(batch.created_at)),
    )


def _age(reader: Reader, since: date) -> int:
    return waited(since, today=reader.today, calendar=reader.around.calendar)


def _name(session: Session, contact_id: int) -> str:
    contact = session.get_one(Contact, contact_id)
    return f"{contact.name}, {role_words(contact.role)}"


def _body(session: Session, contact_id: int) -> str:
    return session.get_one(Agency, session.get_one(Contact, contact_id).agency_id).name
