"""The flows' door to the database: opens it, and reads the clock once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flows.clock import london_today, utc_now
from models.session import SessionFactory, reading
from models.words import DatabaseKind
from services.installation import installation
from services.opening import moment_of, open_database


@dataclass(frozen=True, slots=True)
class FlowDoor:
    """An open database, and the moment at which the run came through the door."""

    factory: SessionFactory
    today: date
    now: datetime
    kind: DatabaseKind

    @property
    def is_demonstration(self) -> bool:
        """Whether mail is filed, not sent, and the date is the database's own."""
        return self.kind is DatabaseKind.DEMONSTRATION


def open_flow_door() -> FlowDoor:
    """Open the configured database for one run. Raises `Refused` before `longstop init`."""
    factory = open_database()
    with reading(factory) as session:
        row = installation(session)
        today, now = moment_of(row, london_today=london_today(), utc_now=utc_now())
        return FlowDoor(factory, today, now, row.kind)
