"""What the operator's page shows of a day, and what it must never show."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.words import AgencyKind, ContactRole, MilestoneKind, MilestoneState
from services.day_overview import DayOverview, day_overview, inspection_publicly_named
from services.errors import NotFoundError
from services.watch import run_watch

MONDAY = date(2018, 7, 9)


@pytest.fixture
def overview(session: Any) -> Any:
    """The overview of Monday 9 July 2018."""

    def read(day: date = MONDAY) -> DayOverview:
        session.flush()
        return day_overview(session, today=day)

    return read


def test_key_dates_are_the_statutory_and_committee_ones_the_earliest_first(
    make: Any, overview: Any
) -> None:
    inspection = make.inspection("saltmarsh")
    for ref, kind, due in (
        ("return", MilestoneKind.COMMITTEE, date(2019, 2, 12)),
        ("statement", MilestoneKind.STATUTORY, date(2018, 8, 16)),
        ("3.1", MilestoneKind.PLAN, date(2018, 7, 20)),
    ):
        make.milestone(inspection, ref=ref, kind=kind, due=due)

    assert [line.ref for line in overview().key_dates] == ["statement", "return"]


def test_days_left_are_said_in_working_days(make: Any, overview: Any) -> None:
    make.milestone(kind=MilestoneKind.STATUTORY, due=date(2018, 7, 12))

    assert overview().key_dates[0].standing == "3 working days left"


def test_what_is_done_stands_last_with_its_day_and_what_is_not_needed_is_left_out(
    make: Any, overview: Any
) -> None:
    for ref, state, done_on in (
        ("noted", MilestoneState.ACCEPTED, date(2018, 6, 19)),
        ("dropped", MilestoneState.NO_LONGER_NEEDED, None),
        ("statement", MilestoneState.OPEN, None),
    ):
        make.milestone(
            ref=ref,
            kind=MilestoneKind.STATUTORY,
            due=date(2018, 6, 19) if done_on else date(2018, 8, 16),
            state=state,
            done_on=done_on,
        )

    lines = [(line.ref, line.standing) for line in overview().key_dates]

    assert lines == [
        ("statement", "28 working days left"),
        ("noted", "done on Tuesday 19 June 2018"),
    ]


def test_of_a_published_inspection_only_references_and_the_laws_own_titles_are_shown(
    make: Any, overview: Any
) -> None:
    inspection = make.inspection("saltmarsh", theme="exploitation")
    make.milestone(
        inspection,
        kind=MilestoneKind.STATUTORY,
        rule_key="statement",
        title="Written statement",
        due=date(2018, 8, 16),
    )
    make.milestone(
        inspection,
        kind=MilestoneKind.COMMITTEE,
        title="Drift in neglect cases back to Cabinet",
        due=date(2018, 9, 18),
    )

    lines = overview().key_dates

    assert [line.what for line in lines] == ["Written statement", "Committee date"]
    assert {line.inspection for line in lines} == {"saltmarsh"}


def test_an_embargoed_inspection_stands_under_its_code_name(make: Any, overview: Any) -> None:
    inspection = make.inspection("saltmarsh", embargoed=True, code_name="Project Heron")
    make.milestone(inspection, kind=MilestoneKind.STATUTORY, due=date(2018, 8, 16))

    said = repr(overview())

    assert "Project Heron" in said
    assert "saltmarsh" not in said.lower()


def test_what_goes_out_is_counted_by_role_and_names_nobody(
    make: Any, session: Any, factory: Any, overview: Any, now: Any
) -> None:
    council = make.agency("council", name="Saltmarsh Council", kind=AgencyKind.COUNCIL)
    make.contact(
        council, role=ContactRole.PROGRAMME_MANAGER, name="Pat Lowe", email="pat@council.example"
    )
    police = make.agency("police", name="Estuary Police", chosen_weekday=1)
    make.contact(police, name="Maria Fenn", email="maria@police.example")
    make.milestone(agency=police, due=date(2018, 7, 10))
    session.commit()
    run_watch(factory, today=MONDAY, now=now, actor="test")

    going = overview().going

    assert "Estuary Police, single point of contact" in {line.to for line in going}
    assert "Maria" not in repr(going)
    assert "@" not in repr(going)


def test_what_became_late_since_the_day_decided_before_is_named_once(
    make: Any, session: Any, factory: Any, overview: Any, now: Any
) -> None:
    milestone = make.milestone(due=date(2018, 7, 9), ref="3.1")
    inspection = session.get_one(type(make.inspection()), milestone.inspection_id).ref
    session.commit()
    for day in (MONDAY, date(2018, 7, 10), date(2018, 7, 11)):
        run_watch(factory, today=day, now=now, actor="test")

    late = {day: overview(date(2018, 7, day)).late for day in (9, 10, 11)}

    assert late[9] == ()
    assert [(item.inspection, item.ref) for item in late[10]] == [(inspection, "3.1")]
    assert late[11] == ()


def test_an_inspection_is_found_by_reference_and_by_the_code_name_it_had(
    make: Any, session: Any
) -> None:
    make.inspection("saltmarsh", embargoed=True, code_name="Project Heron")
    make.inspection("fenland", code_name="Project Bittern")

    assert inspection_publicly_named(session, "project heron").ref == "saltmarsh"
    assert inspection_publicly_named(session, "Project Bittern").ref == "fenland"
    with pytest.raises(NotFoundError, match="Did you mean 'saltmarsh'"):
        inspection_publicly_named(session, "saltmarch")
