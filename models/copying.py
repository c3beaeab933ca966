"""Copying every row into a private SQLite database in memory, as of one moment.

A SQLite file is attached to the copy, for reading only, and copied by SQLite itself. From Postgres
the rows come through one reading transaction, as expressions that make SQLite's stored form:
SQLAlchemy would convert each value twice, which for a hundred thousand milestones takes longer
than all the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.schema import CreateTable

from models.tables import METADATA

# What is large and no decision reads: kept mail, letters as they were read, and History, of
# which the copy begins a new one.
LEFT_OUT_COLUMNS = {("delivery", "raw"), ("letter_version", "reading")}
LEFT_OUT_TABLES = {"event", "chain_head"}
EMPTY: Mapping[str, str] = {"reading": "'{}'", "raw": "NULL"}
ROWS_AT_ONCE = 5000


def copy_file(path: Path, target: Connection) -> None:
    """Make every table in ``target`` (an empty SQLite database) and fill it from a SQLite file.

    The file is opened for reading only, and read as of one moment. While this runs somebody must
    hold it open for writing too, or SQLite may be unable to read a file that it writes ahead of.
    """
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    target.connection.cursor().execute("ATTACH DATABASE ? AS source", (address,))
    with target.begin():
        for table in _made_tables(target):
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            values = ", ".join(_expression(column, "sqlite") for column in table.columns)
            target.exec_driver_sql(
                f'INSERT INTO main."{table.name}" ({names}) '  # noqa: S608
                f'SELECT {values} FROM source."{table.name}"'
            )
        _make_indexes(target)
    target.connection.cursor().execute("DETACH DATABASE source")


def copy_rows(source: Connection, target: Connection) -> None:
    """The same from any database, within the transaction that ``source`` is in."""
    with target.begin():
        for table in _made_tables(target):
            _copy_table(source, target, table)
        _make_indexes(target)


def _made_tables(target: Connection) -> Iterator[sa.Table]:
    """Every table, made and still without its indexes; those to be filled are given."""
    for table in METADATA.sorted_tables:
        target.execute(CreateTable(table))
        if table.name not in LEFT_OUT_TABLES:
            yield table


def _make_indexes(target: Connection) -> None:
    for table in METADATA.sorted_tables:
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            index.create(target)


def _copy_table(source: Connection, target: Connection, table: sa.Table) -> None:
    columns = [column.name for column in table.columns]
    marks = ", ".join("?" * len(columns))
    names = ", ".join(f'"{name}"' for name in columns)
    # Names come from our own models, never from input.
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608
    cursor = target.connection.cursor()
    try:
        for rows in _rows(source, table):
            cursor.executemany(statement, rows)
    finally:
        cursor.close()


def _rows(source: Connection, table: sa.Table) -> Iterator[Sequence[Any]]:
    """The table's rows in pieces, each value in the form in which SQLite stores it."""
    expressions = ", ".join(_expression(column, source.dialect.name) for column in table.columns)
    cursor = source.connection.cursor()
    try:
        cursor.execute(f'SELECT {expressions} FROM "{table.name}"')  # noqa: S608
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield rows
    finally:
        cursor.close()


def _expression(column: sa.Column[Any], dialect: str) -> str:
    if (column.table.name, column.name) in LEFT_OUT_COLUMNS:
        return EMPTY[column.name]
    name = f'"{column.name}"'
    if dialect == "sqlite":
        return name
    return _as_sqlite_stores_it(column).format(name)


def _as_sqlite_stores_it(column: sa.Column[Any]) -> str:
    kind = column.type
    while isinstance(kind, sa.types.TypeDecorator):
        kind = kind.impl_instance
    if isinstance(kind, sa.DateTime):
        return "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    if isinstance(kind, sa.Date | sa.JSON):
        return "{}::text"
    return "{}::int" if isinstance(kind, sa.Boolean) else "{}"
