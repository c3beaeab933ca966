"""``longstop date``: counts by hand, for people and for scripts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import main


@pytest.fixture
def date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cli.working_calendar.added_holidays", lambda: tmp_path / "holidays")

    def _date(*words: str) -> Result:
        return CliRunner().invoke(main, ["date", *words])

    return _date


def as_json(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    value: dict[str, Any] = json.loads(result.stdout)
    return value


def test_seventy_working_days_after_9_may_2018_show_the_date_first(date) -> None:
    result = date("after", "2018-05-09", "70", "working-days")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "Thursday 16 August 2018"


def test_the_spring_bank_holiday_is_named_and_so_is_the_authority(date) -> None:
    result = date("after", "2018-05-09", "70", "working-days")

    assert "28 May 2018, Spring bank holiday" in result.stdout
    assert "Matthew v Sedman [2021] UKSC 19 (verified)" in result.stdout


def test_beginning_with_gives_wednesday_15_august(date) -> None:
    answer = as_json(
        date("after", "2018-05-09", "70", "working-days", "--beginning-with", "--json")
    )

    assert (answer["date"], answer["weekday"]) == ("2018-08-15", "Wednesday")
    assert answer["provision"]["citation"].startswith("Trow v Ind Coope [1967]")


@pytest.mark.parametrize("written", ["2018-05-09", "9 May 2018", "09/05/2018", "Wed 9 May 2018"])
def test_dates_may_be_written_as_people_write_them(date, written: str) -> None:
    assert as_json(date("after", written, "70", "working-days", "--json"))["date"] == "2018-08-16"


@pytest.mark.parametrize("unit", ["working-days", "working-day", "working_days", "Working-Days"])
def test_units_may_be_written_in_the_singular_and_with_an_underscore(date, unit: str) -> None:
    assert as_json(date("after", "2018-05-09", "70", unit, "--json"))["date"] == "2018-08-16"


def test_a_script_reads_the_working_with_every_skipped_day_by_name(date) -> None:
    answer = as_json(date("after", "2018-05-25", "1", "working-days", "--json"))

    assert answer["date"] == "2018-05-29"
    assert answer["working"]["anchor"] == "2018-05-25"
    assert answer["working"]["count"] == 1
    assert answer["working"]["unit"] == "working-days"
    assert answer["working"]["convention"] == "day-after"
    assert answer["working"]["skipped"] == [
        {"date": "2018-05-26", "name": "Saturday"},
        {"date": "2018-05-27", "name": "Sunday"},
        {"date": "2018-05-28", "name": "Spring bank holiday"},
    ]
    assert answer["working"]["calendar"].startswith("england-and-wales ")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["before", "2018-06-19", "5", "working-days"], "2018-06-12"),
        (["before", "2018-06-19", "5", "working-days", "--beginning-with"], "2018-06-13"),
        (["after", "2018-05-09", "56", "days", "--beginning-with"], "2018-07-03"),
        (["after", "2018-05-09", "6", "weeks"], "2018-06-20"),
        (["after", "2018-01-31", "1", "months"], "2018-02-28"),
        (["before", "2018-08-09", "3", "months"], "2018-05-09"),
        (["clear-days", "2022-02-21", "5"], "2022-02-11"),
        (["clear-days", "2019-04-23", "5"], "2019-04-11"),
        (["clear-days", "2018-06-19", "28", "--calendar"], "2018-05-21"),
    ],
)
def test_counts_by_hand(date, words: list[str], answer: str) -> None:
    assert as_json(date(*words, "--json"))["date"] == answer


def test_months_name_the_rule_that_was_not_verified(date) -> None:
    answer = as_json(date("after", "2018-01-31", "1", "months", "--json"))

    (corresponding,) = answer["further_provisions"]
    assert corresponding["verified"] == "not verified"


def test_a_date_at_a_weekend_comes_with_the_working_day_before(date) -> None:
    words = ["clear-days", "2018-06-17", "28", "--calendar"]

    answer = as_json(date(*words, "--json"))

    assert answer["date"] == "2018-05-19"
    assert answer["is_working_day"] is False
    assert answer["previous_working_day"] == "2018-05-18"
    assert "The previous working day is Friday 18 May 2018." in date(*words).stdout


def test_beyond_the_known_holidays_a_script_reads_null_not_a_guess(date) -> None:
    answer = as_json(date("after", "2028-12-20", "56", "days", "--json"))

    assert answer["date"] == "2029-02-14"
    assert answer["is_working_day"] is None
    assert answer["previous_working_day"] is None


def test_a_provisional_holiday_is_pointed_out(date) -> None:
    result = date("after", "2026-12-31", "1", "working-days")

    assert "1 January 2027, New Year’s Day, provisional until proclaimed" in result.stdout
    assert "Provisional: 1 holiday not yet proclaimed." in result.stdout


def test_between_counts_the_ways_people_count(date) -> None:
    assert as_json(date("between", "2018-05-09", "2018-08-16", "--json")) == {
        "from": "2018-05-09",
        "to": "2018-08-16",
        "working_days_both_ends_included": 71,
        "working_days_after_the_first": 70,
        "clear_working_days": 69,
        "calendar_days": 99,
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["after", "2018-13-09", "70", "working-days"], "Did you mean 13 September 2018?"),
        (["after", "9 Mai 2018", "70", "working-days"], "Did you mean May?"),
        (["after", "Friday 18 April 2023", "70", "days"], "18 April 2023 is a Tuesday"),
        (["after", "2018-05-09", "70", "workingdays"], "Did you mean 'working-days'?"),
        (["after", "2018-05-09", "70", "fortnights"], "Choose from working-days, days, weeks"),
        (["after", "2018-05-09", "0", "working-days"], "no agreed meaning"),
        (["after", "2028-12-01", "70", "working-days"], "can be held but not counted"),
        (["before", "1990-01-05", "70", "working-days"], "runs before Monday 1 January 1990"),
        (["between", "1980-01-05", "1990-01-05"], "cannot be counted from or to"),
        (["after", "2018-05-09", "70"], "Missing argument 'UNIT'"),
    ],
)
def test_what_cannot_be_answered_ends_with_2_and_says_what_to_do(
    date, words: list[str], said: str
) -> None:
    result = date(*words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_counting_needs_no_database_and_imports_no_heavy_library() -> None:
    program = (
        "import sys, cli.date, cli.holidays\n"
        "print(sorted({'sqlmodel', 'sqlalchemy', 'prefect', 'apprise', 'rich'} & set(sys.modules)))"
    )

    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ended.stdout.strip() == "[]"


def test_the_example_in_the_documentation_is_what_is_printed(date, repository: Path) -> None:
    page = repository / "docs" / "explanation" / "working-days.md"
    example = page.read_text(encoding="utf-8").split("```console\n")[1].split("```")[0]
    command, printed = example.split("\n", 1)

    result = date(*command.removeprefix("$ longstop date ").split())

    assert result.stdout == printed
