"""``longstop live``: how far each body of an inspection is told."""

from __future__ import annotations

from typing import Any

import click

from cli.asking import doing, inspection_option, json_option, looking
from cli.choices import Chosen
from cli.tables import show_json, show_table
from models.words import BodyMode
from rules.wording import counted, plain_date

MEANING = {
    BodyMode.QUIET: "nothing goes out",
    BodyMode.REHEARSAL: "everything goes to the programme manager instead",
    BodyMode.PREPARED: "messages wait for your approval",
    BodyMode.AUTOMATIC: "messages go out by themselves",
}


@click.group()
def live() -> None:
    """Switch bodies on. An inspection opens quiet: all is computed, nothing goes out.

    What is old when a body goes live is never sent; what is late gets one notice to its lead.
    See first what it would get: longstop live preview

    \b
    Examples:
      longstop live show
      longstop live preview estuary-police prepared
      longstop live set estuary-police prepared
    """


@live.command("show")
@inspection_option
@json_option
def show(inspection_ref: str | None, as_json: bool) -> None:
    """Show how far each body is told, and since when."""
    from models.queries.agencies import all_agencies, effective_agency
    from models.queries.inspections import participations_of
    from services.find import key_of, the_inspection

    with looking() as (session, door):
        inspection = the_inspection(session, inspection_ref)
        agencies = {agency.id: agency for agency in all_agencies(session)}
        rows: list[dict[str, Any]] = []
        for part in participations_of(session, key_of(inspection.id)):
            answers = effective_agency(session, part.agency_id, on=door.today)
            rows.append(
                {
                    "agency": agencies[part.agency_id].ref,
                    "name": agencies[part.agency_id].name,
                    "kind": agencies[part.agency_id].kind,
                    "mode": part.mode,
                    "live_on": part.live_on,
                    "answered_by": answers.ref,
                }
            )
    if as_json:
        show_json(rows)
        return
    show_table(
        ("Body", "Kind", "Mode", "Meaning", "Live since"),
        [
            (
                row["name"],
                row["kind"],
                row["mode"],
                MEANING[BodyMode(str(row["mode"]))],
                plain_date(row["live_on"]) if row["live_on"] else "",
            )
            for row in rows
        ],
        nothing=f"No body takes part in {inspection.ref} yet.",
    )


@live.command("preview")
@click.argument("body")
@click.argument("mode", type=Chosen(BodyMode, name="mode"), default=BodyMode.PREPARED)
@inspection_option
@json_option
def preview(body: str, mode: BodyMode, inspection_ref: str | None, as_json: bool) -> None:
    """Show what BODY would get in the next ten working days if it were switched on now.

    Nothing is switched on: it is played on a private copy. MODE is prepared unless given.
    """
    from cli.database import open_door, service_errors
    from cli.story_report import forecast_lines, forecast_values
    from models.session import reading
    from services.find import the_agency, the_inspection
    from services.preview_going_live import preview_going_live

    door = open_door()
    with service_errors(), reading(door.factory) as session:
        agency = the_agency(session, body)
        name = agency.name
        found = preview_going_live(
            door.factory,
            the_inspection(session, inspection_ref),
            agency,
            mode=mode,
            today=door.today,
            now=door.now,
            by=door.actor,
        )
    if as_json:
        show_json(forecast_values(found))
        return
    click.echo(f"If {name} were {mode.value} from today ({MEANING[mode]}):")
    click.echo("")
    click.echo("\n".join(forecast_lines(found)))


@live.command("set")
@click.argument("body")
@click.argument("mode", type=Chosen(BodyMode, name="mode"))
@inspection_option
def set_(body: str, mode: BodyMode, inspection_ref: str | None) -> None:
    """Set BODY to quiet, rehearsal, prepared or automatic.

    The council's own teams may start automatic; another body starts prepared.
    """
    from services.find import the_agency, the_inspection
    from services.go_live import set_mode

    with doing() as did:
        inspection = the_inspection(did.session, inspection_ref)
        agency = the_agency(did.session, body)
        change = set_mode(did.session, inspection, agency, mode=mode, **did.by_the_rules)
        click.echo(
            f"{agency.name}: {change.before.value} before, now {mode.value} ({MEANING[mode]})."
        )
        if change.armed:
            click.echo(f"{counted(len(change.armed), 'item')} may be asked about from today.")
