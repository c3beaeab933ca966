"""``longstop holidays``: what is known, and adding what was proclaimed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main

EXTRA = ["add", "2027-06-04", "Extra bank holiday"]


@pytest.fixture
def holidays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cli.working_calendar.added_holidays", lambda: tmp_path / "holidays")
    monkeypatch.setattr("cli.holidays.added_holidays", lambda: tmp_path / "holidays")

    def _holidays(*words: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(main, ["holidays", *words], input=typed)

    return _holidays


def test_a_year_shows_its_holidays_with_what_was_announced_late(holidays) -> None:
    result = holidays("show", "--year", "2022")

    assert result.exit_code == 0
    assert "Monday 19 September 2022" in result.stdout
    assert "announced 10 September 2022" in result.stdout
    assert "moved from Monday 30 May 2022" in result.stdout


def test_all_years_begin_in_1990_and_say_that_one_library_alone_vouches(holidays) -> None:
    result = holidays("show", "--all")

    assert "Monday 1 January 1990" in result.stdout
    assert "source: holidays alone" in result.stdout


def test_a_script_reads_version_range_and_rows(holidays) -> None:
    answer = json.loads(holidays("show", "--year", "2018", "--json").stdout)

    assert answer["version"] == "2026.1"
    assert (answer["first"], answer["last"]) == ("1990-01-01", "2028-12-31")
    assert {"2018-05-28"} <= {row["date"] for row in answer["holidays"]}
    assert len(answer["holidays"]) == 8


def test_an_added_holiday_is_a_new_version_and_moves_counts(holidays) -> None:
    before = CliRunner().invoke(main, ["date", "after", "2027-06-03", "1", "working-days"])

    added = holidays(*EXTRA, "--yes")
    after = CliRunner().invoke(main, ["date", "after", "2027-06-03", "1", "working-days"])

    assert added.exit_code == 0
    assert "Wrote version 2026.1+1" in added.stdout
    assert before.stdout.startswith("Friday 4 June 2027")
    assert after.stdout.startswith("Monday 7 June 2027")
    assert "4 June 2027, Extra bank holiday" in after.stdout


def test_nothing_is_written_until_a_person_says_yes(holidays, tmp_path: Path) -> None:
    result = holidays(*EXTRA, typed="n\n")

    assert result.exit_code == 1
    assert "becomes a bank holiday" in result.stdout
    assert not (tmp_path / "holidays").exists()


def test_a_moved_holiday_frees_the_day_it_is_moved_from(holidays) -> None:
    result = holidays(*EXTRA, "--moved-from", "2027-05-31", "--yes")

    assert "Monday 31 May 2027 becomes a working day." in result.stdout
    shown = holidays("show", "--year", "2027").stdout
    assert "Monday 31 May 2027 " not in shown.replace("moved from Monday 31 May 2027", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "2027-12-27", "Christmas", "--yes"], "Christmas Day (substitute day)"),
        (["add", "2027-06-05", "A Saturday", "--yes"], "not a working day already: Saturday"),
        (["add", "2040-06-04", "Far away", "--yes"], "(1990 to 2028)"),
        ([*EXTRA, "--moved-from", "2027-06-03", "--yes"], "is no bank holiday"),
        (["show", "--year", "1980"], "only those of 1990 to 2028"),
        (["add", "4 Jun", "Unclear"], "is not a date"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_says_why(
    holidays, words: list[str], said: str
) -> None:
    result = holidays(*words)

    assert result.exit_code == 2
    assert said in result.stderr


def test_a_broken_version_is_named_not_passed_over(holidays, tmp_path: Path) -> None:
    holidays(*EXTRA, "--yes")
    (path,) = (tmp_path / "holidays").iterdir()
    path.write_text("{", encoding="utf-8")

    result = holidays("show")

    assert result.exit_code == 2
    assert path.name in result.stderr
