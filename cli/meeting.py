"""``longstop meeting``: meetings of Cabinet and boards, and their minutes."""

from __future__ import annotations

import datetime

import click

from cli.asking import doing, inspection_option, json_option, looking, no_child_option
from cli.parameters import DateWritten
from cli.tables import show_json, show_table
from rules.wording import long_date


@click.group()
def meeting() -> None:
    """Meetings and their minutes: what moves, acceptances and closures cite.

    \b
    Examples:
      longstop meeting add Cabinet "19 June 2018"
      longstop meeting minute Cabinet "19 June 2018" 42 --title "JTAI" \\
          --resolution "That the report be noted."
    """


@meeting.command("add")
@click.argument("body")
@click.argument("held_on", type=DateWritten())
@click.option("--agenda", type=DateWritten(), help="The day the agenda was published.")
def add(body: str, held_on: datetime.date, agenda: datetime.date | None) -> None:
    """Add the meeting of BODY on HELD_ON, past or to come."""
    from services.add_meeting import add_meeting

    with doing() as did:
        row = add_meeting(
            did.session, body=body, held_on=held_on, agenda_published_on=agenda, **did.stamped
        )
        click.echo(f"{row.body} meets on {long_date(held_on)}.")


@meeting.command("minute")
@click.argument("body")
@click.argument("held_on", type=DateWritten())
@click.argument("number")
@click.option("--title", required=True, help="The item's title.")
@click.option("--resolution", required=True, help="What was resolved, in its words.")
@click.option("--paper", help="The report it is about.")
@inspection_option
@no_child_option
def minute(
    body: str,
    held_on: datetime.date,
    number: str,
    title: str,
    resolution: str,
    paper: str | None,
    inspection_ref: str | None,
    no_child_confirmed: bool,
) -> None:
    """Record minute NUMBER of a meeting."""
    from models.queries.inspections import inspection_refs
    from models.queries.meetings import all_meetings, meeting_of
    from services.errors import NotFoundError
    from services.find import the_inspection
    from services.minute_words import minute_words
    from services.record_minute import NewMinute, record_minute

    with doing() as did:
        row = meeting_of(did.session, body=body, held_on=held_on)
        if row is None:
            known = [f"{one.body} {one.held_on.isoformat()}" for one in all_meetings(did.session)]
            raise NotFoundError.of("meeting", f"{body} {held_on.isoformat()}", known)
        # Of several inspections one is named; a minute may also be about none of them.
        is_clear = inspection_ref or len(inspection_refs(did.session)) == 1
        inspection = the_inspection(did.session, inspection_ref) if is_clear else None
        made = record_minute(
            did.session,
            row,
            NewMinute(number, title, resolution, paper),
            inspection=inspection,
            no_child_confirmed=no_child_confirmed,
            **did.when,
        )
        click.echo(f"Recorded: {minute_words(made, row)}.")


@meeting.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List meetings and their minutes by day."""
    from models.queries.meetings import all_meetings, minutes_of
    from services.find import key_of

    with looking() as (session, _):
        rows = [(row, minutes_of(session, key_of(row.id))) for row in all_meetings(session)]
    if as_json:
        show_json(
            [
                {
                    "body": row.body,
                    "held_on": row.held_on,
                    "agenda_published_on": row.agenda_published_on,
                    "minutes": [one.model_dump(exclude={"id", "meeting_id"}) for one in minutes],
                }
                for row, minutes in rows
            ]
        )
        return
    show_table(
        ("Day", "Body", "Minutes"),
        [
            (
                row.held_on,
                row.body,
                "\n".join(f"{one.number}: {one.title}: {one.resolution}" for one in minutes),
            )
            for row, minutes in rows
        ],
        nothing="There is no meeting yet.",
    )
