"""Every declared file is sound, and what is not is named with all that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.check import check_config
from config.yaml_files import ConfigFaults


def test_every_shipped_file_is_read_and_sound(repository: Path) -> None:
    kinds = ("frameworks", "ladders", "councils", "inspections", "scenarios", "holidays")
    shipped = {path for kind in kinds for path in (repository / "config" / kind).glob("*.*")}

    assert set(check_config()) == shipped


def test_faults_of_several_files_come_together(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "one.yaml").write_text("title: One\n", encoding="utf-8")
    (tmp_path / "two.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr("config.check.FRAMEWORKS", tmp_path)

    with pytest.raises(ConfigFaults) as caught:
        check_config(tmp_path)

    assert {fault.file.name for fault in caught.value.faults} == {"one.yaml", "two.json"}
