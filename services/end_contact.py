"""Recording that nobody holds a role any more."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Contact
from rules.wording import long_date
from services.errors import Refused
from services.history import Subject, record


def end_contact(
    session: Session, contact: Contact, *, last_day: date, now: datetime, by: str
) -> Contact:
    """End a person's time in a role; ``last_day`` is the last on which they hold it.

    Until somebody takes the role, the daily check tells the programme manager, and climbs no
    further.
    """
    if last_day < contact.held_from:
        raise Refused(f"{contact.name} holds this role only from {long_date(contact.held_from)}.")
    contact.held_until = last_day
    session.add(contact)
    record(
        session,
        now=now,
        actor=by,
        kind="contact_ended",
        subject=Subject("contact", contact.id),
        payload={"name": contact.name, "role": contact.role, "last_day": last_day},
    )
    return contact
