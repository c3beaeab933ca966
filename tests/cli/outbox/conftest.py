"""The command on a demonstration in which one item of a partner body is due to be asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import Session

from cli.main import main
from config.settings import settings
from models.agencies import Agency, Contact
from models.inspections import Inspection, Participation
from models.installation import Installation
from models.milestones import Milestone
from models.plans import Action, Plan
from models.schema import upgrade_schema
from models.session import open_engine
from models.words import (
    ActionState,
    AgencyKind,
    BodyMode,
    ContactRole,
    DatabaseKind,
    MilestoneKind,
    PlanState,
)
from services.arming import raise_version
from services.rulebook import standing_rulebook

MONDAY = date(2018, 7, 9)
NOW = datetime(2018, 7, 9, 11, 0, tzinfo=UTC)
ARMED_ON = date(2018, 5, 14)
# Ten working days after the demonstration's date.
DUE = date(2018, 7, 23)


@dataclass
class Longstop:
    """The command, run in this test's own home."""

    home: Path

    def __call__(self, *words: str, answers: str | None = None) -> Result:
        """Run the command; ``answers`` are typed at its questions."""
        return CliRunner().invoke(main, words, input=answers)

    def says(self, *words: str, answers: str | None = None) -> str:
        """What a command that must succeed prints."""
        result = self(*words, answers=answers)
        assert result.exit_code == 0, result.output
        return result.stdout


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database made once: police with a lead and a senior lead, prepared, one item each way."""
    path = tmp_path_factory.mktemp("demonstration") / "longstop.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    upgrade_schema(engine)
    with Session(engine) as session:
        _fill(session)
        session.commit()
    engine.dispose()
    return path


@pytest.fixture
def longstop(
    tmp_path: Path, demonstration: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Longstop]:
    """The command, on a copy of that database."""
    home = tmp_path / "var"
    home.mkdir()
    (home / "longstop.sqlite").write_bytes(demonstration.read_bytes())
    monkeypatch.setenv("LONGSTOP_HOME", str(home))
    monkeypatch.delenv("LONGSTOP_DATABASE_URL", raising=False)
    # Wide enough that no table breaks a name, whatever terminal the tests run in.
    monkeypatch.setenv("COLUMNS", "200")
    settings.cache_clear()
    yield Longstop(home)
    settings.cache_clear()


@pytest.fixture
def decided(longstop: Longstop) -> Longstop:
    """The same after the daily check of Monday 9 July 2018."""
    longstop.says("watch", "run")
    return longstop


Added = Callable[..., int]


def _fill(session: Session) -> None:
    session.add(
        Installation(
            kind=DatabaseKind.DEMONSTRATION,
            council="example",
            demonstration_date=MONDAY,
            created_at=NOW,
        )
    )
    council = _added(
        session, Agency(ref="council", name="Saltmarsh Council", kind=AgencyKind.COUNCIL)
    )
    police = _added(
        session, Agency(ref="estuary-police", name="Estuary Police", kind=AgencyKind.PARTNER)
    )
    _person(session, council, ContactRole.PROGRAMME_MANAGER, "Ada Quill")
    _person(session, police, ContactRole.SPOC, "Maria Fenn")
    _person(session, police, ContactRole.SENIOR_LEAD, "Sol Marsh")
    inspection = _added(
        session,
        Inspection(
            ref="saltmarsh-2018",
            code_name="Project Heron",
            area="Saltmarsh",
            framework="jtai",
            opened_at=NOW,
        ),
    )
    session.add(Participation(inspection_id=inspection, agency_id=police, mode=BodyMode.PREPARED))
    plan = _added(session, Plan(inspection_id=inspection, state=PlanState.AGREED))
    _item(session, "3.1", "Minutes shared in two days", DUE, (inspection, plan, police))
    _item(session, "3.2", "Rota agreed", date(2018, 6, 4), (inspection, plan, police))


def _item(session: Session, ref: str, title: str, due: date, where: tuple[int, int, int]) -> None:
    inspection, plan, body = where
    action = _added(
        session,
        Action(
            plan_id=plan,
            accountable_agency_id=body,
            ref=ref,
            title=title,
            state=ActionState.ACCEPTED,
            timescale_text="by the end of July",
        ),
    )
    milestone = Milestone(
        inspection_id=inspection,
        agency_id=body,
        action_id=action,
        ref=ref,
        title=title,
        kind=MilestoneKind.PLAN,
        first_due=due,
    )
    _added(session, milestone)
    raise_version(
        session, milestone, due=due, today=ARMED_ON, now=NOW, rulebook=standing_rulebook()
    )


def _person(session: Session, body: int, role: ContactRole, name: str) -> None:
    address = f"{name.lower().replace(' ', '.')}@saltmarsh.example"
    _added(
        session,
        Contact(
            agency_id=body,
            role=role,
            name=name,
            email=address,
            held_from=date(2018, 1, 1),
            introduced_on=date(2018, 6, 1),
        ),
    )


def _added(session: Session, row: Agency | Contact | Inspection | Plan | Action | Milestone) -> int:
    session.add(row)
    session.flush()
    return row.id or 0
