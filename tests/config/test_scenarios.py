"""Scenarios: what may be declared, and every mistake in one answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.scenario_acts import ActOn, AnyAct
from config.scenarios import read_scenario, shipped_scenario
from config.yaml_files import ConfigFaults

GOOD = """
title: A short one
council: southend-illustration
inspection: southend-2018
starts_on: 2018-03-19
ends_on: 2018-06-29
manager: Ruth Calder
people:
  - {body: council, role: dcs, name: Daniel Oduya, email: d@council.example, since: 2018-03-19}
acts:
  - {on: 2018-03-19, do: open_inspection, known: fieldwork}
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A scenario's file, empty so far."""
    return tmp_path / "a-scenario.yaml"


def faults_of(path: Path, text: str) -> str:
    """What is said of this text, on one line."""
    path.write_text(text)
    with pytest.raises(ConfigFaults) as found:
        read_scenario(path)
    return " ".join(str(found.value).split())


def test_the_shipped_scenario_runs_from_the_fieldwork_to_the_return() -> None:
    scenario = shipped_scenario()

    assert (scenario.starts_on, scenario.ends_on) == (date(2018, 3, 19), date(2019, 2, 28))
    assert all(act.on <= scenario.ends_on for act in scenario.acts)


def test_what_was_before_cabinet_noted_the_letter_is_real_and_only_opens_confirms_and_notes() -> (
    None
):
    # After 19 June 2018 everything is invented; before it nobody does anything that is not real.
    early = {act.do for act in shipped_scenario().acts if act.on <= date(2018, 6, 19)}

    assert early == {"open_inspection", "confirm_receipt", "minute"}


def test_a_good_file_is_read(written: Path) -> None:
    written.write_text(GOOD)

    scenario = read_scenario(written)

    assert [act.do for act in scenario.acts_on(date(2018, 3, 19), after_the_check=False)] == [
        "open_inspection"
    ]


def test_an_act_that_there_is_not_is_answered_with_the_nearest(written: Path) -> None:
    said = faults_of(written, GOOD.replace("do: open_inspection", "do: open_inspecton"))

    assert "acts[0]: cannot 'open_inspecton'. Did you mean 'open_inspection'?" in said


def test_an_act_without_a_verb_is_named(written: Path) -> None:
    said = faults_of(written, GOOD.replace("do: open_inspection, ", ""))

    assert "acts[0]: does not say what is done. Add 'do'." in said


def test_every_fault_between_keys_comes_at_once(written: Path) -> None:
    said = faults_of(
        written,
        GOOD.replace("d@council.example", "d@council.gov.uk")
        + "  - {on: 2019-01-01, do: set_mode, bodies: [estuary-polise], mode: prepared}\n"
        + "  - {on: 2018-06-20, do: start_now, action: '12.33'}\n",
    )

    assert "4 faults in 1 file" in said
    assert "may be a real address. Use one that ends in .example" in said
    assert "2019-01-01 lies outside the scenario, 2018-03-19 to 2018-06-29" in said
    assert "'estuary-polise' names nothing. Did you mean 'estuary-police'?" in said
    assert "'12.33' names nothing. Did you mean '12.3'?" in said


def test_complete_needs_the_day_on_which_it_was_done(written: Path) -> None:
    said = faults_of(
        written,
        GOOD
        + "  - {on: 2018-06-20, do: update, items: ['12.3'], state: complete, channel: page}\n",
    )

    assert "needs 'done_on' with the state complete" in said


def test_a_standing_approval_holds_up_to_its_last_day(written: Path) -> None:
    written.write_text(
        GOOD + "  - {on: 2018-06-20, until: 2018-06-22, do: approve_waiting, kinds: [digest]}\n"
    )
    scenario = read_scenario(written)

    approving = [
        day for day in range(19, 25) if scenario.acts_on(date(2018, 6, day), after_the_check=True)
    ]

    assert approving == [20, 21, 22]


def verbs_of_acts() -> list[str]:
    """What ``do`` may be."""
    union = AnyAct.__args__[0]  # type: ignore[attr-defined]
    return [act.model_fields["do"].annotation.__args__[0] for act in union.__args__]


def test_each_act_is_described_in_the_reference(repository: Path) -> None:
    page = (repository / "docs" / "reference" / "scenarios.md").read_text(encoding="utf-8")

    assert [verb for verb in verbs_of_acts() if f"`{verb}`" not in page] == []


def test_each_act_has_a_verb_of_its_own() -> None:
    verbs = verbs_of_acts()

    assert len(set(verbs)) == len(verbs) == len(ActOn.__subclasses__())
