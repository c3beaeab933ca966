"""Longstop's own commands, one after the other in one process, on the bench's day.

    python -m scripts.bench.commands watch-run outbox-deliver

Two commands are two processes on a council's server, and pay the start twice; the bench runs
them in one, so that a figure is the work and one start. The clock of the commands begins at ten
on the morning of the bench's database and runs on from there: a live database takes the real
day, on which nothing in it would be due. Prints as JSON how long the delivery took and what
became of the messages.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import cli.clock
from scripts.bench.day import NOW, TODAY

COMMANDS = {"watch-run": ["watch", "run"], "outbox-deliver": ["outbox", "deliver"]}


def main() -> None:
    """Run the commands named on the command line."""
    run_commands(sys.argv[1:])


def run_commands(names: Sequence[str]) -> None:
    """Run these commands, and print what they came to."""
    began = time.monotonic()
    # What another process queued at ten may go by now.
    begins = NOW if "watch-run" in names else NOW + timedelta(hours=1)

    def now() -> datetime:
        return begins + timedelta(seconds=time.monotonic() - began)

    def today() -> date:
        return TODAY

    cli.clock.utc_now, cli.clock.london_today = now, today
    told: dict[str, Any] = {}
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        for name in names:
            _run(COMMANDS[name], told)
    told["said"] = said.getvalue().splitlines()[-3:]
    print(json.dumps(told))


def _run(command: list[str], told: dict[str, Any]) -> None:
    from cli.main import main as longstop

    if command[0] == "outbox":
        import services.deliver

        services.deliver.deliver_outbox = _timed(services.deliver.deliver_outbox, told)  # type: ignore[assignment]
    longstop(command, standalone_mode=False)


def _timed(deliver: Callable[..., Any], told: dict[str, Any]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        began = time.perf_counter()
        report = deliver(*arguments, **named)
        told["inside_s"] = time.perf_counter() - began
        told["counts"] = dict(report.counts)
        return report

    return timed


if __name__ == "__main__":
    main()
