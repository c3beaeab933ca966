"""All roads by which this database's messages go out, opened together and closed together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from models.installation import Installation
from models.session import SessionFactory, reading
from notifications.dispatch import Transport
from services.errors import Refused
from services.installation import installation
from services.mail_channel import transport_of
from services.teams_channel import teams_of


@dataclass(frozen=True, slots=True)
class Channels:
    """``mail`` carries the messages, ``teams`` the copies to channels (None: they wait).

    ``trouble`` says why Teams cannot be used although it is set; mail goes all the same.
    """

    mail: Transport
    teams: Transport | None = None
    trouble: str | None = None

    def close(self) -> None:
        """Close every connection."""
        self.mail.close()
        if self.teams is not None:
            self.teams.close()


def channels_of(row: Installation) -> Channels:
    """The channels of this database. Raises `Refused` if mail has none that can be used."""
    mail = transport_of(row)
    try:
        return Channels(mail, teams_of(row))
    except Refused as error:
        return Channels(mail, trouble=str(error))


@contextmanager
def open_channels(factory: SessionFactory) -> Iterator[Channels]:
    """The channels of the database behind ``factory``, closed at the end."""
    with reading(factory) as session:
        channels = channels_of(installation(session))
    try:
        yield channels
    finally:
        channels.close()
