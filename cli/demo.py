"""`longstop demo`: a demonstration's own date, moved day by day."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from cli.parameters import DateWritten
from cli.replay import replay

if TYPE_CHECKING:
    from services.advance import DayReport


@click.group("demo")
def demo() -> None:
    """Play a real case, or move a demonstration through time.

    \b
    Examples:
      longstop demo replay
      longstop demo advance 2018-06-19
    """


demo.add_command(replay)


@demo.command("advance")
@click.argument("until", metavar="DATE", type=DateWritten())
def advance(until: datetime.date) -> None:
    """Live each day from the demonstration's date to DATE.

    On each working day the check is made and what is due is filed, as the schedule would
    have done. One line is shown for each day with news.
    """
    from cli.database import open_door, service_errors
    from models.session import reading
    from rules.wording import long_date
    from services.advance import advance as advance_to
    from services.channels import open_channels
    from services.installation import installation
    from services.mail_channel import describe_mail

    door = open_door(quiet=True)
    with service_errors(), open_channels(door.factory) as channels:
        with reading(door.factory) as session:
            mail = describe_mail(installation(session))
        reports = advance_to(
            door.factory,
            until=until,
            transport=channels.mail,
            teams=channels.teams,
            actor=door.actor,
            on_day=say_day,
        )
    click.echo(f"The demonstration's date is {long_date(until)}.")
    if not any(report.has_news for report in reports):
        click.echo("No day had news. 'longstop forecast' shows what is coming, and when.")
        return
    click.echo(f"{mail} Read it with 'longstop outbox list'.")


def say_day(report: DayReport) -> None:
    """One line for a day with news; nothing for a quiet one."""
    from rules.wording import long_date

    if report.has_news:
        click.echo(f"{long_date(report.day)}: {', '.join(_news(report))}.")


def _news(report: DayReport) -> list[str]:
    from rules.wording import counted

    news = []
    if report.delivery.counts["filed"]:
        news.append(f"{counted(report.delivery.counts['filed'], 'message')} filed")
    if report.watch is not None:
        if report.watch.held:
            news.append(f"{report.watch.held} waiting for approval")
        if report.watch.briefs:
            news.append(f"{counted(report.watch.briefs, 'brief')} for a person to speak")
        if report.watch.trouble:
            news.append(f"{counted(len(report.watch.trouble), 'question')} about contacts")
    return news or ["news in 'longstop outbox list'"]
