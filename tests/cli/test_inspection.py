"""Opening, showing and correcting inspections from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from config.settings import settings

Longstop = Callable[..., Result]

FACTS = """\
ref: saltmarsh-2018
code_name: Project Heron
framework: jtai
area: Saltmarsh
theme: children who go missing
fieldwork: {start: 2018-03-19, end: 2018-03-23}
letter: {date: 2018-05-09, published_on: 2018-05-09, stated_due: 2018-08-18}
principal_authorities: [council]
bodies:
  - {ref: council, name: Saltmarsh Council, kind: council}
  - {ref: estuary-police, name: Estuary Police, kind: partner}
findings:
  - {ref: "1", kind: area_for_improvement, title: Share minutes, accountable: estuary-police}
  - {ref: S1, kind: strength, title: Staff do not give up}
plan:
  written_on: 2018-07-16
  actions:
    - {ref: "1.1", finding: "1", title: Send them in time, lead: estuary-police, timescale: TBC}
"""


@pytest.fixture
def longstop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Longstop]:
    """The command on a demonstration of 13 June 2018, in a home of this test's own."""
    monkeypatch.setenv("LONGSTOP_HOME", str(tmp_path / "var"))
    monkeypatch.delenv("LONGSTOP_DATABASE_URL", raising=False)
    settings.cache_clear()
    runner = CliRunner()
    runner.invoke(main, ["init", "--date", "2018-06-13"], catch_exceptions=False)
    yield lambda *words: runner.invoke(main, [str(word) for word in words])
    settings.cache_clear()


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "saltmarsh.yaml"
    path.write_text(FACTS, encoding="utf-8")
    return path


@pytest.fixture
def letter(repository: Path) -> Path:
    """The sample letter in our own words."""
    return repository / "docs" / "tutorial" / "sample-letter.pdf"


@pytest.fixture
def opened(longstop: Longstop, facts: Path) -> Longstop:
    result = longstop("inspection", "open", "--facts", facts)
    assert result.exit_code == 0, result.output
    return longstop


def test_facts_open_an_inspection_with_dates_and_questions(longstop, facts) -> None:
    result = longstop("inspection", "open", "--facts", facts)

    assert result.exit_code == 0
    assert "Opened saltmarsh-2018" in result.output
    assert "1 area for improvement and 1 strength" in result.output
    assert "Thursday 16 August 2018" in result.output
    assert "The plan says 'TBC'" in result.output
    assert "Nothing goes out" in result.output


def test_the_sample_letter_opens(longstop, letter) -> None:
    result = longstop("inspection", "open", letter, "--received", "12 June 2018")

    assert result.exit_code == 0, result.output
    assert "Opened saltmarsh-2018" in result.output
    assert "longstop timeline show saltmarsh-2018" in result.output


def test_the_same_letter_twice_is_refused_and_opens_nothing(longstop, letter) -> None:
    longstop("inspection", "open", letter)

    again = longstop("inspection", "open", letter)

    assert again.exit_code == 2
    assert "already recorded" in again.output
    assert len(json.loads(longstop("inspection", "list", "--json").stdout)) == 1


def test_a_file_that_is_no_letter_opens_nothing(longstop, tmp_path) -> None:
    path = tmp_path / "notes.pdf"
    path.write_text("just notes", encoding="utf-8")

    result = longstop("inspection", "open", path)

    assert result.exit_code == 2
    assert "Nothing was opened" in result.output
    assert json.loads(longstop("inspection", "list", "--json").stdout) == []


def test_faulty_facts_are_named_all_at_once_and_open_nothing(longstop, facts) -> None:
    text = FACTS.replace("lead: estuary-police", "lead: estuary-polis")
    facts.write_text(text.replace("framework: jtai", "framework: jtia"), encoding="utf-8")

    result = longstop("inspection", "open", "--facts", facts)

    assert result.exit_code == 2
    assert "2 faults in 1 file" in result.output
    assert "saltmarsh.yaml, line 3, framework" in result.output
    assert "Did you mean 'estuary-police'?" in result.output
    assert json.loads(longstop("inspection", "list", "--json").stdout) == []


@pytest.mark.parametrize("words", [(), ("letter.pdf", "--facts", "facts.yaml")])
def test_either_a_letter_or_facts_is_given(longstop, words) -> None:
    result = longstop("inspection", "open", *words)

    assert result.exit_code == 2
    assert "Give either a letter or --facts FILE" in result.output


def test_what_belongs_to_a_letter_is_refused_with_facts(longstop, facts) -> None:
    result = longstop("inspection", "open", "--facts", facts, "--received", "2018-05-09")

    assert result.exit_code == 2
    assert "go with a letter" in result.output


