"""Bringing a database to the newest schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection, Engine

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config() -> Config:
    """Alembic's configuration for our migrations, quiet."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def upgrade_schema(engine: Engine) -> None:
    """Bring the database to the newest schema; safe to repeat. All of it happens, or nothing."""
    config = alembic_config()
    with engine.connect() as connection, references_unchecked(connection), connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def references_unchecked(connection: Connection) -> Iterator[None]:
    """Let a migration on SQLite copy a table that other rows refer to.

    SQLite changes a check only by copying the table and dropping the old one, which would count
    as deleting every row that is referred to. The switch works outside a transaction alone, so
    it is set on the driver's own connection, before ours begins one. Every other connection
    goes on checking.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.dbapi_connection
    assert driver is not None  # noqa: S101  # an open connection has its driver's
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def check_schema(engine: Engine) -> None:
    """Raise if the models and the migrated database differ."""
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.check(config)
