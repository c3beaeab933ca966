"""The command line's door to the database: opens it, and reads the clock once."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

import click
from sqlalchemy.engine import make_url
from sqlmodel import Session

from cli.clock import LONDON, london_today, utc_now
from cli.errors import CouldNotRun
from config.settings import settings
from models.installation import Installation
from models.schema import upgrade_schema
from models.session import SessionFactory, open_engine, session_factory, transaction
from models.words import DatabaseKind
from services.errors import ServiceError
from services.installation import installation, today_of


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


def database_exists() -> bool:
    """Whether there is a database to open; a server's is taken to exist."""
    url = make_url(settings().resolved_database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return True
    from pathlib import Path

    return Path(url.database).exists()


def open_factory(*, create: bool = False) -> SessionFactory:
    """Sessions on the configured database, brought to the newest schema."""
    if not create and not database_exists():
        raise CouldNotRun(
            f"There is no database under {settings().home}. Run 'longstop init' first, "
            "or set LONGSTOP_HOME to the folder that holds it."
        )
    if create:
        settings().home.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings().resolved_database_url)
    upgrade_schema(engine)
    return session_factory(engine)


def moment(row: Installation) -> tuple[date, datetime]:
    """Today and now for this database: a demonstration's noon stands for its whole day."""
    today = today_of(row, london_today=london_today())
    if row.kind is DatabaseKind.DEMONSTRATION:
        return today, datetime.combine(today, time(12, 0), tzinfo=LONDON).astimezone(
            utc_now().tzinfo
        )
    return today, utc_now()


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
    return door


@contextmanager
def acting() -> Iterator[tuple[Session, Door]]:
    """A session in which the command acts: committed at the end, undone if it was refused."""
    door = open_door()
    with service_errors(), transaction(door.factory) as session:
        yield session, door
