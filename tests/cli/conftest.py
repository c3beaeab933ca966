"""A fresh demonstration for each test, and the command as a person types it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from config.settings import settings

Longstop = Callable[..., str]


def run(*arguments: str, stdin: str | None = None) -> Result:
    """One call of the command."""
    return CliRunner().invoke(main, list(arguments), input=stdin)


def made(home: Path, *commands: tuple[str, ...], base: Path | None = None) -> Path:
    """A database made by these commands on a copy of another one."""
    if base is not None:
        shutil.copytree(base, home, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LONGSTOP_HOME", str(home))
        settings.cache_clear()
        for command in commands:
            result = run(*command)
            assert result.exit_code == 0, result.output
    settings.cache_clear()
    return home


@pytest.fixture(scope="session")
def make_home() -> Callable[..., Path]:
    """``make_home(folder, *commands, base=...)``: a database made by commands, for many tests."""
    return made


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration on Monday 9 July 2018, made once."""
    home = tmp_path_factory.mktemp("demonstration")
    return made(home, ("init", "--council", "example", "--date", "2018-07-09"))


@pytest.fixture(scope="session")
def saltmarsh_made(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a council, two partners and an inspection, made once."""
    home = tmp_path_factory.mktemp("saltmarsh")
    facts = home / "saltmarsh.yaml"
    facts.write_text(SALTMARSH, encoding="utf-8")
    opened = ("inspection", "open", "--facts", str(facts), "--past-date-confirmed")
    return made(home, opened, base=demonstration)


@pytest.fixture
def home(demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """This test's own demonstration."""
    own = tmp_path / "home"
    shutil.copytree(demonstration, own)
    monkeypatch.setenv("LONGSTOP_HOME", str(own))
    settings.cache_clear()
    yield own
    settings.cache_clear()


@pytest.fixture
def begin_with(home: Path) -> Callable[[Path], None]:
    """Put another database, made before, in the place of this test's own."""

    def put(made_before: Path) -> None:
        shutil.rmtree(home)
        shutil.copytree(made_before, home)

    return put


@pytest.fixture
def saltmarsh(
    longstop: Longstop, begin_with: Callable[[Path], None], saltmarsh_made: Path
) -> Longstop:
    """The command on a council with two partners and an inspection."""
    begin_with(saltmarsh_made)
    return longstop


@pytest.fixture
def longstop(home: Path) -> Longstop:
    """Run a command that must end with this exit code; returns what it printed."""

    def call(*arguments: str, code: int = 0, stdin: str | None = None) -> str:
        result = run(*arguments, stdin=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result.output

    return call


@pytest.fixture
def longstop_json(longstop: Longstop) -> Callable[..., Any]:
    """Run a command with ``--json``; returns what it printed as a value."""

    def call(*arguments: str, code: int = 0) -> Any:
        result = run(*arguments, "--json")
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)

    return call


SALTMARSH = """
ref: saltmarsh-2018
framework: jtai
area: Saltmarsh
fieldwork: {start: 2018-03-19, end: 2018-03-23}
letter:
  date: 2018-05-09
  published_on: 2018-05-09
principal_authorities: [Saltmarsh Council]
bodies:
  - {ref: council, name: Saltmarsh Council, kind: council, answers_for: [Saltmarsh Council]}
  - {ref: estuary-police, name: Estuary Police, kind: partner}
  - {ref: estuary-health, name: Estuary Health, kind: partner}
findings:
  - {ref: "1", kind: area_for_improvement, title: Minutes reach partners late}
  - {ref: "2", kind: area_for_improvement, title: Meetings clash}
"""
