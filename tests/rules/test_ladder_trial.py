"""A ladder tried out on a date: the days on which each step falls if nobody answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from config.ladders import shipped_ladders
from rules.ladder_trial import Trial, first_day, try_ladder
from rules.verdicts import LedgerState
from rules.working_days import WorkingCalendar

PLAN = shipped_ladders()["plan"]
DUE = date(2018, 9, 28)


@pytest.fixture
def calendar(a_calendar: Callable[..., WorkingCalendar]) -> WorkingCalendar:
    return a_calendar(holidays=[date(2018, 12, 25), date(2018, 12, 26), date(2019, 1, 1)])


def days_of(trial: Trial, rung_id: str) -> list[date]:
    return [step.day for step in trial.steps if step.key.rung_id == rung_id]


def test_an_item_live_in_time_is_asked_on_each_step_s_own_day(calendar: WorkingCalendar) -> None:
    live_from = first_day(PLAN, calendar, anchor=DUE)

    trial = try_ladder(PLAN, calendar, anchor=DUE, armed_on=live_from)

    assert {step.state for step in trial.steps} == {LedgerState.TOLD}
    for rung_id, offset in (("coming-up", -10), ("due-soon", -3), ("senior-lead", 10)):
        assert days_of(trial, rung_id) == [calendar.send_day(DUE, offset)]


def test_an_item_entered_late_tells_its_lead_first_and_waits_from_there(
    calendar: WorkingCalendar,
) -> None:
    trial = try_ladder(PLAN, calendar, anchor=DUE, armed_on=date(2018, 12, 3))

    assert days_of(trial, "late-when-entered") == [date(2018, 12, 3)]
    assert days_of(trial, "senior-lead-courtesy") == [date(2018, 12, 6)]
    assert days_of(trial, "senior-lead") == [date(2018, 12, 10)]
    assert days_of(trial, "chair") == [date(2018, 12, 24)]


def test_an_item_entered_on_a_saturday_is_first_looked_at_on_monday(
    calendar: WorkingCalendar,
) -> None:
    trial = try_ladder(PLAN, calendar, anchor=DUE, armed_on=date(2018, 12, 1))

    assert days_of(trial, "late-when-entered") == [date(2018, 12, 3)]


def test_a_trial_ends_where_the_holidays_are_no_longer_known(
    a_calendar: Callable[..., WorkingCalendar],
) -> None:
    calendar = a_calendar(last=date(2018, 10, 5))

    trial = try_ladder(shipped_ladders()["check"], calendar, anchor=date(2018, 9, 28), armed_on=DUE)

    assert trial.went_beyond
    assert days_of(trial, "check-owed") == [date(2018, 10, 3)]


def test_the_ledger_of_a_morning_holds_what_went_on_the_days_before(
    calendar: WorkingCalendar,
) -> None:
    trial = try_ladder(PLAN, calendar, anchor=DUE, armed_on=date(2018, 9, 3))

    lines = trial.lines_until(date(2018, 10, 1))

    assert [line.rung_id for line in lines] == ["coming-up", "due-soon"]
