"""Opening the configured database, shared by every door: the commands, the flows, the pages.

No clock is read here: each door reads its own and hands the moment in.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url

from config.settings import settings
from models.installation import Installation
from models.schema import upgrade_schema
from models.session import SessionFactory, open_engine, session_factory
from models.words import DatabaseKind
from services.errors import Refused
from services.installation import today_of

LONDON = ZoneInfo("Europe/London")
NOON = time(12, 0)


def database_exists() -> bool:
    """Whether there is a database to open; a server's is taken to exist."""
    url = make_url(settings().resolved_database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return True
    return Path(url.database).exists()


def open_database(*, create: bool = False) -> SessionFactory:
    """Sessions on the configured database, brought to the newest schema.

    Raises `Refused` if there is no database and none is to be made.
    """
    if not create and not database_exists():
        raise Refused(
            f"There is no database under {settings().home}. Run 'longstop init' first, "
            "or set LONGSTOP_HOME to the folder that holds it."
        )
    if create:
        settings().home.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings().resolved_database_url)
    upgrade_schema(engine)
    return session_factory(engine)


def moment_of(row: Installation, *, london_today: date, utc_now: datetime) -> tuple[date, datetime]:
    """Today and now for this database: a demonstration's noon stands for its whole day."""
    today = today_of(row, london_today=london_today)
    if row.kind is DatabaseKind.DEMONSTRATION:
        return today, london_time(today, NOON)
    return today, utc_now


def london_time(day: date, at: time) -> datetime:
    """The instant, aware and in UTC, at which London's clocks show this time on this day."""
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)


def london_date(instant: datetime) -> date:
    """The date that London's calendars show at this instant."""
    return instant.astimezone(LONDON).date()
