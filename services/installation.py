"""What this database is: a demonstration with its own date, or live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex

from sqlmodel import Session

from models.installation import Installation
from models.words import DatabaseKind
from services.errors import Refused
from services.history import Subject, record


@dataclass(frozen=True, slots=True)
class InstallationOrder:
    """What `longstop init` asks for."""

    kind: DatabaseKind
    council: str
    demonstration_date: date | None = None
    mail_channel: str | None = None


def installation(session: Session) -> Installation:
    """The one row that says what this database is. Raises `Refused` before `longstop init`."""
    row = session.get(Installation, 1)
    if row is None:
        raise Refused("This database is empty. Run 'longstop init' first.")
    return row


def refuse_a_second(session: Session) -> None:
    """Raise `Refused` if the database is already something."""
    if session.get(Installation, 1) is not None:
        raise Refused(
            "This database is already set up. To begin again, set LONGSTOP_HOME to an empty folder."
        )


def install(session: Session, order: InstallationOrder, *, now: datetime, by: str) -> Installation:
    """Make the database what the order says. Raises `Refused` if it already is something."""
    refuse_a_second(session)
    row = Installation(
        kind=order.kind,
        council=order.council,
        demonstration_date=order.demonstration_date,
        mail_channel=order.mail_channel,
        created_at=now,
        naming_secret=token_hex(16) if order.kind is DatabaseKind.LIVE else None,
    )
    session.add(row)
    record(
        session,
        now=now,
        actor=by,
        kind="installed",
        subject=Subject("installation", 1),
        payload={
            "kind": order.kind,
            "council": order.council,
            "demonstration_date": order.demonstration_date,
            "mail_channel": order.mail_channel,
        },
    )
    return row


def today_of(row: Installation, *, london_today: date) -> date:
    """The date that every door takes: the demonstration's own, or London's on a live database."""
    if row.kind is DatabaseKind.DEMONSTRATION and row.demonstration_date is not None:
        return row.demonstration_date
    return london_today


def named_after(row: Installation) -> str:
    """What the names of this database's messages are keyed with."""
    return row.naming_secret or row.created_at.isoformat()
