"""``longstop date``: count by hand, by the same conventions as everything else."""

from __future__ import annotations

import datetime
import json
from typing import Any

import click

from cli.errors import CouldNotRun
from cli.parameters import DateWritten, UnitWritten
from cli.working_calendar import known_calendar
from rules.counts import BeyondKnownHolidays, CannotCount, Convention, Unit, Working
from rules.provisions import Provision, interpretation
from rules.wording import counted, long_date, weekday_name
from rules.working_days import WorkingCalendar
from rules.working_words import sentences

as_json = click.option("--json", "as_json", is_flag=True, help="For scripts.")
beginning_with = click.option(
    "--beginning-with",
    is_flag=True,
    help="Count DATE itself as day one. Without it, the day of the event is left out.",
)


@click.group()
def date() -> None:
    """Count days by the law's conventions, with the working and its authority.

    \b
    Examples:
      longstop date after 2018-05-09 70 working-days
      longstop date after "9 May 2018" 56 days --beginning-with
      longstop date clear-days 2018-06-19 5
      longstop date between 2018-05-09 2018-08-16
    """


@date.command()
@click.argument("start", metavar="DATE", type=DateWritten())
@click.argument("number", metavar="N", type=int)
@click.argument("unit", type=UnitWritten())
@beginning_with
@as_json
def after(
    start: datetime.date, number: int, unit: Unit, beginning_with: bool, as_json: bool
) -> None:
    """The last day of N working-days, days, weeks or months after DATE."""
    convention = Convention.BEGINNING_WITH if beginning_with else Convention.DAY_AFTER
    show_count(start, number, unit=unit, convention=convention, as_json=as_json)


@date.command()
@click.argument("end", metavar="DATE", type=DateWritten())
@click.argument("number", metavar="N", type=int)
@click.argument("unit", type=UnitWritten())
@beginning_with
@as_json
def before(
    end: datetime.date, number: int, unit: Unit, beginning_with: bool, as_json: bool
) -> None:
    """The day N working-days, days, weeks or months before DATE."""
    convention = Convention.ENDING_WITH if beginning_with else Convention.BEFORE
    show_count(end, number, unit=unit, convention=convention, as_json=as_json)


@date.command("clear-days")
@click.argument("meeting", type=DateWritten())
@click.argument("number", metavar="N", type=int)
@click.option("--calendar", is_flag=True, help="Count every day, weekends and holidays too.")
@as_json
def clear_days(meeting: datetime.date, number: int, calendar: bool, as_json: bool) -> None:
    """The latest day of notice that leaves N clear days before MEETING.

    Neither the day of notice nor the day of the meeting counts. Working days are counted unless
    --calendar is given.
    """
    unit = Unit.DAYS if calendar else Unit.WORKING_DAYS
    show_count(meeting, number, unit=unit, convention=Convention.CLEAR, as_json=as_json)


@date.command()
@click.argument("start", metavar="FROM", type=DateWritten())
@click.argument("end", metavar="TO", type=DateWritten())
@as_json
def between(start: datetime.date, end: datetime.date, as_json: bool) -> None:
    """How many days lie between two dates, counted the ways people count them."""
    calendar = known_calendar()
    try:
        counts = {
            "working_days_both_ends_included": calendar.count_between(start, end),
            "working_days_after_the_first": max(0, calendar.days_left(end, start)),
            "clear_working_days": calendar.clear_working_days_between(start, end),
            "calendar_days": (end - start).days,
        }
    except BeyondKnownHolidays as error:
        raise CouldNotRun(str(error)) from error
    if as_json:
        dates = {"from": start.isoformat(), "to": end.isoformat()}
        click.echo(json.dumps({**dates, **counts}, indent=2))
        return
    click.echo(f"From {long_date(start)} to {long_date(end)}:")
    for name, number in counts.items():
        click.echo(f"  {number:>5}  {name.replace('_', ' ')}")


def show_count(
    anchor: datetime.date, number: int, *, unit: Unit, convention: Convention, as_json: bool
) -> None:
    """Count and show the date, its working and its authority."""
    calendar = known_calendar()
    try:
        working = calendar.count(anchor, number, unit=unit, convention=convention)
    except CannotCount as error:
        raise CouldNotRun(str(error)) from error
    if as_json:
        click.echo(json.dumps(count_as_json(working, calendar), indent=2, ensure_ascii=False))
        return
    for line in count_as_text(working, calendar):
        click.echo(line)


def count_as_json(working: Working, calendar: WorkingCalendar) -> dict[str, Any]:
    """What a script reads: ``date``, ``weekday``, ``working`` and ``provision`` are stable."""
    first, *further = interpretation(working.convention, working.unit)
    worked = previous_worked(working, calendar)
    return {
        "date": working.result.isoformat(),
        "weekday": weekday_name(working.result),
        "is_working_day": working.falls_on is None if worked else None,
        "previous_working_day": worked.isoformat() if worked else None,
        "working": working_as_json(working),
        "provision": provision_as_json(first),
        "further_provisions": [provision_as_json(each) for each in further],
    }


def working_as_json(working: Working) -> dict[str, Any]:
    """How a date was counted, for a script."""
    return {
        "anchor": working.anchor.isoformat(),
        "count": working.count,
        "unit": working.unit.value,
        "convention": working.convention.value,
        "skipped": [
            {"date": skipped.day.isoformat(), "name": skipped.name} for skipped in working.skipped
        ],
        "sentences": list(sentences(working)),
        "calendar": working.calendar_version,
        "is_provisional": working.is_provisional,
    }


def provision_as_json(provision: Provision) -> dict[str, str]:
    """A provision for a script."""
    return {
        "rule": provision.rule,
        "citation": provision.citation,
        "source": provision.url,
        "verified": provision.verified.value,
        "caveat": provision.caveat,
    }


def count_as_text(working: Working, calendar: WorkingCalendar) -> list[str]:
    """The date first, the rule after."""
    lines = [long_date(working.result), "", *(f"  {said}" for said in sentences(working))]
    worked = previous_worked(working, calendar)
    if worked is not None and worked != working.result:
        lines.append(f"  The previous working day is {long_date(worked)}.")
    if working.is_provisional:
        days = counted(sum(day.provisional for day in working.skipped), "holiday")
        lines.append(f"  Provisional: {days} not yet proclaimed.")
    lines.append("")
    for provision in interpretation(working.convention, working.unit):
        lines += [f"  {line}" for line in provision_as_text(provision)]
    return lines


def provision_as_text(provision: Provision) -> list[str]:
    """The rule, where it is written, and what was not seen."""
    lines = [f"Rule: {provision.rule}", f"      {provision.citation} ({provision.verified})"]
    lines += [f"      {text}" for text in (provision.url, provision.caveat) if text]
    return lines


def previous_worked(working: Working, calendar: WorkingCalendar) -> datetime.date | None:
    """The result, or the working day before it; ``None`` beyond the known holidays."""
    if not calendar.knows(working.result):
        return None
    return calendar.previous_working_day(working.result)
