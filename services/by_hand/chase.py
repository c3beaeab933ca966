"""Asking by hand: what was previewed becomes one message, whoever presses and however often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Chase, Message, Notice
from models.queries.by_hand import chase_with_key, lock_asking, newest_update
from models.queries.watching import introduced_already
from models.words import ContactRole, MessageState, NoticeState, SubjectKind
from services.by_hand.order import ChaseOrder
from services.by_hand.plan import Planned, new_message, new_notice, plan_chase
from services.by_hand.preview import MadeBefore, Preview, made_before, preview_of
from services.compose.asked_by_hand import is_handover
from services.errors import Refused
from services.find import key_of
from services.find_message import person_words
from services.history import Subject, record
from services.queue_deliveries import post_of, queue_deliveries

INTRODUCED_ROLES = (ContactRole.SPOC, ContactRole.SENIOR_LEAD)


class PreviewChanged(Refused):
    """What would go is not what was previewed; ``preview`` is how it reads now."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        super().__init__(
            "What would go has changed since it was previewed. Look at it again; nothing was asked."
        )


class NothingToAsk(Refused):
    """Every item is left out; the message names each with its reason."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        reasons = "\n".join(f"  {one.sentence}" for one in preview.left_out)
        super().__init__(f"Nothing is left to ask {preview.to.name} about.\n{reasons}".rstrip())


@dataclass(frozen=True, slots=True)
class Chased:
    """What became of it. ``made`` is set where the same request had been made before: then
    nothing new was written, and ``message`` is that one's.

    ``leaves_at`` is when it may leave, ``waits_because`` why it waits for approval instead.
    """

    number: int
    message: int
    to: str
    items: int
    left_out: int
    leaves_at: datetime | None = None
    waits_because: str | None = None
    is_rehearsal: bool = False
    made: MadeBefore | None = None


def chase(
    session: Session, order: ChaseOrder, *, key: str | None = None, today: date, now: datetime
) -> Chased:
    """Make one message of what was previewed under ``key``, or of what there is to ask now.

    The same key again gives the same request, and nothing new. Call it first in a transaction: it
    waits until nobody else decides what is asked for. Raises `PreviewChanged` where something else
    would go than was previewed, `NothingToAsk` where every item is left out, and what
    `preview_chase` raises.
    """
    lock_asking(session)
    if key and (made := made_before(session, chase_with_key(session, key))):
        return _made_already(session, made)
    planned = plan_chase(session, order, today=today, now=now)
    if key is not None and planned.key != key:
        raise PreviewChanged(preview_of(session, planned))
    if not planned.chosen.asked:
        raise NothingToAsk(preview_of(session, planned))
    stored = chase_with_key(session, planned.key)
    if made := made_before(session, stored):
        return _made_already(session, made)
    return _write(session, planned, _stored(session, planned, stored))


def _made_already(session: Session, made: MadeBefore) -> Chased:
    message = session.get_one(Message, made.message)
    return Chased(
        number=made.number,
        message=made.message,
        to=person_words(session, message.contact_id),
        items=0,
        left_out=0,
        made=made,
    )


def _stored(session: Session, planned: Planned, stored: Chase | None) -> Chase:
    """The request's row; one whose message was cancelled is taken up again."""
    order, reader = planned.order, planned.reader
    row = stored or Chase(
        key=planned.key,
        agency_id=key_of(planned.target.agency.id),
        role=planned.target.role,
        words=order.words.strip() or None,
        again_reason=(order.again or "").strip() or None,
        requested_by="",
        requested_at=reader.now,
        asked_on=reader.today,
        asked_through=order.through,
    )
    row.requested_by, row.requested_at = order.requested_by.strip(), reader.now
    row.asked_through = order.through
    row.update_seen = newest_update(session)
    session.add(row)
    session.flush()
    return row


def _write(session: Session, planned: Planned, row: Chase) -> Chased:
    introduced = introduced_already(session)
    message = new_message(planned, introduced=introduced)
    message.chase_id = row.id
    message.grouping = f"by-hand:{row.id}"
    session.add(message)
    session.flush()
    for item in planned.chosen.asked:
        notice = new_notice(planned, item)
        notice.occurrence, notice.message_id = key_of(row.id), message.id
        session.add(notice)
    if message.introduces and planned.target.contact.role in INTRODUCED_ROLES:
        _introduce(session, planned, message)
    leaves_at = None
    if message.state is MessageState.QUEUED:
        reader = planned.reader
        post = post_of(reader.situation, reader.around, at=reader.now)
        leaves_at = queue_deliveries(session, message, post=post)[0].not_before
    _record(session, planned, row, message)
    return Chased(
        number=key_of(row.id),
        message=key_of(message.id),
        to=person_words(session, message.contact_id),
        items=len(planned.chosen.asked),
        left_out=len(planned.chosen.left_out),
        leaves_at=leaves_at,
        waits_because=message.held_because,
        is_rehearsal=message.rehearsal,
    )


def _introduce(session: Session, planned: Planned, message: Message) -> None:
    """Note that this message introduces us, so that the daily check does not do it as well."""
    contact = planned.target.contact
    session.add(
        Notice(
            subject_kind=SubjectKind.CONTACT,
            subject_id=key_of(contact.id),
            deadline_version=1,
            rung_id="handover" if is_handover(session, contact) else "introduction",
            audience=ContactRole(contact.role).value,
            state=NoticeState.QUEUED,
            contact_id=contact.id,
            message_id=message.id,
            decided_on=planned.reader.today,
        )
    )


def _record(session: Session, planned: Planned, row: Chase, message: Message) -> None:
    inspections = {item.milestone.inspection_id for item in planned.chosen.asked}
    record(
        session,
        now=planned.reader.now,
        actor=row.requested_by,
        kind="asked_by_hand",
        subject=Subject("chase", row.id, inspections.pop() if len(inspections) == 1 else None),
        payload={
            "agency": planned.target.agency.ref,
            "role": planned.target.role,
            "items": [item.milestone.ref for item in planned.chosen.asked],
            "left_out": [one.row.milestone.ref for one in planned.chosen.left_out],
            "words": row.words,
            "again": row.again_reason,
            "through": row.asked_through,
            "message": message.id,
            "waits": message.held_because is not None,
        },
    )
