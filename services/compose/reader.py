"""The person who reads a message, and what its composition needs to know around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Agency, Contact
from models.inspections import Inspection
from models.ledger import Message
from models.words import ContactRole
from notifications.message import Cover, Recipient
from rules.ladders import Audience, Ladder
from rules.routing import COUNCIL_AUDIENCES, ROLE_OF_AUDIENCE, ROLE_WORDS, Body, Holder
from services.compose.reading import DayReading
from services.embargo import circle
from services.situation import Situation
from services.surroundings import Surroundings


@dataclass
class Reader:
    """One reader of one message today. ``email`` is where it goes: the cover's while there is
    one. What stands for every message of the day is in ``day``.

    ``also_read_by`` are the addresses of those who get it in the person's place.
    ``is_channel`` says that a whole channel reads over the person's shoulder: then it has no
    address, and so stands in no circle."""

    session: Session
    message_id: int
    contact: Contact
    agency: Agency
    day: DayReading
    today: date
    now: datetime
    is_channel: bool = False
    also_read_by: frozenset[str] = frozenset()

    @property
    def situation(self) -> Situation:
        """Who holds which role today."""
        return self.day.situation

    @property
    def around(self) -> Surroundings:
        """The calendar and the council's settings."""
        return self.day.around

    @property
    def inspections(self) -> dict[int, Inspection]:
        """The inspections that were read already, by number."""
        return self.day.inspections

    def inspection(self, number: int) -> Inspection:
        """The inspection with this number."""
        return self.day.inspection(self.session, number)

    def ladder(self, number: int) -> Ladder:
        """The steps stored under this number."""
        return self.day.ladder(self.session, number)

    @property
    def agency_id(self) -> int:
        """The reader's body."""
        return self.contact.agency_id

    @property
    def is_covered(self) -> bool:
        """Whether somebody stands in today."""
        cover_until = self.contact.cover_until
        return bool(self.contact.cover_email and cover_until and cover_until >= self.today)

    @property
    def email(self) -> str:
        """The address it goes to today."""
        if self.is_channel:
            return ""
        return (self.contact.cover_email if self.is_covered else self.contact.email) or ""

    @property
    def is_own_staff(self) -> bool:
        """Whether the reader works for the council."""
        return self.situation.people.body_kinds.get(self.agency_id) is Body.OWN_STAFF

    @property
    def body_names(self) -> Mapping[int, str]:
        """Names of bodies, each as it is called today."""
        return self.situation.people.body_names

    @property
    def recipient(self) -> Recipient:
        """The reader as the message names them."""
        name = self.contact.cover_name if self.is_covered else self.contact.name
        return Recipient(
            name=name or self.contact.name,
            role=role_words(self.contact.role),
            agency=self.agency.name,
            email=self.email,
            own_staff=self.is_own_staff,
        )

    @property
    def cover(self) -> Cover | None:
        """That the reader stands in for somebody."""
        if not self.is_covered or self.contact.cover_until is None:
            return None
        return Cover(for_name=self.contact.name, until=self.contact.cover_until)

    @property
    def deputy_name(self) -> str | None:
        """Who gets a copy of what goes to a single point of contact."""
        if self.contact.role is not ContactRole.SPOC:
            return None
        deputy = self.situation.contacts.get(self.situation.deputies.get(self.agency_id, 0))
        return deputy.name if deputy else None

    def stands_for(self, agency_id: int) -> int:
        """The body that stands for this one today."""
        return self.situation.successor.get(agency_id, agency_id)

    def circle_of(self, inspection: Inspection) -> frozenset[str]:
        """Who may see an inspection before it is published: nobody, where one of those who get
        the message may not."""
        ident = inspection.id or 0
        circles = self.day.circles
        if ident not in circles:
            circles[ident] = circle(self.session, inspection)
        found = circles[ident]
        return found if all(one.lower() in found for one in self.also_read_by) else frozenset()

    def name_of(self, audience: Audience, *, agency_id: int) -> str:
        """Name and role of whoever stands behind an audience today, or the role alone."""
        holder = self._holder(audience, agency_id=agency_id)
        contact = self.situation.contacts.get(holder.contact_id) if holder else None
        role = ROLE_WORDS[ROLE_OF_AUDIENCE[audience]]
        return f"{contact.name}, {role}" if contact else f"the {role}"

    def _holder(self, audience: Audience, *, agency_id: int) -> Holder | None:
        role = ROLE_OF_AUDIENCE[audience]
        if audience in COUNCIL_AUDIENCES:
            return self.situation.people.of_council.get(role)
        return self.situation.people.of_body.get((agency_id, role))


def reader_of(
    session: Session,
    message: Message | None,
    contact: Contact,
    day: DayReading,
    *,
    now: datetime,
) -> Reader:
    """The reader of a message (or of a brief, which has none), on the day of that reading."""
    agency = day.agencies.get(contact.agency_id)
    return Reader(
        session=session,
        message_id=(message.id or 0) if message else 0,
        contact=contact,
        agency=agency or session.get_one(Agency, contact.agency_id),
        day=day,
        today=day.today,
        now=now,
    )


def role_words(role: ContactRole | str) -> str:
    """A role in words."""
    value = ContactRole(role).value
    return ROLE_WORDS.get(value, value.replace("_", " "))
