"""Trusting a mail address again after mail to it came back."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from models.agencies import Contact
from services.errors import Refused
from services.history import Subject, record


def clear_bounce(session: Session, contact: Contact, *, now: datetime, by: str) -> Contact:
    """Take the mark off, theirs and that of whoever stands in.

    Raises `Refused` if no mail to this person has come back.
    """
    if contact.bounced_at is None and contact.cover_bounced_at is None:
        raise Refused(f"No mail to {contact.name} has come back.")
    came_back = contact.email if contact.bounced_at else contact.cover_email
    reason = contact.bounce_reason if contact.bounced_at else contact.cover_bounce_reason
    contact.bounced_at, contact.bounce_reason = None, None
    contact.cover_bounced_at, contact.cover_bounce_reason = None, None
    session.add(contact)
    record(
        session,
        now=now,
        actor=by,
        kind="bounce_cleared",
        subject=Subject("contact", contact.id),
        payload={"name": contact.name, "email": came_back, "reason": reason},
    )
    return contact
