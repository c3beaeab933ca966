"""Adding a meeting of Cabinet or a board."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.meetings import Meeting
from models.queries.meetings import meeting_of
from rules.wording import long_date
from services.errors import Refused
from services.history import Subject, record


def add_meeting(
    session: Session,
    *,
    body: str,
    held_on: date,
    now: datetime,
    by: str,
    agenda_published_on: date | None = None,
) -> Meeting:
    """Add the meeting, past or to come. Raises `Refused` if it is there already."""
    if not body.strip():
        raise Refused("Say which body meets.")
    if meeting_of(session, body=body, held_on=held_on) is not None:
        raise Refused(f"The meeting of {body.strip()} on {long_date(held_on)} is there already.")
    if agenda_published_on is not None and agenda_published_on >= held_on:
        raise Refused("The agenda is published before the meeting.")
    meeting = Meeting(body=body.strip(), held_on=held_on, agenda_published_on=agenda_published_on)
    session.add(meeting)
    session.flush()
    record(
        session,
        now=now,
        actor=by,
        kind="meeting_added",
        subject=Subject("meeting", meeting.id),
        payload={
            "body": meeting.body,
            "held_on": held_on,
            "agenda_published_on": agenda_published_on,
        },
    )
    return meeting
