"""``longstop milestone pause``, ``resume``, ``drop`` and ``reopen``."""

from __future__ import annotations

import datetime

import click

from cli.asking import doing, inspection_option, no_child_option
from cli.parameters import DateWritten
from rules.wording import long_date


@click.command("pause")
@click.argument("ref")
@click.option("--until", type=DateWritten(), required=True, help="The last day of the pause.")
@click.option("--reason", required=True, help="Why it is paused.")
@inspection_option
@no_child_option
def pause(
    ref: str,
    until: datetime.date,
    reason: str,
    inspection_ref: str | None,
    no_child_confirmed: bool,
) -> None:
    """Pause one item until a day. A date of law cannot be paused."""
    from services.find import the_milestone
    from services.pause_milestone import pause_milestone

    with doing() as did:
        row = the_milestone(did.session, ref, inspection=inspection_ref)
        pause_milestone(
            did.session,
            row,
            until=until,
            reason=reason,
            no_child_confirmed=no_child_confirmed,
            **did.when,
        )
        click.echo(f"{row.ref} is paused until {long_date(until)}: {row.state_reason}")


@click.command("resume")
@click.argument("ref")
@inspection_option
def resume(ref: str, inspection_ref: str | None) -> None:
    """Go on with a paused item."""
    from services.find import the_milestone
    from services.resume_milestone import resume_milestone

    with doing() as did:
        row = the_milestone(did.session, ref, inspection=inspection_ref)
        resume_milestone(did.session, row, **did.by_the_rules)
        click.echo(f"{row.ref} goes on.")


@click.command("drop")
@click.argument("ref")
@click.option("--reason", required=True, help="Why it is no longer needed.")
@click.option("--approved-by", metavar="WHO", help="Who agreed to it.")
@inspection_option
@no_child_option
def drop(
    ref: str,
    reason: str,
    approved_by: str | None,
    inspection_ref: str | None,
    no_child_confirmed: bool,
) -> None:
    """Record that an item is no longer needed; it stays in the plan, named."""
    from services.drop_milestone import drop_milestone
    from services.find import the_milestone

    with doing() as did:
        row = the_milestone(did.session, ref, inspection=inspection_ref)
        drop_milestone(
            did.session,
            row,
            reason=reason,
            approved_by=approved_by,
            no_child_confirmed=no_child_confirmed,
            **did.when,
        )
        click.echo(f"{row.ref} is no longer needed: {row.state_reason}")


@click.command("reopen")
@click.argument("ref")
@click.option("--reason", required=True, help="Why it is opened again.")
@inspection_option
@no_child_option
def reopen(ref: str, reason: str, inspection_ref: str | None, no_child_confirmed: bool) -> None:
    """Open an item again that was reported, checked, accepted or dropped."""
    from services.find import the_milestone
    from services.reopen_milestone import reopen_milestone

    with doing() as did:
        row = the_milestone(did.session, ref, inspection=inspection_ref)
        reopen_milestone(
            did.session,
            row,
            reason=reason,
            no_child_confirmed=no_child_confirmed,
            **did.by_the_rules,
        )
        click.echo(f"{row.ref} is open again.")
