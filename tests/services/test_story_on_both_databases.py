"""One plan from its first body to its closing, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from documents.plan_sheet import read_plan
from models.findings import Finding
from models.inspections import Inspection
from models.plans import Plan
from models.queries.plans import milestones_of
from models.schema import upgrade_schema
from models.session import SessionFactory, open_engine, session_factory, transaction
from models.words import (
    AgencyKind,
    BodyMode,
    ContactRole,
    FindingKind,
    MilestoneState,
    SaidState,
    UpdateChannel,
)
from rules.finding_state import FindingState
from services.accept_complete import accept_complete
from services.add_agency import NewAgency, add_agency
from services.add_meeting import add_meeting
from services.agree_plan import Agreement, agree_plan
from services.answer_action import accept_action
from services.check_evidence import Verdict, check_evidence
from services.close_finding import close_finding
from services.close_plan import close_plan
from services.find import the_action, the_agency, the_finding, the_milestone, the_minute
from services.finding_standing import standing_of
from services.go_live import set_mode
from services.history import head_of, verify
from services.import_plan import Confirmed, import_plan
from services.move_milestone import Move, move_milestone
from services.read_plan_rows import read_plan_rows
from services.record_minute import NewMinute, record_minute
from services.record_update import Answer, record_update
from services.redact import find_text, redact_text
from services.set_contact import ContactOrder, set_contact

TODAY = date(2018, 7, 9)
NOW = datetime(2018, 7, 9, 9, 0, tzinfo=UTC)
STAMPED: dict[str, Any] = {"now": NOW, "by": "manager"}
WHEN: dict[str, Any] = {"today": TODAY, **STAMPED}
PLAN = (
    "Ref,Area for improvement,Action,Lead agency,Timescale\n"
    "1.1,Late minutes,Share minutes in two days,Estuary Police,28 September 2018\n"
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SessionFactory]:
    """Sessions on a migrated database of either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'longstop.sqlite'}"
    else:
        url = request.getfixturevalue("postgres_url")
    engine = open_engine(url)
    upgrade_schema(engine)
    yield session_factory(engine)
    engine.dispose()


def test_a_plan_from_its_first_body_to_its_closing(
    either: SessionFactory, rulebook, tmp_path: Path
) -> None:
    by_the_rules = {**WHEN, "rulebook": rulebook}
    sheet = tmp_path / "plan.csv"
    sheet.write_text(PLAN, encoding="utf-8")

    with transaction(either) as session:
        _open(session)
    with transaction(either) as session:
        inspection, plan = _inspection(session)
        reading = read_plan_rows(session, inspection, read_plan(sheet), written_on=TODAY)
        import_plan(
            session, plan, reading, inspection=inspection, confirmed=Confirmed(), **by_the_rules
        )
        accept_action(session, the_action(session, "1.1"), **by_the_rules)
        agree_plan(session, plan, Agreement(TODAY, "All partners"), **by_the_rules)
        body = the_agency(session, "police")
        change = set_mode(session, inspection, body, mode=BodyMode.PREPARED, **by_the_rules)
        assert len(change.armed) == 1
    with transaction(either) as session:
        item = the_milestone(session, "1.1")
        move_milestone(
            session, item, Move(date(2018, 11, 30), "Tool late", "Board"), **by_the_rules
        )
        done = Answer(
            SaidState.COMPLETE,
            "Maria Fenn",
            UpdateChannel.REPLY,
            words="Done, as Toby Marsh saw",
            done_on=date(2018, 7, 4),
            evidence="Minutes",
        )
        record_update(session, item, done, **by_the_rules)
        check_evidence(session, item, Verdict(is_accepted=True), **by_the_rules)
    with transaction(either) as session:
        _accept_and_close(session)
    with transaction(either) as session:
        exported = head_of(session)
        redact_text(session, "toby marsh", reason="A child's name", **STAMPED)
    with transaction(either) as session:
        assert find_text(session, "Toby Marsh").total == 0
        result = verify(session, exported=exported)
        assert (result.faults, result.redacted) == ((), 1)


def _open(session: Session) -> None:
    inspection = Inspection(
        ref="saltmarsh", code_name="Heron", area="Saltmarsh", framework="jtai", opened_at=NOW
    )
    session.add(inspection)
    session.flush()
    session.add(Plan(inspection_id=inspection.id or 0))
    session.add(
        Finding(
            inspection_id=inspection.id or 0,
            kind=FindingKind.AREA_FOR_IMPROVEMENT,
            ref="1",
            position=1,
            words="Minutes reach partners late.",
            short_title="Late minutes",
        )
    )
    body = add_agency(session, NewAgency("police", "Estuary Police", AgencyKind.PARTNER), **STAMPED)
    order = ContactOrder(ContactRole.SPOC, "Maria Fenn", "m.fenn@police.example")
    set_contact(session, body, order, **WHEN)


def _inspection(session: Session) -> tuple[Inspection, Plan]:
    from services.find import the_inspection, the_plan

    inspection = the_inspection(session)
    return inspection, the_plan(session, inspection)


def _accept_and_close(session: Session) -> None:
    inspection, plan = _inspection(session)
    held = add_meeting(session, body="Board", held_on=date(2018, 7, 6), **STAMPED)
    record_minute(session, held, NewMinute("7", "Plan", "That it be closed."), **WHEN)
    minute, meeting = the_minute(session, "7")
    cited = {"minute": minute, "meeting": meeting, **WHEN}
    accept_complete(session, the_milestone(session, "1.1"), **cited)
    finding = the_finding(session, "1")
    assert standing_of(session, finding).state is FindingState.ACTIONS_COMPLETE
    close_finding(session, finding, what_is_different="Plans arrive in time.", **cited)
    close_plan(session, plan, **cited)
    [item] = milestones_of(session, inspection.id or 0)
    assert (item.state, item.moves) == (MilestoneState.ACCEPTED, 1)
