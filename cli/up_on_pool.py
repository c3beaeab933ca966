"""A larger installation: the same flows on a work pool of a Prefect server that is there."""

from __future__ import annotations

import asyncio
import os
import sys

import click

from cli.child_process import ChildProcess
from cli.errors import CouldNotRun
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

RUNS_AT_ONCE = 4


def run_on_pool(pool: str, *, deploy_only: bool) -> None:
    """Put the flows on the work pool and, unless only that is asked, work it until stopped."""
    work = open_work()
    set_environment(environment_of_runs(), unless_set={"DO_NOT_TRACK": "1"})
    asyncio.run(_deploy(pool, work))
    if deploy_only:
        return
    worker = _worker(pool)
    worker.start()
    click.secho(f"Working the pool '{pool}'.", bold=True)
    click.echo("  More workers     start them the same way, on this machine or another")
    click.echo(f"  Schedules        {work.schedule_words}")
    click.echo(f"  Worker's log     {short_path(worker.log)}")
    click.echo("Stop it with Ctrl-C.")
    try:
        asyncio.run(_until_stopped(worker))
    finally:
        worker.stop()
    click.echo("Longstop has stopped.")


async def _deploy(pool: str, work: Work) -> None:
    from flows.serving import put_on_work_pool, queue_a_check, why_unreachable

    if problem := await why_unreachable():
        raise CouldNotRun(
            f"Prefect's server does not answer at {settings().prefect_api_url}: {problem}. "
            "Correct PREFECT_API_URL, or unset it to let Longstop run a server of its own."
        )
    names = await put_on_work_pool(pool, day=work.day, schedules_on=work.schedules_on)
    await queue_a_check()
    click.echo(f"On the work pool '{pool}': {', '.join(names)}.")


def _worker(pool: str) -> ChildProcess:
    command = [sys.executable, "-m", "prefect", "worker", "start"]
    command += ["--pool", pool, "--type", "process", "--limit", str(RUNS_AT_ONCE)]
    log = settings().home.resolve() / "prefect" / f"worker-{os.getpid()}.log"
    return ChildProcess("The worker", command, log=log)


async def _until_stopped(worker: ChildProcess) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)
    watching = asyncio.create_task(stop_with(worker, stop))
    await stop.wait()
    watching.cancel()
    if not worker.is_running:
        raise why_ended(worker)
