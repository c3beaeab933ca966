"""Many who write at once append to one chain: it does not fork, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.schema import upgrade_schema
from models.session import SessionFactory, open_engine, session_factory, transaction
from services.history import Subject, record, verify

NOW = datetime(2018, 7, 9, 9, 0, tzinfo=UTC)
WRITERS, EVENTS = 6, 8


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SessionFactory]:
    """Sessions on a database of either kind whose history has begun."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'longstop.sqlite'}"
    else:
        url = request.getfixturevalue("postgres_url")
    engine = open_engine(url)
    upgrade_schema(engine)
    factory = session_factory(engine)
    write(factory, "installed")
    yield factory
    engine.dispose()


def write(factory: SessionFactory, kind: str) -> None:
    """One act in a transaction of its own."""
    with transaction(factory) as session:
        record(session, now=NOW, actor="x", kind=kind, subject=Subject("x"), payload={"a": kind})


def write_and_fail(factory: SessionFactory) -> None:
    """An act whose transaction ends in an error."""
    with transaction(factory) as session:
        record(session, now=NOW, actor="x", kind="undone", subject=Subject("x"), payload={})
        raise ZeroDivisionError


def test_many_writers_make_one_chain(either: SessionFactory) -> None:
    def acts(writer: int) -> None:
        for number in range(EVENTS):
            write(either, f"act {writer}.{number}")

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(acts, range(WRITERS)))

    with transaction(either) as session:
        result = verify(session)
    assert result.faults == ()
    assert result.events == 1 + WRITERS * EVENTS


def test_an_act_that_is_undone_leaves_no_link(either: SessionFactory) -> None:
    with pytest.raises(ZeroDivisionError):
        write_and_fail(either)

    write(either, "after it")

    with transaction(either) as session:
        result = verify(session)
    assert (result.faults, result.events) == ((), 2)
