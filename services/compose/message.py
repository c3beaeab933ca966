"""The text of one message, made at the claim and not before (design 7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Delivery, Message
from models.queries.earlier_mail import told_of_before
from models.queries.messages import end_waiting_notices
from models.queries.outbox import last_written_to, notices_of, withdraw_notices
from models.queries.watching import role_holders_before
from models.words import Channel, DatabaseKind, MessageKind, NoticeState, SubjectKind
from notifications.arranging import LISTED_AT_MOST
from notifications.contents import Content, CourtesyContent, DigestContent, Rest
from notifications.message import Handover, Introduction, Opening, Tone
from notifications.render import render
from notifications.senders import sender_of
from services.compose.above import escalation_content, resolved_content
from services.compose.addressed import addressed, diverted, seen_by_all
from services.compose.asked_by_hand import look_again_by_hand, update_request_content
from services.compose.card import card_of, on_channel
from services.compose.correction import correction_content
from services.compose.dates import dates_for
from services.compose.envelope import in_envelope
from services.compose.items import in_reading_order, items_of
from services.compose.looking import Looked, Unlisted, look_again
from services.compose.manager import manager_content
from services.compose.reader import Reader, reader_of
from services.compose.reading import DayReading, read_day
from services.compose.statutory import statutory_content
from services.compose.thread import thread_of
from services.compose.values import Composed, Shown, Withdrawn
from services.compose.week import week_content
from services.compose.what_is_new import marked_new
from services.embargo import title_for
from services.situation import trouble_with

# Letters of own staff are made from the rows as they stand, not from notices of their own.
WITHOUT_ITEMS = (MessageKind.MANAGER_DAILY, MessageKind.DCS_WEEKLY)
# As `Item.is_late` has it for what an item in a digest can be.
LATE_TONES = (Tone.LATE, Tone.LATE_WHEN_ENTERED)
# All-clears, introductions and corrections are about what is settled or new; there is nothing to
# look at again.
ABOUT_OTHER_THINGS = (MessageKind.RESOLVED, MessageKind.INTRODUCTION, MessageKind.CORRECTION)


def compose(
    session: Session,
    delivery: Delivery,
    *,
    today: date,
    now: datetime,
    reading: DayReading | None = None,
) -> Composed | Withdrawn:
    """Look at every notice again, withdraw what must not go, and make the text of the rest.

    ``reading`` is the day's reading, if the caller has one that still stands.
    """
    message = session.get_one(Message, delivery.message_id)
    day = reading or read_day(session, today=today)
    shown = show(session, message, delivery=delivery, today=today, now=now, reading=day)
    if isinstance(shown, Withdrawn):
        if not delivery.is_copy:
            _withdraw_all(session, message, shown.reason)
        return shown
    if not delivery.is_copy:
        withdraw_notices(session, {one.id or 0: because for one, because in shown.withdrawn})
    if delivery.channel is Channel.TEAMS:
        return card_of(session, delivery, shown, today=today)
    return in_envelope(delivery, shown, day=day, now=now)


def show(
    session: Session,
    message: Message,
    *,
    today: date,
    now: datetime,
    delivery: Delivery | None = None,
    reading: DayReading | None = None,
) -> Shown | Withdrawn:
    """The message as it reads now, without changing anything."""
    day = reading or read_day(session, today=today)
    contact = day.contact(session, delivery.contact_id if delivery else message.contact_id)
    reader = reader_of(session, message, contact, day, now=now)
    reader = on_channel(reader, delivery)
    refusal = _why_not_to(reader)
    if refusal is not None:
        return Withdrawn(refusal)
    recipient, rehearsed_for = addressed(session, reader, message)
    reader = seen_by_all(reader, recipient)
    looked = _looked(session, reader, message, copy=bool(delivery and delivery.is_copy))
    if not looked.kept and message.kind not in (*WITHOUT_ITEMS, *ABOUT_OTHER_THINGS):
        return Withdrawn(_why_nothing_left(looked))
    content = _content(session, reader, message, looked)
    if content is None:
        return Withdrawn("nothing is left to say")
    instead = diverted(recipient)
    marking = _marking(looked)
    thread = thread_of(session, message, delivery)
    dates = dates_for(session, reader, message, looked.kept)
    rendered = render(
        content,
        recipient=recipient,
        sender=sender_of(day.around.council, marking=marking),
        today=today,
        demonstration=day.installation.kind is DatabaseKind.DEMONSTRATION,
        rehearsed_for=rehearsed_for,
        diverted=instead is not None,
        again_of=thread.again_of,
        dates_attached=bool(dates),
    )
    return Shown(
        to=instead or recipient,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        content=content,
        marking=marking,
        withdrawn=tuple(looked.withdrawn),
        thread=thread,
        dates=dates,
        diverted_from=recipient.email if instead else None,
    )


def _looked(session: Session, reader: Reader, message: Message, *, copy: bool) -> Looked:
    """The message's notices, looked at again by the rule of its kind."""
    if message.kind in ABOUT_OTHER_THINGS:
        return Looked()
    if message.kind is MessageKind.UPDATE_REQUEST:
        return look_again_by_hand(session, reader, message, copy=copy)
    # A digest can be of any size and lists so many; whatever else is said is said in full.
    is_digest = message.kind is MessageKind.DIGEST and not reader.is_channel
    at_most = LISTED_AT_MOST if is_digest else None
    return look_again(session, reader, copy=copy, at_most=at_most)


