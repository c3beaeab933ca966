"""Marking an address that takes no mail, so that nothing more goes there until it is put right.

It is trouble with a contact, told to the programme manager; it is not lateness (design 6.5).
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from models.agencies import Contact
from models.queries.reports import holders_of_address
from services.history import Subject, record


def mark_bounced(
    session: Session, address: str, *, reason: str, now: datetime, by: str
) -> list[Contact]:
    """Mark everybody who is written to at this address today; returns who was marked now.

    Only the address that came back is marked: where somebody stands in, theirs or the holder's.
    An address that nobody has any longer marks nobody, and a mark that stands keeps its day.
    """
    marked = [
        contact
        for contact in holders_of_address(session, address)
        if _mark(contact, address.lower(), reason=reason, now=now)
    ]
    for contact in marked:
        session.add(contact)
        record(
            session,
            now=now,
            actor=by,
            kind="mail_came_back",
            subject=Subject("contact", contact.id),
            payload={"name": contact.name, "email": address, "reason": reason},
        )
    return marked


def _mark(contact: Contact, address: str, *, reason: str, now: datetime) -> bool:
    is_own = (contact.email or "").lower() == address and contact.bounced_at is None
    is_cover = (contact.cover_email or "").lower() == address and contact.cover_bounced_at is None
    if is_own:
        contact.bounced_at, contact.bounce_reason = now, reason
    if is_cover:
        contact.cover_bounced_at, contact.cover_bounce_reason = now, reason
    return is_own or is_cover
