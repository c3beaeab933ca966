"""To whom a message really goes, and whom it would have reached."""

from __future__ import annotations

from sqlmodel import Session

from models.ledger import Message
from notifications.message import Recipient
from services.compose.reader import Reader, reader_of


def addressed(
    session: Session, reader: Reader, message: Message
) -> tuple[Recipient, Recipient | None]:
    """In a rehearsal all goes to the programme manager, headed with whom it would have reached."""
    if not message.rehearsal:
        return reader.recipient, None
    holder = reader.situation.people.of_council.get("programme_manager")
    manager = reader.situation.contacts.get(holder.contact_id) if holder else None
    if manager is None or not manager.email:
        return reader.recipient, reader.recipient
    theirs = reader_of(session, message, manager, reader.day, now=reader.now)
    return theirs.recipient, reader.recipient
