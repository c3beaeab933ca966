"""``longstop pause``: pausing what goes out; statutory dates go on."""

from __future__ import annotations

import datetime
from typing import Any

import click

from cli.asking import doing, json_option, looking
from cli.parameters import DateWritten
from cli.tables import show_json, show_table
from rules.wording import long_date, plain_date


@click.group()
def pause() -> None:
    """Pause a body, an inspection, or everything. Nothing is dropped; dates of law go on.

    \b
    Examples:
      longstop pause set --body estuary-police --until "20 July 2018" --reason "Major incident"
      longstop pause end 3
    """


@pause.command("set")
@click.option("--body", metavar="BODY", help="Pause what goes to this body.")
@click.option("--inspection", "inspection_ref", metavar="REF", help="Pause one inspection.")
@click.option("--everything", is_flag=True, help="Pause everything.")
@click.option("--from", "starts_on", type=DateWritten(), help="The first day. [today]")
@click.option("--until", "ends_on", type=DateWritten(), required=True, help="The last day.")
@click.option("--reason", required=True, help="Why.")
def set_(
    body: str | None,
    inspection_ref: str | None,
    everything: bool,
    starts_on: datetime.date | None,
    ends_on: datetime.date,
    reason: str,
) -> None:
    """Pause until a day, with a reason."""
    from services.find import the_agency, the_inspection
    from services.pause_sending import NewPause, pause_sending

    if [body is not None, inspection_ref is not None, everything].count(True) != 1:
        raise click.UsageError("Give one of --body, --inspection or --everything.")
    with doing() as did:
        row = pause_sending(
            did.session,
            NewPause(
                starts_on=starts_on or did.act.today,
                ends_on=ends_on,
                reason=reason,
                agency=the_agency(did.session, body) if body else None,
                inspection=the_inspection(did.session, inspection_ref) if inspection_ref else None,
            ),
            **did.when,
        )
        click.echo(f"Pause {row.id} lasts until {long_date(ends_on)}. Dates of law go on.")


@pause.command("end")
@click.argument("number", type=int)
def end(number: int) -> None:
    """End pause NUMBER before its day."""
    from models.installation import Pause
    from services.errors import NotFoundError
    from services.pause_sending import end_pause

    with doing() as did:
        row = did.session.get(Pause, number)
        if row is None:
            raise NotFoundError(f"There is no pause {number}. See 'longstop pause list'.")
        end_pause(did.session, row, **did.when)
        click.echo(f"Pause {number} has ended.")


@pause.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the pauses, those that are over as well."""
    from models.agencies import Agency
    from models.inspections import Inspection
    from models.queries.pauses import all_pauses

    with looking() as (session, door):
        rows: list[dict[str, Any]] = []
        for row in all_pauses(session):
            agency = session.get(Agency, row.agency_id) if row.agency_id else None
            inspection = session.get(Inspection, row.inspection_id) if row.inspection_id else None
            last = row.ended_early_on or row.ends_on
            rows.append(
                {
                    "id": row.id,
                    "covers": agency.ref if agency else inspection.ref if inspection else "all",
                    "scope": row.scope,
                    "starts_on": row.starts_on,
                    "ends_on": row.ends_on,
                    "ended_early_on": row.ended_early_on,
                    "reason": row.reason,
                    "set_by": row.set_by,
                    "is_over": row.ended_early_on is not None or last < door.today,
                }
            )
    if as_json:
        show_json(rows)
        return
    show_table(
        ("No", "Covers", "From", "Until", "Reason", "Over"),
        [
            (
                row["id"],
                row["covers"],
                plain_date(row["starts_on"]),
                plain_date(row["ended_early_on"] or row["ends_on"]),
                row["reason"],
                row["is_over"],
            )
            for row in rows
        ],
        nothing="Nothing is paused.",
    )
