"""`longstop up`: everything that runs by itself, until it is stopped."""

from __future__ import annotations

import signal

import click

from cli.errors import CouldNotRun
from cli.prefect_server import refuse_port_in_use
from config.settings import settings


@click.command("up")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=4200,
    show_default=True,
    help="Port of Prefect's page, on this machine only.",
)
@click.option(
    "--pool",
    default="longstop",
    show_default=True,
    help="Work pool, where PREFECT_API_URL names a Prefect server.",
)
@click.option(
    "--deploy-only",
    is_flag=True,
    help="With PREFECT_API_URL: put the flows on the work pool, and start no worker.",
)
def up(port: int, pool: str, deploy_only: bool) -> None:
    """Run Longstop: Prefect's page, the schedules and the flows, until Ctrl-C.

    Needs no other service and no internet. Where PREFECT_API_URL is set, no server is
    started: the same flows are put on a work pool of that server, and a worker works it.

    \b
    Examples:
      longstop up
      longstop up --port 4300
      PREFECT_API_URL=http://prefect.council.example:4200/api longstop up --pool longstop
    """
    # SIGTERM then ends us as Ctrl-C does, so that what we started is stopped in either case.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _run(port, pool, deploy_only=deploy_only)
    except KeyboardInterrupt:
        click.echo("Longstop has stopped.")


def _run(port: int, pool: str, *, deploy_only: bool) -> None:
    if settings().prefect_api_url:
        from cli.up_on_pool import run_on_pool

        run_on_pool(pool, deploy_only=deploy_only)
    elif deploy_only:
        raise CouldNotRun("--deploy-only needs PREFECT_API_URL, the address of your server.")
    else:
        # Asked first: it takes no time, and all that follows takes seconds to import.
        refuse_port_in_use(port)
        from cli.up_embedded import run_embedded

        run_embedded(port)
