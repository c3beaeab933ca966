"""Key dates on the command line: the table, the explanation, the JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from config.settings import settings

Longstop = Callable[..., Result]
SOUTHEND = "config/inspections/southend-2018.yaml"


@pytest.fixture(scope="module")
def southend(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[Longstop]:
    """The command on a demonstration that holds Southend's inspection; tests only read it."""
    runner = CliRunner(env={"COLUMNS": "200"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LONGSTOP_HOME", str(tmp_path_factory.mktemp("home") / "var"))
        patch.delenv("LONGSTOP_DATABASE_URL", raising=False)
        settings.cache_clear()
        runner.invoke(main, ["init", "--date", "2018-05-10"], catch_exceptions=False)
        runner.invoke(
            main, ["inspection", "open", "--facts", str(repository / SOUTHEND)],
            catch_exceptions=False,
        )  # fmt: skip
        yield lambda *words: runner.invoke(main, [str(word) for word in words])
    settings.cache_clear()


def test_the_table_names_what_date_kind_owner_state_and_days_left(southend: Longstop) -> None:
    lines = southend("timeline", "show").stdout.splitlines()

    statement = next(line for line in lines if line.startswith("Written statement"))
    for shown in (
        "Thursday 16 August 2018",
        "Law",
        "Open",
        "69 working days left (provisional)",
        "director of children's services",
    ):
        assert shown in statement


def test_the_letters_saturday_stands_beside_the_date_we_work_to(southend: Longstop) -> None:
    output = " ".join(southend("timeline", "show").stdout.split())

    assert "The letter says Saturday 18 August 2018. We are working to Thursday 16 August" in output


def test_what_of_the_law_was_not_seen_stands_wherever_the_date_is_shown(
    southend: Longstop,
) -> None:
    output = " ".join(southend("timeline", "show").stdout.split())

    assert "The text of regulation 4 and its definition of a working day were not seen" in output


def test_the_explanation_names_28_may_and_the_provision(southend: Longstop) -> None:
    output = southend("timeline", "show", "southend-2018", "--explain").stdout
    flat = " ".join(output.split())

    assert "28 May 2018, Spring bank holiday" in flat
    assert "SI 2015/1792 regulation 4 (partial" in flat
    assert "Wednesday 15 August 2018 if Wednesday 9 May 2018 itself were day one" in flat
    assert "Matthew v Sedman" in flat


def test_no_line_breaks_a_date(southend: Longstop) -> None:
    output = southend("timeline", "show", "--explain").stdout

    for line in output.splitlines():
        assert not line.rstrip().endswith(("Thursday", "Thursday 16", "16 August", "August"))


def test_on_another_day_the_same_dates_are_late(southend: Longstop) -> None:
    output = southend("timeline", "show", "--at", "2018-08-17").stdout

    assert "As on Friday 17 August 2018" in output
    assert "1 working day late" in output


def test_a_script_reads_every_date_apart_with_its_working(southend: Longstop) -> None:
    values = json.loads(southend("timeline", "show", "--json").stdout)

    statement = next(one for one in values["key_dates"] if one["key"] == "statement")
    assert statement["date"] == statement["law"] == "2018-08-16"
    assert statement["weekday"] == "Thursday"
    assert statement["stated"] == "2018-08-18"
    assert statement["confirmed"] is None
    assert statement["is_provisional"] is True
    assert {"date": "2018-05-28", "name": "Spring bank holiday"} in statement["working"]["skipped"]
    assert len(statement["working"]["skipped"]) == 29, "14 Saturdays, 14 Sundays, one holiday"
    assert statement["provision"]["verified"] == "partial"


def test_on_a_narrow_screen_every_date_stays_whole(southend: Longstop) -> None:
    result = CliRunner(env={"COLUMNS": "80"}).invoke(main, ["timeline", "show"])

    assert "    Thursday 16 August 2018  Law  Open" in result.stdout


def test_an_unknown_inspection_is_answered_with_a_suggestion(southend: Longstop) -> None:
    result = southend("timeline", "show", "southend-2081")

    assert result.exit_code == 2
    assert "Did you mean 'southend-2018'?" in result.output


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "opened", "shown"),
    [
        pytest.param(
            "2022-07-18_barnsley",
            "2022-07-19",
            (
                "We are working to: Tuesday 25 October 2022",
                "Wednesday 26 October 2022 is the 70th working day after Monday 18 July 2022",
                "Monday 19 September 2022 was announced on 10 September 2022",
            ),
            id="barnsley-before-a-holiday-was-announced",
        ),
        pytest.param(
            "2024-05-17_coventry",
            "2024-05-20",
            (
                "We are working to: Tuesday 27 August 2024",
                "27 May 2024, Spring bank holiday",
                "26 August 2024, Summer bank holiday",
                "The letter and the count agree on Tuesday 27 August 2024",
            ),
            id="coventry-where-letter-and-law-agree",
        ),
        pytest.param(
            "2018-05-09_southend-on-sea",
            "2018-05-10",
            (
                "We are working to: Thursday 16 August 2018",
                'Stated in the letter: Saturday 18 August 2018, printed as "18 August 2018"',
                "28 May 2018, Spring bank holiday",
            ),
            id="southend-whose-letter-says-a-saturday",
        ),
    ],
)
def test_real_letters_explain_their_dates(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    shared_folder: Path,
    file: str,
    opened: str,
    shown: tuple[str, ...],
) -> None:
    monkeypatch.setenv("LONGSTOP_HOME", str(tmp_path / "var"))
    settings.cache_clear()
    runner = CliRunner()
    runner.invoke(main, ["init", "--date", opened], catch_exceptions=False)
    letter = shared_folder / "data" / "letters" / f"{file}.pdf"
    opening = runner.invoke(main, ["inspection", "open", str(letter)])

    explained = runner.invoke(main, ["timeline", "show", "--explain"])

    settings.cache_clear()
    assert opening.exit_code == 0, opening.output
    flat = " ".join(explained.stdout.split())
    for words in shown:
        assert words in flat
