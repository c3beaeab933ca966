"""Writing very many rows in few statements.

A hundred thousand lines of the ledger differ in their item alone. Handing the driver every value
of every row takes longer than the database needs to store them; here what differs travels as one
JSON list and the database repeats the rest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

# How each database reads a list of numbers as rows.
_NUMBER = {"sqlite": "each.value", "postgresql": "each.value::int"}
_NUMBERS = {
    "sqlite": "json_each(:numbers) AS each",
    "postgresql": "json_array_elements_text(CAST(:numbers AS json)) AS each(value)",
}
# How each reads a list of lists: a row for each, and of it the value at a place.
_PLACE = {
    "sqlite": "json_extract(each.value, '$[{place}]')",
    "postgresql": "(each.value ->> {place})::{kind}",
}
_ROWS = {
    "sqlite": "json_each(:rows) AS each",
    "postgresql": "json_array_elements(CAST(:rows AS json)) AS each(value)",
}


def insert_alike(
    session: Session,
    table: sa.Table,
    *,
    shared: Mapping[str, Any],
    varying: str,
    numbers: Sequence[int],
) -> None:
    """Insert one row for each number, within the session's transaction.

    Args:
        shared: the columns that are the same in every row, with their values.
        varying: the column that the numbers give.
    """
    if not numbers:
        return
    name = session.get_bind().dialect.name
    _insert_from(
        session,
        table,
        shared=shared,
        varying={varying: _NUMBER[name]},
        source=_NUMBERS[name],
        given=sa.bindparam("numbers", json.dumps(numbers)),
    )


def insert_similar(
    session: Session,
    table: sa.Table,
    *,
    shared: Mapping[str, Any],
    varying: Sequence[str],
    rows: Sequence[Sequence[int | str | bool | None]],
) -> None:
    """Insert one row for each of these, in their order, within the session's transaction.

    Args:
        shared: the columns that are the same in every row, with their values.
        varying: the columns that each row gives, in the row's order. They hold numbers, truths
            or words; a day or a moment belongs to what is shared.
    """
    if not rows:
        return
    dialect = session.get_bind().dialect
    places = {
        name: _PLACE[dialect.name].format(place=place, kind=_type_of(table.c[name], dialect))
        for place, name in enumerate(varying)
    }
    _insert_from(
        session,
        table,
        shared=shared,
        varying=places,
        source=_ROWS[dialect.name],
        given=sa.bindparam("rows", json.dumps(rows)),
    )


def insert_numbered(
    session: Session, table: sa.Table, rows: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Insert rows of equal columns in their order, and give the number that each got."""
    if not rows:
        return []
    statement = table.insert().returning(table.c.id, sort_by_parameter_order=True)
    return list(session.connection().execute(statement, rows).scalars())


def insert_rows(session: Session, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of equal columns in their order."""
    if rows:
        session.connection().execute(table.insert(), rows)


def _insert_from(
    session: Session,
    table: sa.Table,
    *,
    shared: Mapping[str, Any],
    varying: Mapping[str, str],
    source: str,
    given: sa.BindParameter[str],
) -> None:
    """``varying`` says by which expression each column is read from ``source``."""
    dialect = session.get_bind().dialect
    binds = [sa.bindparam(name, value, table.c[name].type) for name, value in shared.items()]
    columns = ", ".join((*varying, *shared))
    # A bare parameter in a select has no type on Postgres, and a date becomes a number on SQLite.
    marks = [f"CAST(:{name} AS {_type_of(table.c[name], dialect)})" for name in shared]
    statement = sa.text(
        f"INSERT INTO {table.name} ({columns}) "  # noqa: S608 - names of ours, never input
        f"SELECT {', '.join((*varying.values(), *marks))} FROM {source}"
    ).bindparams(*binds, given)
    session.connection().execute(statement)


def _type_of(column: sa.Column[Any], dialect: sa.Dialect) -> str:
    if dialect.name == "sqlite":
        return "INTEGER" if isinstance(column.type, sa.Integer | sa.Boolean) else "TEXT"
    return column.type.compile(dialect)
