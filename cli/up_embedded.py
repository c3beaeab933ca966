"""One small server: Prefect's own server as a child, the flows served from here."""

from __future__ import annotations

import asyncio

import click

from cli.child_process import ChildProcess
from cli.errors import CouldNotRun
from cli.prefect_server import EmbeddedServer, only_one
from cli.running import (
    Work,
    environment_of_runs,
    open_work,
    short_path,
    stop_on_signals,
    stop_with,
    why_ended,
)
from config.settings import set_environment, settings

ANSWERS_WITHIN = 120.0
"""Seconds in which Prefect's server must answer; on a slow disk its first start takes a while."""


def run_embedded(port: int) -> None:
    """Run the server and serve the flows until a signal comes, or the server ends."""
    server = EmbeddedServer(settings().home.resolve() / "prefect", port)
    work = open_work()
    with only_one(server.home):
        set_environment(
            {**server.environment, **environment_of_runs()}, unless_set=server.preferences
        )
        first = " (the first time takes about 20 seconds)" if server.is_first_start() else ""
        click.echo(f"Starting Prefect's server{first} ...")
        child = server.child()
        child.start()
        try:
            asyncio.run(_serve(server, child, work))
        finally:
            child.stop()
    click.echo("Longstop has stopped.")


async def _serve(server: EmbeddedServer, child: ChildProcess, work: Work) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)
    # Prefect takes two seconds to import, which the server's start needs anyway.
    from flows.serving import serve_until

    def on_ready() -> None:
        stop_on_signals(stop)  # Prefect's runner had taken SIGTERM for itself.
        _say_ready(server, child, work)

    watching = asyncio.create_task(stop_with(child, stop))
    if await _is_ready(server, child, stop):
        await serve_until(stop, day=work.day, schedules_on=work.schedules_on, on_ready=on_ready)
    watching.cancel()
    if not child.is_running:
        raise why_ended(child)


async def _is_ready(server: EmbeddedServer, child: ChildProcess, stop: asyncio.Event) -> bool:
    """Wait for the server. False if we were told to stop, or the server ended."""
    waited = 0.0
    while not stop.is_set() and child.is_running:
        if await asyncio.to_thread(server.answers):
            return True
        if waited > ANSWERS_WITHIN:
            raise CouldNotRun(
                f"Prefect's server did not answer within {ANSWERS_WITHIN:.0f} seconds. "
                f"What it wrote is in {child.log}."
            )
        await asyncio.sleep(0.2)
        waited += 0.2
    return False


def _say_ready(server: EmbeddedServer, child: ChildProcess, work: Work) -> None:
    click.secho("Longstop is up.", bold=True)
    click.echo(f"  Prefect's page   {server.page}")
    click.echo(f"  Schedules        {work.schedule_words}")
    click.echo(f"  Server's log     {short_path(child.log)}")
    click.echo("Stop it with Ctrl-C.")
