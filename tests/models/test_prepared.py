"""Prepared statements do what the same statement does when it is executed as ever."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from models.prepared import Prepared
from models.queries.claiming import DELIVERY
from models.session import open_engine
from models.words import DeliveryState

NOON = datetime(2018, 8, 16, 12, tzinfo=UTC)
NAMED = sa.Table(
    "named",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String),
    sa.Column("at", DELIVERY.c.settled_at.type),
    sa.Column("state", DELIVERY.c.state.type),
)
RENAME = Prepared(
    NAMED.update()
    .where(NAMED.c.id == sa.bindparam("number"), NAMED.c.state == DeliveryState.SENDING)
    .values(
        name=sa.bindparam("its_name"),
        at=sa.bindparam("moment", type_=NAMED.c.at.type),
        state=DeliveryState.SENT,
    )
)
GIVEN = {"number": 2, "its_name": "100 % 'sure'", "moment": NOON}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def session(request: pytest.FixtureRequest) -> Any:
    at = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    engine = open_engine(at)
    with engine.connect() as connection, Session(connection) as opened:
        NAMED.create(connection)
        rows = [{"id": number, "state": DeliveryState.SENDING} for number in (1, 2)]
        opened.connection().execute(NAMED.insert(), rows)
        yield opened
        opened.rollback()
    engine.dispose()


def _row(session: Session) -> tuple[Any, ...]:
    return tuple(session.connection().execute(NAMED.select().where(NAMED.c.id == 2)).one())


def test_it_writes_what_the_statement_writes_as_ever(session: Session) -> None:
    before = session.begin_nested()
    session.connection().execute(RENAME.statement, GIVEN)
    as_ever = _row(session)
    before.rollback()
    RENAME.run(session, GIVEN)
    assert _row(session) == as_ever == (2, "100 % 'sure'", NOON, DeliveryState.SENT)


def test_it_says_how_many_rows_it_changed(session: Session) -> None:
    assert [RENAME.run(session, GIVEN), RENAME.run(session, GIVEN)] == [1, 0]


def test_a_value_that_is_missing_is_named(session: Session) -> None:
    with pytest.raises(KeyError, match="its_name"):
        RENAME.run(session, {"number": 2, "moment": NOON})
