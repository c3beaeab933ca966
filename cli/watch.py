"""``longstop watch``: the daily check, by hand or as a preview."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from cli.asking import json_option
from cli.parameters import DateWritten

if TYPE_CHECKING:
    from cli.database import Door
    from services.forecast import Forecast


@click.group()
def watch() -> None:
    """The daily check: whom to tell what, and why.

    The schedule runs it each working day. By hand it does the same: a day is decided once,
    however often it is asked.

    \b
    Examples:
      longstop watch run
      longstop watch run --preview
      longstop watch run --preview --at 2018-09-03
    """


@watch.command()
@click.option("--preview", is_flag=True, help="Show what it would do; nothing is written.")
@click.option("--at", type=DateWritten(), help="With --preview: as of this day to come.")
@json_option
def run(preview: bool, at: datetime.date | None, as_json: bool) -> None:
    """Decide today: queue what is due, say what waits and what is in trouble.

    Nothing is sent by this command; 'longstop outbox deliver' does that.
    """
    from cli.database import open_door

    if at is not None and not preview:
        raise click.UsageError(
            "--at only reads: give it with --preview. A deciding run takes the real day, or a "
            "demonstration's own."
        )
    door = open_door()
    if preview:
        show_preview(_played(door, at or door.today), as_json=as_json)
    else:
        _decide(door, as_json=as_json)


def show_preview(found: Forecast, *, as_json: bool) -> None:
    """The one day of a preview."""
    from cli.story_report import NOTHING, day_lines, day_values
    from cli.tables import show_json

    (day,) = found.days
    if as_json:
        show_json({**day_values(day), "preview": True, "assumes": list(found.assumes)})
        return
    click.echo("\n".join(day_lines(day)))
    if not day.going:
        click.echo(f"  {NOTHING}")
    click.echo("This is a preview: nothing was written, nothing is sent.")


def _played(door: Door, day: datetime.date) -> Forecast:
    from cli.database import service_errors
    from services.forecast import Span, forecast

    with service_errors():
        return forecast(door.factory, Span(door.today, day, day))


def _decide(door: Door, *, as_json: bool) -> None:
    from cli.database import service_errors
    from cli.story_report import ITEMS_LISTED, day_lines, day_values
    from cli.tables import show_json
    from models.session import reading
    from services.decided_day import decided_day
    from services.installation import installation
    from services.mail_channel import check_mail_channel
    from services.watch import run_watch

    with service_errors():
        with reading(door.factory) as session:
            # A live database without a mail channel decides nothing it could not deliver.
            check_mail_channel(installation(session))
        report = run_watch(door.factory, today=door.today, now=door.now, actor=door.actor)
        with reading(door.factory) as session:
            listed = None if as_json else ITEMS_LISTED
            story = decided_day(session, report, first_items=listed)
    if as_json:
        show_json(day_values(story))
        return
    click.echo("\n".join(day_lines(story)))
    if report.not_decided is None:
        click.echo(_what_next(report.messages, report.held + report.briefs))


def _what_next(going: int, waiting: int) -> str:
    from rules.wording import counted

    if not going and not waiting:
        return "Nothing is due today."
    said = f"{counted(going, 'message')} queued"
    if waiting:
        said += f"; {counted(waiting, 'more')} for a person: 'longstop outbox list', "
        said += "'longstop brief list'"
    return f"{said}. 'longstop outbox deliver' sends what may go now."
