"""``longstop inspection``: open one from a letter or from facts, correct it, settle its dates."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.asking import no_child_option, past_date_option
from cli.errors import CouldNotRun
from cli.inspection_dates import choose_date, confirm_due, confirm_receipt, meeting, switch
from cli.inspection_people import circle, involve
from cli.parameters import DateWritten

if TYPE_CHECKING:
    from config.inspections import InspectionFacts
    from services.incoming import Incoming


@click.group()
def inspection() -> None:
    """Open an inspection from its letter, correct what was read, settle its dates.

    \b
    Examples:
      longstop inspection open LETTER.pdf --received 2018-05-09
      longstop inspection open DRAFT.pdf --version accuracy --code-name "Project Heron"
      longstop inspection open --facts config/inspections/southend-2018.yaml
      longstop inspection confirm-receipt "9 May 2018" --by "Rosa Lind, director's office"
      longstop inspection correct southend-2018 stated_due 2018-08-16 --reason "misread"
    """


@inspection.command("open")
@click.argument("letter", required=False, type=click.Path(path_type=Path))
@click.option(
    "--facts", type=click.Path(path_type=Path), help="Open from declared facts, plan included."
)
@click.option(
    "--received", type=DateWritten(), help="The day on which the principal authority received it."
)
@click.option(
    "--version",
    type=click.Choice(["accuracy", "final", "published"]),
    default="published",
    show_default=True,
    help="Which version of the letter this is. Before publication the inspection is embargoed.",
)
@click.option("--ref", help="A reference of your own; otherwise made of area and year.")
@click.option("--code-name", help="What stands for it before publication.")
@click.option("--area", help="The area inspected, where the letter's own words cannot be read.")
@click.option("--without-plan", is_flag=True, help="Leave the plan of the facts out for now.")
@past_date_option
@no_child_option
def open_(
    letter: Path | None,
    facts: Path | None,
    received: datetime.date | None,
    version: str,
    ref: str | None,
    code_name: str | None,
    area: str | None,
    without_plan: bool,
    past_date_confirmed: bool,
    no_child_confirmed: bool,
) -> None:
    """Open an inspection, or complete the one of the same area and fieldwork.

    Everything opens quiet: nothing goes out to anybody until you switch a body on.
    """
    if (letter is None) == (facts is None):
        raise CouldNotRun("Give either a letter or --facts FILE.")
    if facts is not None and (received or area):
        raise CouldNotRun("--received and --area go with a letter. Write them into the facts.")
    from cli.acting import acting_by_the_rules
    from cli.inspection_report import opening_lines
    from services.open_from_facts import open_from_facts
    from services.open_inspection import OpeningOrder, open_inspection

    order = OpeningOrder(
        ref=ref,
        code_name=code_name,
        past_date_confirmed=past_date_confirmed,
        no_child_confirmed=no_child_confirmed,
    )
    # Both are read before the database is opened: a faulty file touches nothing.
    declared = _facts(facts) if facts is not None else None
    incoming = (
        _letter(letter, version=version, received=received, area=area)
        if letter is not None
        else None
    )
    with acting_by_the_rules() as (session, act):
        if incoming is not None:
            opening = open_inspection(session, incoming, order=order, act=act)
        if declared is not None:
            opening = open_from_facts(
                session, declared, order=order, act=act, with_plan=not without_plan
            )
        lines = opening_lines(session, opening, today=act.today)
    click.echo("\n".join(lines))


def _facts(path: Path) -> InspectionFacts:
    from config.inspections import read_inspection
    from config.yaml_files import ConfigFaults

    try:
        return read_inspection(path)
    except ConfigFaults as faults:
        raise CouldNotRun(str(faults)) from faults


def _letter(
    path: Path, *, version: str, received: datetime.date | None, area: str | None
) -> Incoming:
    from cli.database import service_errors
    from documents.letter import LetterRefused, read_letter
    from models.words import LetterKind
    from services.incoming import from_letter

    try:
        reading = read_letter(path)
    except LetterRefused as refused:
        raise CouldNotRun(f"{refused.message} Nothing was opened.") from refused
    with service_errors():
        return from_letter(
            reading,
            kind=LetterKind(version),
            file_name=path.name,
            received_on=received,
            area=area,
        )


@inspection.command("list")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def list_(as_json: bool) -> None:
    """Every inspection, the newest first; an embargoed one by its code name."""
    from cli.database import open_door
    from cli.inspection_record import list_lines, list_values
    from models.queries.inspections import all_inspections
    from models.session import reading

    door = open_door(quiet=as_json)
    with reading(door.factory) as session:
        rows = all_inspections(session)
        if as_json:
            click.echo(json.dumps(list_values(session, rows), indent=2, ensure_ascii=False))
            return
        lines = list_lines(session, rows)
    click.echo("\n".join(lines))


@inspection.command()
@click.argument("ref", metavar="[INSPECTION]", required=False)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def show(ref: str | None, as_json: bool) -> None:
    """What is recorded of an inspection: header, letters, bodies, findings, questions."""
    from cli.database import open_door, service_errors
    from cli.inspection_record import show_lines, show_values
    from models.session import reading
    from services.find import the_inspection

    door = open_door(quiet=as_json)
    with service_errors(), reading(door.factory) as session:
        found = the_inspection(session, ref)
        if as_json:
            click.echo(json.dumps(show_values(session, found), indent=2, ensure_ascii=False))
            return
        lines = show_lines(session, found)
    click.echo("\n".join(lines))


@inspection.command()
@click.argument("ref")
@click.argument("field")
@click.argument("value")
@click.option("--reason", required=True, help="Why; it stays in the history.")
@past_date_option
def correct(ref: str, field: str, value: str, reason: str, past_date_confirmed: bool) -> None:
    """Correct any field of inspection REF that was misread or mistyped.

    FIELD is a field's name (letter_date, stated_due, theme, submit_to, principal_authority, ...),
    'finding:5:words' or 'addressee:NAME:role'. An empty VALUE means not known. Key dates that hang
    on it are counted anew.
    """
    from cli.acting import acting_on
    from cli.inspection_report import date_lines
    from services.correct_inspection import correct_inspection
    from services.merge_fields import spoken

    with acting_on(ref) as (session, found, act):
        done = correct_inspection(
            session,
            found,
            field=field,
            value=value,
            reason=reason,
            act=act,
            past_date_confirmed=past_date_confirmed,
        )
    click.echo(f"{done.field}: {spoken(done.before)} is now {spoken(done.after)}.")
    click.echo("\n".join(date_lines(done.dates)))


for command in (confirm_receipt, confirm_due, choose_date, meeting, switch, circle, involve):
    inspection.add_command(command)
