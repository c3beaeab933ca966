"""A brief as values: what is to be raised with whom, its items looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Contact
from models.ledger import Brief
from models.queries.noticed import noticed_items_of_brief
from models.words import BriefState, ContactRole
from notifications.contents import BriefContent
from notifications.message import Recipient, Sender
from notifications.senders import sender_of
from services.compose.above import brief_content
from services.compose.looking import Kept, look_again_at
from services.compose.reader import Reader, reader_of, role_words
from services.compose.reading import read_day
from services.find_message import the_brief


@dataclass(frozen=True)
class ReadBrief:
    """A brief, with the person to speak to, and what was left out and why, in sentences.

    ``content`` is None where nothing is left to raise; ``items`` counts what is.
    """

    brief: Brief
    reader: Reader
    sender: Sender
    content: BriefContent | None
    items: int
    left_out: tuple[str, ...]


def read_brief(session: Session, number: int, *, today: date, now: datetime) -> ReadBrief:
    """The brief as it stands. Raises `NotFoundError`.

    While it waits its items are looked at again; afterwards it holds what was told.
    """
    brief = the_brief(session, number)
    contact = session.get_one(Contact, brief.contact_id)
    reader = reader_of(session, None, contact, read_day(session, today=today), now=now)
    looked = look_again_at(
        session,
        reader,
        noticed_items_of_brief(session, number),
        as_told=brief.state is not BriefState.WAITING,
    )
    return ReadBrief(
        brief=brief,
        reader=reader,
        sender=sender_of(reader.around.council, marking=_marking(looked.kept)),
        content=brief_content(session, reader, brief, looked.kept) if looked.kept else None,
        items=len(looked.kept),
        left_out=tuple(f"An item is left out: {because}." for _, because in looked.withdrawn),
    )


def who_reads_it(reader: Reader) -> Recipient:
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


def _marking(kept: list[Kept]) -> str | None:
    """The marking of the one inspection it is about; of several, the council's own."""
    markings = {one.row.inspection.marking for one in kept}
    return markings.pop() if len(markings) == 1 else None
