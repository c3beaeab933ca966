"""``longstop holidays``: which bank holidays are known, and adding one that was proclaimed."""

from __future__ import annotations

import datetime
import json

import click

from cli.clock import london_today
from cli.errors import CouldNotRun
from cli.holiday_dates import apply, apply_earlier, pending
from cli.parameters import DateWritten
from cli.working_calendar import added_holidays
from config.bank_holidays import HolidayFile, HolidayRow, add_holiday, newest_version
from config.yaml_files import ConfigFaults
from rules.wording import long_date, plain_date


@click.group()
def holidays() -> None:
    """Show the bank holidays that dates are counted by, or add one.

    \b
    Examples:
      longstop holidays show --year 2022
      longstop holidays add 2027-06-04 "Extra bank holiday" --source "Gazette notice 123"
    """


@holidays.command()
@click.option("--year", type=int, help="Only this year; without it, this year and later.")
@click.option("--all", "show_all", is_flag=True, help="Every year from the first one known.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def show(year: int | None, show_all: bool, as_json: bool) -> None:
    """The holidays of the newest version, each with its source."""
    file = known_holidays()
    rows = chosen(file, year=year, show_all=show_all)
    if as_json:
        click.echo(json.dumps(as_values(file, rows), indent=2, ensure_ascii=False))
        return
    click.echo(
        f"Bank holidays in England and Wales, version {file.version}, known from"
        f" {plain_date(file.first)} to {plain_date(file.last)}.\n"
    )
    for row in rows:
        click.echo(f"  {long_date(row.date):<28}  {row.name}{remarks(row)}")


@holidays.command()
@click.argument("day", metavar="DATE", type=DateWritten())
@click.argument("name")
@click.option("--source", default="", help="Where it is written, such as a Gazette notice.")
@click.option(
    "--announced", type=DateWritten(), help="The day it became known; today if not given."
)
@click.option("--moved-from", type=DateWritten(), help="The holiday this one takes the place of.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def add(
    day: datetime.date,
    name: str,
    source: str,
    announced: datetime.date | None,
    moved_from: datetime.date | None,
    yes: bool,
) -> None:
    """Add a bank holiday as a new version; the shipped file stays as it is."""
    file = known_holidays()
    refuse_what_changes_nothing(file, day, moved_from=moved_from)
    click.echo(f"{long_date(day)}, {name}, becomes a bank holiday: nothing is counted on it.")
    if moved_from is not None:
        click.echo(f"{long_date(moved_from)} becomes a working day.")
    if not yes:
        click.confirm("Add it?", abort=True)
    row = HolidayRow(
        date=day,
        name=name,
        source=source or "added by hand",
        announced=announced or london_today(),
        announced_source=source,
        moved_from=moved_from,
    )
    try:
        changed, path = add_holiday(row, added_in=added_holidays())
    except FileExistsError as error:
        raise CouldNotRun(
            f"Somebody else added a holiday at the same moment ({error.filename2}). Look at it with"
            " 'longstop holidays show', then add yours again."
        ) from error
    click.echo(f"Wrote version {changed.version}: {path}")
    click.echo(f"To see it: longstop holidays show --year {day.year}")
    for line in apply_earlier():
        click.echo(line)


def known_holidays() -> HolidayFile:
    """The newest version, with what people added."""
    try:
        return newest_version(added_holidays())
    except ConfigFaults as faults:
        raise CouldNotRun(str(faults)) from faults


def chosen(file: HolidayFile, *, year: int | None, show_all: bool) -> list[HolidayRow]:
    """The rows asked for, in order of date."""
    if year is None:
        this_year = london_today().year
        return [row for row in file.holidays if show_all or row.date.year >= this_year]
    if not file.first.year <= year <= file.last.year:
        raise CouldNotRun(
            f"The bank holidays of {year} are not known, only those of {file.first.year} to"
            f" {file.last.year} (version {file.version})."
        )
    return [row for row in file.holidays if row.date.year == year]


def refuse_what_changes_nothing(
    file: HolidayFile, day: datetime.date, *, moved_from: datetime.date | None
) -> None:
    """Stop at a day that is not worked anyway, not known, or moved from a working day."""
    calendar = file.calendar
    for each in filter(None, (day, moved_from)):
        if not calendar.knows(each):
            raise CouldNotRun(
                f"{long_date(each)} lies outside the years whose bank holidays are known"
                f" ({file.first.year} to {file.last.year}). A newer release brings the next years."
            )
    why = calendar.why_not_worked(day)
    if why is not None:
        raise CouldNotRun(f"{long_date(day)} is not a working day already: {why}.")
    if moved_from is not None and not calendar.is_holiday(moved_from):
        raise CouldNotRun(
            f"{long_date(moved_from)} is no bank holiday, so none can be moved from it."
            f" See 'longstop holidays show --year {moved_from.year}'."
        )


def remarks(row: HolidayRow) -> str:
    """What to know of a row, in brackets; empty for an ordinary one."""
    words = []
    if row.provisional:
        words.append("provisional until proclaimed")
    if row.moved_from:
        words.append(f"moved from {long_date(row.moved_from)}")
    if row.announced:
        words.append(f"announced {plain_date(row.announced)}")
    if not row.verified:
        words.append(f"source: {row.source}")
    return f"  ({'; '.join(words)})" if words else ""


def as_values(file: HolidayFile, rows: list[HolidayRow]) -> dict[str, object]:
    """What a script reads."""
    return {
        "division": file.division,
        "version": file.version,
        "first": file.first.isoformat(),
        "last": file.last.isoformat(),
        "holidays": [row.model_dump(mode="json") for row in rows],
    }


holidays.add_command(pending)
holidays.add_command(apply)
