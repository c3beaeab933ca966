"""What people do with messages before they go, besides approving them: hold, cancel."""

from __future__ import annotations

import click

from cli.asking import doing


@click.command()
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Why it waits.")
def hold(number: int, reason: str) -> None:
    """Hold message NUMBER before it goes, until it is approved or cancelled."""
    from services.hold_message import hold_message

    with doing() as did:
        held = hold_message(did.session, number, reason=reason, **did.stamped)
    for sentence in held.copies_gone:
        click.echo(sentence)
    click.echo(f"Message {number} waits: approve it with 'longstop outbox approve {number}'.")


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--batch", type=int, metavar="NUMBER", help="All that the brake held back that day.")
@click.option("--reason", required=True, help="Why it does not go.")
@click.option("--for-good", is_flag=True, help="Its steps never go, nor any above them.")
def cancel(number: int | None, batch: int | None, reason: str, for_good: bool) -> None:
    """Cancel message NUMBER, or a batch.

    What is still due is decided anew by the next daily check, unless --for-good.
    """
    from services.cancel_message import cancel_message
    from services.drop_batch import drop_batch

    if (number is None) == (batch is None):
        raise click.UsageError("Give one message number, or --batch NUMBER.")
    with doing() as did:
        if batch is not None:
            cancelled = drop_batch(did.session, batch, reason=reason, for_good=for_good, **did.when)
        else:
            cancelled = [
                cancel_message(
                    did.session, number or 0, reason=reason, for_good=for_good, **did.when
                )
            ]
    for one in cancelled:
        for sentence in one.copies_gone:
            click.echo(sentence)
        click.echo(f"Message {one.number} to {one.to} is cancelled.")
    click.echo(
        "What it said is recorded as not raised and never goes."
        if for_good
        else "What is still due is decided anew by the next daily check."
    )
