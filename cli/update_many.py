"""``longstop update record`` for many items: typed with commas between, or as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.asking import doing
from cli.errors import CouldNotRun
from rules.wording import counted

if TYPE_CHECKING:
    from models.milestones import Update
    from services.record_update import Answer
    from services.record_updates import Said


def record_several(
    refs: Sequence[str], answer: Answer, *, inspection: str | None, no_child_confirmed: bool
) -> None:
    """Record the same of several items, all or none."""
    from services.find import the_milestones
    from services.record_updates import Said, Source, record_updates

    with doing() as did:
        rows = the_milestones(did.session, refs, inspection=inspection)
        said = [Said(row, answer, row.ref) for row in rows]
        updates = record_updates(
            did.session,
            said,
            source=Source(),
            no_child_confirmed=no_child_confirmed,
            **did.by_the_rules,
        )
        _tell(said, updates)


def record_sheet(
    file: Path, given: Answer, *, inspection: str | None, no_child_confirmed: bool
) -> None:
    """Record what a sheet says, all or none; ``given`` stands where a row says nothing else."""
    from documents.sheet import UnusableSheet
    from documents.update_sheet import read_updates
    from services.read_update_rows import read_update_rows
    from services.record_updates import Source, record_updates

    try:
        sheet = read_updates(file)
    except UnusableSheet as error:
        raise CouldNotRun(str(error)) from error
    with doing() as did:
        said = read_update_rows(did.session, sheet, given=given, inspection=inspection)
        updates = record_updates(
            did.session,
            said,
            source=Source(sheet.name, sheet.sha256),
            no_child_confirmed=no_child_confirmed,
            **did.by_the_rules,
        )
        _tell(said, updates)
        if sheet.unknown_headings:
            click.echo(f"Not read: the columns {', '.join(sheet.unknown_headings)}.")


def _tell(said: Sequence[Said], updates: Sequence[Update]) -> None:
    from rules.status_words import SAID_STATES

    for one, update in zip(said, updates, strict=True):
        state = SAID_STATES[update.state.value]
        click.echo(f"Update {update.id} of {one.milestone.ref} is recorded: {state}.")
    click.echo(f"{counted(len(updates), 'update')} in all.")
