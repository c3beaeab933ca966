"""Telling a replay while it runs: a bar above the story on a terminal, plain lines in a log."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import click

from cli.timeline_report import wrapped
from rules.wording import long_date

if TYPE_CHECKING:
    from services.advance import DayReport


@dataclass(slots=True)
class Telling:
    """``say`` prints lines of the story, ``step`` moves the bar to a day."""

    say: Callable[[str], None]
    step: Callable[[date], None]
    last_told: date | None = None

    def tell(self, day: date, told: str) -> None:
        """One thing that happened, under its date; the date stands once."""
        heading = [] if day == self.last_told else [long_date(day)]
        self.last_told = day
        self.say("\n".join([*heading, *wrapped(told, indent="  ")]))

    def lived(self, report: DayReport) -> None:
        """A day is over."""
        self.step(report.day)


@contextmanager
def telling(days: int) -> Iterator[Telling]:
    """Tell a replay of so many days."""
    if not sys.stdout.isatty():
        yield Telling(say=click.echo, step=lambda _day: None)
        return
    # Imported here: it is slow, and a log has no need of it.
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description:<27}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, transient=True) as progress:
        task = progress.add_task("", total=days)
        yield Telling(
            say=lambda text: progress.console.print(text, markup=False, highlight=False),
            step=lambda day: progress.update(task, advance=1, description=long_date(day)),
        )
