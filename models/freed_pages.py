"""Clearing what a database file still holds of rows that were changed or deleted."""

from __future__ import annotations

from models.session import SessionFactory


def clear_freed_pages(factory: SessionFactory) -> bool:
    """Write an SQLite file anew, so that redacted text is not left in pages it has freed.

    Returns whether it was done. A server's own vacuum does this in its time; there it is not ours
    to call. No session may be open.
    """
    with factory() as session:
        engine = session.get_bind()
    if engine.dialect.name != "sqlite":
        return False
    connection = engine.engine.raw_connection()
    try:
        cursor = connection.cursor()
        for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM"):
            cursor.execute(statement)
        # VACUUM itself goes through the log, which would otherwise keep the old pages.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    return True
