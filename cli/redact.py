"""``longstop redact``: taking a text out of everything that is kept."""

from __future__ import annotations

from pathlib import Path

import click

from cli.asking import doing, looking
from cli.errors import CouldNotRun
from rules.wording import counted


@click.command()
@click.argument("text", required=False)
@click.option("--event", "number", type=int, help="Redact one event of History instead.")
@click.option("--reason", help="Why; it is kept for ever and must not repeat the text.")
@click.option("--preview", is_flag=True, help="Only say where the text stands.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
def redact(
    text: str | None, number: int | None, reason: str | None, preview: bool, yes: bool
) -> None:
    """Take TEXT (a child's name, say) out of rows, kept mail and History.

    It is found in any case. History still verifies afterwards, and says who redacted and why.
    Backups made before still hold the text: treat them too. Write '-' as TEXT to type it where
    no shell history keeps it.

    \b
    Examples:
      longstop redact - --preview
      longstop redact - --reason "A child's name in an update"
      longstop redact --event 118 --reason "Names a child"
    """
    if (text is None) == (number is None):
        raise CouldNotRun("Give either a text or --event NUMBER.")
    if number is not None:
        _redact_event(number, reason)
        return
    if text == "-":
        text = click.prompt("Text to take out", hide_input=True)
    places = _places(text or "")
    click.echo(places)
    if preview:
        return
    if not reason:
        raise CouldNotRun("Give --reason; it is kept.")
    if not yes:
        click.confirm("Take it out? This cannot be undone", abort=True)
    from services.redact import redact_text

    with doing() as did:
        done = redact_text(did.session, text or "", reason=reason, **did.stamped)
    _clear_freed_pages()
    click.echo(f"Taken out in {counted(done.total, 'place')}. Backups still hold it.")
    for path in _filed_with(text or ""):
        click.echo(f"A filed message holds it; delete it by hand: {path}", err=True)


def _places(text: str) -> str:
    from services.redact import find_text

    with looking() as (session, _):
        places = find_text(session, text)
    if not places.total:
        raise CouldNotRun("That text stands nowhere in this database.")
    lines = [f"  {name}: {count}" for name, count in sorted(places.cells.items())]
    if places.mails:
        lines.append(f"  kept mail: {len(places.mails)}")
    if places.events:
        lines.append(f"  events of History: {len(places.events)}")
    return "\n".join([f"It stands in {counted(places.total, 'place')}:", *lines])


def _redact_event(number: int, reason: str | None) -> None:
    from services.redact import redact_event

    if not reason:
        raise CouldNotRun("Give --reason; it is kept.")
    with doing() as did:
        redact_event(did.session, number, reason=reason, **did.stamped)
    _clear_freed_pages()
    click.echo(f"Event {number} is redacted. History still verifies.")


def _filed_with(text: str) -> list[Path]:
    from services.errors import Refused
    from services.installation import installation
    from services.mail_channel import filing_folder_of
    from services.redact import filed_messages_with
    from services.teams_channel import card_folder

    with looking() as (session, _):
        try:
            folder = filing_folder_of(installation(session))
        except Refused:
            # A live database without a channel has filed nothing.
            folder = None
    folders = [one for one in (folder, card_folder()) if one is not None]
    return [path for one in folders for path in filed_messages_with(one, text)]


def _clear_freed_pages() -> None:
    from cli.database import open_door
    from models.freed_pages import clear_freed_pages

    clear_freed_pages(open_door(quiet=True).factory)
