"""The engine, and the two context managers through which every row is read or written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlmodel import Session

SessionFactory = Callable[[], Session]

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    # FULL, since with NORMAL a power cut can lose the last commits, and with them the record
    # that a message went out.
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=30000",
    # 64 MB, so that a large day's index pages are not written out and read again.
    "cache_size=-65536",
)


READING: Mapping[str, dict[str, Any]] = {
    "sqlite": {"readonly": True},
    "postgresql": {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"},
}


def open_engine(url: str) -> Engine:
    """An engine for this address, with SQLite made safe for several processes."""
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling is switched off; _begin_sqlite starts them.
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later would otherwise lose what another
    # process wrote between the two, without an error.
    readonly = connection.get_execution_options().get("readonly")
    connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")


PRIVATE = sa.make_url("sqlite:///file::memory:?uri=true")


def open_private_engine() -> Engine:
    """An engine on a database in memory that nobody else sees and that ends with the engine."""
    engine = sa.create_engine(
        PRIVATE,
        poolclass=sa.StaticPool,
        connect_args={"check_same_thread": False},
    )
    sa.event.listen(engine, "connect", _prepare_private)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def is_private(session: Session) -> bool:
    """Whether a session is on such a database, so that it may be changed in ways of play."""
    return session.get_bind().engine.url == PRIVATE


def file_of(session: Session) -> Path | None:
    """The file of a session's SQLite database; None on a server, and in memory."""
    url = session.get_bind().engine.url
    if url.get_backend_name() != "sqlite" or not url.database or url.database.startswith("file:"):
        return None
    return Path(url.database) if url.database != ":memory:" else None


def _prepare_private(connection: Any, _record: Any) -> None:
    connection.isolation_level = None


def session_factory(engine: Engine) -> SessionFactory:
    """A maker of sessions whose rows stay readable after commit."""
    return lambda: Session(engine, expire_on_commit=False)


@contextmanager
def transaction(factory: SessionFactory) -> Iterator[Session]:
    """A session that commits at the end of the block, or rolls back if it raised."""
    with factory() as session:
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise


@contextmanager
def reading(factory: SessionFactory) -> Iterator[Session]:
    """A session that only reads, all of it as of one moment: it waits for no writer, and
    never commits."""
    with factory() as session:
        session.connection(execution_options=READING[session.get_bind().dialect.name])
        try:
            yield session
        finally:
            session.rollback()