def _content(session: Session, reader: Reader, message: Message, looked: Looked) -> Content | None:
    kept = looked.kept
    match message.kind:
        case MessageKind.MANAGER_DAILY:
            return manager_content(session, reader, message, kept)
        case MessageKind.DCS_WEEKLY:
            return week_content(session, reader)
        case MessageKind.RESOLVED | MessageKind.CORRECTION:
            return _of_what_is_settled(session, reader, message)
        case MessageKind.ESCALATION:
            return escalation_content(session, reader, message, kept)
        case MessageKind.UPDATE_REQUEST:
            return update_request_content(session, reader, message, kept)
        case MessageKind.STATUTORY:
            return statutory_content(
                session, reader, message, kept[0], opening=_opening(session, reader, message)
            )
        case MessageKind.COURTESY:
            return CourtesyContent(
                items=items_of(session, reader, kept),
                copied_to=reader.deputy_name,
                opening=_opening(session, reader, message),
            )
        case _:
            return _digest(session, reader, message, looked)


def _of_what_is_settled(session: Session, reader: Reader, message: Message) -> Content | None:
    if message.kind is MessageKind.CORRECTION:
        return correction_content(session, reader, message)
    return resolved_content(session, reader, message)


def _digest(session: Session, reader: Reader, message: Message, looked: Looked) -> DigestContent:
    kept, answer_in = looked.kept, reader.around.council.answers.asked_within
    last_written = last_written_to(
        session, contact_id=message.contact_id, before_message=message.id or 0
    )
    items = items_of(session, reader, kept)
    if last_written is not None:
        numbers = (one.milestone.id for one in in_reading_order(kept))
        items = marked_new(session, message, list(zip(numbers, items, strict=True)))
    return DigestContent(
        items=items,
        rest=_rest(session, reader, message, looked.rest, is_first=last_written is None),
        weekly=not reader.is_own_staff,
        reply_by=reader.around.calendar.working_days_after(reader.today, answer_in).result
        if kept
        else None,
        last_written=last_written,
        copied_to=reader.deputy_name,
        opening=_opening(session, reader, message),
    )


def _rest(
    session: Session,
    reader: Reader,
    message: Message,
    rest: Sequence[Unlisted],
    *,
    is_first: bool,
) -> tuple[Rest, ...]:
    """What the message only counts, by inspection as this reader may see it."""
    numbers = [number for one in rest for number in one.milestone_ids]
    told = told_of_before(session, message, milestone_ids=numbers) if rest and not is_first else {}
    return tuple(
        Rest(
            inspection=title_for(
                one.inspection,
                for_email=reader.email,
                circle=reader.circle_of(one.inspection),
            ),
            number=len(one.milestone_ids),
            late=len(one.milestone_ids) if one.tone in LATE_TONES else 0,
            new=0 if is_first else sum(number not in told for number in one.milestone_ids),
        )
        for one in rest
    )


def _opening(session: Session, reader: Reader, message: Message) -> Opening | None:
    if reader.cover is not None:
        return reader.cover
    if not message.introduces:
        return None
    before = role_holders_before(session, contact=reader.contact)
    if _is_handover(session, message) and before:
        return Handover(from_name=before[-1].name, on=reader.contact.held_from)
    return Introduction(
        because=f"{reader.agency.name} has named you as its {reader.recipient.role}."
    )


def _is_handover(session: Session, message: Message) -> bool:
    return any(
        notice.subject_kind is SubjectKind.CONTACT and notice.rung_id == "handover"
        for notice in notices_of(session, message.id or 0)
    )


def _why_not_to(reader: Reader) -> str | None:
    held_until = reader.contact.held_until
    if held_until is not None and held_until < reader.today:
        return f"{reader.contact.name} no longer holds the role"
    trouble = trouble_with(reader.contact, today=reader.today)
    return f"{reader.contact.name} cannot be told: {trouble}" if trouble else None


def _why_nothing_left(looked: Looked) -> str:
    reasons = sorted({because for _, because in looked.withdrawn})
    return "; ".join(reasons) or "nothing is left to say"


def _marking(looked: Looked) -> str | None:
    """The marking of the one inspection a message is about; of several, the council's own."""
    kept = {one.row.inspection.marking for one in looked.kept}
    markings = kept | {one.inspection.marking for one in looked.rest}
    return markings.pop() if len(markings) == 1 else None


def _withdraw_all(session: Session, message: Message, reason: str) -> None:
    end_waiting_notices(session, message.id or 0, state=NoticeState.WITHDRAWN, reason=reason)
