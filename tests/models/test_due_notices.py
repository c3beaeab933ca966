"""How the one query of a ladder is answered: by indexes, and for many thousand items at once."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session

from config.ladders import ladder_body, ladder_hash, shipped_ladders
from models.agencies import Agency
from models.inspections import Inspection
from models.milestones import DeadlineVersion, Milestone, StoredLadder
from models.queries.due_notices import BodyDays, due_candidates
from models.words import AgencyKind, MilestoneKind
from rules.folding import Candidate, fold
from rules.ladders import Subject
from rules.windows import Window, compile_windows
from rules.working_days import WorkingCalendar
from services.watch.collector import collector_at_rest

PLAN = shipped_ladders()["plan"]
TODAY = date(2026, 3, 20)
NOON = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)
BODIES, INSPECTIONS = range(1, 31), range(1, 151)
EVERY_BODY = BodyDays(open_agencies=frozenset(BODIES), todays_agencies=frozenset(BODIES))


def write_items(session: Session, anchors: Sequence[date]) -> None:
    """One live, open item for each anchor, spread over 150 inspections."""
    session.add_all(
        Agency(id=id_, ref=f"b{id_}", name=f"Body {id_}", kind=AgencyKind.PARTNER) for id_ in BODIES
    )
    session.add_all(
        Inspection(
            id=id_, ref=f"i{id_}", code_name="Heron", area="Saltmarsh", framework="jtai",
            opened_at=NOON,
        )
        for id_ in INSPECTIONS
    )  # fmt: skip
    session.add(
        StoredLadder(
            id=1, name="plan", sha256=ladder_hash(PLAN), body=ladder_body(PLAN), stored_at=NOON
        )
    )
    session.flush()
    blank = Milestone(
        inspection_id=1, agency_id=1, ref="", kind=MilestoneKind.PLAN, title="Minutes shared"
    ).model_dump()
    places = range(1, len(anchors) + 1)
    insert(
        session,
        Milestone,
        [
            blank
            | {
                "id": place,
                "ref": f"M{place}",
                "inspection_id": INSPECTIONS[place % 150],
                "agency_id": BODIES[place % 30],
            }
            for place in places
        ],
    )
    insert(
        session,
        DeadlineVersion,
        [
            {
                "milestone_id": place,
                "version": 1,
                "is_current": True,
                "due": anchor,
                "anchor": anchor,
                "ladder_id": 1,
                "armed_on": date(2025, 9, 1),
                "rehearsal": False,
            }
            for place, anchor in zip(places, anchors, strict=True)
        ],
    )
    session.commit()


def insert(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> None:
    session.connection().execute(sa.insert(table), rows)


def ask(
    session: Session, windows: Sequence[Window], days: BodyDays = EVERY_BODY
) -> list[Candidate]:
    return due_candidates(
        session, ladder_id=1, subject=Subject.MILESTONE, windows=windows, today=TODAY, days=days
    )


@pytest.fixture
def windows(calendar: WorkingCalendar) -> tuple[Window, ...]:
    return compile_windows(PLAN, calendar, today=TODAY, previous_day=date(2026, 3, 19))


def test_nothing_is_asked_of_the_database_without_windows(sqlite_engine: Engine) -> None:
    with Session(sqlite_engine) as session:
        assert ask(session, ()) == []


def test_a_body_on_its_day_is_asked_and_another_is_not(
    engine: Engine, windows: tuple[Window, ...]
) -> None:
    first_body = BODIES[1]
    days = BodyDays(open_agencies=frozenset(BODIES), todays_agencies=frozenset({first_body}))
    with Session(engine) as session:
        write_items(session, [date(2026, 3, 25)] * 2)

        (found,) = ask(session, windows, days)

    assert found.agency_id == first_body
    assert windows[found.window].step.rung_id == "due-soon"


def test_when_no_body_is_open_nothing_is_asked(engine: Engine, windows: tuple[Window, ...]) -> None:
    with Session(engine) as session:
        write_items(session, [date(2026, 3, 25)])

        assert ask(session, windows, BodyDays(frozenset(), frozenset())) == []


def test_sqlite_answers_by_indexes_alone(
    sqlite_engine: Engine, windows: tuple[Window, ...]
) -> None:
    plans: list[str] = []

    def explain(
        connection: Any, _cursor: Any, statement: str, parameters: Any, _ctx: Any, _many: Any
    ) -> None:
        if statement.startswith("WITH"):
            rows = connection.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(row[3] for row in rows)

    with Session(sqlite_engine) as session:
        write_items(session, [TODAY])
        sa.event.listen(sqlite_engine, "before_cursor_execute", explain)
        ask(session, windows)

    said = "\n".join(plans)
    assert "SEARCH deadlineversion USING INDEX ix_deadline_version_watch" in said
    assert "SEARCH notice USING INDEX uq_notice_once (subject_id=? AND deadline_version=?" in said
    assert "SEARCH milestone USING INTEGER PRIMARY KEY" in said
    assert not [
        line for line in plans if line in ("SCAN milestone", "SCAN deadlineversion", "SCAN notice")
    ]


@pytest.mark.slow
def test_twenty_thousand_due_items_are_found_and_folded_in_well_under_a_second_of_cpu(
    sqlite_engine: Engine, calendar: WorkingCalendar, windows: tuple[Window, ...]
) -> None:
    with Session(sqlite_engine) as session:
        write_items(session, [calendar.send_day(TODAY, 3)] * 20_000)
        started = time.process_time()

        # As the watch does: in a process that holds much, the collector alone would take longer.
        with collector_at_rest():
            folded = fold(ask(session, windows), windows)

        took = time.process_time() - started
    assert len(folded.going) == 20_000
    assert took < 0.5
