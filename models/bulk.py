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

# How each database reads the number at a place of each pair of the list.
_NUMBER_AT = {
    "sqlite": "json_extract(pair.value, '$[{place}]')",
    "postgresql": "(pair.value ->> {place})::int",
}
_PAIRS = {
    "sqlite": "json_each(:pairs) AS pair",
    "postgresql": "json_array_elements(CAST(:pairs AS json)) AS pair(value)",
}


def insert_alike(
    session: Session,
    table: sa.Table,
    *,
    shared: Mapping[str, Any],
    varying: tuple[str, str],
    pairs: Sequence[tuple[int, int]],
) -> None:
    """Insert one row for each pair of numbers, within the session's transaction.

    Args:
        shared: the columns that are the same in every row, with their values.
        varying: the two columns that a pair gives.
    """
    if not pairs:
        return
    dialect = session.get_bind().dialect.name
    binds = [sa.bindparam(name, value, table.c[name].type) for name, value in shared.items()]
    numbers = [_NUMBER_AT[dialect].format(place=place) for place in range(len(varying))]
    columns = ", ".join((*varying, *shared))
    # Types are cast where a bare parameter in a select would have none on Postgres.
    marks = [f"CAST(:{name} AS {_type_of(table, name, session)})" for name in shared]
    statement = sa.text(
        f"INSERT INTO {table.name} ({columns}) "  # noqa: S608 - names of ours, never input
        f"SELECT {', '.join((*numbers, *marks))} FROM {_PAIRS[dialect]}"
    ).bindparams(*binds, sa.bindparam("pairs", json.dumps(pairs)))
    session.connection().execute(statement)


def _type_of(table: sa.Table, name: str, session: Session) -> str:
    kind = table.c[name].type
    if session.get_bind().dialect.name == "sqlite":
        # SQLite would turn a date into a number; its columns take text as it comes.
        return "INTEGER" if isinstance(kind, sa.Integer | sa.Boolean) else "TEXT"
    return kind.compile(session.get_bind().dialect)
