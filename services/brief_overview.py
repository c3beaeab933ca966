"""Briefs as a list, and one brief in full: what a person needs in order to speak (design 6.6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Agency, Contact
from models.ledger import Brief
from models.queries.briefs import BriefRow, brief_rows
from models.words import BriefState, DatabaseKind
from notifications.message import Rendered
from notifications.render import render
from rules.approvals import waited
from rules.working_days import WorkingCalendar
from services.brief_content import read_brief, who_reads_it
from services.compose.reader import role_words
from services.installation import installation
from services.make_brief_letter import letters_made
from services.record_brief import STATE_WORDS
from services.surroundings import surroundings


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One brief. ``message`` is the number of the message that waits with it, if one does;
    ``waiting_days`` is its age in working days while it waits."""

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
    waiting_days: int | None = None


@dataclass(frozen=True, slots=True)
class ShownBrief:
    """A brief in words, with what was left out and why. ``rendered`` is None with nothing left.

    ``letters`` are the digests of the letters that were made here for it.
    """

    line: BriefLine
    rendered: Rendered | None
    left_out: tuple[str, ...]
    letters: tuple[str, ...] = ()


def brief_overview(session: Session, *, today: date, waiting: bool = True) -> tuple[BriefLine, ...]:
    """The briefs that wait, or all there were; the newest first."""
    calendar = surroundings(session).calendar
    return tuple(
        _aged(_line(row), today=today, calendar=calendar)
        for row in brief_rows(session, waiting=waiting)
    )


def _aged(line: BriefLine, *, today: date, calendar: WorkingCalendar) -> BriefLine:
    if line.state != STATE_WORDS[BriefState.WAITING]:
        return line
    age = waited(line.prepared_on, today=today, calendar=calendar)
    return replace(line, waiting_days=age)


def show_brief(session: Session, number: int, *, today: date, now: datetime) -> ShownBrief:
    """The brief as it reads now. Raises `NotFoundError`.

    While it waits its items are looked at again; afterwards it shows what was told.
    """
    read = read_brief(session, number, today=today, now=now)
    rendered = None
    if read.content is not None:
        row = installation(session)
        rendered = render(
            read.content,
            recipient=who_reads_it(read.reader),
            sender=read.sender,
            today=today,
            demonstration=row.kind is DatabaseKind.DEMONSTRATION,
        )
    return ShownBrief(
        _line_of(session, read.brief, read.items),
        rendered,
        read.left_out,
        letters_made(session, number),
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