def test_before_publication_the_list_tells_nothing_but_the_code_name(longstop, letter) -> None:
    longstop("inspection", "open", letter, "--version", "accuracy", "--code-name", "Project Heron")

    listed = longstop("inspection", "list").output

    assert "Project Heron" in listed
    assert "altmarsh" not in listed


def test_the_circle_is_kept_until_publication(longstop, letter) -> None:
    longstop("inspection", "open", letter, "--version", "final")

    added = longstop("inspection", "circle", "add", "Rosa Lind", "rosa.lind@council.example")
    twice = longstop("inspection", "circle", "add", "Rosa Lind", "Rosa.Lind@council.example")
    members = json.loads(longstop("inspection", "circle", "list", "--json").stdout)
    removed = longstop("inspection", "circle", "remove", "rosa.lnd@council.example")

    assert added.exit_code == 0
    assert twice.exit_code == 2
    assert members == [{"name": "Rosa Lind", "email": "rosa.lind@council.example"}]
    assert "Did you mean 'rosa.lind@council.example'?" in removed.output


def test_a_published_inspection_has_no_circle(opened) -> None:
    result = opened("inspection", "circle", "add", "Rosa Lind", "rosa.lind@council.example")

    assert result.exit_code == 2
    assert "is published" in result.output


def test_an_unknown_inspection_is_answered_with_a_suggestion(opened) -> None:
    result = opened("inspection", "show", "saltmarsh-2081")

    assert result.exit_code == 2
    assert "Did you mean 'saltmarsh-2018'?" in result.output


def test_a_field_is_corrected_with_its_reason_and_the_dates_follow(opened) -> None:
    result = opened(
        "inspection", "correct", "saltmarsh-2018", "stated_due", "14 August 2018",
        "--reason", "misread",
    )  # fmt: skip

    assert result.exit_code == 0
    assert "Saturday 18 August 2018 is now Tuesday 14 August 2018" in result.output
    assert "Thursday 16 August 2018 is now Tuesday 14 August 2018" in result.output


def test_receipt_and_confirmation_are_recorded(opened, tmp_path) -> None:
    mail = tmp_path / "mail.eml"
    mail.write_text("The statement is due on 16 August.", encoding="utf-8")

    receipt = opened("inspection", "confirm-receipt", "9 May 2018", "--by", "Rosa Lind")
    confirmed = opened(
        "inspection", "confirm-due", "16 August 2018", "--by", "lead inspector",
        "--on", "2018-05-10", "--file", mail,
    )  # fmt: skip

    assert receipt.exit_code == 0, receipt.output
    assert confirmed.exit_code == 0, confirmed.output
    shown = json.loads(opened("inspection", "show", "--json").stdout)
    assert shown["received_on"] == "2018-05-09"
    assert shown["confirmed_due"] == "2018-08-16"
    assert shown["confirmed_file"].startswith("mail.eml (SHA-256 ")


def test_a_later_day_cannot_be_chosen(opened) -> None:
    result = opened("inspection", "choose-date", "2018-08-17", "--reason", "holidays")

    assert result.exit_code == 2
    assert "Only an earlier day" in result.output


def test_a_meeting_dates_the_return_to_cabinet(opened) -> None:
    result = opened("inspection", "meeting", "cabinet-return", "12 February 2019")

    assert result.exit_code == 0
    assert "Progress returns to Cabinet: Tuesday 12 February 2019" in result.output


def test_the_letters_words_are_matched_with_a_body(longstop, letter, facts) -> None:
    longstop("inspection", "open", letter)
    show = json.loads(longstop("inspection", "show", "--json").stdout)
    asked = [one for one in show["questions"] if "inspection involve" in one]
    words = asked[0].split("'")[1]
    longstop("agency", "add", "estuary-police", "Estuary Police", "--kind", "partner")

    unknown = longstop("inspection", "involve", "nobody of that name", "council")

    assert unknown.exit_code == 2
    assert words
    matched = longstop("inspection", "involve", words, "council")
    assert matched.exit_code == 0, matched.output
    after = json.loads(longstop("inspection", "show", "--json").stdout)
    assert len(after["questions"]) == len(show["questions"]) - 1


def test_without_a_database_the_command_says_what_to_do(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("LONGSTOP_HOME", str(tmp_path / "empty"))
    settings.cache_clear()

    result = CliRunner().invoke(main, ["inspection", "list"])

    settings.cache_clear()
    assert result.exit_code == 2
    assert "longstop init" in result.output
    assert not (tmp_path / "empty").exists()
