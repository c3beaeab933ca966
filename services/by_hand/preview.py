"""What a request by hand would say, to whom, when it would go, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Chase, Message
from models.queries.by_hand import ItemRow, chase_with_key, message_of_chase
from models.queries.noticed import as_seen
from models.queries.watching import introduced_already
from models.words import (
    DatabaseKind,
    MessageState,
)
from notifications.message import Recipient, Rendered
from notifications.render import render
from notifications.senders import sender_of
from rules.ad_hoc import Left
from rules.wording import counted, long_date
from services.by_hand.items import LeftOut
from services.by_hand.order import ChaseOrder
from services.by_hand.plan import Planned, new_message, new_notice, plan_chase
from services.compose.addressed import addressed, diverted, seen_by_all
from services.compose.asked_by_hand import Asking, kept_rows, update_request_content
from services.compose.looking import Kept
from services.divert import diverted_sentence
from services.embargo import public_title, sees
from services.find import key_of
from services.find_message import state_sentence
from services.queue_deliveries import post_of

SOON = 20
"""Working days: whatever is due later is far ahead."""


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


def preview_chase(session: Session, order: ChaseOrder, *, today: date, now: datetime) -> Preview:
    """What would go if it were asked for now. Changes nothing.

    Raises `NotFoundError` for a body, role or reference that is not there, `Refused` for whom
    Longstop never asks and for a body that is quiet, `ChildDetailAsked` for the person's words.
    """
    return preview_of(session, plan_chase(session, order, today=today, now=now))


def preview_of(session: Session, planned: Planned) -> Preview:
    """What is planned, in words."""
    reader, chosen = planned.reader, planned.chosen
    message = new_message(planned, introduced=introduced_already(session))
    recipient, rendered = _in_words(session, planned, message)
    waits = planned.waits_because
    post = post_of(reader.situation, reader.around, at=reader.now)
    return Preview(
        key=planned.key,
        body=planned.target.agency.ref,
        to=diverted(recipient) or recipient,
        asked=tuple(_asked_for(row) for row in chosen.asked),
        left_out=tuple(_left_out(one) for one in chosen.left_out),
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        is_rehearsal=chosen.in_rehearsal,
        leaves_at=None if waits else post.leaves_at(message.contact_id),
        waits_because=waits,
        made=made_before(session, chase_with_key(session, planned.key)) if planned.key else None,
        notes=tuple(_notes(planned)),
    )


def _in_words(session: Session, planned: Planned, message: Message) -> tuple[Recipient, Rendered]:
    """Who reads it, and the message as it would read; nothing where nothing is asked."""
    reader, asked = planned.reader, planned.chosen.asked
    recipient, rehearsed_for = addressed(session, reader, message)
    if not asked:
        return recipient, Rendered("", "", "")
    markings = {row.inspection.marking for row in asked}
    marking = markings.pop() if len(markings) == 1 else None
    rendered = render(
        update_request_content(
            session,
            seen_by_all(reader, recipient),
            message,
            _kept(planned),
            asking=_asking(planned),
        ),
        recipient=recipient,
        sender=sender_of(reader.around.council, marking=marking),
        today=reader.today,
        demonstration=reader.day.installation.kind is DatabaseKind.DEMONSTRATION,
        rehearsed_for=rehearsed_for,
        diverted=diverted(recipient) is not None,
    )
    return recipient, rendered


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
    if (sentence := diverted_sentence()) is not None:
        yield sentence
    yield from _far_ahead(planned)
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


def _far_ahead(planned: Planned) -> Iterator[str]:
    """That part of it is due long from now, where nothing was named and no day was given."""
    order, asked, reader = planned.order, planned.chosen.asked, planned.reader
    if order.items or order.due_by is not None:
        return
    soon = reader.around.calendar.working_days_after(reader.today, SOON).result
    far = sum(row.milestone.due is not None and row.milestone.due > soon for row in asked)
    if 0 < far < len(asked):
        verb = "is" if far == 1 else "are"
        yield (
            f"{far} of {counted(len(asked), 'item')} {verb} due after {long_date(soon)}: "
            "--due-by leaves out what is due later."
        )
