"""A real SQLite database for each test, copied from one that was migrated once; and builders.

A test says only what matters to it: ``make.milestone(due=...)`` brings the body, the plan and the
action that it needs.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from config.inspections import shipped_inspection
from models.agencies import Agency, Contact
from models.findings import Finding
from models.inspections import Inspection, Participation
from models.installation import Installation
from models.meetings import Meeting, Minute
from models.milestones import Milestone
from models.plans import Action, Plan
from models.queries.agencies import participation_row
from models.queries.plans import plan_of
from models.schema import upgrade_schema
from models.session import SessionFactory, open_engine, session_factory, transaction
from models.words import (
    ActionState,
    AgencyKind,
    BodyMode,
    ContactRole,
    DatabaseKind,
    FindingKind,
    MilestoneKind,
    PlanState,
)
from services.act import Act
from services.arming import raise_version
from services.open_from_facts import open_from_facts
from services.open_inspection import OpeningOrder
from services.rulebook import Rulebook, standing_rulebook

# A Monday well inside the known holidays; Southend's letter was two months old.
TODAY = date(2018, 7, 9)
NOW = datetime(2018, 7, 9, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest schema, made once."""
    path = tmp_path_factory.mktemp("template") / "longstop.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    upgrade_schema(engine)
    engine.dispose()
    return path


@pytest.fixture
def database_path(tmp_path: Path, template_database: Path) -> Path:
    """This test's own database file, at the newest schema and empty."""
    return Path(shutil.copy(template_database, tmp_path / "longstop.sqlite"))


@pytest.fixture
def factory(database_path: Path) -> Iterator[SessionFactory]:
    """Sessions on this test's own database, installed as a demonstration."""
    engine = open_engine(f"sqlite:///{database_path}")
    made = session_factory(engine)
    with made() as session:
        session.add(
            Installation(
                kind=DatabaseKind.DEMONSTRATION,
                council="example",
                demonstration_date=TODAY,
                created_at=NOW,
            )
        )
        session.commit()
    yield made
    engine.dispose()


@pytest.fixture
def session(factory: SessionFactory) -> Iterator[Session]:
    """One session, undone at the end of the test."""
    with factory() as opened:
        yield opened


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The shipped calendar and ladders."""
    return standing_rulebook()


@pytest.fixture
def today() -> date:
    """Monday 9 July 2018."""
    return TODAY


@pytest.fixture
def now() -> datetime:
    """Monday 9 July 2018, ten in the morning in London."""
    return NOW


@pytest.fixture
def act() -> dict[str, Any]:
    """When and by whom a service is asked: ``move_milestone(session, ..., **act)``."""
    return {"today": TODAY, "now": NOW, "by": "manager"}


@pytest.fixture
def make(session: Session, rulebook: Rulebook) -> Make:
    """Builders of rows in this test's session."""
    return Make(session, rulebook)


