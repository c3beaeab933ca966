"""A database of many open milestones, all due today, for measuring the daily check and delivery.

150 inspections, 20 people unless told otherwise; every body automatic, introduced, and on its
chosen day; the brake off by a setting, as issues 2 and 3 ask. A demonstration files its mail; a
live one (``mail="smtp"``) sends it as the environment says.
"""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.agencies import Agency, Contact
from models.inspections import Inspection, Participation
from models.installation import CouncilSetting, Installation
from models.ledger import Notice
from models.milestones import DeadlineVersion, Milestone
from models.schema import upgrade_schema
from models.session import open_engine
from models.words import (
    AgencyKind,
    BodyMode,
    ContactRole,
    DatabaseKind,
    MilestoneKind,
    MilestoneState,
    NoticeState,
    SubjectKind,
)
from scripts.bench.day import NOW, TODAY
from services.rulebook import standing_rulebook
from services.stored_ladders import store_ladder

# The working day before today: the first late step of the plan's ladder falls on today.
DUE = date(2018, 9, 17)
TUESDAY = 2


def make_large_database(
    url: str, *, milestones: int, people: int = 20, inspections: int = 150, mail: str | None = None
) -> None:
    """Make the database at this address, from nothing."""
    engine = open_engine(url)
    upgrade_schema(engine)
    with Session(engine) as session:
        session.add(_installation(mail))
        _facts(session, people=people, inspections=inspections)
        ladder = store_ladder(session, standing_rulebook().ladder("plan"), now=NOW)
        _items(
            session,
            milestones=milestones,
            people=people,
            inspections=inspections,
            ladder_id=ladder.id or 0,
        )
        session.commit()
    engine.dispose()


def _installation(mail: str | None) -> Installation:
    if mail is not None:
        return Installation(
            kind=DatabaseKind.LIVE, council="example", mail_channel=mail, created_at=NOW
        )
    return Installation(
        kind=DatabaseKind.DEMONSTRATION,
        council="example",
        demonstration_date=TODAY,
        created_at=NOW,
    )


def _pairs(*, people: int, inspections: int) -> list[tuple[int, int]]:
    """Which body takes part in which inspection: where it has, or could have, items."""
    numbers = range(math.lcm(people, inspections))
    return [(number % inspections + 1, number % people + 1) for number in numbers]


def _facts(session: Session, *, people: int, inspections: int) -> None:
    session.add(
        CouncilSetting(key="brake.enabled", value=False, changed_by="benchmark", changed_at=NOW)
    )
    session.flush()
    _insert(session, Agency, [_agency(number) for number in range(1, people + 1)])
    _insert(session, Contact, [_contact(number) for number in range(1, people + 1)])
    _insert(session, Inspection, [_inspection(number) for number in range(1, inspections + 1)])
    _insert(
        session,
        Participation,
        [
            {
                "inspection_id": inspection,
                "agency_id": agency,
                "mode": BodyMode.AUTOMATIC,
                "live_on": date(2018, 6, 1),
            }
            for inspection, agency in _pairs(people=people, inspections=inspections)
        ],
    )


def _items(
    session: Session, *, milestones: int, people: int, inspections: int, ladder_id: int
) -> None:
    _insert(
        session,
        Milestone,
        [
            {
                "id": number,
                "inspection_id": number % inspections + 1,
                "ref": f"M{number}",
                "kind": MilestoneKind.PLAN,
                "title": f"Step {number} of the plan is in place",
                "agency_id": number % people + 1,
                "state": MilestoneState.OPEN,
                "first_due": DUE,
                "due": DUE,
                "version": 1,
                "moves": 0,
                "reading": {},
            }
            for number in range(1, milestones + 1)
        ],
    )
    _insert(
        session,
        DeadlineVersion,
        [
            {
                "milestone_id": number,
                "version": 1,
                "is_current": True,
                "due": DUE,
                "anchor": DUE,
                "ladder_id": ladder_id,
                "armed_on": date(2018, 6, 1),
                "rehearsal": False,
            }
            for number in range(1, milestones + 1)
        ],
    )
    for step in ("coming-up", "due-soon"):
        _insert(session, Notice, [_told(number, step) for number in range(1, milestones + 1)])


def _told(number: int, step: str) -> dict[str, Any]:
    """A reminder of weeks ago, so that the ledger is as full as in the third month of a plan."""
    return {
        "subject_kind": SubjectKind.MILESTONE,
        "subject_id": number,
        "deadline_version": 1,
        "rung_id": step,
        "occurrence": 0,
        "audience": "lead",
        "rehearsal": False,
        "state": NoticeState.TOLD,
        "decided_on": date(2018, 9, 11),
        "told_on": date(2018, 9, 11),
    }


def _agency(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "ref": f"body-{number}",
        "name": f"Body {number}",
        "kind": AgencyKind.PARTNER,
        "chosen_weekday": TUESDAY,
    }


def _contact(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "agency_id": number,
        "role": ContactRole.SPOC,
        "name": f"Person {number}",
        "email": f"person{number}@body{number}.example",
        "held_from": date(2018, 1, 1),
        "introduced_on": date(2018, 6, 1),
    }


def _inspection(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "ref": f"area-{number}",
        "code_name": f"Heron {number}",
        "area": f"Area {number}",
        "framework": "jtai",
        "marking": "OFFICIAL",
        "embargoed": False,
        "opened_at": NOW,
    }


def _insert(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(sa.insert(table), rows)


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite:///{path}"
