"""A new bank holiday: an earlier date applies at once, a later one waits for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from models.milestones import Milestone
from models.queries.key_dates import rule_milestones_of
from models.queries.plans import changes_of, versions_of
from models.words import DateChangeKind
from rules.calendar_versions import with_holiday
from rules.counts import Holiday
from services.act import Act
from services.apply_holidays import apply_holidays, pending_dates
from services.correct_inspection import correct_inspection
from services.recount import recount

MAY = date(2018, 5, 10)


@pytest.fixture
def acting(rulebook) -> Act:
    return Act(by="manager", today=MAY, now=datetime(2018, 5, 10, 9, tzinfo=UTC), rulebook=rulebook)


@pytest.fixture
def inspection(session: Session, make, acting):
    row = make.inspection("saltmarsh-2018", stated_due=date(2018, 9, 3))
    recount(session, row, act=acting, reason="opened")
    return row


@pytest.fixture
def statement(session: Session, inspection) -> Milestone:
    return rule_milestones_of(session, inspection.id or 0)["statement"]


@pytest.fixture
def a_holiday_more(acting) -> Act:
    """Tuesday 5 June 2018 becomes a bank holiday, so the count ends a day later."""
    calendar = with_holiday(
        acting.rulebook.calendar,
        date(2018, 6, 5),
        holiday=Holiday("Extra holiday"),
        version="test+1",
    )
    return replace(acting, rulebook=replace(acting.rulebook, calendar=calendar))


@pytest.fixture
def a_holiday_less(acting) -> Act:
    """The Spring bank holiday is moved out of the count, so it ends a day earlier."""
    moved = Holiday("Spring bank holiday", moved_from=date(2018, 5, 28))
    calendar = with_holiday(
        acting.rulebook.calendar, date(2018, 9, 3), holiday=moved, version="test+1"
    )
    return replace(acting, rulebook=replace(acting.rulebook, calendar=calendar))


def test_an_earlier_date_applies_at_once_as_a_recount(
    session, inspection, statement, a_holiday_less
) -> None:
    moved = {one.date.ref: one.date for one in apply_holidays(session, act=a_holiday_less)}

    assert statement.due == date(2018, 8, 15)
    assert moved["statement"].before == date(2018, 8, 16)
    change = changes_of(session, statement.id or 0)[-1]
    assert change.kind is DateChangeKind.RECOUNT
    assert "bank holidays" in change.reason
    assert statement.moves == 0


def test_a_later_date_waits_and_is_named(session, inspection, statement, a_holiday_more) -> None:
    moved = {one.date.ref: one.date for one in apply_holidays(session, act=a_holiday_more)}

    assert statement.due == date(2018, 8, 16)
    assert moved["statement"].waits
    assert moved["statement"].after == date(2018, 8, 17)


def test_a_later_date_applies_once_a_person_confirms(
    session, inspection, statement, a_holiday_more
) -> None:
    apply_holidays(session, act=a_holiday_more)

    apply_holidays(session, act=a_holiday_more, later_confirmed=True)

    assert statement.due == date(2018, 8, 17)
    assert len(versions_of(session, statement.id or 0)) == 2
    assert pending_dates(session, act=a_holiday_more) == ()


def test_looking_changes_nothing(session, inspection, statement, a_holiday_less) -> None:
    found = [one.date.ref for one in pending_dates(session, act=a_holiday_less)]

    assert "statement" in found
    assert statement.due == date(2018, 8, 16)


def test_a_correction_of_something_else_does_not_let_the_later_date_in(
    session, inspection, statement, a_holiday_more
) -> None:
    correct_inspection(
        session, inspection, field="theme", value="neglect", reason="misread", act=a_holiday_more
    )

    assert statement.due == date(2018, 8, 16)


def test_a_corrected_letter_date_moves_the_count_even_to_a_later_day(
    session, inspection, statement, acting
) -> None:
    correct_inspection(
        session, inspection, field="letter_date", value="10 May 2018", reason="misread", act=acting
    )

    assert statement.due == date(2018, 8, 17)


def test_a_date_counted_from_the_statement_waits_with_it(
    session, inspection, a_holiday_more
) -> None:
    agreed = rule_milestones_of(session, inspection.id or 0)["plan_agreed"]
    before = agreed.due

    apply_holidays(session, act=a_holiday_more)

    assert agreed.due == before == date(2018, 8, 9)
