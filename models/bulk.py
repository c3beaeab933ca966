"""Writing very many rows of one table in one statement, with the driver's own means.

SQLAlchemy's insert looks at every value of every row to see whether it must be converted. For a
hundred thousand lines of the ledger that takes longer than the database does; here the rows come
converted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session

PLACEHOLDER = {"sqlite": "?", "postgresql": "%s"}


def insert_rows(
    session: Session, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert rows within the session's transaction.

    Values must be what the driver takes: words for enumerations, dates as ISO text, numbers.
    ``table`` and ``columns`` are names of ours, never input.
    """
    session.flush()
    connection = session.connection()
    marks = ", ".join([PLACEHOLDER[connection.dialect.name]] * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(statement, rows)  # type: ignore[arg-type]
    finally:
        cursor.close()
