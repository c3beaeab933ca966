"""``longstop forecast``: what would go to whom and why, day by day."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from cli.asking import json_option
from cli.parameters import DateWritten

WORKING_DAYS = 10
ALL_ITEMS = sys.maxsize


@click.command()
@click.argument("ref", metavar="[INSPECTION]", required=False)
@click.option("--from", "first", type=DateWritten(), help="The first day told. [today]")
@click.option("--to", "last", type=DateWritten(), help="The last day. [ten working days]")
@click.option("--nobody-approves", is_flag=True, help="What waits for approval goes on waiting.")
@click.option("--all-items", is_flag=True, help="List every item of every message.")
@json_option
def forecast(
    ref: str | None,
    first: datetime.date | None,
    last: datetime.date | None,
    nobody_approves: bool,
    all_items: bool,
    as_json: bool,
) -> None:
    """See what would go to whom and why, day by day, and what that assumes.

    The daily check itself is played on a private copy: nothing is sent, nothing is written,
    nobody is blocked. INSPECTION narrows what is told.

    \b
    Examples:
      longstop forecast
      longstop forecast southend-2018 --from 2018-08-01 --to 2018-09-28
      longstop forecast --nobody-approves --json
    """
    from cli.database import open_door, service_errors
    from cli.story_report import ITEMS_LISTED, forecast_lines, forecast_values
    from cli.tables import show_json
    from models.session import reading
    from services.find import the_inspection
    from services.forecast import Span
    from services.forecast import forecast as look_ahead
    from services.preview_going_live import last_of_working_days

    door = open_door()
    with service_errors():
        name = None
        if ref is not None:
            with reading(door.factory) as session:
                name = the_inspection(session, ref).ref
        start = first or door.today
        end = last or last_of_working_days(door.factory, today=start, number=WORKING_DAYS)
        with progress((end - door.today).days + 1, shown=not as_json) as on_day:
            found = look_ahead(
                door.factory,
                Span(door.today, start, end),
                nobody_approves=nobody_approves,
                inspection=name,
                on_day=on_day,
            )
    if as_json:
        show_json(forecast_values(found))
        return
    lines = forecast_lines(found, items_listed=ALL_ITEMS if all_items else ITEMS_LISTED)
    click.echo("\n".join(lines))


@contextmanager
def progress(days: int, *, shown: bool) -> Iterator[Callable[[datetime.date], None]]:
    """A bar on a terminal while days are played; nothing elsewhere."""
    if not shown or not sys.stderr.isatty():
        yield lambda _day: None
        return
    with click.progressbar(length=days, label="Playing the days", file=sys.stderr) as bar:
        yield lambda _day: bar.update(1)
