"""``longstop sending``: the one switch that stops everything, and where sending stands."""

from __future__ import annotations

from dataclasses import asdict

import click

from cli.asking import doing, json_option, looking
from cli.tables import show_json


@click.group()
def sending() -> None:
    """Stop all sending at once, start it again, see where it stands. The queue is kept.

    \b
    Examples:
      longstop sending stop --because "The plan's dates are wrong"
      longstop sending status
      longstop sending start
    """


@sending.command()
@click.option("--because", required=True, help="Why; whoever finds it stopped will ask.")
def stop(because: str) -> None:
    """Stop all sending. What is under way at this moment is the last that goes."""
    from services.stop_sending import stop_sending

    with doing() as did:
        stop_sending(did.session, because=because, **did.stamped)
    click.echo("Sending is stopped. What is queued is kept, and days are decided as ever.")
    click.echo("To let it go again: 'longstop sending start'.")


@sending.command()
def start() -> None:
    """Start sending again: what was kept goes with the next delivery, looked at again first."""
    from services.stop_sending import start_sending

    with doing() as did:
        start_sending(did.session, **did.stamped)
    click.echo("Sending is on again. What was kept is looked at again before it goes.")


@sending.command()
@json_option
def status(as_json: bool) -> None:
    """Say where sending stands: the switch, the channel, what waits, what is not known."""
    from services.sending_status import sending_status

    with looking(quiet=as_json) as (session, door):
        found = sending_status(session, now=door.now)
    if as_json:
        show_json(asdict(found))
        return
    for sentence in found.sentences:
        click.echo(sentence)
