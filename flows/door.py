"""The flows' door to the database: opens it, and reads the clock once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flows.clock import london_today, utc_now
from models.session import SessionFactory, reading
from models.words import DatabaseKind
from notifications.dispatch import Transport
from services.errors import ServiceError
from services.installation import installation
from services.mail_channel import mail_folder_of, transport_of
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

    def transport(self) -> Transport:
        """The channel that this database's mail goes out by."""
        with reading(self.factory) as session:
            return transport_of(installation(session))


def open_flow_door() -> FlowDoor:
    """Open the configured database for one run. Raises `Refused` before `longstop init`."""
    factory = open_database()
    with reading(factory) as session:
        row = installation(session)
        # A live database neither decides nor delivers while nothing could leave it.
        mail_folder_of(row)
        today, now = moment_of(row, london_today=london_today(), utc_now=utc_now())
        return FlowDoor(factory, today, now, row.kind)


def named_for_today(what: str) -> str:
    """A run's name with the day it is for: the demonstration's own, or London's."""
    try:
        return f"{what}, {open_flow_door().today.isoformat()}"
    except ServiceError:
        # The run itself will say what is wrong, in full.
        return what
