"""``longstop inspection circle`` and ``involve``: who may see it, and who takes part."""

from __future__ import annotations

import json

import click

from cli.inspection_dates import which


@click.group()
def circle() -> None:
    """Who may see an inspection before its letter is published.

    \b
    Examples:
      longstop inspection circle add "Rosa Lind" rosa.lind@council.example
      longstop inspection circle list
    """


@circle.command()
@click.argument("name")
@click.argument("email")
@which
def add(name: str, email: str, ref: str | None) -> None:
    """Let NAME see the inspection before publication."""
    from cli.acting import acting_on
    from services.circle import add_to_circle

    with acting_on(ref) as (session, inspection, act):
        member = add_to_circle(session, inspection, name=name, email=email, act=act)
        code_name = inspection.code_name
    click.echo(f"{member.name} ({member.email}) is in the circle of {code_name}.")


@circle.command()
@click.argument("email")
@which
def remove(email: str, ref: str | None) -> None:
    """Let this person see it no longer. What was sent stays sent."""
    from cli.acting import acting_on
    from services.circle import take_off_circle

    with acting_on(ref) as (session, inspection, act):
        member = take_off_circle(session, inspection, email=email, act=act)
        code_name = inspection.code_name
    click.echo(f"{member.name} ({member.email}) is no longer in the circle of {code_name}.")


@circle.command("list")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@which
def list_(as_json: bool, ref: str | None) -> None:
    """The circle by name."""
    from cli.database import open_door, service_errors
    from models.queries.inspections import circle_of
    from models.session import reading
    from services.find import key_of, the_inspection

    door = open_door(quiet=as_json)
    with service_errors(), reading(door.factory) as session:
        found = the_inspection(session, ref)
        members = [(one.name, one.email) for one in circle_of(session, key_of(found.id))]
    if as_json:
        values = [{"name": name, "email": email} for name, email in members]
        click.echo(json.dumps(values, indent=2, ensure_ascii=False))
        return
    if not found.embargoed:
        click.echo(f"{found.ref} is published: everybody may see it.")
    for name, email in members:
        click.echo(f"{name}  {email}")
    if found.embargoed and not members:
        click.echo("Nobody yet. Add a person with 'longstop inspection circle add NAME EMAIL'.")


@click.command()
@click.argument("name", metavar="WORDS")
@click.argument("body")
@which
def involve(name: str, body: str, ref: str | None) -> None:
    """Say that the letter's WORDS ("CCGs") mean BODY, which takes part from now on, quietly."""
    from cli.acting import acting_on
    from services.find import the_agency
    from services.involve_body import involve_body

    with acting_on(ref) as (session, inspection, act):
        agency = the_agency(session, body)
        involve_body(session, inspection, words=name, agency=agency, act=act)
    click.echo(f"{agency.name} takes part in {inspection.ref}. It is quiet: nothing goes out.")
