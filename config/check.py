"""Checking every declared file at once, for CI and for people who edit them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from config.bank_holidays import SHIPPED as HOLIDAYS
from config.bank_holidays import read_holidays
from config.councils import COUNCILS, Council
from config.inspections import INSPECTIONS, read_inspection
from config.ladders import SHIPPED as LADDERS
from config.ladders import read_ladder
from config.loader import SHIPPED as FRAMEWORKS
from config.loader import read_framework
from config.scenarios import SCENARIOS, read_scenario
from config.yaml_files import ConfigFaults, Fault, read_model

Read = Callable[[Path], object]


def check_config(added_holidays: Path | None = None) -> tuple[Path, ...]:
    """Read every declared file, and the holidays added in a folder; the files that were read.

    Raises:
        ConfigFaults: everything that is wrong with any of them, at once.
    """
    reads = _readers(added_holidays)
    faults: list[Fault] = []
    for path, read in reads.items():
        try:
            read(path)
        except ConfigFaults as found:
            faults.extend(found.faults)
    if faults:
        raise ConfigFaults(faults)
    return tuple(reads)


def _readers(added_holidays: Path | None) -> dict[Path, Read]:
    """Each file with what reads it."""
    folders: list[tuple[Path, str, Read]] = [
        (HOLIDAYS.parent, "*.json", read_holidays),
        (FRAMEWORKS, "*.yaml", read_framework),
        (LADDERS, "*.yaml", read_ladder),
        (COUNCILS, "*.yaml", lambda path: read_model(path, Council)),
        (INSPECTIONS, "*.yaml", read_inspection),
        (SCENARIOS, "*.yaml", read_scenario),
    ]
    if added_holidays is not None:
        folders.append((added_holidays, "*.json", read_holidays))
    return {path: read for folder, glob, read in folders for path in sorted(folder.glob(glob))}
