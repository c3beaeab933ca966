"""``longstop milestone set``, ``move`` and ``correct``: the dates of a duty."""

from __future__ import annotations

import datetime

import click

from cli.asking import (
    cites_a_minute,
    doing,
    inspection_option,
    no_child_option,
    past_date_option,
)
from cli.parameters import DateWritten
from rules.wording import long_date


@click.command("set")
@click.argument("ref")
@click.argument("due", type=DateWritten())
@inspection_option
@past_date_option
def set_(
    ref: str, due: datetime.date, inspection_ref: str | None, past_date_confirmed: bool
) -> None:
    """Give a date that is not fixed yet: read a timescale, or change a draft. This is no move."""
    from services.find import the_milestone
    from services.set_due import set_due

    with doing() as did:
        row = the_milestone(did.session, ref, inspection=inspection_ref)
        set_due(
            did.session,
            row,
            due=due,
            past_date_confirmed=past_date_confirmed,
            **did.by_the_rules,
        )
        fixed = "This is its first date." if row.first_due else "It is fixed with the plan."
        click.echo(f"{row.ref} is due on {long_date(due)}. {fixed}")


@click.command("move")
@click.argument("ref")
@click.argument("due", type=DateWritten())
@click.option("--reason", required=True, help="Why the date is moved.")
@click.option("--approved-by", required=True, metavar="WHO", help="Who agreed to it.")
@cites_a_minute
@inspection_option
@past_date_option
@no_child_option
def move(
    ref: str,
    due: datetime.date,
    reason: str,
    approved_by: str,
    minute_number: str | None,
    meeting_body: str | None,
    inspection_ref: str | None,
    past_date_confirmed: bool,
    no_child_confirmed: bool,
) -> None:
    """Move an agreed date. It is counted, and the first date stays beside the new one."""
    from cli.plan_report import times_words
    from services.find import the_milestone, the_minute
    from services.minute_words import minute_words
    from services.move_milestone import Move, move_milestone

    with doing() as did:
        row = the_milestone(did.session, ref, inspection=inspection_ref)
        cited = (
            minute_words(*the_minute(did.session, minute_number, meeting=meeting_body))
            if minute_number
            else None
        )
        move_milestone(
            did.session,
            row,
            Move(due, reason, approved_by, cited),
            past_date_confirmed=past_date_confirmed,
            no_child_confirmed=no_child_confirmed,
            **did.by_the_rules,
        )
        first = f" First date: {long_date(row.first_due)}." if row.first_due else ""
        times = times_words(row.moves)
        click.echo(f"{row.ref} is due on {long_date(due)}; moved {times}.{first}")


@click.command("correct")
@click.argument("ref")
@click.argument("due", type=DateWritten())
@click.option("--reason", required=True, help="What was wrong with the date.")
@inspection_option
@past_date_option
@no_child_option
def correct(
    ref: str,
    due: datetime.date,
    reason: str,
    inspection_ref: str | None,
    past_date_confirmed: bool,
    no_child_confirmed: bool,
) -> None:
    """Correct a date that was a slip or misread. A correction is not counted as a move."""
    from services.correct_date import correct_date
    from services.find import the_milestone

    with doing() as did:
        row = the_milestone(did.session, ref, inspection=inspection_ref)
        correct_date(
            did.session,
            row,
            due=due,
            reason=reason,
            past_date_confirmed=past_date_confirmed,
            no_child_confirmed=no_child_confirmed,
            **did.by_the_rules,
        )
        click.echo(f"{row.ref} is due on {long_date(due)}; corrected, not moved.")
