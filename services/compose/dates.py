"""The dates of a message as entries for a calendar: for the council's own staff alone (design 7).

A message of theirs carries the dates it lists that are still ahead. With them travel those sent
before that hold no longer: one that moved, in its new version, and one whose item is settled while
its date is ahead, to be taken out. One that was only reported complete stays: it may come back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from config.councils import Council
from documents.calendar_file import CalendarEntry, Publisher, calendar_file
from models.inspections import Inspection
from models.installation import Installation
from models.ledger import Message
from models.milestones import Milestone
from models.queries.earlier_mail import dates_held_wrongly
from models.queries.noticed import SeenMilestone
from models.words import MessageKind, MilestoneState
from notifications.arranging import LISTED_AT_MOST
from notifications.mail import Attachment
from notifications.plain_text import one_line
from services.compose.addressed import diverted
from services.compose.items import in_reading_order
from services.compose.looking import Kept
from services.compose.reader import Reader
from services.embargo import title_for
from services.installation import installation

SETTLED = (MilestoneState.ACCEPTED, MilestoneState.NO_LONGER_NEEDED)
# GOV.UK Notify sends words alone.
WITHOUT_FILES = ("notify",)
FILE_NAME = "dates.ics"
# Of a part named text/calendar Thunderbird shows the first entry alone, as an invitation, above the
# words; under this name, which calendars give their own files, it is an attachment everywhere.
CONTENT_TYPE = "application/ics"


def dates_for(
    session: Session, reader: Reader, message: Message, kept: Sequence[Kept]
) -> tuple[CalendarEntry, ...]:
    """The entries that travel with this message, none unless its reader is our own staff."""
    wanted = reader.around.council.own_staff.calendar_entries
    if not (wanted and reader.is_own_staff and message.kind is MessageKind.DIGEST):
        return ()
    row = installation(session)
    if row.mail_channel in WITHOUT_FILES or _goes_to_somebody_else(reader, message):
        return ()
    dated: dict[int, tuple[Milestone | SeenMilestone, Inspection]] = {}
    for one in in_reading_order(kept)[:LISTED_AT_MOST]:
        if _is_ahead(one.milestone, today=reader.today):
            dated[one.milestone.id] = (one.milestone, one.row.inspection)
    for held in dates_held_wrongly(session, contact_id=message.contact_id, today=reader.today):
        dated.setdefault(held.milestone.id or 0, (held.milestone, held.inspection))
    return tuple(_entry(reader, row, *one) for one in dated.values())


def _goes_to_somebody_else(reader: Reader, message: Message) -> bool:
    """In a rehearsal, and where mail is diverted: that person's calendar is not the reader's."""
    return message.rehearsal or diverted(reader.recipient) is not None


def dates_attached(
    entries: Sequence[CalendarEntry], council: Council, *, now: datetime
) -> tuple[Attachment, ...]:
    """The entries as one file, if there are any."""
    if not entries:
        return ()
    publisher = Publisher(council.name, council.team.name, council.team.reply_to)
    return (Attachment(FILE_NAME, CONTENT_TYPE, calendar_file(entries, publisher, now=now)),)


def date_uid(row: Installation, milestone_id: int, *, domain: str) -> str:
    """What names the date of an item for ever: ``date-12.9f86d081884c@council.example``."""
    mark = hashlib.sha256(row.created_at.isoformat().encode()).hexdigest()[:12]
    return f"date-{milestone_id}.{mark}@{domain}"


def _is_ahead(milestone: SeenMilestone, *, today: date) -> bool:
    """An item that was reported complete has no date ahead, nor has one that is late."""
    is_open = milestone.state is MilestoneState.OPEN
    return is_open and milestone.due is not None and milestone.due >= today


def _entry(
    reader: Reader,
    row: Installation,
    milestone: Milestone | SeenMilestone,
    inspection: Inspection,
) -> CalendarEntry:
    assert milestone.due is not None  # noqa: S101 - both ways of choosing them ask for a date.
    is_settled = milestone.state in SETTLED
    domain = reader.around.council.team.from_address.partition("@")[2]
    return CalendarEntry(
        uid=date_uid(row, milestone.id or 0, domain=domain),
        # Settling an item changes its entry as moving it does, so the entry's version rises too.
        # Should the item come back, it does so in a version of its own.
        sequence=milestone.version + is_settled,
        on=milestone.due,
        summary=one_line(_summary(milestone, inspection)),
        description=one_line(_description(reader, inspection)),
        is_cancelled=is_settled,
    )


def _summary(milestone: Milestone | SeenMilestone, inspection: Inspection) -> str:
    """As in a subject the code name stands for the title: calendars are read by many."""
    if inspection.embargoed:
        return f"{milestone.ref} of {inspection.code_name}"
    return f"{milestone.ref}: {milestone.title}"


def _description(reader: Reader, inspection: Inspection) -> str:
    circle = reader.circle_of(inspection)
    return (
        "" if inspection.embargoed else title_for(inspection, for_email=reader.email, circle=circle)
    )
