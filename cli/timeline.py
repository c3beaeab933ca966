"""``longstop timeline``: an inspection's key dates, and how each came about."""

from __future__ import annotations

import datetime
import json

import click

from cli.parameters import DateWritten


@click.group()
def timeline() -> None:
    """Show an inspection's key dates, with the working of each.

    \b
    Examples:
      longstop timeline show
      longstop timeline show southend-2018 --explain
      longstop timeline show southend-2018 --at 2018-08-17 --json
    """


@timeline.command()
@click.argument("ref", metavar="[INSPECTION]", required=False)
@click.option(
    "--explain", is_flag=True, help="How each date was counted, every skipped day, the law."
)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.option("--at", type=DateWritten(), help="As it looks on this day; nothing is changed.")
def show(ref: str | None, explain: bool, as_json: bool, at: datetime.date | None) -> None:
    """Key dates: what, date, kind, owner, state, days left. The date is the one we work to."""
    from cli.database import open_door, service_errors
    from cli.timeline_report import timeline_lines, timeline_values
    from models.session import reading
    from services.find import the_inspection
    from services.key_date_rows import key_date_rows
    from services.rulebook import standing_rulebook

    door = open_door(quiet=as_json)
    with service_errors(), reading(door.factory) as session:
        inspection = the_inspection(session, ref)
        today = at or door.today
        rows = key_date_rows(
            session, inspection, today=today, calendar=standing_rulebook().calendar
        )
        if as_json:
            values = timeline_values(inspection, rows, today=today)
            click.echo(json.dumps(values, indent=2, ensure_ascii=False))
            return
        lines = timeline_lines(inspection, rows, today=today, explained=explain)
    click.echo("\n".join(lines))
