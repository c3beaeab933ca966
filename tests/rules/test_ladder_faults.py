"""A ladder that could mislead, pester or stall cannot be loaded, and says all of it at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from config.ladders import shipped_ladders
from rules.ladder_faults import LadderFault, faults_of_ladder
from rules.ladders import Audience, Ladder, Repeat, Rung, Tone, Way

PLAN = shipped_ladders()["plan"]
COMING_UP, DUE_SOON, NOT_RECEIVED, SENIOR_LEAD, CHAIR = range(5)


def changed(place: int, **values: Any) -> Ladder:
    """The plan's ladder with one step changed."""
    rungs = list(PLAN.rungs)
    rungs[place] = replace(rungs[place], **values)
    return replace(PLAN, rungs=tuple(rungs))


def fields(faults: tuple[LadderFault, ...]) -> set[tuple[int | None, str]]:
    return {(fault.rung, fault.field) for fault in faults}


@pytest.mark.parametrize("name", ["check", "plan", "statutory"])
def test_the_shipped_ladders_have_no_fault(name: str) -> None:
    assert faults_of_ladder(shipped_ladders()[name]) == ()


@pytest.mark.parametrize(
    ("place", "values", "field"),
    [
        (DUE_SOON, {"id": "coming-up"}, "id"),
        (DUE_SOON, {"id": "ad-hoc"}, "id"),
        (DUE_SOON, {"id": "late-when-entered"}, "id"),
        (DUE_SOON, {"id": "my-courtesy"}, "id"),
        (DUE_SOON, {"id": "Due soon!"}, "id"),
        (DUE_SOON, {"id": "a" * 40}, "id"),
        (DUE_SOON, {"offset": -10}, "offset"),
        (DUE_SOON, {"offset": -12}, "offset"),
        (DUE_SOON, {"stale_after": 4}, "stale_after"),
        (DUE_SOON, {"tone": Tone.LATE}, "tone"),
        (DUE_SOON, {"tone": Tone.COURTESY}, "tone"),
        (DUE_SOON, {"wait": 3}, "wait"),
        (DUE_SOON, {"courtesy": 2}, "courtesy"),
        (DUE_SOON, {"repeat": Repeat(every=2, times=2)}, "offset"),
        (NOT_RECEIVED, {"tone": Tone.REMINDER}, "tone"),
        (NOT_RECEIVED, {"repeat": Repeat(every=0, times=2)}, "repeat.every"),
        (NOT_RECEIVED, {"repeat": Repeat(every=5, times=13)}, "repeat.times"),
        (NOT_RECEIVED, {"repeat": Repeat(every=5, times=0)}, "repeat.times"),
        (SENIOR_LEAD, {"way": Way.AUTOMATIC}, "way"),
        (SENIOR_LEAD, {"tone": Tone.LATE}, "tone"),
        (SENIOR_LEAD, {"wait": None}, "wait"),
        (SENIOR_LEAD, {"wait": 0}, "wait"),
        (SENIOR_LEAD, {"courtesy": None}, "courtesy"),
        (SENIOR_LEAD, {"courtesy": 5}, "courtesy"),
        (SENIOR_LEAD, {"stale_after": 10}, "stale_after"),
        (SENIOR_LEAD, {"repeat": Repeat(every=5, times=2)}, "repeat"),
        (CHAIR, {"audience": Audience.SENIOR_LEAD}, "audience"),
        (CHAIR, {"offset": 10}, "offset"),
    ],
)
def test_a_fault_is_named_at_its_step_and_field(
    place: int, values: dict[str, Any], field: str
) -> None:
    found = {named for _, named in fields(faults_of_ladder(changed(place, **values)))}

    assert field in found


def test_a_level_that_nobody_below_can_be_told_of_is_never_reached() -> None:
    faults = faults_of_ladder(changed(NOT_RECEIVED, stale_after=5))

    assert (SENIOR_LEAD, "audience") in fields(faults)
    assert "can never be reached" in faults[0].message


def test_an_answer_cannot_hold_for_months() -> None:
    assert fields(faults_of_ladder(replace(PLAN, answer_holds=60))) == {(None, "answer_holds")}


def test_a_ladder_without_steps_is_a_fault() -> None:
    assert fields(faults_of_ladder(replace(PLAN, rungs=()))) == {(None, "rungs")}


def test_a_ladder_that_asks_no_lead_has_nobody_to_tell_beforehand() -> None:
    check = shipped_ladders()["check"]
    raised = Rung(
        id="director",
        offset=10,
        audience=Audience.DCS,
        way=Way.PERSON,
        tone=Tone.ESCALATION,
        wait=5,
        courtesy=2,
    )

    with_courtesy = replace(check, rungs=(*check.rungs, raised))
    without = replace(check, rungs=(*check.rungs, replace(raised, courtesy=None)))

    assert fields(faults_of_ladder(with_courtesy)) == {(2, "courtesy")}
    assert faults_of_ladder(without) == ()


def test_all_faults_come_at_once() -> None:
    rungs = tuple(replace(rung, wait=0, courtesy=0, way=Way.AUTOMATIC) for rung in PLAN.rungs)

    assert len(faults_of_ladder(replace(PLAN, rungs=rungs))) >= 8