class Make:
    """Builders with defaults; whatever a row needs and was not given is made as well."""

    def __init__(self, session: Session, rulebook: Rulebook) -> None:
        self.session = session
        self.rulebook = rulebook
        self._numbers = count(1)

    def _added(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def agency(
        self, ref: str | None = None, *, kind: AgencyKind = AgencyKind.PARTNER, **more: Any
    ) -> Agency:
        """A body, a partner unless said otherwise."""
        ref = ref or f"body-{next(self._numbers)}"
        name = more.pop("name", ref.replace("-", " ").title())
        return self._added(Agency(ref=ref, name=name, kind=kind, **more))

    def contact(
        self,
        agency: Agency,
        *,
        role: ContactRole = ContactRole.SPOC,
        name: str = "Maria Fenn",
        email: str | None = "maria.fenn@police.example",
        held_from: date = date(2018, 1, 1),
        **more: Any,
    ) -> Contact:
        """A person in a role."""
        return self._added(
            Contact(
                agency_id=agency.id, role=role, name=name, email=email, held_from=held_from, **more
            )
        )

    def inspection(self, ref: str | None = None, **more: Any) -> Inspection:
        """A published inspection of Saltmarsh."""
        number = next(self._numbers)
        values: dict[str, Any] = {
            "code_name": f"Heron {number}",
            "area": "Saltmarsh",
            "framework": "jtai",
            "letter_date": date(2018, 5, 9),
            "published_on": date(2018, 5, 9),
            "opened_at": NOW,
        } | more
        return self._added(Inspection(ref=ref or f"saltmarsh-{number}", **values))

    def participation(
        self, inspection: Inspection, agency: Agency, *, mode: BodyMode = BodyMode.QUIET
    ) -> Participation:
        """A body's part in an inspection, in this mode (changed if it takes part already)."""
        row = participation_row(
            self.session, inspection_id=inspection.id or 0, agency_id=agency.id or 0
        )
        row = row or Participation(inspection_id=inspection.id, agency_id=agency.id)
        row.mode = mode
        return self._added(row)

    def plan(
        self, inspection: Inspection | None = None, *, state: PlanState = PlanState.DRAFT
    ) -> Plan:
        """The inspection's plan, made if it has none."""
        inspection = inspection or self.inspection()
        row = plan_of(self.session, inspection.id or 0) or Plan(inspection_id=inspection.id)
        row.state = state
        return self._added(row)

    def finding(self, inspection: Inspection | None = None, **more: Any) -> Finding:
        """An area for improvement."""
        inspection = inspection or self.inspection()
        number = next(self._numbers)
        values: dict[str, Any] = {
            "kind": FindingKind.AREA_FOR_IMPROVEMENT,
            "ref": str(number),
            "position": number,
            "words": "Minutes of strategy meetings reach partners too late.",
        } | more
        return self._added(Finding(inspection_id=inspection.id, **values))

    def action(
        self,
        plan: Plan | None = None,
        agency: Agency | None = None,
        *,
        state: ActionState = ActionState.ACCEPTED,
        **more: Any,
    ) -> Action:
        """An accepted action."""
        plan = plan or self.plan()
        agency = agency or self.agency()
        values = {"ref": f"A{next(self._numbers)}", "title": "Share minutes in two days"} | more
        return self._added(
            Action(plan_id=plan.id, accountable_agency_id=agency.id, state=state, **values)
        )

    def milestone(
        self,
        inspection: Inspection | None = None,
        agency: Agency | None = None,
        *,
        due: date | None = date(2018, 9, 28),
        kind: MilestoneKind = MilestoneKind.PLAN,
        mode: BodyMode = BodyMode.AUTOMATIC,
        plan: PlanState = PlanState.AGREED,
        today: date = TODAY,
        now: datetime = NOW,
        **more: Any,
    ) -> Milestone:
        """An open milestone of a live body in an agreed plan, armed today; pass ``mode`` and
        ``plan`` for another beginning."""
        inspection = inspection or self.inspection()
        agency = agency or self.agency()
        if (
            participation_row(
                self.session, inspection_id=inspection.id or 0, agency_id=agency.id or 0
            )
            is None
        ):
            self.participation(inspection, agency, mode=mode)
        if kind is MilestoneKind.PLAN and "action_id" not in more:
            made = self.plan(inspection, state=plan)
            more["action_id"] = self.action(made, agency).id
        values: dict[str, Any] = {
            "ref": f"M{next(self._numbers)}",
            "title": "Minutes shared in two days",
            "first_due": due if plan is PlanState.AGREED else None,
        } | more
        milestone = self._added(
            Milestone(inspection_id=inspection.id, agency_id=agency.id, kind=kind, **values)
        )
        if due is not None:
            raise_version(
                self.session, milestone, due=due, today=today, now=now, rulebook=self.rulebook
            )
        return milestone

    def meeting(self, body: str = "Improvement Board", held_on: date = date(2018, 7, 2)) -> Meeting:
        """A meeting."""
        return self._added(Meeting(body=body, held_on=held_on))

    def minute(self, meeting: Meeting | None = None, *, number: str = "12", **more: Any) -> Minute:
        """A minute of a meeting."""
        meeting = meeting or self.meeting()
        values = {"title": "Action plan", "resolution": "That the report be noted."} | more
        return self._added(Minute(meeting_id=meeting.id, number=number, **values))


OPENED = date(2018, 5, 10)


@pytest.fixture(scope="session")
def southend_database(
    template_database: Path, tmp_path_factory: pytest.TempPathFactory, rulebook: Rulebook
) -> Path:
    """Southend's inspection of 2018, opened from the shipped facts the day after its letter."""
    path = Path(
        shutil.copy(template_database, tmp_path_factory.mktemp("southend") / "longstop.sqlite")
    )
    engine = open_engine(f"sqlite:///{path}")
    with transaction(session_factory(engine)) as opened:
        opened.add(
            Installation(
                kind=DatabaseKind.DEMONSTRATION,
                council="southend-illustration",
                demonstration_date=OPENED,
                created_at=NOW,
            )
        )
        opened.flush()
        opening = Act(
            by="manager",
            today=OPENED,
            now=datetime(2018, 5, 10, 11, tzinfo=UTC),
            rulebook=rulebook,
        )
        open_from_facts(opened, shipped_inspection(), order=OpeningOrder(), act=opening)
    engine.dispose()
    return path


@pytest.fixture
def southend_session(southend_database: Path, tmp_path: Path) -> Iterator[Session]:
    """One session on this test's own copy of Southend's inspection."""
    path = shutil.copy(southend_database, tmp_path / "southend.sqlite")
    engine = open_engine(f"sqlite:///{path}")
    with session_factory(engine)() as opened:
        yield opened
    engine.dispose()
