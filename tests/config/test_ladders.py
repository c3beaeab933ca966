"""Ladders as files: read, refused with every fault at once, stored and hashed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from config.ladders import (
    ladder_body,
    ladder_from_body,
    ladder_hash,
    read_ladder,
    read_ladders,
    shipped_ladders,
)
from config.yaml_files import ConfigFaults
from rules.ladders import Audience, Subject

SOUND = """\
title: Actions
subject: milestone
answer_holds: 5
rungs:
  - {id: late, offset: 1, audience: lead, way: automatic, tone: late}
  - {id: senior, offset: 9, audience: senior_lead, way: approval, tone: escalation, wait: 5,
     courtesy: 2}
"""


@pytest.fixture
def a_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a ladder file, with words of it exchanged."""

    def _a_file(*exchanges: tuple[str, str], name: str = "ours.yaml") -> Path:
        text = SOUND
        for before, after in exchanges:
            assert before in text
            text = text.replace(before, after)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return _a_file


def faults_of(path: Path) -> list[str]:
    with pytest.raises(ConfigFaults) as found:
        read_ladder(path)
    return [str(fault) for fault in found.value.faults]


def test_the_plan_s_ladder_asks_before_the_date_and_climbs_after_it() -> None:
    plan = shipped_ladders()["plan"]

    assert [(rung.id, rung.offset) for rung in plan.rungs] == [
        ("coming-up", -10),
        ("due-soon", -3),
        ("not-received", 1),
        ("senior-lead", 10),
        ("chair", 20),
    ]


def test_our_own_check_is_asked_of_the_programme_manager_alone() -> None:
    check = shipped_ladders()["check"]

    assert check.subject is Subject.CHECK
    assert {rung.audience for rung in check.rungs} == {Audience.PROGRAMME_MANAGER}


def test_a_statutory_date_is_raised_before_it_passes() -> None:
    statutory = shipped_ladders()["statutory"]

    assert min(rung.offset for rung in statutory.rungs if rung.audience.is_above_lead) < 0


def test_a_file_is_read_under_its_own_name(a_file: Callable[..., Path]) -> None:
    assert read_ladder(a_file()).name == "ours"


def test_faults_of_two_steps_are_named_at_once_with_line_and_key(
    a_file: Callable[..., Path],
) -> None:
    path = a_file(("tone: late", "tone: reminder"), ("courtesy: 2", "courtesy: 7"))

    faults = faults_of(path)

    assert any("line 5, rungs[0].tone: is 'reminder', but the step comes after" in fault
               for fault in faults)  # fmt: skip
    assert any("rungs[1].courtesy: is 7, but must be less than the wait of 5" in fault
               for fault in faults)  # fmt: skip


def test_an_unknown_key_is_answered_with_the_one_that_was_meant(
    a_file: Callable[..., Path],
) -> None:
    faults = faults_of(a_file(("courtesy: 2", "curtesy: 2")))

    assert any("Did you mean 'courtesy'?" in fault for fault in faults)


@pytest.mark.parametrize("audience", ["chief_officer", "commissioner", "mayor"])
def test_whoever_is_only_informed_by_people_is_never_an_audience(
    a_file: Callable[..., Path], audience: str
) -> None:
    (fault,) = faults_of(a_file(("audience: senior_lead", f"audience: {audience}")))

    assert "informed by a person and never written to by Longstop" in fault


def test_faults_of_all_files_come_at_once(a_file: Callable[..., Path]) -> None:
    a_file(("tone: late", "tone: reminder"), name="one.yaml")
    second = a_file(("wait: 5", "wait: 0"), name="two.yaml")

    with pytest.raises(ConfigFaults) as found:
        read_ladders(second.parent)

    assert {fault.file.name for fault in found.value.faults} == {"one.yaml", "two.yaml"}


@pytest.mark.parametrize("name", ["check", "plan", "statutory"])
def test_a_stored_ladder_comes_back_the_same(name: str) -> None:
    ladder = shipped_ladders()[name]

    assert ladder_from_body(ladder_body(ladder)) == ladder


def test_the_hash_is_that_of_the_steps_and_not_of_the_file_s_layout(
    a_file: Callable[..., Path], tmp_path: Path
) -> None:
    first = ladder_hash(read_ladder(a_file()))
    reordered = ladder_hash(
        read_ladder(
            a_file(("title: Actions\nsubject: milestone", "subject: milestone\ntitle: Actions"))
        )
    )

    assert first == reordered


def test_any_change_of_a_step_changes_the_hash() -> None:
    plan = shipped_ladders()["plan"]
    changed = replace(plan, rungs=(replace(plan.rungs[0], offset=-9), *plan.rungs[1:]))

    assert ladder_hash(changed) != ladder_hash(plan)
