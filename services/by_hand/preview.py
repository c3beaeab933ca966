"""What a request by hand would say, to whom, when it would go, and what it leaves out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Chase, Message, Notice
from models.queries.by_hand import ItemRow, chase_with_key, message_of_chase
from models.queries.noticed import as_seen
from models.queries.watching import introduced_already
from models.words import (
    DatabaseKind,
    MessageKind,
    MessageState,
    NoticeState,
    SubjectKind,
)
from notifications.message import Recipient
from notifications.render import render
from notifications.senders import sender_of
from rules.ad_hoc import Left
from rules.ladders import AD_HOC, Audience
from services.by_hand.items import Chosen, LeftOut, choose_items
from services.by_hand.order import ChaseOrder, check_order
from services.by_hand.whom import Target, find_target
from services.compose.addressed import addressed
from services.compose.asked_by_hand import Asking, kept_rows, update_request_content
from services.compose.looking import Kept
from services.compose.reader import Reader, reader_of
from services.compose.reading import read_day
from services.embargo import public_title, sees
from services.find import key_of
from services.find_message import state_sentence
from services.installation import installation
from services.queue_deliveries import post_of

WAITS = "Asked for by {by}: a person reads it and approves."


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One item that is asked about. ``inspection`` is its reference, ``known_as`` what it may be
    called where anyone reads it: the code name while it is embargoed."""

    ref: str
    inspection: str
    known_as: str
    due: date


@dataclass(frozen=True, slots=True)
class LeftOutItem:
    """One item that is left out; ``sentence`` says why and begins with its reference."""

    ref: str
    inspection: str
    known_as: str
    reason: Left
    sentence: str


@dataclass(frozen=True, slots=True)
class MadeBefore:
    """That the same request was made already: by whom, and where its message stands."""

    number: int
    message: int
    by: str
    standing: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A request as it would go now.

    ``key`` names what was previewed; empty where there is nothing to ask. ``leaves_at`` is when it
    may leave, None where it waits for approval, which ``waits_because`` then explains. ``made`` is
    set where the same request was made already. ``notes`` are sentences for whoever orders it.
    """

    key: str
    body: str
    to: Recipient
    asked: tuple[AskedFor, ...]
    left_out: tuple[LeftOutItem, ...]
    subject: str
    text: str
    html: str
    is_rehearsal: bool
    leaves_at: datetime | None
    waits_because: str | None
    made: MadeBefore | None
    notes: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to ask about."""
        return not self.asked


@dataclass(frozen=True)
class Planned:
    """Everything decided about a request, before any of it is written."""

    order: ChaseOrder
    target: Target
    reader: Reader
    chosen: Chosen
    key: str

    @property
    def waits_because(self) -> str | None:
        """Why it must be approved first: whoever asked has not read it, and so nobody has."""
        may_go_unread = (
            self.reader.around.council.by_hand.prefect_may_send and not self.chosen.waits
        )
        if self.order.has_read or self.chosen.in_rehearsal or may_go_unread:
            return None
        return WAITS.format(by=self.order.requested_by)

    @property
    def approved_by(self) -> str | None:
        """Who read and so approved it; None where it waits, or goes unread by a setting."""
        return self.order.requested_by.strip() if self.order.has_read else None

    @property
    def audience(self) -> Audience:
        """The role in the ledger."""
        return self.target.audience


def preview_chase(session: Session, order: ChaseOrder, *, today: date, now: datetime) -> Preview:
    """What would go if it were asked for now. Changes nothing.

    Raises `NotFoundError` for a body, role or reference that is not there, `Refused` for whom
    Longstop never asks and for a body that is quiet, `ChildDetailAsked` for the person's words.
    """
    return preview_of(session, plan_chase(session, order, today=today, now=now))


def plan_chase(session: Session, order: ChaseOrder, *, today: date, now: datetime) -> Planned:
    """Whom to ask about what. See `preview_chase`."""
    check_order(order)
    day = read_day(session, today=today)
    target = find_target(session, order.whom, day.situation)
    reader = reader_of(session, None, target.contact, day, now=now)
    chosen = choose_items(session, order, target, reader)
    return Planned(order, target, reader, chosen, _key(order, target, chosen, today=today))


def new_message(planned: Planned, *, introduced: set[int]) -> Message:
    """The message of a request, not stored yet; ``introduced`` are those we wrote to already."""
    contact = planned.target.contact
    is_new = contact.introduced_on is None and key_of(contact.id) not in introduced
    waits = planned.waits_because
    return Message(
        contact_id=key_of(contact.id),
        kind=MessageKind.UPDATE_REQUEST,
        grouping="by-hand",
        london_date=planned.reader.today,
        state=MessageState.QUEUED if waits is None else MessageState.HELD,
        rehearsal=planned.chosen.in_rehearsal,
        held_because=waits,
        introduces=is_new and not planned.chosen.in_rehearsal,
        created_at=planned.reader.now,
        approved_by=planned.approved_by,
        approved_at=planned.reader.now if planned.approved_by else None,
    )


