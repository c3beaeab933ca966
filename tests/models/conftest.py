"""A fresh database of either kind with the present tables, and a calendar to decide by."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from models.session import open_engine
from models.tables import METADATA
from rules.counts import Holiday
from rules.working_days import WorkingCalendar

# England's bank holidays around the days that the tests decide: what matters is that there are
# runs of them (Christmas, Easter) for windows and waits to cross.
HOLIDAYS = (
    "2024-12-25", "2024-12-26", "2025-01-01", "2025-04-18", "2025-04-21", "2025-05-05",
    "2025-05-26", "2025-08-25", "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03",
    "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28",
)  # fmt: skip


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    """Working days of 2024 to 2027, with the bank holidays of England in between."""
    return WorkingCalendar(
        division="test",
        version="1",
        first=datetime.date(2024, 1, 1),
        last=datetime.date(2027, 12, 31),
        holidays={datetime.date.fromisoformat(day): Holiday("a holiday") for day in HOLIDAYS},
    )


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite database in a file."""
    yield from _engine_with_tables(f"sqlite:///{tmp_path / 'longstop.sqlite'}")


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    """An empty PostgreSQL database."""
    yield from _engine_with_tables(postgres_url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Both databases, one after the other."""
    made: Engine = request.getfixturevalue(f"{request.param}_engine")
    return made


def _engine_with_tables(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    METADATA.create_all(engine)
    yield engine
    engine.dispose()
