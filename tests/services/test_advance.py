"""Moving a demonstration's date: every day lived by the real check and the real delivery."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.history import Event
from models.installation import Installation
from models.ledger import Sweep
from models.words import AgencyKind, ContactRole, DatabaseKind
from notifications.plugins.maildir import maildir_transport
from services.advance import DayReport, advance
from services.errors import Refused

FRIDAY, MONDAY = date(2018, 7, 6), date(2018, 7, 9)


@pytest.fixture
def begin(factory: Any) -> Any:
    """Set the demonstration's date."""

    def set_date(day: date | None, kind: DatabaseKind = DatabaseKind.DEMONSTRATION) -> None:
        with factory() as session:
            row = session.get_one(Installation, 1)
            row.demonstration_date, row.kind = day, kind
            session.commit()

    return set_date


@pytest.fixture
def move(factory: Any, tmp_path: Path) -> Any:
    """Advance this test's demonstration."""

    def advance_to(day: date, **more: Any) -> list[DayReport]:
        return advance(
            factory,
            until=day,
            transport=maildir_transport(tmp_path / "mail"),
            actor="tester",
            **more,
        )

    return advance_to


def test_working_days_are_decided_and_a_weekend_is_only_passed(
    begin: Any, move: Any, factory: Any
) -> None:
    begin(FRIDAY)

    reports = move(MONDAY)

    assert [report.day.day for report in reports] == [6, 7, 8, 9]
    assert [report.watch is not None for report in reports] == [True, False, False, True]
    with factory() as session:
        assert session.exec(select(Sweep.day).order_by(Sweep.day)).all() == [FRIDAY, MONDAY]


def test_the_date_stands_at_the_last_day_and_history_says_who_moved_it(
    begin: Any, move: Any, factory: Any
) -> None:
    begin(FRIDAY)

    move(MONDAY)

    with factory() as session:
        assert session.get_one(Installation, 1).demonstration_date == MONDAY
        (event,) = session.exec(select(Event).where(Event.kind == "demonstration moved")).all()
    assert event.actor == "tester"
    assert event.payload == {"from": "2018-07-06", "to": "2018-07-09"}


def test_what_is_due_on_the_way_is_filed_on_its_day(
    begin: Any, move: Any, make: Any, session: Any, tmp_path: Path
) -> None:
    council = make.agency("council", kind=AgencyKind.COUNCIL)
    make.contact(
        council, role=ContactRole.PROGRAMME_MANAGER, name="Pat Lowe", email="pat@council.example"
    )
    police = make.agency("police", chosen_weekday=1)
    make.contact(police, email="maria@police.example")
    make.milestone(agency=police, due=date(2018, 9, 14))
    session.commit()
    begin(MONDAY)

    reports = move(date(2018, 9, 14))

    filed = sum(report.delivery.counts["filed"] for report in reports)
    assert filed == len(list((tmp_path / "mail" / "new").iterdir())) > 0


def test_a_replay_may_act_on_each_day_before_it_is_decided(begin: Any, move: Any) -> None:
    begin(FRIDAY)
    seen: list[str] = []

    move(
        MONDAY,
        before_day=lambda day: seen.append(f"act {day.day}"),
        on_day=lambda report: seen.append(f"decided {report.day.day}"),
    )

    assert seen[:4] == ["act 6", "decided 6", "act 7", "decided 7"]


def test_advancing_to_the_same_day_twice_decides_it_once(begin: Any, move: Any) -> None:
    begin(MONDAY)
    move(MONDAY)

    (again,) = move(MONDAY)

    assert again.watch is not None
    assert again.watch.not_decided == "This day was decided already."


def test_the_date_never_moves_back(begin: Any, move: Any) -> None:
    begin(MONDAY)

    with pytest.raises(Refused, match=r"only moves forward\. Friday 6 July 2018 lies before it"):
        move(FRIDAY)


def test_a_live_database_takes_the_real_day(begin: Any, move: Any) -> None:
    begin(None, DatabaseKind.LIVE)

    with pytest.raises(Refused, match="This database is live"):
        move(MONDAY)
