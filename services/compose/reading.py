"""What stands on one day for every message: read once a run, and anew when anything changed.

Reading the settings, the people and the bodies anew for each message would take most of its time.
So they are kept as long as the head of History stays where it was: every act of a person, and
every mark that delivery itself makes, is an event there. The items of a message are never kept;
they are looked at again in each claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from config.ladders import ladder_from_body
from models.agencies import Agency, Contact
from models.inspections import Inspection
from models.installation import Installation
from models.milestones import StoredLadder
from models.queries.watching import every_agency
from rules.ladders import Ladder
from services.installation import installation
from services.rulebook import Rulebook, standing_rulebook
from services.situation import Situation, read_situation
from services.surroundings import Surroundings, surroundings


@dataclass
class DayReading:
    """The day's facts. Inspections, their circles and ladders are added as messages need them."""

    today: date
    installation: Installation
    around: Surroundings
    situation: Situation
    agencies: Mapping[int, Agency]
    inspections: dict[int, Inspection] = field(default_factory=dict)
    circles: dict[int, frozenset[str]] = field(default_factory=dict)
    ladders: dict[int, Ladder] = field(default_factory=dict)

    def contact(self, session: Session, number: int) -> Contact:
        """The person with this number; one who holds no role today is read."""
        return self.situation.contacts.get(number) or session.get_one(Contact, number)

    def ladder(self, session: Session, number: int) -> Ladder:
        """The steps stored under this number. They never change."""
        if number not in self.ladders:
            body = session.get_one(StoredLadder, number).body
            self.ladders[number] = ladder_from_body(body)
        return self.ladders[number]

    def inspection(self, session: Session, number: int) -> Inspection:
        """The inspection with this number."""
        if number not in self.inspections:
            self.inspections[number] = session.get_one(Inspection, number)
        return self.inspections[number]


def read_day(session: Session, *, today: date) -> DayReading:
    """Read the day's facts as they stand."""
    around = surroundings(session)
    return DayReading(
        today=today,
        installation=installation(session),
        around=around,
        situation=read_situation(session, today=today, previous_day=None, calendar=around.sending),
        agencies={one.id or 0: one for one in every_agency(session)},
    )


@dataclass
class Readings:
    """The day's reading of one run, kept as long as nothing has changed."""

    _kept: DayReading | None = None
    _as_of: tuple[int, date, Rulebook] | None = None

    def at(self, session: Session, *, head: int, today: date) -> DayReading:
        """The reading as of this head of History. The files of rules are looked at as well."""
        as_of = (head, today, standing_rulebook())
        if self._kept is None or self._as_of != as_of:
            self._kept, self._as_of = read_day(session, today=today), as_of
        return self._kept
