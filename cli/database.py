"""The command line's door to the database: opens it, and reads the clock once."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

import click
from sqlmodel import Session

from cli.clock import london_today, utc_now
from cli.errors import CouldNotRun
from config.settings import settings
from models.installation import Installation
from models.session import SessionFactory, transaction
from models.words import DatabaseKind
from services.errors import ServiceError
from services.installation import installation
from services.opening import moment_of, open_database


@dataclass(frozen=True)
class Door:
    """An open database, and the moment at which the command came through the door."""

    factory: SessionFactory
    today: date
    now: datetime
    kind: DatabaseKind
    actor: str

    @property
    def is_demonstration(self) -> bool:
        """Whether mail is filed, not sent, and the date is the database's own."""
        return self.kind is DatabaseKind.DEMONSTRATION


def actor_name() -> str:
    """Who acts: the person signed in to this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "operator"


def open_factory(*, create: bool = False) -> SessionFactory:
    """Sessions on the configured database, brought to the newest schema."""
    with service_errors():
        return open_database(create=create)


def moment(row: Installation) -> tuple[date, datetime]:
    """Today and now for this database: a demonstration's noon stands for its whole day."""
    return moment_of(row, london_today=london_today(), utc_now=utc_now())


@contextmanager
def service_errors() -> Iterator[None]:
    """Turn a service's refusal into a message for the person and exit code 2."""
    try:
        yield
    except ServiceError as error:
        raise CouldNotRun(str(error)) from error


def open_door(*, quiet: bool = False) -> Door:
    """Open the database for a command; says at once if it is a demonstration."""
    factory = open_factory()
    with service_errors(), factory() as session:
        row = installation(session)
        today, now = moment(row)
        door = Door(factory, today, now, row.kind, actor_name())
    if door.is_demonstration and not quiet:
        from rules.wording import long_date

        click.secho(
            f"Demonstration: today is {long_date(today)}; mail is filed, never sent.",
            fg="cyan",
            err=True,
        )
    if not quiet:
        _say_diverted()
    return door


def _say_diverted() -> None:
    """Every command says so: whoever waits for mail would look for it in vain."""
    if settings().deliver_only_to is None:
        return
    from services.divert import diverted_sentence

    with service_errors():
        click.secho(diverted_sentence(), fg="yellow", err=True)


@contextmanager
def acting() -> Iterator[tuple[Session, Door]]:
    """A session in which the command acts: committed at the end, undone if it was refused."""
    door = open_door()
    with service_errors(), transaction(door.factory) as session:
        yield session, door
