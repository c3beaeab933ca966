"""``longstop contact``: who holds which role in which body."""

from __future__ import annotations

import datetime
from pathlib import Path

import click
from sqlmodel import Session

from cli.asking import doing, json_option, looking
from cli.choices import Chosen, Weekday, as_read
from cli.errors import CouldNotRun
from cli.parameters import DateWritten
from cli.tables import show_json, show_table
from models.agencies import Agency, Contact
from models.words import ContactRole
from rules.wording import counted, long_date, plain_date

NEVER_MAILED = (ContactRole.CHIEF_OFFICER, ContactRole.INFORMED)
role_argument = click.argument("role", type=Chosen(ContactRole, name="role"))


@click.group()
def contact() -> None:
    """The people who are written to, by the role they hold.

    A person who takes a role over is introduced once; old messages are never sent again. Chief
    officers, commissioners and mayors can be kept here, but are never mailed by Longstop.

    \b
    Examples:
      longstop contact set estuary-police spoc "Maria Fenn" --email m.fenn@police.example
      longstop contact cover estuary-police spoc --name "Tom Reed" \\
          --email t.reed@police.example --until "31 August 2018"
      longstop contact import contacts.csv
    """


@contact.command("set")
@click.argument("body")
@role_argument
@click.argument("name")
@click.option("--email", metavar="ADDRESS", help="The person's mail address.")
@click.option("--from", "held_from", type=DateWritten(), help="First day in the role. [today]")
@click.option("--day", type=Weekday(), help="The day the whole body takes its weekly message.")
@click.option(
    "--teams", "teams_channel", metavar="NAME", help="The body's Teams channel; '' for none."
)
@click.option("--same-person", is_flag=True, help="Only the name is corrected.")
@click.option("--confirmed", is_flag=True, help="The person confirmed the role and the address.")
def set_(
    body: str,
    role: ContactRole,
    name: str,
    email: str | None,
    held_from: datetime.date | None,
    day: int | None,
    teams_channel: str | None,
    same_person: bool,
    confirmed: bool,
) -> None:
    """Say that NAME holds ROLE in BODY. Somebody else's time in it ends the day before.

    ROLE is spoc, deputy, senior-lead, chief-officer, dcs, chair, programme-manager or informed.
    """
    from services.find import the_agency
    from services.set_contact import ContactOrder, set_contact
    from services.teams_channel import why_no_address

    order = ContactOrder(
        role=role,
        name=name,
        email=email,
        held_from=held_from,
        teams_channel=teams_channel,
        chosen_weekday=day,
        is_same_person=same_person,
        is_confirmed=confirmed,
    )
    with doing() as did:
        agency = the_agency(did.session, body)
        change = set_contact(did.session, agency, order, **did.when)
        click.echo(f"{change.contact.name} is {as_read(role)} of {agency.name}.")
        if change.previous is not None and change.previous.held_until is not None:
            until = long_date(change.previous.held_until)
            click.echo(f"{change.previous.name} held the role until {until}.")
        if not change.contact.email and role not in NEVER_MAILED:
            click.echo("No mail address is known: the programme manager is told instead.", err=True)
        without_address = why_no_address(did.session, change.contact.teams_channel)
        if without_address:
            click.echo(without_address, err=True)


