"""Alembic's entry: runs on a connection it is given, or on the configured database."""

from __future__ import annotations

from alembic import context
from sqlalchemy.engine import Connection

from config.settings import settings
from models.session import open_engine
from models.tables import METADATA


def run(connection: Connection) -> None:
    """Migrate on this connection. Batch mode, since SQLite cannot alter a table in place."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with open_engine(settings().resolved_database_url).connect() as own:
        run(own)
        own.commit()
