"""How messages of the outbox are printed: one in full, several as a table, and when they leave."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from rules.status_words import time_of_day, waiting_words
from rules.wording import counted, long_date, plain_date

if TYPE_CHECKING:
    from services.outbox_overview import OutboxLine
    from services.preview_lot import PreviewedLot
    from services.show_message import ShownMessage

ROWS_AT_MOST = 100


def leaves_words(at: datetime.datetime) -> str:
    """``leaves from 10am on Thursday 16 August 2018``, by London's clocks."""
    from services.opening import LONDON

    local = at.astimezone(LONDON)
    return f"leaves from {time_of_day(local.time())} on {long_date(local.date())}"


def show_text(shown: ShownMessage) -> None:
    """A message's state, subject and text part and, while it waits, the mark of it."""
    line = shown.line
    kept = "as it was kept" if shown.raw is not None else "as it would read now"
    click.echo(f"Message {line.number}, {line.kind}, {kept}. {line.state}.")
    if line.why:
        click.echo(line.why)
    if line.waiting_days is not None:
        click.echo(age_line(line))
    for copy in line.copies:
        click.echo(f"{copy.words}.")
    for sentence in shown.left_out:
        click.echo(sentence)
    click.echo(f"\nTo: {shown.to}\nSubject: {shown.subject}\n")
    click.echo(shown.text)
    if shown.mark is not None:
        click.echo(f"Mark of this text: {shown.mark}")


def age_line(line: OutboxLine) -> str:
    """``Waiting 4 working days, since 9 July 2018.``"""
    days = line.waiting_days or 0
    since = f", since {plain_date(line.since)}" if days else ""
    return f"{waiting_words(days)}{since}."


def show_lot(preview: PreviewedLot) -> None:
    """What would be approved together: who gets what, what is left out, and the mark of it."""
    from cli.tables import show_table

    if preview.batch is not None:
        click.echo(f"Batch {preview.batch.id}: {preview.batch.reason}")
    show_table(
        ("No", "To", "What", "Items", "Waiting"),
        [_row(line) for line in preview.lines[:ROWS_AT_MOST]],
        nothing="No message of it can be approved together.",
    )
    if len(preview.lines) > ROWS_AT_MOST:
        click.echo(f"And {counted(len(preview.lines) - ROWS_AT_MOST, 'message')} more.")
    for note in preview.notes:
        click.echo(note)
    items = sum(line.items for line in preview.lines)
    click.echo(f"{counted(len(preview.lines), 'message')}, {counted(items, 'item')} in all.")
    click.echo(f"Mark of all of it: {preview.mark}")


def _row(line: OutboxLine) -> tuple[object, ...]:
    days = line.waiting_days or 0
    age = f"{counted(days, 'working day')}, since {plain_date(line.since)}" if days else "today"
    return (line.number, f"{line.to}, {line.role}, {line.body}", line.kind, line.items, age)
