"""``longstop inspection confirm-receipt | confirm-due | choose-date | meeting``."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from cli.asking import past_date_option
from cli.errors import CouldNotRun
from cli.parameters import DateWritten

which = click.option(
    "--inspection", "ref", metavar="REF", help="The inspection; may be left out if there is one."
)


@click.command("confirm-receipt")
@click.argument("day", metavar="DATE", type=DateWritten())
@click.option("--by", required=True, help="Who says so: name and role.")
@which
def confirm_receipt(day: datetime.date, by: str, ref: str | None) -> None:
    """Record that the principal authority received the final letter on DATE.

    The law counts from that day; the key dates are counted anew at once.
    """
    from cli.acting import acting_on
    from cli.inspection_report import date_lines
    from rules.wording import long_date
    from services.confirm_dates import confirm_receipt as confirm

    with acting_on(ref) as (session, inspection, act):
        dates = confirm(session, inspection, received_on=day, by=by, act=act)
    click.echo(f"Received on {long_date(day)}, says {by}.")
    click.echo("\n".join(date_lines(dates)))


@click.command("confirm-due")
@click.argument("day", metavar="DATE", type=DateWritten())
@click.option("--by", required=True, help="Who confirmed it: name and inspectorate.")
@click.option("--on", required=True, type=DateWritten(), help="The date of the writing.")
@click.option("--file", required=True, help="The writing itself, or where it is kept.")
@which
def confirm_due(day: datetime.date, by: str, on: datetime.date, file: str, ref: str | None) -> None:
    """Record that the inspectorate confirmed in writing that the statement is due on DATE."""
    from cli.acting import acting_on
    from cli.inspection_report import date_lines
    from rules.wording import long_date
    from services.confirm_dates import ConfirmedInWriting
    from services.confirm_dates import confirm_due as confirm

    confirmed = ConfirmedInWriting(due=day, by=by, on=on, file=_kept(file))
    with acting_on(ref) as (session, inspection, act):
        dates = confirm(session, inspection, confirmed=confirmed, act=act)
    click.echo(f"Confirmed in writing: {long_date(day)}, by {by} on {long_date(on)}.")
    click.echo("\n".join(date_lines(dates)))


def _kept(file: str) -> str:
    """The file's name with its hash, so that it can be told from another; or the words given."""
    path = Path(file)
    if not path.is_file():
        return file
    import hashlib

    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{path.name} (SHA-256 {digest})"


@click.command("choose-date")
@click.argument("day", metavar="DATE", type=DateWritten())
@click.option("--reason", required=True, help="Why an earlier day; it is shown with the date.")
@which
def choose_date(day: datetime.date, reason: str, ref: str | None) -> None:
    """Work to DATE, which must be earlier than the date the others give."""
    from cli.acting import acting_on
    from cli.inspection_report import date_lines
    from services.confirm_dates import choose_date as choose

    with acting_on(ref) as (session, inspection, act):
        dates = choose(session, inspection, chosen=day, reason=reason, act=act)
    click.echo("\n".join(date_lines(dates)))


@click.command()
@click.argument("rule", metavar="KEY-DATE")
@click.argument("day", metavar="DATE", type=DateWritten())
@click.option("--body", default="Cabinet", show_default=True, help="Who meets.")
@past_date_option
@which
def meeting(
    rule: str, day: datetime.date, body: str, past_date_confirmed: bool, ref: str | None
) -> None:
    """Name the meeting on DATE that decides a key date: cabinet-noting or cabinet-return."""
    from cli.acting import acting_on
    from cli.inspection_report import date_lines
    from services.set_meeting import set_meeting

    if not body.strip():
        raise CouldNotRun("Say who meets with --body.")
    with acting_on(ref) as (session, inspection, act):
        dates = set_meeting(
            session,
            inspection,
            rule_key=rule,
            body=body,
            held_on=day,
            act=act,
            past_date_confirmed=past_date_confirmed,
        )
    click.echo("\n".join(date_lines(dates)))


@click.command()
@click.argument("rule", metavar="KEY-DATE")
@click.argument("state", type=click.Choice(["on", "off"]))
@click.option("--reason", required=True, help="Why it applies, or no longer does.")
@click.option("--body", help="Who holds the duty, if not the council.")
@which
def switch(rule: str, state: str, reason: str, body: str | None, ref: str | None) -> None:
    """Let a duty of the framework apply to this inspection, or no longer.

    \b
    Example:
      longstop inspection switch force-comments on --body estuary-commissioner \\
          --reason "section 55 applies, says the force's counsel"
    """
    from cli.acting import acting_on
    from rules.wording import long_date
    from services.find import the_agency
    from services.switch_duty import switch_duty

    with acting_on(ref) as (session, inspection, act):
        duty = switch_duty(
            session,
            inspection,
            rule_key=rule,
            on=state == "on",
            reason=reason,
            body=the_agency(session, body) if body else None,
            act=act,
        )
        due = long_date(duty.due) if duty.due else "no date yet"
    applies = f"applies: {due}" if state == "on" else "does not apply"
    click.echo(f"{duty.title}: {applies}.")
