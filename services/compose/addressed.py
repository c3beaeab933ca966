"""To whom a message really goes, and whom it would have reached."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from models.ledger import Message
from notifications.message import Recipient
from services.compose.reader import Reader, reader_of
from services.divert import diverted_address


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


def diverted(recipient: Recipient) -> Recipient | None:
    """The recipient at the operator's own address, or None where mail is not diverted."""
    instead = diverted_address(recipient.email)
    return replace(recipient, email=instead) if instead else None


def seen_by_all(reader: Reader, recipient: Recipient) -> Reader:
    """The reader, with whoever really gets the message in their place beside them.

    In a rehearsal and where mail is diverted somebody else reads it. What may not be seen by them
    is then withheld, whoever it was meant for.
    """
    others = {recipient.email, diverted_address(recipient.email) or recipient.email}
    return replace(reader, also_read_by=frozenset(others - {reader.email}))
