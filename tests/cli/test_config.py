"""``longstop config check``: sound, or all that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main


def test_sound_files_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.config.added_holidays", lambda: tmp_path)

    result = CliRunner().invoke(main, ["config", "check"])

    assert result.exit_code == 0
    assert "frameworks/jtai.yaml: sound" in result.stdout


def test_a_fault_ends_with_1_and_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.config.added_holidays", lambda: tmp_path)
    (tmp_path / "england-and-wales-2026.1+1.json").write_text("{", encoding="utf-8")

    result = CliRunner().invoke(main, ["config", "check"])

    assert result.exit_code == 1
    assert "england-and-wales-2026.1+1.json: is not JSON" in result.stderr