def new_notice(planned: Planned, row: ItemRow) -> Notice:
    """The line of the ledger for one item, not stored yet."""
    return Notice(
        subject_kind=SubjectKind.MILESTONE,
        subject_id=key_of(row.milestone.id),
        deadline_version=row.milestone.version,
        rung_id=AD_HOC,
        audience=planned.audience.value,
        rehearsal=planned.chosen.in_rehearsal,
        state=NoticeState.QUEUED,
        contact_id=planned.target.contact.id,
        decided_on=planned.reader.today,
    )


def preview_of(session: Session, planned: Planned) -> Preview:
    """What is planned, in words."""
    reader, chosen = planned.reader, planned.chosen
    message = new_message(planned, introduced=introduced_already(session))
    recipient, rehearsed_for = addressed(session, reader, message)
    subject, text, html = "", "", ""
    if chosen.asked:
        kept = _kept(planned)
        content = update_request_content(session, reader, message, kept, asking=_asking(planned))
        markings = {row.inspection.marking for row in chosen.asked}
        rendered = render(
            content,
            recipient=recipient,
            sender=sender_of(
                reader.around.council, marking=markings.pop() if len(markings) == 1 else None
            ),
            today=reader.today,
            demonstration=installation(session).kind is DatabaseKind.DEMONSTRATION,
            rehearsed_for=rehearsed_for,
        )
        subject, text, html = rendered.subject, rendered.text, rendered.html
    waits = planned.waits_because
    post = post_of(reader.situation, reader.around, at=reader.now)
    return Preview(
        key=planned.key,
        body=planned.target.agency.ref,
        to=recipient,
        asked=tuple(_asked_for(row) for row in chosen.asked),
        left_out=tuple(_left_out(one) for one in chosen.left_out),
        subject=subject,
        text=text,
        html=html,
        is_rehearsal=chosen.in_rehearsal,
        leaves_at=None if waits else post.leaves_at(message.contact_id),
        waits_because=waits,
        made=made_before(session, chase_with_key(session, planned.key)) if planned.key else None,
        notes=tuple(_notes(planned)),
    )


def made_before(session: Session, chase: Chase | None) -> MadeBefore | None:
    """The request and its message, unless that was cancelled: then it may be made again."""
    if chase is None:
        return None
    message = message_of_chase(session, key_of(chase.id))
    if message is None or message.state is MessageState.CANCELLED:
        return None
    return MadeBefore(
        key_of(chase.id), key_of(message.id), chase.requested_by, state_sentence(message)
    )


def _key(order: ChaseOrder, target: Target, chosen: Chosen, *, today: date) -> str:
    """A name for what is previewed: whom, about what, on which day, with which words and reason.

    Not who asks: two people who ask the same are one request. Empty for nothing to ask.
    """
    if not chosen.asked:
        return ""
    parts = [
        target.agency.id,
        target.role.value,
        sorted([row.milestone.id, row.milestone.version] for row in chosen.asked),
        order.words.strip(),
        (order.again or "").strip(),
        today.isoformat(),
        chosen.in_rehearsal,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def _kept(planned: Planned) -> list[Kept]:
    return kept_rows(
        planned.reader,
        [
            as_seen(
                new_notice(planned, row), row.milestone, row.version, row.action, row.inspection
            )
            for row in planned.chosen.asked
            if row.version is not None
        ],
    )


def _asking(planned: Planned) -> Asking:
    return Asking(planned.order.requested_by.strip(), planned.order.words.strip())


def _asked_for(row: ItemRow) -> AskedFor:
    version = row.version
    assert version is not None  # noqa: S101 - an item without a date is never asked about
    return AskedFor(row.milestone.ref, row.inspection.ref, _known_as(row), version.due)


def _left_out(one: LeftOut) -> LeftOutItem:
    row, ref = one.row, one.row.milestone.ref
    return LeftOutItem(
        ref, row.inspection.ref, _known_as(row), one.why.reason, f"{ref} {one.why.sentence}"
    )


def _known_as(row: ItemRow) -> str:
    return row.inspection.code_name if row.inspection.embargoed else row.inspection.ref


def _notes(planned: Planned) -> Iterator[str]:
    yield from planned.target.notes
    reader = planned.reader
    hidden = {
        public_title(row.inspection)
        for row in planned.chosen.asked
        if not sees(row.inspection, reader.email, circle=reader.circle_of(row.inspection))
    }
    for name in sorted(hidden):
        yield (
            f"{name} is not published and {reader.recipient.name} is outside its circle: no "
            "wording of the letter or the plan is shown. Your own words are not looked at for that."
        )
