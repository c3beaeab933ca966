"""``longstop brief``: what a person needs in order to speak above the lead, and what they did."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cli.asking import doing, json_option, looking
from cli.choices import Chosen
from cli.errors import CouldNotRun
from cli.parameters import DateWritten
from cli.tables import show_json
from rules.wording import counted, plain_date
from services.record_brief import How

if TYPE_CHECKING:
    from services.brief_overview import BriefLine


@click.group()
def brief() -> None:
    """Briefs: a person speaks to anyone above the lead.

    To send a brief's message from here, approve it: longstop outbox approve NUMBER.

    \b
    Examples:
      longstop brief list
      longstop brief show 4
      longstop brief record 4 spoke --by "Ada Quill" --on "3 September 2018"
      longstop brief record 5 not-raised --by "Ada Quill" --because "Agreed with the board"
    """


@brief.command("list")
@click.option("--all", "all_of_them", is_flag=True, help="Those that were dealt with, too.")
@json_option
def list_(all_of_them: bool, as_json: bool) -> None:
    """List the briefs that wait for a person."""
    from services.brief_overview import brief_overview

    with looking() as (session, _):
        lines = brief_overview(session, waiting=not all_of_them)
    if as_json:
        show_json([asdict(line) for line in lines])
        return
    for line in lines:
        click.echo("\n".join(_lines(line)))
    if not lines:
        click.echo("No brief waits.")


def _lines(line: BriefLine) -> Iterator[str]:
    items = counted(line.items, "item")
    yield f"{line.number:>4}  It {line.state}: {items}, prepared on {plain_date(line.prepared_on)}"
    yield f"      To {line.to}, {line.role}, {line.body}"
    if line.message:
        yield f"      To send it from here: longstop outbox approve {line.message}"
    if line.recorded_by:
        yield f"      {_recorded(line.recorded_by, line.recorded_on, line.because)}"


@brief.command("show")
@click.argument("number", type=int)
def show(number: int) -> None:
    """Show brief NUMBER: the items, what was asked and when, what we may have wrong."""
    from services.brief_overview import show_brief

    with looking() as (session, door):
        shown = show_brief(session, number, today=door.today, now=door.now)
    line = shown.line
    click.echo(f"Brief {number} to {line.to}, {line.role}, {line.body}: it {line.state}.")
    if line.recorded_by:
        click.echo(_recorded(line.recorded_by, line.recorded_on, line.because))
    for sentence in shown.left_out:
        click.echo(sentence)
    if shown.rendered is None:
        raise CouldNotRun("Nothing is left to raise in this brief.")
    click.echo("")
    click.echo(shown.rendered.text)


def _recorded(by: str, on: datetime.date | None, because: str | None) -> str:
    day = f" on {plain_date(on)}" if on else ""
    reason = f": {because}" if because else ""
    return f"Recorded by {by}{day}{reason}."


@brief.command("record")
@click.argument("number", type=int)
@click.argument("how", type=Chosen(How, name="outcome"))
@click.option("--by", "by", metavar="NAME", required=True, help="Who spoke, sent or decided.")
@click.option("--on", "on", type=DateWritten(), help="On which day. [today]")
@click.option("--because", help="Why it is not raised.")
def record(number: int, how: How, by: str, on: datetime.date | None, because: str | None) -> None:
    """Record what was done with brief NUMBER: spoke, sent, or not-raised.

    Not raised needs --because; nothing above it is then raised either.
    """
    from services.record_brief import record_brief

    with doing() as did:
        done = record_brief(
            did.session,
            number,
            how=how,
            on=on or did.act.today,
            by=by,
            because=because,
            today=did.act.today,
            now=did.act.now,
            recorder=did.act.by,
        )
    items = counted(done.items, "item")
    said = {
        How.SPOKE: f"{by} spoke to {done.to} about {items}.",
        How.SENT: f"{by} wrote to {done.to} about {items}.",
        How.NOT_RAISED: f"{items} will not be raised with {done.to}, nor with anyone above.",
    }
    click.echo(f"Recorded: {said[done.how]}")
