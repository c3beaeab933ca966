"""What the programme manager reads of mail that came back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from sqlmodel import Session

from models.agencies import Agency, Contact
from models.queries.manager import bounced_contacts
from models.queries.reports import came_back_unmarked, waiting_reports
from notifications.manager_contents import Bounced
from rules.wording import counted
from services.compose.reader import Reader
from services.opening import london_date, london_time


def came_back_lines(session: Session, reader: Reader) -> tuple[Bounced, ...]:
    """Addresses that are marked until somebody puts them right, then what came back since the
    last working day although its address is not at fault for good."""
    return (*_marked(session), *_unmarked(session, reader))


def report_questions(session: Session) -> tuple[str, ...]:
    """That reports wait for a person, in a sentence."""
    number = waiting_reports(session)
    if not number:
        return ()
    verb = "waits" if number == 1 else "wait"
    which = "which message came back, or whether the address is wrong for good"
    return (f"{counted(number, 'delivery report')} {verb} for a person, who can tell {which}.",)


def _marked(session: Session) -> Iterator[Bounced]:
    for contact, agency in bounced_contacts(session):
        if contact.bounced_at is not None:
            yield _line(contact, agency, contact.bounced_at, contact.bounce_reason)
        if contact.cover_bounced_at is not None:
            why = f"{contact.cover_email}, of who stands in: {contact.cover_bounce_reason}"
            yield _line(contact, agency, contact.cover_bounced_at, why)


def _unmarked(session: Session, reader: Reader) -> Iterator[Bounced]:
    last_day = reader.around.calendar.working_days_before(reader.today, 1).result
    for row in came_back_unmarked(session, since=london_time(last_day, time.min)):
        if row.contact is not None and row.agency is not None:
            number = f"Message {row.message.id}: " if row.message else ""
            why = f"{number}{row.report.detail or 'no reason was given'}"
            yield _line(row.contact, row.agency, row.report.read_at, why)


def _line(contact: Contact, agency: Agency, at: datetime, why: str | None) -> Bounced:
    return Bounced(to=contact.name, agency=agency.name, on=london_date(at), why=why or "")
