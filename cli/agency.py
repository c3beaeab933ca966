"""``longstop agency``: the bodies that take part."""

from __future__ import annotations

import datetime

import click

from cli.asking import doing, json_option, looking
from cli.choices import Chosen, Weekday, as_read
from cli.parameters import DateWritten
from cli.tables import show_json, show_table
from models.words import AgencyKind
from rules.wording import WEEKDAYS, long_date


@click.group()
def agency() -> None:
    """The council's teams, partners, and outside bodies such as inspectorates.

    \b
    Examples:
      longstop agency add estuary-police "Estuary Police" --day Tuesday
      longstop agency add ofsted Ofsted --kind outside
      longstop agency succeed saltmarsh-ccg saltmarsh-icb --from "1 July 2022"
    """


@agency.command("add")
@click.argument("ref")
@click.argument("name")
@click.option(
    "--kind",
    type=Chosen(AgencyKind, name="kind"),
    default=AgencyKind.PARTNER,
    help="council, partner, or outside (shown, never asked). [default: partner]",
)
@click.option("--day", type=Weekday(), default=1, help="The day it takes its weekly message.")
@click.option("--mail-domain", metavar="DOMAIN", help="Where its people's mail comes from.")
def add(ref: str, name: str, kind: AgencyKind, day: int, mail_domain: str | None) -> None:
    """Add the body NAME; REF is its short name in commands and files."""
    from services.add_agency import NewAgency, add_agency

    with doing() as did:
        row = add_agency(
            did.session,
            NewAgency(ref, name, kind, chosen_weekday=day, mail_domain=mail_domain),
            **did.stamped,
        )
        click.echo(f"Added {row.name} ({row.ref}), {row.kind.value}.")


@agency.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the bodies: kind, chosen day, and who succeeded whom."""
    from models.queries.agencies import all_agencies

    with looking() as (session, _):
        bodies = all_agencies(session)
        names = {body.id: body for body in bodies}
        rows = [
            {
                "ref": body.ref,
                "name": body.name,
                "kind": body.kind,
                "chosen_day": WEEKDAYS[body.chosen_weekday - 1],
                "succeeded_by": names[body.succeeded_by_id].ref if body.succeeded_by_id else None,
                "succeeded_on": body.succeeded_on,
            }
            for body in bodies
        ]
    if as_json:
        show_json(rows)
        return
    show_table(
        ("Reference", "Name", "Kind", "Day", "Succeeded by"),
        [
            (
                row["ref"],
                row["name"],
                as_read(str(row["kind"])),
                row["chosen_day"],
                _successor(row["succeeded_by"], row["succeeded_on"]),
            )
            for row in rows
        ],
        nothing="There is no body yet. Add one with 'longstop agency add'.",
    )


def _successor(ref: object, on: object) -> str:
    return f"{ref} from {long_date(on)}" if isinstance(on, datetime.date) else ""


@agency.command("succeed")
@click.argument("body")
@click.argument("successor")
@click.option("--from", "on", type=DateWritten(), required=True, help="The successor's first day.")
def succeed(body: str, successor: str, on: datetime.date) -> None:
    """From a day on, SUCCESSOR answers for BODY (an ICB for a CCG, say).

    What is open goes to the successor from then on; what was said before stays the body's.
    """
    from services.find import the_agency
    from services.succeed_agency import succeed_agency

    with doing() as did:
        old, new = the_agency(did.session, body), the_agency(did.session, successor)
        succeed_agency(did.session, old, new, on=on, **did.stamped)
        click.echo(f"From {long_date(on)} {new.name} answers for {old.name}.")
