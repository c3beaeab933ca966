"""Bank holidays as versioned files: the shipped one, and those that a council adds to it.

The shipped file is never edited. ``longstop holidays add`` writes a whole new version beside the
database (``england-and-wales-2026.1+1.json``), so that a date counted on any version can be
explained later. The newest version counts. When a new release ships newer years, the days a
council added since are put on top of them.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from config.yaml_files import ConfigFaults, Declared, Fault, YamlFile, validate
from rules.calendar_versions import with_holiday
from rules.counts import Holiday
from rules.wording import long_date
from rules.working_days import WorkingCalendar

DIVISION = "england-and-wales"
SHIPPED = Path(__file__).resolve().parent / "holidays" / f"{DIVISION}.json"


class HolidayRow(Declared):
    """One holiday of a file."""

    date: datetime.date
    name: str
    source: str
    verified: bool = False
    provisional: bool = False
    announced: datetime.date | None = None
    announced_source: str = ""
    announced_verified: bool = False
    moved_from: datetime.date | None = None

    @property
    def holiday(self) -> Holiday:
        """The same as a value of the rules."""
        return Holiday(**self.model_dump(exclude={"date"}))


class HolidayFile(Declared):
    """One version of a division's holidays, first to last year known.

    ``added`` are the days that people put on top of the version ``based_on``.
    """

    division: str
    version: str
    first: datetime.date
    last: datetime.date
    note: str = ""
    sources: dict[str, str] = Field(default_factory=dict)
    based_on: str | None = None
    added: list[HolidayRow] = Field(default_factory=list)
    holidays: list[HolidayRow]

    @field_validator("holidays")
    @classmethod
    def _weekdays_once(cls, rows: list[HolidayRow]) -> list[HolidayRow]:
        seen: set[datetime.date] = set()
        for row in rows:
            if row.date.weekday() >= 5:
                raise ValueError(f"lists {long_date(row.date)}, which is not worked anyway.")
            if row.date in seen:
                raise ValueError(f"lists {long_date(row.date)} twice.")
            seen.add(row.date)
        return rows

    @property
    def calendar(self) -> WorkingCalendar:
        """The calendar of this version."""
        return WorkingCalendar(
            division=self.division,
            version=self.version,
            first=self.first,
            last=self.last,
            holidays={row.date: row.holiday for row in self.holidays},
        )


def load_calendar(added_in: Path | None = None) -> WorkingCalendar:
    """The working-day calendar of the newest version; see :func:`newest_version`."""
    return newest_version(added_in).calendar


def newest_version(added_in: Path | None = None) -> HolidayFile:
    """The newest version there is: shipped, or added in the folder ``added_in``.

    Raises:
        ConfigFaults: a file cannot be used; every fault of it at once.
    """
    shipped = read_holidays(SHIPPED)
    local = _newest_of(added_in) if added_in else None
    if local is None:
        return shipped
    if _order(local.based_on or local.version) >= _order(shipped.version):
        return local
    published = {row.date for row in shipped.holidays}
    for row in local.added:
        if row.date not in published:
            shipped = _with_row(shipped, row)
    return shipped


def read_holidays(path: Path) -> HolidayFile:
    """One version's file.

    Raises:
        ConfigFaults: everything that is wrong with the file, at once.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigFaults([Fault(path, f"cannot be read ({error.strerror}).")]) from error
    except ValueError as error:
        message = f"is not JSON: {error}. Remove the file and add its holidays again."
        raise ConfigFaults([Fault(path, message)]) from error
    return validate(YamlFile(path=path, value=value, lines={}), HolidayFile)


def add_holiday(row: HolidayRow, *, added_in: Path) -> tuple[HolidayFile, Path]:
    """Write a new version with one holiday more; the new version and its file.

    The row's ``moved_from`` is a working day from then on.

    Raises:
        BeyondKnownHolidays: the day lies in a year whose other holidays are not known.
        ConfigFaults: the newest version cannot be read.
        FileExistsError: somebody else has written that version at the same time.
    """
    changed = _with_row(newest_version(added_in), row)
    added_in.mkdir(parents=True, exist_ok=True)
    path = added_in / f"{changed.division}-{changed.version}.json"
    _write_once(path, changed.model_dump(mode="json", exclude_defaults=True))
    return changed, path


def _with_row(file: HolidayFile, row: HolidayRow) -> HolidayFile:
    """The version after ``file``, with ``row``."""
    base, _, number = file.version.partition("+")
    version = f"{base}+{int(number or 0) + 1}"
    # The rule knows what adding a holiday means; the file only writes down what it answers.
    calendar = with_holiday(file.calendar, row.date, holiday=row.holiday, version=version)
    rows = {**{each.date: each for each in file.holidays}, row.date: row}
    return file.model_copy(
        update={
            "version": version,
            "based_on": base,
            "added": [*file.added, row],
            "holidays": [rows[day] for day in calendar.holidays],
        }
    )


def _newest_of(folder: Path) -> HolidayFile | None:
    versions = sorted(_versions(folder.glob(f"{DIVISION}-*.json")))
    return read_holidays(versions[-1][1]) if versions else None


def _versions(paths: Iterable[Path]) -> Iterable[tuple[tuple[int, ...], Path]]:
    faults = []
    for path in paths:
        try:
            yield _order(path.stem.removeprefix(f"{DIVISION}-")), path
        except ValueError:
            message = f"is not a version's name, such as {DIVISION}-2026.1+1.json. Rename it."
            faults.append(Fault(path, message))
    if faults:
        raise ConfigFaults(faults)


def _order(version: str) -> tuple[int, ...]:
    """``2026.1+2`` as numbers that sort."""
    base, _, added = version.partition("+")
    return (*(int(part) for part in base.split(".")), int(added or 0))


def _write_once(path: Path, value: Any) -> None:
    """Write whole or not at all, and never over a version that stands."""
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    try:
        os.link(part, path)
    finally:
        part.unlink()
