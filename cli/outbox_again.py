"""What people say of messages after they went: settle what is unknown, send one again."""

from __future__ import annotations

from collections.abc import Sequence

import click

from cli.asking import doing
from cli.errors import FoundProblems
from cli.outbox_words import leaves_words
from rules.wording import counted


@click.command()
@click.argument("numbers", type=int, nargs=-1, required=True, metavar="NUMBER...")
@click.option("--arrived", "how", flag_value="arrived", help="They have it.")
@click.option("--did-not-arrive", "how", flag_value="not", help="They have not: send it again.")
@click.option("--look", "how", flag_value="look", help="Ask the channel, where it can be asked.")
@click.option("--because", metavar="WORDS", help="How you know: 'Maria Fenn, by telephone'.")
def settle(numbers: tuple[int, ...], how: str | None, because: str | None) -> None:
    """Say whether messages, of which it is not known, arrived.

    What arrived counts as told on the day it was tried; what did not is sent again. All of the
    numbers are settled, or none.
    """
    from services.settle_unknown import settle_unknown

    if how is None:
        raise click.UsageError("Ask them, then give --arrived or --did-not-arrive; or --look.")
    wanted = list(dict.fromkeys(numbers))
    if how == "look":
        _look(wanted)
        return
    with doing() as did:
        done = [
            settle_unknown(
                did.session, number, arrived=how == "arrived", because=because, **did.when
            )
            for number in wanted
        ]
    for one in done:
        then = "counts as told" if one.arrived else "goes again with the next delivery"
        click.echo(f"Message {one.number} to {one.to} {then}.")


def _look(numbers: Sequence[int]) -> None:
    from cli.database import open_door, service_errors
    from services.channels import open_channels
    from services.deliver.looking import settle_by_looking

    door = open_door()
    with service_errors(), open_channels(door.factory) as channels:
        if not channels.mail.can_look_up:
            raise FoundProblems("This mail channel cannot be asked. Ask the people themselves.")
        found = sum(
            settle_by_looking(
                door.factory,
                transport=channels.mail,
                now=door.now,
                today=door.today,
                number=number,
            )
            for number in numbers
        )
    click.echo(f"The channel knows of {counted(found, 'delivery', 'deliveries')}: settled.")
    if not found:
        raise FoundProblems(
            "What it does not know may still not have arrived. Ask them, then give --arrived or "
            "--did-not-arrive."
        )


@click.command()
@click.argument("number", type=int)
@click.option("--because", metavar="WORDS", help="Why, for one that went: 'They never got it'.")
def resend(number: int, because: str | None) -> None:
    """Send message NUMBER again: one that failed, or that they never got.

    It is decided again first, goes under a name of its own, and says that it is sent again.
    """
    from services.resend_message import resend_message

    with doing() as did:
        resent = resend_message(did.session, number, because=because, **did.when)
    if resent.left_out:
        click.echo(f"{counted(resent.left_out, 'item')} will be left out: no longer to be asked.")
    when = leaves_words(resent.leaves_at) if resent.leaves_at else "goes with the next delivery"
    click.echo(f"Message {number} to {resent.to} {when}.")
