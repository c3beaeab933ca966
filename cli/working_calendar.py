"""The working-day calendar of this council, for the commands."""

from __future__ import annotations

from pathlib import Path

from cli.errors import CouldNotRun
from config.bank_holidays import load_calendar
from config.settings import settings
from config.yaml_files import ConfigFaults
from rules.working_days import WorkingCalendar


def added_holidays() -> Path:
    """The folder of the versions that people added to the shipped holidays."""
    return settings().home / "holidays"


def known_calendar() -> WorkingCalendar:
    """The newest calendar, with what was added under LONGSTOP_HOME."""
    try:
        return load_calendar(added_holidays())
    except ConfigFaults as faults:
        raise CouldNotRun(str(faults)) from faults
