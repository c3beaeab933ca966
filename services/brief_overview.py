"""Briefs as a list, and one brief in full: what a person needs in order to speak (design 6.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Agency, Contact
from models.ledger import Brief
from models.queries.briefs import BriefRow, brief_rows
from models.queries.watching import noticed_items_of_brief
from models.words import BriefState, ContactRole, DatabaseKind
from notifications.message import Recipient, Rendered
from notifications.render import render
from notifications.senders import sender_of
from services.compose.above import brief_content
from services.compose.items import look_again_at
from services.compose.reader import Reader, reader_of, role_words
from services.find_message import the_brief
from services.installation import installation
from services.record_brief import STATE_WORDS
from services.surroundings import surroundings


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One brief. ``message`` is the number of the message that waits with it, if one does."""

    number: int
    state: str
    to: str
    role: str
    body: str
    items: int
    prepared_on: date
    message: int | None
    recorded_by: str | None
    recorded_on: date | None
    because: str | None


@dataclass(frozen=True, slots=True)
class ShownBrief:
    """A brief in words, with what was left out and why. ``rendered`` is None with nothing left."""

    line: BriefLine
    rendered: Rendered | None
    left_out: tuple[str, ...]


def brief_overview(session: Session, *, waiting: bool = True) -> tuple[BriefLine, ...]:
    """The briefs that wait, or all there were; the newest first."""
    return tuple(_line(row) for row in brief_rows(session, waiting=waiting))


def show_brief(session: Session, number: int, *, today: date, now: datetime) -> ShownBrief:
    """The brief as it reads now. Raises `NotFoundError`.

    While it waits its items are looked at again; afterwards it shows what was told.
    """
    brief = the_brief(session, number)
    reader = _reader(session, brief, today=today, now=now)
    looked = look_again_at(
        session,
        reader,
        noticed_items_of_brief(session, number),
        as_told=brief.state is not BriefState.WAITING,
    )
    left_out = tuple(f"An item is left out: {because}." for _, because in looked.withdrawn)
    rendered = None
    if looked.kept:
        row = installation(session)
        rendered = render(
            brief_content(session, reader, brief, looked.kept),
            recipient=_who_reads_it(reader),
            sender=sender_of(reader.around.council),
            today=today,
            demonstration=row.kind is DatabaseKind.DEMONSTRATION,
        )
    return ShownBrief(_line_of(session, brief, len(looked.kept)), rendered, left_out)


def _reader(session: Session, brief: Brief, *, today: date, now: datetime) -> Reader:
    """The person with whom the brief's items are to be raised."""
    contact = session.get_one(Contact, brief.contact_id)
    return reader_of(session, None, contact, surroundings(session), today=today, now=now)


def _who_reads_it(reader: Reader) -> Recipient:
    """The council's programme manager, or the team where none is named."""
    team = reader.around.council.team
    holder = reader.situation.people.of_council.get("programme_manager")
    contact = reader.situation.contacts.get(holder.contact_id) if holder else None
    return Recipient(
        name=contact.name if contact else team.name,
        role=role_words(ContactRole.PROGRAMME_MANAGER),
        agency=reader.around.council.name,
        email=(contact.email if contact else None) or team.reply_to,
        own_staff=True,
    )


def _line(row: BriefRow) -> BriefLine:
    brief = row.brief
    return BriefLine(
        number=brief.id or 0,
        state=STATE_WORDS[BriefState(brief.state)],
        to=row.contact.name,
        role=role_words(row.contact.role),
        body=row.agency.name,
        items=row.items,
        prepared_on=brief.prepared_on,
        message=brief.message_id if brief.state is BriefState.WAITING else None,
        recorded_by=brief.recorded_by,
        recorded_on=brief.recorded_on,
        because=brief.because,
    )


def _line_of(session: Session, brief: Brief, items: int) -> BriefLine:
    contact = session.get_one(Contact, brief.contact_id)
    agency = session.get_one(Agency, contact.agency_id)
    return _line(BriefRow(brief, contact, agency, items))
