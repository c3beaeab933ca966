"""``longstop mail``: prove the channel, and read what comes back."""

from __future__ import annotations

from dataclasses import asdict

import click

from cli.asking import doing, json_option, looking
from cli.errors import FoundProblems
from cli.mail_read import read
from cli.mail_use import use
from cli.tables import show_json


@click.group()
def mail() -> None:
    """Prove the mail channel, and read what comes back.

    \b
    Examples:
      longstop mail status
      longstop mail use smtp
      longstop mail test --to ada.quill@saltmarsh.example
      longstop mail read /srv/bounces
      longstop mail reports
      longstop mail file 3 --because "She has left" --address-is-wrong
    """


@mail.command()
@json_option
def status(as_json: bool) -> None:
    """Ask the channel whether it would take mail, and say where sending stands."""
    from services.channels import channels_of
    from services.installation import installation
    from services.sending_status import sending_status

    with looking(quiet=as_json) as (session, door):
        found = sending_status(session, now=door.now)
        channels = channels_of(installation(session))
    try:
        state = channels.mail.look()
    finally:
        channels.close()
    if as_json:
        show_json({**asdict(found), "well": state.is_well, "channel": state.sentence})
    else:
        for sentence in dict.fromkeys((state.sentence, *found.sentences)):
            click.echo(sentence)
    if not state.is_well:
        raise FoundProblems("The mail channel would not take anything now.")


@mail.command()
@click.option("--to", metavar="ADDRESS", help="Where to. [the team's own reply address]")
def test(to: str | None) -> None:
    """Send one test message through the real channel, and say each stage as it passes.

    It tells nobody about any item. A demonstration files it, like all its mail.
    """
    from cli.database import open_door, service_errors
    from models.session import reading, transaction
    from notifications.dispatch import Outcome
    from services.channels import open_channels
    from services.prove_mail import diverted_words, make_proof, record_proof, send_proof

    door = open_door()
    with service_errors(), reading(door.factory) as session:
        proof = make_proof(session, to=to, now=door.now, by=door.actor)
    if diverted := diverted_words(proof):
        click.echo(diverted)
    with service_errors(), open_channels(door.factory) as channels:
        receipt = send_proof(proof, channels.mail, say=click.echo)
    with service_errors(), transaction(door.factory) as session:
        record_proof(session, proof, receipt, now=door.now, by=door.actor)
    words = receipt.words
    match receipt.outcome:
        case Outcome.SENT:
            click.echo(f"Sent to {proof.to}: {words}. Look whether it arrives.")
        case Outcome.FILED:
            click.echo(f"Filed, not sent: {words}. This database sends nothing.")
        case Outcome.UNKNOWN:
            raise FoundProblems(f"Not known whether it was sent: {words}. Look in the mailbox.")
        case _:
            raise FoundProblems(f"Not sent: {words}.")


@mail.command()
@click.option("--all", "show_all", is_flag=True, help="Those that are filed, too.")
@json_option
def reports(show_all: bool, as_json: bool) -> None:
    """List what came back and waits for a person."""
    from cli.tables import show_table
    from rules.wording import plain_date
    from services.returned_mail import reports as list_reports

    with looking(quiet=as_json) as (session, _):
        lines = list_reports(session, waiting=not show_all)
    if as_json:
        show_json([asdict(line) for line in lines])
        return
    show_table(
        ("No", "Read on", "What", "Address", "Message", "Server's words", "Filed"),
        [
            (
                line.number,
                plain_date(line.read_on),
                line.kind,
                line.recipient,
                line.message,
                line.words,
                line.filed_because or line.filed_by or "",
            )
            for line in lines
        ],
        nothing="No report waits for a person." if not show_all else "Nothing was read yet.",
    )


@mail.command("file")
@click.argument("number", type=int)
@click.option("--because", required=True, help="What you found out.")
@click.option("--address-is-wrong", is_flag=True, help="Mark the address: nothing more goes there.")
def file_(number: int, because: str, address_is_wrong: bool) -> None:
    """File report NUMBER, after a look at what it is about."""
    from services.returned_mail import file_by_hand

    with doing() as did:
        filed = file_by_hand(
            did.session,
            number,
            because=because,
            address_is_wrong=address_is_wrong,
            **did.stamped,
        )
    click.echo(f"Report {number} is filed.")
    if filed.marked:
        click.echo(f"Nothing more goes to {filed.recipient} until the address is put right.")


mail.add_command(read)
mail.add_command(use)
