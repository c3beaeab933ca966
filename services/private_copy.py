"""A private copy of the database, on which the future can be played without touching anything.

The copy is SQLite in memory whatever the database is, read in one reading transaction: nobody is
blocked and nothing is written. Kept mail, letters as they were read, and History are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import Connection

from models.copying import copy_file, copy_rows
from models.session import SessionFactory, open_private_engine, reading, session_factory


@contextmanager
def private_copy(factory: SessionFactory) -> Iterator[SessionFactory]:
    """Sessions on a copy of the database as it stands now; it is gone after the block."""
    engine = open_private_engine()
    try:
        with reading(factory) as source, engine.connect() as target:
            _copy(source.connection(), target)
        yield session_factory(engine)
    finally:
        engine.dispose()


def _copy(source: Connection, target: Connection) -> None:
    file = source.engine.url.database
    if source.dialect.name == "sqlite" and file and Path(file).is_file():
        copy_file(Path(file), target)
    else:
        copy_rows(source, target)
