"""A demonstration under a home of its own, and one Prefect server for all who ask for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from config.settings import settings
from models.agencies import Agency, Contact
from models.inspections import Inspection, Participation
from models.milestones import Milestone
from models.session import SessionFactory, transaction
from models.words import AgencyKind, BodyMode, ContactRole, DatabaseKind, MilestoneKind
from services.arming import raise_version
from services.installation import InstallationOrder, install
from services.opening import open_database
from services.rulebook import standing_rulebook

MONDAY = date(2018, 8, 13)
NOW = datetime(2018, 8, 13, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Prefect's own test server. It takes some ten seconds, so only those who ask pay for it."""
    os.environ["PREFECT_HOME"] = str(tmp_path_factory.mktemp("prefect"))
    os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=90):
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of this test's own, empty."""
    monkeypatch.setenv("LONGSTOP_HOME", str(tmp_path / "var"))
    monkeypatch.delenv("LONGSTOP_DATABASE_URL", raising=False)
    settings.cache_clear()
    yield tmp_path / "var"
    settings.cache_clear()


@pytest.fixture
def demonstration(home: Path) -> SessionFactory:
    """A demonstration whose date is Monday 13 August 2018."""
    factory = open_database(create=True)
    order = InstallationOrder(DatabaseKind.DEMONSTRATION, "example", demonstration_date=MONDAY)
    with transaction(factory) as session:
        install(session, order, now=NOW, by="test")
    return factory


@pytest.fixture
def saltmarsh(demonstration: SessionFactory) -> Inspection:
    """An inspection with a statement that the council is to be reminded of on that Monday."""
    with transaction(demonstration) as session:
        council = _added(session, Agency(ref="council", name="Council", kind=AgencyKind.COUNCIL))
        for role, name in ((ContactRole.PROGRAMME_MANAGER, "Pat"), (ContactRole.SPOC, "Sam")):
            _added(session, _contact(council, role, name))
        inspection = _added(session, _inspection())
        part = Participation(
            inspection_id=inspection.id, agency_id=council.id, mode=BodyMode.AUTOMATIC
        )
        _added(session, part)
        statement = _added(session, _statement(inspection, council))
        raise_version(
            session,
            statement,
            due=date(2018, 8, 16),
            today=date(2018, 7, 2),
            now=NOW,
            rulebook=standing_rulebook(),
        )
    return inspection


def _added(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def _contact(agency: Agency, role: ContactRole, name: str) -> Contact:
    return Contact(
        agency_id=agency.id or 0,
        role=role,
        name=name,
        email=f"{name.lower()}@council.example",
        held_from=date(2018, 1, 1),
    )


def _inspection() -> Inspection:
    return Inspection(
        ref="saltmarsh",
        code_name="Project Heron",
        area="Saltmarsh",
        framework="jtai",
        theme="neglect",
        letter_date=date(2018, 5, 9),
        published_on=date(2018, 5, 9),
        opened_at=NOW,
    )


def _statement(inspection: Inspection, council: Agency) -> Milestone:
    return Milestone(
        inspection_id=inspection.id or 0,
        ref="statement",
        rule_key="statement",
        kind=MilestoneKind.STATUTORY,
        title="Written statement of proposed action",
        agency_id=council.id or 0,
    )
