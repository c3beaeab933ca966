"""Ladders as steps: what a rung becomes, whom a wait counts from, and what arming passes over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from config.ladders import shipped_ladders
from rules.ladders import (
    LATE_WHEN_ENTERED,
    Audience,
    BeforeArming,
    Ladder,
    Step,
    Tone,
    rungs_before_arming,
    steps_of,
    told_below,
)
from rules.working_days import WorkingCalendar

DUE = date(2018, 9, 28)  # a Friday


@pytest.fixture
def plan() -> Ladder:
    return shipped_ladders()["plan"]


@pytest.fixture
def calendar(a_calendar: Callable[..., WorkingCalendar]) -> WorkingCalendar:
    return a_calendar()


def a_step(ladder: Ladder, rung_id: str, occurrence: int = 0) -> Step:
    found = [
        step
        for step in steps_of(ladder)
        if (step.rung_id, step.occurrence) == (rung_id, occurrence)
    ]
    assert len(found) == 1
    return found[0]


def test_a_repeated_rung_is_one_step_for_each_occurrence(plan: Ladder) -> None:
    offsets = [step.offset for step in steps_of(plan) if step.rung_id == "not-received"]

    assert offsets == [1, 6, 11, 16]


def test_a_rung_above_the_lead_follows_its_courtesy_by_two_working_days(plan: Ladder) -> None:
    courtesy, rung = a_step(plan, "senior-lead-courtesy"), a_step(plan, "senior-lead")

    assert (courtesy.audience, courtesy.offset, courtesy.tone) == (Audience.LEAD, 8, Tone.COURTESY)
    assert rung.gate is not None
    assert (rung.gate.rung_ids, rung.gate.wait) == (("senior-lead-courtesy",), 2)


def test_a_courtesy_waits_for_the_rest_of_the_wait_of_its_rung(plan: Ladder) -> None:
    courtesy = a_step(plan, "senior-lead-courtesy")

    assert courtesy.gate is not None
    assert courtesy.gate.wait == 5 - 2
    assert set(courtesy.gate.rung_ids) == {"not-received", LATE_WHEN_ENTERED}


def test_a_courtesy_folds_with_nothing(plan: Ladder) -> None:
    groups = [step.fold_group for step in steps_of(plan)]

    assert groups.count("senior-lead-courtesy") == 1
    assert groups.count("lead") == 7


def test_the_chair_waits_for_the_senior_lead_and_not_for_the_lead(plan: Ladder) -> None:
    chair = next(rung for rung in plan.rungs if rung.id == "chair")

    assert told_below(plan, chair) == ("senior-lead",)


def test_a_step_above_the_lead_before_the_date_counts_from_any_reminder() -> None:
    statutory = shipped_ladders()["statutory"]
    director = next(rung for rung in statutory.rungs if rung.id == "director")

    assert "eight-weeks" in told_below(statutory, director)
    assert "manager-four-weeks" not in told_below(statutory, director)


def test_what_was_late_when_entered_ranks_between_reminders_and_late_steps(plan: Ladder) -> None:
    ranks = [a_step(plan, name).rank for name in ("due-soon", LATE_WHEN_ENTERED, "not-received")]

    assert ranks == sorted(ranks)


def test_our_own_check_has_no_notice_for_what_was_late_when_entered() -> None:
    names = {step.rung_id for step in steps_of(shipped_ladders()["check"])}

    assert names == {"check-owed", "check-still-owed"}


def test_only_ordinary_steps_to_the_lead_wait_for_the_day_the_body_chose() -> None:
    for ladder in shipped_ladders().values():
        for step in steps_of(ladder):
            is_weekly = step.audience is Audience.LEAD and step.tone is not Tone.COURTESY
            assert step.any_day is not is_weekly


def test_arming_passes_over_the_steps_whose_day_is_gone(
    plan: Ladder, calendar: WorkingCalendar
) -> None:
    passed = rungs_before_arming(plan, calendar, anchor=DUE, armed_on=date(2018, 9, 26))

    assert [one.rung_id for one in passed] == ["coming-up", "due-soon"]


def test_a_step_that_falls_on_the_day_of_arming_is_still_sent(
    plan: Ladder, calendar: WorkingCalendar
) -> None:
    due_soon = calendar.send_day(DUE, -3)

    passed = rungs_before_arming(plan, calendar, anchor=DUE, armed_on=due_soon)

    assert BeforeArming("due-soon", 0, Audience.LEAD) not in passed


def test_steps_above_the_lead_are_never_passed_over_by_arming(
    plan: Ladder, calendar: WorkingCalendar
) -> None:
    passed = rungs_before_arming(plan, calendar, anchor=DUE, armed_on=date(2019, 9, 2))

    assert {one.rung_id for one in passed} == {"coming-up", "due-soon", "not-received"}


def test_a_step_past_the_known_holidays_has_not_passed(
    plan: Ladder, a_calendar: Callable[..., WorkingCalendar]
) -> None:
    calendar = a_calendar(last=date(2018, 10, 2))

    passed = rungs_before_arming(plan, calendar, anchor=DUE, armed_on=date(2018, 9, 26))

    assert [one.rung_id for one in passed] == ["coming-up", "due-soon"]
