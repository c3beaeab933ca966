"""``longstop ladder``: what people and scripts see of the steps."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main
from config.ladders import SHIPPED
from config.settings import settings
from services.rulebook import _rulebook


@pytest.fixture
def ladder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs ``longstop ladder`` where there is no database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LONGSTOP_HOME", str(tmp_path / "var"))
    # A worker of pytest's has a terminal of its own width, which breaks the lines looked for.
    monkeypatch.setenv("COLUMNS", "110")
    settings.cache_clear()
    yield lambda *words: CliRunner().invoke(main, ["ladder", *words])
    settings.cache_clear()


def test_show_says_the_steps_in_words(ladder) -> None:
    shown = ladder("show", "plan")

    assert shown.exit_code == 0
    assert "Actions of the plan" in shown.output
    assert "Raising it to the chair" in shown.output
    assert "left alone for 5 working days" in shown.output


def test_show_without_a_name_shows_every_ladder(ladder) -> None:
    shown = json.loads(ladder("show", "--json").output)

    assert [each["name"] for each in shown] == ["check", "plan", "statutory"]
    assert all(len(each["sha256"]) == 64 for each in shown)


def test_a_near_miss_of_a_name_is_answered_with_the_name(ladder) -> None:
    shown = ladder("show", "statutry")

    assert shown.exit_code == 2
    assert "Did you mean 'statutory'?" in shown.output


def test_a_trial_gives_the_day_of_every_step(ladder) -> None:
    tried = ladder("test", "plan", "--due", "2018-09-28")

    assert tried.exit_code == 0
    assert "Friday 14 September 2018" in tried.output
    assert "Friday 26 October 2018" in tried.output


def test_a_trial_says_what_is_never_sent_because_it_went_live_late(ladder) -> None:
    tried = json.loads(
        ladder(
            "test", "plan", "--due", "28 September 2018", "--armed", "2018-10-03", "--json"
        ).output
    )

    states = {step["step"]: step["state"] for step in tried["steps"]}
    assert states["coming-up"] == "before_arming"
    assert states["late-when-entered"] == "told"
    assert tried["armed_on"] == "2018-10-03"


def test_a_trial_says_how_each_step_stands_on_a_day(ladder) -> None:
    tried = json.loads(
        ladder("test", "plan", "--due", "2018-09-28", "--at", "2018-10-11", "--json").output
    )

    assert (
        "Raising it to the senior lead 10 working days after the date: not before Friday 12"
        " October 2018."
    ) in tried["standing"]


def test_a_date_past_the_known_holidays_is_refused(ladder) -> None:
    tried = ladder("test", "plan", "--due", "2050-01-03")

    assert tried.exit_code == 2
    assert "Bank holidays" in tried.output


def test_trying_a_ladder_out_makes_no_database(ladder, tmp_path: Path) -> None:
    ladder("test", "plan", "--due", "2018-09-28")

    assert not list(tmp_path.rglob("*.sqlite"))


@pytest.fixture
def a_changed_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The shipped ladders with one more reminder of statutory dates, before all others."""
    folder = tmp_path / "ladders"
    shutil.copytree(SHIPPED, folder)
    path = folder / "statutory.yaml"
    added = (
        "rungs:\n  - {id: twelve-weeks, offset: -60, audience: lead, way: automatic,"
        " tone: reminder, stale_after: 5}\n"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("rungs:\n", added), encoding="utf-8")
    monkeypatch.setattr("config.ladders.SHIPPED", folder)
    # A process reads its files once; here the files change under it.
    _rulebook.cache_clear()
    yield
    _rulebook.cache_clear()


def test_a_changed_file_moves_live_items_once_and_only_when_asked(
    saltmarsh, longstop_json, request: pytest.FixtureRequest
) -> None:
    saltmarsh("live", "set", "council", "automatic")
    assert longstop_json("ladder", "adopt", "statutory", "--preview")["items"] == []

    request.getfixturevalue("a_changed_file")

    (item,) = longstop_json("ladder", "adopt", "statutory", "--preview")["items"]
    assert item["never_sent"] == ["Reminder 60 working days before the date"]
    shown = saltmarsh("ladder", "adopt", "statutory", "--preview")
    assert "1 item on other steps of 'statutory'." in shown
    saltmarsh("ladder", "adopt", "statutory", stdin="n\n", code=1)
    assert "Moved 1 item." in saltmarsh("ladder", "adopt", "statutory", "--yes")
    assert "already has the present steps" in saltmarsh("ladder", "adopt", "statutory")
