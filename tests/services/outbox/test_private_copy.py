"""A private copy holds what the database holds, whichever kind the database is."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session, select

from models.copying import LEFT_OUT_COLUMNS, LEFT_OUT_TABLES
from models.history import Event
from models.ledger import Delivery, Message
from models.milestones import Milestone
from models.queries.decided import tell_everyone
from models.session import transaction
from models.tables import METADATA
from models.words import BodyMode
from services.forecast import Span, forecast
from services.private_copy import private_copy

MONDAY = date(2018, 7, 9)
DUE = date(2018, 7, 23)


@pytest.fixture
def lived(scene):
    """A day decided and delivered, so that nearly every table has rows."""
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.deliver(MONDAY)
    return scene


def every_row(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """All rows but what a copy leaves out, as Python sees them."""
    found = {}
    for table in METADATA.sorted_tables:
        columns = [
            column for column in table.columns if (table.name, column.name) not in LEFT_OUT_COLUMNS
        ]
        if table.name not in LEFT_OUT_TABLES:
            rows = session.execute(table.select().with_only_columns(*columns))
            found[table.name] = sorted(map(tuple, rows), key=repr)
    return found


def test_kept_mail_and_history_stay_behind(lived) -> None:
    with lived.factory() as real:
        assert any(one.raw for one in real.exec(select(Delivery)))
        assert real.exec(select(Event)).first() is not None

    with private_copy(lived.factory) as copy, copy() as session:
        assert not any(one.raw for one in session.exec(select(Delivery)))
        assert session.exec(select(Event)).first() is None


def test_what_is_written_to_a_copy_stays_in_it(lived) -> None:
    with private_copy(lived.factory) as copy:
        with transaction(copy) as session:
            for message in session.exec(select(Message)):
                message.grouping = "changed"
        with copy() as session:
            assert {one.grouping for one in session.exec(select(Message))} == {"changed"}

    with lived.factory() as real:
        assert "changed" not in {one.grouping for one in real.exec(select(Message))}


def test_a_copy_ends_with_its_block(lived) -> None:
    with private_copy(lived.factory) as copy:
        pass

    with copy() as session, pytest.raises(Exception, match="no such table"):
        session.exec(select(Milestone)).first()


def test_a_copy_holds_the_same_from_either_database(lived, either_database) -> None:
    factory = either_database()

    with private_copy(factory) as copy, copy() as session, factory() as real:
        assert every_row(session) == every_row(real)


def test_the_forecast_is_the_same_on_either_database(lived, either_database) -> None:
    span = Span(MONDAY, MONDAY, date(2018, 7, 27))

    there, here = forecast(either_database(), span), forecast(lived.factory, span)

    assert there.days == here.days
    assert there.messages > 0


def test_only_on_a_copy_may_everybody_count_as_told(lived) -> None:
    at = lived.at(MONDAY)
    with private_copy(lived.factory) as copy, copy() as session:
        tell_everyone(session, MONDAY, at=at, with_held=True)

    with pytest.raises(ValueError, match="Only on a private copy"):
        tell_everyone(lived.session, MONDAY, at=at, with_held=True)
