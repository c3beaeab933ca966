"""The flows' door to the database: opens it, and reads the clock once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from flows.clock import london_today, utc_now
from models.session import SessionFactory, reading
from models.words import DatabaseKind
from services.channels import Channels, open_channels
from services.errors import ServiceError
from services.installation import installation
from services.mail_channel import check_mail_channel
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

    @property
    def clock(self) -> Callable[[], datetime] | None:
        """The present moment for a long run; None where a demonstration's day stands still."""
        return None if self.is_demonstration else utc_now

    def channels(self) -> AbstractContextManager[Channels]:
        """The channels that this database's messages go out by, closed at the end."""
        return open_channels(self.factory)


def open_flow_door() -> FlowDoor:
    """Open the configured database for one run. Raises `Refused` before `longstop init`."""
    factory = open_database()
    with reading(factory) as session:
        row = installation(session)
        # A live database neither decides nor delivers while nothing could leave it.
        check_mail_channel(row)
        today, now = moment_of(row, london_today=london_today(), utc_now=utc_now())
        return FlowDoor(factory, today, now, row.kind)


def named_for_today(what: str) -> str:
    """A run's name with the day it is for: the demonstration's own, or London's."""
    try:
        return f"{what}, {open_flow_door().today.isoformat()}"
    except ServiceError:
        # The run itself will say what is wrong, in full.
        return what
