"""Many rows in one statement, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session

from models.bulk import insert_numbered, insert_rows, insert_similar

TABLE = sa.Table(
    "line",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("item", sa.Integer),
    sa.Column("words", sa.String(40)),
    sa.Column("rehearsal", sa.Boolean),
    sa.Column("day", sa.Date),
    sa.Column("reason", sa.String(40)),
)
DAY = date(2018, 9, 17)


@pytest.fixture
def lines(engine: Engine) -> Iterator[Session]:
    """A session on a database with the table of these tests."""
    TABLE.create(engine)
    with Session(engine) as session:
        yield session


def written(session: Session) -> list[tuple[object, ...]]:
    return [tuple(row[1:]) for row in session.execute(sa.select(TABLE).order_by(TABLE.c.id))]


def test_each_row_has_what_is_shared_and_its_own_in_its_order(lines: Session) -> None:
    insert_similar(
        lines,
        TABLE,
        shared={"day": DAY, "reason": None},
        varying=("item", "words", "rehearsal"),
        rows=[(7, "it's 5:00 :now", True), (3, "", False), (5, None, False)],
    )

    assert written(lines) == [
        (7, "it's 5:00 :now", True, DAY, None),
        (3, "", False, DAY, None),
        (5, None, False, DAY, None),
    ]


def test_numbers_come_in_the_order_of_the_rows(lines: Session) -> None:
    numbers = insert_numbered(lines, TABLE, [{"item": item} for item in range(1500, 0, -1)])

    found = {row.id: row.item for row in lines.execute(sa.select(TABLE))}
    assert [found[number] for number in numbers] == list(range(1500, 0, -1))
    assert numbers == sorted(numbers)


def test_no_rows_are_no_statement(lines: Session) -> None:
    insert_similar(lines, TABLE, shared={"day": DAY}, varying=("item",), rows=[])
    insert_rows(lines, TABLE, [])

    assert insert_numbered(lines, TABLE, []) == []
    assert written(lines) == []
