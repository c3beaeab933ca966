"""``longstop plan``: draft, answer, sign off, agree, import, show and close the action plan."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from cli.asking import (
    cites_a_minute,
    doing,
    inspection_option,
    json_option,
    looking,
    no_child_option,
    past_date_option,
)
from cli.errors import CouldNotRun
from cli.parameters import DateWritten
from cli.plan_actions import accept, action, dispute
from cli.tables import show_json
from rules.wording import counted, listed, long_date


@click.group()
def plan() -> None:
    """The multi-agency action plan of an inspection.

    In a draft, bodies accept or dispute what is proposed to them, and nothing is asked for
    unless it is marked "start now". Agreeing the plan fixes its first dates.

    \b
    Examples:
      longstop plan import plan.csv --preview
      longstop plan accept 3.1 3.2 --by "Supt Rowe"
      longstop plan sign-off estuary-police --by "Supt Rowe" --authority "Force delegation"
      longstop plan agree --by "Improvement Board" --on "13 August 2018"
    """


plan.add_command(action)
plan.add_command(accept)
plan.add_command(dispute)


@plan.command("show")
@inspection_option
@click.option("--body", metavar="BODY", help="Only the actions of one accountable body.")
@json_option
def show(inspection_ref: str | None, body: str | None, as_json: bool) -> None:
    """Show the plan: every action with its milestones, dates, moves and states."""
    from cli.plan_report import plan_lines, plan_rows
    from services.find import key_of, the_agency, the_inspection, the_plan

    with looking() as (session, door):
        inspection = the_inspection(session, inspection_ref)
        row = the_plan(session, inspection)
        only = key_of(the_agency(session, body).id) if body else None
        if as_json:
            show_json(plan_rows(session, inspection, row, only_agency=only))
            return
        lines = plan_lines(session, inspection, row, only_agency=only, today=door.today)
    click.echo("\n".join(lines))


@plan.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@inspection_option
@click.option("--written-on", type=DateWritten(), help="The day the plan was written.")
@click.option("--preview", is_flag=True, help="Show what would be taken in; change nothing.")
@past_date_option
@no_child_option
def import_(
    file: Path,
    inspection_ref: str | None,
    written_on: datetime.date | None,
    preview: bool,
    past_date_confirmed: bool,
    no_child_confirmed: bool,
) -> None:
    """Take in a plan from a CSV sheet with the usual headings.

    Needed are Ref, Action and Lead agency. Also read: Area for improvement, Finding ref, Lead
    officer, Supporting partners, Timescale, Due, Milestone, Success measure, Body reference,
    Source. What stands in other columns is kept. A timescale that is not certain becomes a
    question, never a date.
    """
    from cli.import_report import preview_lines
    from documents.plan_sheet import read_plan
    from documents.sheet import UnusableSheet
    from services.find import the_inspection, the_plan
    from services.import_plan import Confirmed, import_plan
    from services.read_plan_rows import read_plan_rows

    try:
        sheet = read_plan(file)
    except UnusableSheet as error:
        raise CouldNotRun(str(error)) from error
    if preview:
        with looking() as (session, door):
            inspection = the_inspection(session, inspection_ref)
            reading = read_plan_rows(session, inspection, sheet, written_on=written_on)
            lines, is_sound = preview_lines(reading, today=door.today)
        click.echo("\n".join(lines))
        if not is_sound:
            raise click.exceptions.Exit(1)
        return
    with doing() as did:
        inspection = the_inspection(did.session, inspection_ref)
        reading = read_plan_rows(did.session, inspection, sheet, written_on=written_on)
        done = import_plan(
            did.session,
            the_plan(did.session, inspection),
            reading,
            inspection=inspection,
            confirmed=Confirmed(past_date_confirmed, no_child_confirmed),
            **did.by_the_rules,
        )
        asked = len(reading.questions)
        click.echo(
            f"Taken in: {counted(len(done.actions), 'action')} with "
            f"{counted(len(done.milestones), 'milestone')}, proposed to their bodies."
        )
        if asked:
            click.echo(f"{counted(asked, 'date')} to be read: longstop milestone list --questions")


@plan.command("sign-off")
@click.argument("body")
@inspection_option
@click.option("--by", "signed_by", required=True, metavar="NAME", help="Who signed.")
@click.option("--authority", required=True, help="What lets them sign: a minute, a delegation.")
@click.option("--subject-to", help="A condition that was made.")
@click.option("--on", "signed_on", type=DateWritten(), help="The day of it. [today]")
@click.option(
    "--document",
    type=click.Choice(["plan", "statement"]),
    default="plan",
    show_default=True,
    help="What was signed off.",
)
@click.option("--version", type=int, help="Which version. [the present one of the plan]")
@no_child_option
def sign_off_(
    body: str,
    inspection_ref: str | None,
    signed_by: str,
    authority: str,
    subject_to: str | None,
    signed_on: datetime.date | None,
    document: str,
    version: int | None,
    no_child_confirmed: bool,
) -> None:
    """Record that BODY signed off the plan (or the statement), and on whose authority."""
    from services.find import the_agency, the_inspection, the_plan
    from services.sign_off import Signature, sign_off

    with doing() as did:
        inspection = the_inspection(did.session, inspection_ref)
        agency = the_agency(did.session, body)
        signature = Signature(signed_by, authority, signed_on or did.act.today, subject_to)
        row = sign_off(
            did.session,
            inspection,
            agency,
            signature,
            document=document,
            version=version or the_plan(did.session, inspection).version,
            no_child_confirmed=no_child_confirmed,
            **did.when,
        )
        click.echo(
            f"{agency.name} signed off version {row.version} of the {document} on "
            f"{long_date(row.signed_on)}."
        )


@plan.command("agree")
@inspection_option
@click.option("--by", "agreed_by", required=True, metavar="WHO", help="The board, or all partners.")
@click.option("--on", "agreed_on", type=DateWritten(), help="The day of it. [today]")
@click.option(
    "--despite", metavar="REASON", help="Why, although actions are disputed or unanswered."
)
def agree(
    inspection_ref: str | None,
    agreed_by: str,
    agreed_on: datetime.date | None,
    despite: str | None,
) -> None:
    """Agree the plan: its first dates are fixed, and later changes are moves that are counted."""
    from services.agree_plan import Agreement, agree_plan
    from services.find import the_inspection, the_plan

    with doing() as did:
        inspection = the_inspection(did.session, inspection_ref)
        row = the_plan(did.session, inspection)
        agreement = Agreement(agreed_on or did.act.today, agreed_by, despite)
        result = agree_plan(did.session, row, agreement, **did.by_the_rules)
        click.echo(f"The plan of {inspection.ref} is agreed by {row.agreed_by}.")
        click.echo(
            f"{counted(result.dates_fixed, 'first date')} fixed, {result.undated} without a date, "
            f"{counted(result.armed, 'item')} may be asked about from today."
        )
        if result.left_open:
            refs = listed([action.ref for action in result.left_open])
            click.echo(f"Left open, and not asked for until accepted: {refs}.")


@plan.command("close")
@inspection_option
@cites_a_minute
@click.option("--despite", metavar="REASON", help="Why, although items are open.")
def close(
    inspection_ref: str | None,
    minute_number: str | None,
    meeting_body: str | None,
    despite: str | None,
) -> None:
    """Close the plan by a board's minute."""
    from services.close_plan import close_plan
    from services.find import the_inspection, the_minute, the_plan

    if minute_number is None:
        raise CouldNotRun("A plan is closed by a board: give --minute NUMBER.")
    with doing() as did:
        inspection = the_inspection(did.session, inspection_ref)
        minute, meeting = the_minute(did.session, minute_number, meeting=meeting_body)
        row = close_plan(
            did.session,
            the_plan(did.session, inspection),
            minute=minute,
            meeting=meeting,
            despite=despite,
            **did.when,
        )
        click.echo(f"The plan of {inspection.ref} is closed ({row.closed_by_minute}).")
