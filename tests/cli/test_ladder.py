"""``longstop ladder``: what people and scripts see of the steps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main


@pytest.fixture
def longstop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Runs the command in an empty home."""
    monkeypatch.chdir(tmp_path)

    def _longstop(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["ladder", *arguments])

    return _longstop


def test_show_says_the_steps_in_words(longstop) -> None:  # type: ignore[no-untyped-def]
    shown = longstop("show", "plan")

    assert shown.exit_code == 0
    assert "Actions of the plan" in shown.output
    assert "Raising it to the chair" in shown.output
    assert "left alone for 5 working days" in shown.output


def test_show_without_a_name_shows_every_ladder(longstop) -> None:  # type: ignore[no-untyped-def]
    shown = json.loads(longstop("show", "--json").output)

    assert [each["name"] for each in shown] == ["check", "plan", "statutory"]
    assert all(len(each["sha256"]) == 64 for each in shown)


def test_a_near_miss_of_a_name_is_answered_with_the_name(longstop) -> None:  # type: ignore[no-untyped-def]
    shown = longstop("show", "statutry")

    assert shown.exit_code == 2
    assert "Did you mean 'statutory'?" in shown.output


def test_a_trial_gives_the_day_of_every_step(longstop) -> None:  # type: ignore[no-untyped-def]
    tried = longstop("test", "plan", "--due", "2018-09-28")

    assert tried.exit_code == 0
    assert "Friday 14 September 2018" in tried.output
    assert "Friday 26 October 2018" in tried.output


def test_a_trial_says_what_is_never_sent_because_it_went_live_late(longstop) -> None:  # type: ignore[no-untyped-def]
    tried = json.loads(
        longstop(
            "test", "plan", "--due", "28 September 2018", "--armed", "2018-10-03", "--json"
        ).output
    )

    states = {step["step"]: step["state"] for step in tried["steps"]}
    assert states["coming-up"] == "before_arming"
    assert states["late-when-entered"] == "told"
    assert tried["armed_on"] == "2018-10-03"


def test_a_trial_says_how_each_step_stands_on_a_day(longstop) -> None:  # type: ignore[no-untyped-def]
    tried = json.loads(
        longstop("test", "plan", "--due", "2018-09-28", "--at", "2018-10-11", "--json").output
    )

    assert (
        "Raising it to the senior lead 10 working days after the date: not before Friday 12"
        " October 2018."
    ) in tried["standing"]


def test_a_date_past_the_known_holidays_is_refused(longstop) -> None:  # type: ignore[no-untyped-def]
    tried = longstop("test", "plan", "--due", "2050-01-03")

    assert tried.exit_code == 2
    assert "Bank holidays" in tried.output


def test_trying_a_ladder_out_makes_no_database(longstop, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    longstop("test", "plan", "--due", "2018-09-28")

    assert not list(tmp_path.rglob("*.sqlite"))
