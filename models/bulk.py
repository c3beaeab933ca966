"""Writing very many rows that are alike in one statement.

A hundred thousand lines of the ledger differ in their item alone. Handing the driver every value
of every row takes longer than the database needs to store them; here the items travel as one
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
    dialect = session.get_bind().dialect
    binds = [sa.bindparam(name, value, table.c[name].type) for name, value in shared.items()]
    columns = ", ".join((varying, *shared))
    # A bare parameter in a select has no type on Postgres, and a date becomes a number on SQLite.
    marks = [f"CAST(:{name} AS {_type_of(table.c[name], dialect)})" for name in shared]
    statement = sa.text(
        f"INSERT INTO {table.name} ({columns}) "  # noqa: S608 - names of ours, never input
        f"SELECT {', '.join((_NUMBER[dialect.name], *marks))} FROM {_NUMBERS[dialect.name]}"
    ).bindparams(*binds, sa.bindparam("numbers", json.dumps(numbers)))
    session.connection().execute(statement)


def _type_of(column: sa.Column[Any], dialect: sa.Dialect) -> str:
    if dialect.name == "sqlite":
        return "INTEGER" if isinstance(column.type, sa.Integer | sa.Boolean) else "TEXT"
    return column.type.compile(dialect)
