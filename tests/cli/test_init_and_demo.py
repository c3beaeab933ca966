"""Making a database, and moving a demonstration's date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from config.settings import settings

Longstop = Callable[..., Result]


@pytest.fixture
def longstop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Longstop]:
    """The command, on a home of this test's own."""
    monkeypatch.setenv("LONGSTOP_HOME", str(tmp_path / "var"))
    monkeypatch.delenv("LONGSTOP_DATABASE_URL", raising=False)
    settings.cache_clear()
    yield lambda *words: CliRunner().invoke(main, words)
    settings.cache_clear()


def test_a_demonstration_is_made_by_default_with_its_own_date(longstop: Longstop) -> None:
    result = longstop("init", "--date", "19 March 2018")

    assert result.exit_code == 0
    assert "Made a demonstration for Saltmarsh Council. Its date is Monday 19 March 2018." in (
        result.output
    )


def test_a_database_is_made_once(longstop: Longstop) -> None:
    longstop("init")

    again = longstop("init")

    assert again.exit_code == 2
    assert "already set up" in again.output


def test_a_live_database_needs_a_mail_channel(longstop: Longstop, tmp_path: Path) -> None:
    result = longstop("init", "--live")

    assert result.exit_code == 2
    assert "--mail smtp" in result.output
    assert not (tmp_path / "var").exists()


def test_a_live_database_files_its_mail_in_the_folder_it_names(
    longstop: Longstop, tmp_path: Path
) -> None:
    result = longstop("init", "--live", "--mail", f"maildir:{tmp_path}/post")

    assert result.exit_code == 0
    assert "Made a live database" in result.output
    assert (tmp_path / "post").is_dir()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--live", "--mail", "maildir:post", "--date", "2018-03-19"), "takes the real day"),
        (("--mail", "maildir:post"), "add --live"),
        (("--live", "--mail", "smtp:relay.example"), "Write smtp alone"),
        (("--live", "--mail", "smpt"), "Did you mean smtp?"),
        (("--live", "--mail", "smtp"), "LONGSTOP_MAIL_HOST is not set"),
        (("--council", "exmaple"), "Did you mean 'example'?"),
        (("--date", "31 June 2018"), "June"),
    ],
)
def test_what_does_not_fit_is_refused_and_makes_nothing(
    longstop: Longstop, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    result = longstop("init", *words)

    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert not (tmp_path / "var" / "longstop.sqlite").exists()


def test_a_quiet_advance_says_where_the_date_stands(longstop: Longstop) -> None:
    longstop("init", "--date", "2018-03-19")

    result = longstop("demo", "advance", "2018-03-21")

    assert result.exit_code == 0
    assert "The demonstration's date is Wednesday 21 March 2018." in result.output


def test_a_demonstrations_date_does_not_move_back(longstop: Longstop) -> None:
    longstop("init", "--date", "2018-03-19")

    result = longstop("demo", "advance", "2018-03-01")

    assert result.exit_code == 2
    assert "it only moves forward" in result.output


def test_a_live_databases_date_is_not_moved(longstop: Longstop, tmp_path: Path) -> None:
    longstop("init", "--live", "--mail", f"maildir:{tmp_path}/post")

    result = longstop("demo", "advance", "2030-01-01")

    assert result.exit_code == 2
    assert "This database is live" in result.output


def test_without_a_database_the_next_step_is_named(longstop: Longstop) -> None:
    result = longstop("demo", "advance", "2018-03-21")

    assert result.exit_code == 2
    assert "Run 'longstop init' first" in result.output


def test_a_fresh_demonstration_is_well(longstop: Longstop) -> None:
    longstop("init", "--date", "2018-03-19")

    result = longstop("doctor")

    assert result.exit_code == 0
    assert "PROBLEM" not in result.output


def test_what_needs_somebody_ends_with_exit_code_one_for_a_monitor(
    longstop: Longstop, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    longstop("init", "--live", "--mail", f"maildir:{tmp_path}/post")
    (tmp_path / "post").rmdir()
    (tmp_path / "post").write_text("no folder")

    result = longstop("doctor", "--json")

    assert result.exit_code == 1
    assert '"ok": false' in result.output
