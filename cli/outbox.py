"""``longstop outbox``: what waits, what is on its way and what has gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cli.asking import json_option, looking
from cli.errors import CouldNotRun
from cli.outbox_acts import approve, cancel, hold, settle
from cli.outbox_deliver import deliver
from cli.outbox_words import leaves_words
from cli.tables import show_json
from rules.wording import counted, plain_date

if TYPE_CHECKING:
    from services.outbox_overview import OutboxLine, OutboxOverview
    from services.show_message import ShownMessage


@click.group()
def outbox() -> None:
    """Messages: look, approve, hold, cancel, deliver.

    \b
    Examples:
      longstop outbox list --waiting
      longstop outbox show 12
      longstop outbox approve 12 --by "Ada Quill"
      longstop outbox approve --all-for estuary-police
      longstop outbox hold 14 --reason "We meet them today"
      longstop outbox deliver
    """


@outbox.command("list")
@click.option("--waiting", "part", flag_value="waiting", help="What waits for approval.")
@click.option("--unknown", "part", flag_value="unknown", help="What may not have arrived.")
@click.option("--all", "part", flag_value="all", help="What has gone or was cancelled, too.")
@json_option
def list_(part: str | None, as_json: bool) -> None:
    """List what waits or is queued, and what failed or may not have arrived."""
    from services.outbox_overview import Part, outbox_overview

    with looking() as (session, _):
        found = outbox_overview(session, Part(part or Part.OPEN))
    if as_json:
        show_json(
            {
                "messages": [_values(line) for line in found.lines],
                "batches": [
                    {"number": batch.id, "notices": batch.notices, "reason": batch.reason}
                    for batch in found.batches
                ],
            }
        )
        return
    _show(found)


def _values(line: OutboxLine) -> dict[str, object]:
    leaves_at = line.leaves_at.isoformat() if line.leaves_at else None
    return {**asdict(line), "leaves_at": leaves_at}


def _show(found: OutboxOverview) -> None:
    for batch in found.batches:
        click.echo(
            f"Batch {batch.id} is held back by the brake: {batch.reason} "
            f"Release it with 'longstop outbox approve --batch {batch.id}'."
        )
    for line in found.lines:
        click.echo("\n".join(_lines(line)))
    if not found.lines:
        click.echo("Nothing is in this part of the outbox.")
    waiting = sum(line.state == "Waiting for approval" for line in found.lines)
    if waiting:
        verb = "waits" if waiting == 1 else "wait"
        click.echo(f"{counted(waiting, 'message')} {verb} for approval.")


def _lines(line: OutboxLine) -> Iterator[str]:
    """``12  Waiting for approval: update request, 2 items, since 9 July 2018``, and who and why."""
    items = f", {counted(line.items, 'item')}" if line.items else ""
    rehearsal = " (rehearsal)" if line.is_rehearsal else ""
    yield (
        f"{line.number:>4}  {line.state}: {line.kind}{rehearsal}{items}, "
        f"since {plain_date(line.since)}"
    )
    yield f"      To {line.to}, {line.role}, {line.body}"
    why = line.why or (_sentence(leaves_words(line.leaves_at)) if line.leaves_at else None)
    if why:
        yield f"      {why}"


def _sentence(words: str) -> str:
    return f"It {words}."


@outbox.command("show")
@click.argument("number", type=int)
@click.option("--html", "as_html", is_flag=True, help="The HTML part, for a browser.")
@click.option("--raw", "as_raw", is_flag=True, help="The bytes as they were kept.")
def show(number: int, as_html: bool, as_raw: bool) -> None:
    """Show message NUMBER: as it would read now or, once it has gone, as it was kept."""
    from services.show_message import show_message

    with looking() as (session, door):
        shown = show_message(session, number, today=door.today, now=door.now)
    if as_raw:
        if shown.raw is None:
            raise CouldNotRun(
                f"Message {number} has not been made yet: its text is made when it goes. "
                "Without --raw you see how it would read now."
            )
        click.echo(shown.raw, nl=False)
        return
    if shown.nothing_because is not None:
        raise CouldNotRun(f"Nothing of message {number} would go: {shown.nothing_because}.")
    if as_html:
        click.echo(shown.html)
        return
    show_text(shown)


def show_text(shown: ShownMessage) -> None:
    """A message's state, subject and text part."""
    line = shown.line
    kept = "as it was kept" if shown.raw is not None else "as it would read now"
    click.echo(f"Message {line.number}, {line.kind}, {kept}. {line.state}.")
    if line.why:
        click.echo(line.why)
    for sentence in shown.left_out:
        click.echo(sentence)
    click.echo(f"\nTo: {shown.to}\nSubject: {shown.subject}\n")
    click.echo(shown.text)


for command in (approve, hold, cancel, settle, deliver):
    outbox.add_command(command)
