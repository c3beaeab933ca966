"""What both ways of `longstop up` share: the database, the signals, and watching a child."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import dataclass
from pathlib import Path

import click

from cli.child_process import ChildProcess
from cli.database import open_door, service_errors
from cli.errors import CouldNotRun
from config.councils import Day
from config.settings import settings
from models.session import reading
from services.installation import installation
from services.live_start import refuse_a_deaf_start
from services.stop_sending import stopped_words
from services.surroundings import surroundings


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to run: by what order of the day, and whether it starts by itself."""

    day: Day
    is_demonstration: bool

    @property
    def schedules_on(self) -> bool:
        """Whether the schedules start runs. A demonstration's date is moved by hand."""
        return not self.is_demonstration

    @property
    def schedule_words(self) -> str:
        """When the runs start, for the person who started Longstop."""
        if self.is_demonstration:
            return (
                "off, because this is a demonstration: move its date with "
                "'longstop demo advance DATE', or start a run on the page"
            )
        return (
            f"on working days the check at {self.day.decide_at:%H:%M}, a later look at "
            f"{self.day.look_again_at:%H:%M}, and mail from {self.day.send_at:%H:%M}"
        )


def open_work() -> Work:
    """Open the database once, so that what is wrong with it is said here and not in a run."""
    door = open_door()
    with service_errors(), reading(door.factory) as session:
        row = installation(session)
        refuse_a_deaf_start(row)
        if row.sending_stopped:
            click.secho(stopped_words(row), fg="yellow", err=True)
        return Work(surroundings(session).council.day, door.is_demonstration)


def environment_of_runs() -> dict[str, str]:
    """What a run in another folder needs in order to find our database."""
    return {"LONGSTOP_HOME": str(settings().home.resolve())}


def stop_on_signals(stop: asyncio.Event) -> None:
    """Let Ctrl-C and SIGTERM set ``stop`` from now on. Call again after someone took them."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)


async def stop_with(child: ChildProcess, stop: asyncio.Event) -> None:
    """Set ``stop`` when the child ends by itself."""
    while child.is_running:
        await asyncio.sleep(0.5)
    stop.set()


def why_ended(child: ChildProcess) -> CouldNotRun:
    """The error for a child that ended without being asked to."""
    return CouldNotRun(
        f"{child.name} ended by itself. Its last words ({child.log}):\n{child.last_words()}"
    )


def short_path(path: Path) -> str:
    """The path as seen from here, if it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
