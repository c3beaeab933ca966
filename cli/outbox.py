"""``longstop outbox``: what waits, what is on its way and what has gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cli.asking import json_option, looking
from cli.errors import CouldNotRun
from cli.outbox_acts import cancel, hold
from cli.outbox_again import resend, settle
from cli.outbox_approve import approve
from cli.outbox_deliver import deliver
from cli.outbox_words import leaves_words, show_lot, show_text
from cli.tables import show_json
from rules.approvals import Approval
from rules.status_words import WAITING_FOR_APPROVAL, waiting_words
from rules.wording import counted, plain_date

if TYPE_CHECKING:
    from services.outbox_overview import OutboxLine, OutboxOverview

TOGETHER = "Approved together: longstop outbox approve --morning"
SINGLY = "Read and approved one by one: longstop outbox approve NUMBER"
BRAKED = "Held back by the brake: longstop outbox batch NUMBER"
GROUPS = {Approval.TOGETHER: TOGETHER, Approval.SINGLY: SINGLY, Approval.BATCH: BRAKED}


@click.group()
def outbox() -> None:
    """Messages: look, approve, hold, cancel, deliver.

    \b
    Examples:
      longstop outbox list --waiting
      longstop outbox show 12
      longstop outbox approve 12 --by "Ada Quill"
      longstop outbox approve --morning
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
    from services.installation import installation
    from services.outbox_overview import Part, outbox_overview
    from services.stop_sending import stopped_words

    wanted = Part(part or Part.OPEN)
    with looking() as (session, door):
        found = outbox_overview(session, wanted, today=door.today)
        row = installation(session)
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
    if row.sending_stopped:
        click.secho(stopped_words(row), fg="yellow")
    _say_batches(found)
    if wanted is Part.WAITING:
        _show_grouped(found)
    else:
        _show_lines(found.lines)
    _say_how_many(found)


def _values(line: OutboxLine) -> dict[str, object]:
    leaves_at = line.leaves_at.isoformat() if line.leaves_at else None
    return {**asdict(line), "leaves_at": leaves_at}


def _say_batches(found: OutboxOverview) -> None:
    for batch in found.batches:
        click.echo(
            f"Batch {batch.id} is held back by the brake: {batch.reason} "
            f"'longstop outbox batch {batch.id}' shows who gets what; release it with "
            f"'longstop outbox approve --batch {batch.id}'."
        )


def _show_grouped(found: OutboxOverview) -> None:
    """What waits, under how it is approved."""
    for how, heading in GROUPS.items():
        lines = [line for line in found.lines if line.approval is how]
        if lines:
            click.echo(f"\n{heading}\n")
            _show_lines(lines)


def _show_lines(lines: Sequence[OutboxLine]) -> None:
    for line in lines:
        click.echo("\n".join(_lines(line)))


def _say_how_many(found: OutboxOverview) -> None:
    if not found.lines:
        click.echo("Nothing is in this part of the outbox.")
    waiting = sum(line.state == WAITING_FOR_APPROVAL for line in found.lines)
    if waiting:
        verb = "waits" if waiting == 1 else "wait"
        click.echo(f"{counted(waiting, 'message')} {verb} for approval.")


def _lines(line: OutboxLine) -> Iterator[str]:
    """``12  Waiting for approval: update request, 2 items, since 9 July 2018``, and who and why."""
    items = f", {counted(line.items, 'item')}" if line.items else ""
    rehearsal = " (rehearsal)" if line.is_rehearsal else ""
    age = f". {waiting_words(line.waiting_days)}" if line.waiting_days else ""
    yield (
        f"{line.number:>4}  {line.state}: {line.kind}{rehearsal}{items}, "
        f"since {plain_date(line.since)}{age}"
    )
    yield f"      To {line.to}, {line.role}, {line.body}"
    why = line.why or (_sentence(leaves_words(line.leaves_at)) if line.leaves_at else None)
    if why:
        yield f"      {why}"
    yield from (f"      {copy.words}" for copy in line.copies if copy.needs_a_look)


def _sentence(words: str) -> str:
    return f"It {words}."


@outbox.command("show")
@click.argument("number", type=int)
@click.option("--html", "as_html", is_flag=True, help="The HTML part, for a browser.")
@click.option("--raw", "as_raw", is_flag=True, help="The bytes as they were kept.")
@click.option("--card", "as_card", is_flag=True, help="The card for Teams, as it was kept.")
def show(number: int, as_html: bool, as_raw: bool, as_card: bool) -> None:
    """Show message NUMBER: as it would read now or, once it has gone, as it was kept."""
    from services.show_message import kept_card, show_message

    with looking() as (session, door):
        if as_card:
            click.echo(kept_card(session, number))
            return
        shown = show_message(session, number, today=door.today, now=door.now, approver=door.actor)
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
    if shown.mark is not None:
        click.echo(f"To approve it: longstop outbox approve {number} --as-shown {shown.mark}")


@outbox.command("batch")
@click.argument("number", type=int)
@json_option
def batch(number: int, as_json: bool) -> None:
    """Show what the brake held back as batch NUMBER: why, and who would get what."""
    from services.approval_lot import Lot
    from services.preview_lot import preview_lot

    with looking() as (session, door):
        preview = preview_lot(session, Lot(batch=number), today=door.today, now=door.now)
    if as_json:
        show_json(
            {
                "number": number,
                "reason": preview.batch.reason if preview.batch else None,
                "messages": [_values(line) for line in preview.lines],
                "notes": preview.notes,
                "mark": preview.mark,
            }
        )
        return
    show_lot(preview)
    click.echo(
        f"To release it: longstop outbox approve --batch {number} --as-shown {preview.mark}\n"
        f"To drop it: longstop outbox cancel --batch {number} --reason WHY"
    )


for command in (approve, hold, cancel, settle, resend, deliver):
    outbox.add_command(command)
