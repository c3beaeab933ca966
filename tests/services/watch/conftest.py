"""Living through days: the check and the delivery of each, into a real Maildir."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from models.agencies import Agency, Contact
from models.inspections import Inspection
from models.ledger import Message, Notice
from models.session import SessionFactory
from models.words import AgencyKind, ContactRole
from notifications.plugins.maildir import maildir_transport
from services.deliver import DeliveryReport, deliver_outbox
from services.opening import london_time
from services.rulebook import Rulebook
from services.surroundings import surroundings
from services.watch import WatchReport, run_watch


@dataclass
class Days:
    """Lives days of a demonstration as the schedule would, and reads what was filed."""

    factory: SessionFactory
    folder: Path

    def check(self, day: date) -> WatchReport:
        """The check of one day."""
        return run_watch(self.factory, today=day, now=self.at(day, 7), actor="schedule")

    def deliver(self, day: date) -> DeliveryReport:
        """The delivery of one day."""
        return deliver_outbox(
            self.factory,
            transport=maildir_transport(self.folder),
            now=self.at(day, 12),
            today=day,
        )

    def live(self, first: date, last: date | None = None) -> None:
        """Check and deliver every working day from first to last, both included."""
        day = first
        while day <= (last or first):
            self.check(day)
            self.deliver(day)
            day += timedelta(days=1)

    def mails(self, *, to: str | None = None) -> list[EmailMessage]:
        """What was filed, oldest first, for one address or for all."""
        read = [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in sorted((self.folder / "new").glob("*"))
        ]
        return [
            one
            for one in read
            if isinstance(one, EmailMessage) and to in (None, one["To"].addresses[0].addr_spec)
        ]

    @staticmethod
    def at(day: date, hour: int) -> datetime:
        """Half past an hour in London."""
        return london_time(day, time(hour, 30))


@pytest.fixture
def days(factory: SessionFactory, tmp_path: Path) -> Days:
    """The days of this test."""
    return Days(factory, tmp_path / "mail")


@dataclass
class Cast:
    """The council with its manager, director and chair, and one partner with its people."""

    council: Agency
    police: Agency
    inspection: Inspection
    manager: Contact
    dcs: Contact
    chair: Contact
    spoc: Contact
    senior: Contact


@pytest.fixture
def cast(make: Any, session: Session) -> Cast:
    """A council and Estuary Police, which takes its weekly message on Mondays."""
    council = make.agency("council-social-care", kind=AgencyKind.COUNCIL)
    police = make.agency("estuary-police", name="Estuary Police", chosen_weekday=1)
    people = {
        role: make.contact(body, role=role, name=name, email=address, introduced_on=known)
        for body, role, name, address, known in (
            (council, ContactRole.PROGRAMME_MANAGER, "Pat Lowe", "pat@council.example", None),
            (council, ContactRole.DCS, "Dana Cole", "dana@council.example", None),
            (council, ContactRole.CHAIR, "Chris Hale", "chris@board.example", None),
            (council, ContactRole.SPOC, "Sam Reed", "sam@council.example", None),
            (police, ContactRole.SPOC, "Maria Fenn", "maria@police.example", None),
            (
                police,
                ContactRole.SENIOR_LEAD,
                "Noor Ames",
                "noor@police.example",
                date(2018, 6, 1),
            ),
        )
        for role in [role]
    }
    return Cast(
        council=council,
        police=police,
        inspection=make.inspection("saltmarsh"),
        manager=people[ContactRole.PROGRAMME_MANAGER],
        dcs=people[ContactRole.DCS],
        chair=people[ContactRole.CHAIR],
        spoc=session.exec(select(Contact).where(Contact.email == "maria@police.example")).one(),
        senior=people[ContactRole.SENIOR_LEAD],
    )


@pytest.fixture
def notices(factory: SessionFactory) -> Callable[..., list[Notice]]:
    """The ledger's lines, filtered by equality."""

    def read(**wanted: Any) -> list[Notice]:
        with factory() as session:
            return list(session.exec(select(Notice).filter_by(**wanted).order_by(Notice.id)))

    return read


@pytest.fixture
def messages(factory: SessionFactory) -> Callable[..., list[Message]]:
    """Messages, filtered by equality."""

    def read(**wanted: Any) -> list[Message]:
        with factory() as session:
            return list(session.exec(select(Message).filter_by(**wanted).order_by(Message.id)))

    return read


@pytest.fixture
def working_days(rulebook: Rulebook) -> Callable[[date, int], date]:
    """The day so many working days after (or, negative, before) another."""
    return lambda day, number: rulebook.calendar.send_day(day, number)


@pytest.fixture
def around(factory: SessionFactory) -> Any:
    """Calendar and settings of the test's council."""
    with factory() as session:
        return surroundings(session)
