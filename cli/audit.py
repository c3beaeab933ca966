"""``longstop audit``: History, and whether anybody changed it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cli.asking import inspection_option, json_option, looking
from cli.errors import CouldNotRun, FoundProblems
from cli.tables import show_json, show_table
from rules.wording import counted


@click.group()
def audit() -> None:
    """History is a chain: every act of a person is a link of it.

    It is tamper-evident, not tamper-proof: keep an exported head outside this machine.

    \b
    Examples:
      longstop audit export-head head.json
      longstop audit verify --head head.json
      longstop audit show --limit 20
    """


@audit.command("verify")
@click.option("--head", type=click.Path(path_type=Path), help="A head that was exported before.")
@json_option
def verify_(head: Path | None, as_json: bool) -> None:
    """Walk the chain and name every event that was edited, removed, inserted or cut off."""
    from models.session import transaction
    from services.head_files import read_head
    from services.history import verify

    exported = None
    with looking() as (_, door):
        if head is not None:
            exported = read_head(_text(head), name=head.name).head
    # The head of the chain is read under its lock, so that nothing is appended meanwhile.
    with transaction(door.factory) as session:
        result = verify(session, exported=exported)
    if as_json:
        show_json(
            {
                "is_sound": result.is_sound,
                "events": result.events,
                "redacted": result.redacted,
                "faults": list(result.faults),
            }
        )
        if not result.is_sound:
            raise click.exceptions.Exit(1)
        return
    if not result.is_sound:
        raise FoundProblems("\n".join(["History was changed:", *result.faults]))
    against = f", and against {head.name}" if head else ""
    click.echo(
        f"History is sound{against}: {counted(result.events, 'event')}, "
        f"{result.redacted} of them redacted."
    )


@audit.command("export-head")
@click.argument("file", type=click.Path(path_type=Path))
def export_head(file: Path) -> None:
    """Write the present end of the chain to FILE; keep it outside this machine."""
    from models.session import transaction
    from services.head_files import write_head
    from services.history import head_of

    with looking() as (_, door):
        pass
    with transaction(door.factory) as session:
        head = head_of(session)
    try:
        file.write_text(write_head(head, now=door.now), encoding="utf-8")
    except OSError as error:
        raise CouldNotRun(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"The head after {counted(head.seq, 'event')} is in {file}.")


@audit.command("show")
@click.option("--limit", type=int, default=30, show_default=True, help="How many, newest first.")
@inspection_option
@json_option
def show(limit: int, inspection_ref: str | None, as_json: bool) -> None:
    """Show the newest events: who did what, when."""
    from models.queries.history import newest_events
    from services.find import the_inspection

    with looking() as (session, _):
        number = the_inspection(session, inspection_ref).id if inspection_ref else None
        events = newest_events(session, limit=limit, inspection_id=number)
    if as_json:
        show_json([event.model_dump(mode="json", exclude={"salt"}) for event in events])
        return
    show_table(
        ("No", "When", "Who", "What", "About"),
        [
            (
                event.seq,
                f"{event.at:%Y-%m-%d %H:%M} UTC",
                event.actor,
                event.kind.replace("_", " "),
                _about(event.payload, event.redacted_reason),
            )
            for event in events
        ],
        nothing="Nothing has happened yet.",
    )


def _about(payload: dict[str, object] | None, redacted_reason: str | None) -> str:
    if payload is None:
        return f"redacted: {redacted_reason}"
    # A digest is for the machine; --json gives it.
    kept = {
        name: value
        for name, value in payload.items()
        if value not in (None, "", [], {}) and name != "digest"
    }
    return "; ".join(
        f"{name.replace('_', ' ')}: {value if isinstance(value, str) else json.dumps(value)}"
        for name, value in kept.items()
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CouldNotRun(f"{path} cannot be read.") from error
