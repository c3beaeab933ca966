"""``longstop brief``: what a person needs in order to speak above the lead, and what they did."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.asking import doing, json_option, looking
from cli.choices import Chosen
from cli.errors import CouldNotRun
from cli.parameters import DateWritten
from cli.tables import show_json
from rules.status_words import waiting_words
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
      longstop brief letter 4 --output letter.docx
      longstop brief record 4 spoke --by "Ada Quill" --on "3 September 2018"
      longstop brief record 5 not-raised --by "Ada Quill" --because "Agreed with the board"
    """


@brief.command("list")
@click.option("--all", "all_of_them", is_flag=True, help="Those that were dealt with, too.")
@json_option
def list_(all_of_them: bool, as_json: bool) -> None:
    """List the briefs that wait for a person."""
    from services.brief_overview import brief_overview

    with looking() as (session, door):
        lines = brief_overview(session, today=door.today, waiting=not all_of_them)
    if as_json:
        show_json([asdict(line) for line in lines])
        return
    for line in lines:
        click.echo("\n".join(_lines(line)))
    if not lines:
        click.echo("No brief waits.")


def _lines(line: BriefLine) -> Iterator[str]:
    items = counted(line.items, "item")
    age = f". {waiting_words(line.waiting_days)}" if line.waiting_days else ""
    prepared = plain_date(line.prepared_on)
    yield f"{line.number:>4}  It {line.state}: {items}, prepared on {prepared}{age}"
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
    for digest in shown.letters:
        click.echo(f"A letter was made for it: {digest[:12]}.")
    if shown.rendered is None:
        raise CouldNotRun("Nothing is left to raise in this brief.")
    click.echo("")
    click.echo(shown.rendered.text)


def _recorded(by: str, on: datetime.date | None, because: str | None) -> str:
    day = f" on {plain_date(on)}" if on else ""
    reason = f": {because}" if because else ""
    return f"Recorded by {by}{day}{reason}."


@brief.command("letter")
@click.argument("number", type=int)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where it is written."
)
def letter(number: int, output: Path | None) -> None:
    """Write the letter of brief NUMBER as a Word file, for signature.

    Made again on the same day it is the same file. Its digest stands in History: give it with
    'brief record NUMBER sent --letter' when the letter has gone.
    """
    from services.make_brief_letter import make_brief_letter

    with doing() as did:
        made = make_brief_letter(did.session, number, **did.when)
        path = output or Path(made.file_name)
        _write(path, made.raw)
    click.echo(f"The letter to {made.to} is in {path}.")
    click.echo(
        f"When it has gone: longstop brief record {number} sent --by NAME "
        f"--letter {made.sha256[:12]}"
    )


def _write(path: Path, raw: bytes) -> None:
    """Write the file, but never over another one: somebody may have worked on it."""
    try:
        if path.exists() and path.read_bytes() != raw:
            raise CouldNotRun(
                f"{path} exists and says something else; perhaps somebody worked on it. Give "
                "another file with --output."
            )
        path.write_bytes(raw)
    except OSError as error:
        raise CouldNotRun(f"{path} cannot be written: {error.strerror}.") from error


@brief.command("record")
@click.argument("number", type=int)
@click.argument("how", type=Chosen(How, name="outcome"))
@click.option("--by", "by", metavar="NAME", required=True, help="Who spoke, sent or decided.")
@click.option("--on", "on", type=DateWritten(), help="On which day. [today]")
@click.option("--because", help="Why it is not raised.")
@click.option("--letter", metavar="DIGEST", help="The letter that was sent, if made here.")
def record(
    number: int,
    how: How,
    by: str,
    on: datetime.date | None,
    because: str | None,
    letter: str | None,
) -> None:
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
            letter=letter,
        )
    items = counted(done.items, "item")
    said = {
        How.SPOKE: f"{by} spoke to {done.to} about {items}.",
        How.SENT: f"{by} wrote to {done.to} about {items}.",
        How.NOT_RAISED: f"{items} will not be raised with {done.to}, nor with anyone above.",
    }
    click.echo(f"Recorded: {said[done.how]}")
    if done.letter is not None:
        click.echo(f"The letter with it: {done.letter[:12]}.")
