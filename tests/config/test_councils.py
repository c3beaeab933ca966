"""The council's facts: what is shipped, what is refused, and what people change later."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from config.councils import (
    Council,
    UnknownCouncil,
    UnusableSetting,
    contrast_with_white,
    council,
    councils,
    with_settings,
)
from config.yaml_files import ConfigFaults

MINIMAL = """\
name: Reedham Council
team:
  name: Improvement team
  from_address: team@reedham.example
  reply_to: replies@reedham.example
"""


def read(folder: Path, text: str) -> Council:
    (folder / "reedham.yaml").write_text(text, encoding="utf-8")
    return council("reedham", folder)


def test_a_name_and_a_team_are_enough(tmp_path: Path) -> None:
    found = read(tmp_path, MINIMAL)

    assert found.marking == "OFFICIAL"
    assert found.day.decide_at == datetime.time(7, 30)
    assert found.day.send_at == datetime.time(10, 0)
    assert found.brake.rule.at_least == 50
    assert found.answers.asked_within == 5


def test_every_shipped_council_writes_from_invented_addresses() -> None:
    for found in councils().values():
        assert found.team.from_address.endswith(".example")
        assert found.team.reply_to.endswith(".example")


def test_the_replay_is_marked_as_an_illustration() -> None:
    assert council("southend-illustration").illustration
    assert not council("example").illustration


def test_every_fault_of_a_file_comes_at_once_with_its_remedy(tmp_path: Path) -> None:
    text = MINIMAL.replace("team@reedham.example", "team at reedham").replace("name: R", "nam: R")

    with pytest.raises(ConfigFaults) as raised:
        read(tmp_path, f'{text}colour: "#eeeeee"\nday:\n  send_at: 06:00\n')

    message = str(raised.value)
    assert "reedham.yaml, line 1" in message
    assert "Did you mean 'name'?" in message
    assert "team.from_address: 'team at reedham' is not one plain mail address" in message
    assert "too light for white text" in message
    assert "the times must follow each other" in message


def test_a_closure_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    closure = "closures:\n  - name: Christmas\n    first: 2019-01-01\n    last: 2018-12-24\n"

    with pytest.raises(ConfigFaults, match="'last' lies before 'first'"):
        read(tmp_path, MINIMAL + closure)


def test_a_line_break_in_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigFaults, match="must be one line"):
        read(tmp_path, MINIMAL.replace("name: Improvement team", 'name: "a\\nb"'))


def test_an_unknown_council_is_answered_with_a_suggestion() -> None:
    with pytest.raises(UnknownCouncil, match="Did you mean 'example'"):
        council("exmaple")


def test_a_closure_covers_its_first_and_last_day() -> None:
    found = council("southend-illustration")

    assert found.closed_on(datetime.date(2018, 12, 24)) is not None
    assert found.closed_on(datetime.date(2019, 1, 1)) is not None
    assert found.closed_on(datetime.date(2019, 1, 2)) is None


def test_what_a_person_changed_wins_over_the_file() -> None:
    changed = with_settings(
        council("example"), {"brake.enabled": False, "day.send_at": "11:00", "marking": "OFFICIAL"}
    )

    assert not changed.brake.rule.is_on
    assert changed.day.send_at == datetime.time(11, 0)
    assert changed.team == council("example").team


def test_a_setting_that_is_not_there_is_answered_with_a_suggestion() -> None:
    with pytest.raises(UnusableSetting, match=r"Did you mean 'brake\.enabled'"):
        with_settings(council("example"), {"brake.enable": False})


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("brake.multiplier", "often", "brake.multiplier is 'often'"),
        ("day.send_at", "04:00", "must follow each other"),
        ("team.reply_to", "nobody", "not one plain mail address"),
        ("brake", 3, "brake"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(key: str, value: object, fault: str) -> None:
    with pytest.raises(UnusableSetting, match=fault):
        with_settings(council("example"), {key: value})


def test_contrast_is_measured_as_the_guidelines_do() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


def test_every_setting_is_documented(repository: Path) -> None:
    written = (repository / "docs" / "reference" / "council-settings.md").read_text()

    missing = [
        key for key in settings_of(council("example").model_dump()) if f"`{key}`" not in written
    ]

    assert missing == []


def settings_of(values: dict[str, Any], before: str = "") -> list[str]:
    """Every setting by its dotted name."""
    found: list[str] = []
    for name, value in values.items():
        inside = isinstance(value, dict)
        found += settings_of(value, f"{before}{name}.") if inside else [f"{before}{name}"]
    return found
