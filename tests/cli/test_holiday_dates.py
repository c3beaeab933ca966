"""Adding a bank holiday where there is a database: what moves, and what waits."""

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
framework: jtai
area: Saltmarsh
fieldwork: {start: 2018-03-19, end: 2018-03-23}
letter: {date: 2018-05-09, published_on: 2018-05-09}
bodies:
  - {ref: council, name: Saltmarsh Council, kind: council}
"""


@pytest.fixture
def longstop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Longstop]:
    monkeypatch.setenv("LONGSTOP_HOME", str(tmp_path / "var"))
    monkeypatch.delenv("LONGSTOP_DATABASE_URL", raising=False)
    settings.cache_clear()
    yield lambda *words: CliRunner().invoke(main, [str(word) for word in words])
    settings.cache_clear()


@pytest.fixture
def saltmarsh(longstop: Longstop, tmp_path: Path) -> Longstop:
    """A demonstration of 10 May 2018 whose statement is due on Thursday 16 August 2018."""
    facts = tmp_path / "facts.yaml"
    facts.write_text(FACTS, encoding="utf-8")
    longstop("init", "--date", "2018-05-10")
    assert longstop("inspection", "open", "--facts", facts).exit_code == 0
    return longstop


def statement_date(longstop: Longstop) -> str:
    values = json.loads(longstop("timeline", "show", "--json").stdout)
    return next(one["date"] for one in values["key_dates"] if one["key"] == "statement")


def test_a_later_date_is_listed_and_waits_for_a_person(saltmarsh: Longstop) -> None:
    added = saltmarsh("holidays", "add", "2018-06-05", "Extra holiday", "--yes")

    assert added.exit_code == 0
    assert "Thursday 16 August 2018 to Friday 17 August 2018 (later: waits for you)" in added.output
    assert statement_date(saltmarsh) == "2018-08-16"


def test_a_person_applies_the_later_date(saltmarsh: Longstop) -> None:
    saltmarsh("holidays", "add", "2018-06-05", "Extra holiday", "--yes")

    applied = saltmarsh("holidays", "apply", "--yes")

    assert applied.exit_code == 0
    assert statement_date(saltmarsh) == "2018-08-17"
    assert "No open key date moves" in saltmarsh("holidays", "pending").output


def test_an_earlier_date_applies_at_once(saltmarsh: Longstop) -> None:
    added = saltmarsh(
        "holidays",
        "add",
        "2018-09-03",
        "Spring bank holiday",
        "--moved-from",
        "2018-05-28",
        "--yes",
    )

    assert "Thursday 16 August 2018 to Wednesday 15 August 2018 (applied)" in added.output
    assert statement_date(saltmarsh) == "2018-08-15"


def test_without_a_database_none_is_made(longstop: Longstop, tmp_path: Path) -> None:
    added = longstop("holidays", "add", "2018-06-05", "Extra holiday", "--yes")

    assert added.exit_code == 0
    assert not (tmp_path / "var" / "longstop.sqlite").exists()