@contact.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Take in a CSV sheet of contacts: agency, role, name, email, and what you like of
    chosen_day, from, teams_channel, cover_name, cover_email, cover_until.

    All of it is taken in, or nothing; every fault is named with its row and column.
    """
    from documents.contact_sheet import read_contacts
    from documents.sheet import UnusableSheet
    from services.import_contacts import import_contacts

    try:
        sheet = read_contacts(file)
    except UnusableSheet as error:
        raise CouldNotRun(str(error)) from error
    with doing() as did:
        changes = import_contacts(did.session, sheet, **did.when)
        new = sum(change.previous is not None for change in changes)
        click.echo(f"{counted(len(changes), 'contact')} set from {file.name}; {new} took over.")
        if sheet.unknown_headings:
            click.echo(f"Not used: {', '.join(sheet.unknown_headings)}.", err=True)


@contact.command("list")
@click.argument("body", required=False)
@click.option("--all", "everybody", is_flag=True, help="Also those whose time has ended.")
@json_option
def list_(body: str | None, everybody: bool, as_json: bool) -> None:
    """List who holds which role, with cover and what is wrong with an address."""
    from models.queries.agencies import all_contacts
    from services.find import the_agency

    with looking() as (session, door):
        pairs = all_contacts(session, on=None if everybody else door.today)
        if body is not None:
            wanted = the_agency(session, body)
            pairs = [(one, agency) for one, agency in pairs if agency.id == wanted.id]
        rows = [_row(one, agency) for one, agency in pairs]
        shown = [_cells(one, agency, today=door.today) for one, agency in pairs]
    if as_json:
        show_json(rows)
        return
    show_table(
        ("Body", "Role", "Name", "Mail", "From", "Note"),
        shown,
        nothing="Nobody yet. Say who holds a role with 'longstop contact set'.",
    )


def _row(one: Contact, agency: Agency) -> dict[str, object]:
    return {
        "agency": agency.ref,
        "role": one.role,
        "name": one.name,
        "email": one.email,
        "teams_channel": one.teams_channel,
        "from": one.held_from,
        "until": one.held_until,
        "cover_name": one.cover_name,
        "cover_email": one.cover_email,
        "cover_until": one.cover_until,
        "bounced": one.bounced_at is not None,
        "cover_bounced": one.cover_bounced_at is not None,
        "confirmed": one.confirmed_at is not None,
        "introduced": one.introduced_on is not None,
    }


def _cells(one: Contact, agency: Agency, *, today: datetime.date) -> tuple[object, ...]:
    notes = []
    if one.held_until is not None:
        notes.append(f"until {plain_date(one.held_until)}")
    if one.cover_until is not None and one.cover_until >= today:
        notes.append(f"covered by {one.cover_name} until {plain_date(one.cover_until)}")
    if one.bounced_at is not None:
        notes.append(f"mail came back: {one.bounce_reason or 'no reason given'}")
    if one.cover_bounced_at is not None:
        notes.append(f"mail to {one.cover_email} came back: {one.cover_bounce_reason}")
    if one.teams_channel:
        notes.append(f"cards to Teams channel {one.teams_channel!r}")
    if not one.email:
        notes.append("no mail address")
    if one.role in NEVER_MAILED:
        notes.append("informed by a person, never mailed")
    return (
        agency.name, as_read(one.role), one.name, one.email, plain_date(one.held_from),
        "; ".join(notes),
    )  # fmt: skip


@contact.command("cover")
@click.argument("body")
@role_argument
@click.option("--name", help="Who stands in.")
@click.option("--email", metavar="ADDRESS", help="Their mail address.")
@click.option("--until", type=DateWritten(), help="The last day of it.")
@click.option("--end", is_flag=True, help="End the cover now.")
def cover(
    body: str,
    role: ContactRole,
    name: str | None,
    email: str | None,
    until: datetime.date | None,
    end: bool,
) -> None:
    """Let somebody stand in for a contact until a day."""
    from services.cover_contact import Cover, cover_contact

    if end:
        wanted = None
    elif name and email and until:
        wanted = Cover(name, email, until)
    else:
        raise CouldNotRun("Give --name, --email and --until, or --end.")
    with doing() as did:
        held = _holder(did.session, body, role, today=did.act.today)
        cover_contact(did.session, held, wanted, **did.when)
        if wanted is None:
            click.echo(f"{held.name} is not covered any more.")
        else:
            click.echo(f"{wanted.name} covers {held.name} until {long_date(wanted.until)}.")


@contact.command("clear-bounce")
@click.argument("body")
@role_argument
def clear_bounce_(body: str, role: ContactRole) -> None:
    """Trust an address again after mail to it came back."""
    from services.clear_bounce import clear_bounce

    with doing() as did:
        held = _holder(did.session, body, role, today=did.act.today)
        clear_bounce(did.session, held, **did.stamped)
        click.echo(f"{held.email} is written to again.")


@contact.command("end")
@click.argument("body")
@role_argument
@click.option("--on", "last_day", type=DateWritten(), required=True, help="The last day in it.")
def end(body: str, role: ContactRole, last_day: datetime.date) -> None:
    """Record that nobody follows yet: the role is vacant after that day."""
    from services.end_contact import end_contact

    with doing() as did:
        held = _holder(did.session, body, role, today=did.act.today)
        end_contact(did.session, held, last_day=last_day, **did.stamped)
        click.echo(f"{held.name} holds the role until {long_date(last_day)}; then it is vacant.")


def _holder(session: Session, body: str, role: ContactRole, *, today: datetime.date) -> Contact:
    from models.queries.agencies import holder_of
    from services.errors import NotFoundError
    from services.find import key_of, the_agency

    agency = the_agency(session, body)
    held = holder_of(session, key_of(agency.id), role=role, on=today)
    if held is None:
        raise NotFoundError(f"Nobody is {as_read(role)} of {agency.name} today.")
    return held
