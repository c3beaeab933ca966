"""``longstop finding``: the letter's findings, who answers for them, and how they are closed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import click

from cli.asking import (
    cites_a_minute,
    doing,
    inspection_option,
    json_option,
    looking,
    no_child_option,
)
from cli.errors import CouldNotRun
from cli.parameters import DateWritten
from cli.tables import show_json, show_table

reason_option = click.option("--reason", required=True, help="Why; it is kept.")
proposed_by_option = click.option("--proposed-by", metavar="NAME", help="Who proposed it. [you]")


@click.group()
def finding() -> None:
    """What the letter found. Counts never shrink: merged and withdrawn findings stay, named.

    A finding's state follows from its actions. It is closed by a board's minute, with what is
    different for children.

    \b
    Examples:
      longstop finding part 5 --part "Minutes late" --part "Diary clashes"
      longstop finding assign 5a estuary-police
      longstop finding close 5a --minute 12 --different "Plans reach every agency in two days."
    """


@finding.command("list")
@inspection_option
@click.option("--strengths/--no-strengths", default=False, help="Strengths as well.")
@json_option
def list_(inspection_ref: str | None, strengths: bool, as_json: bool) -> None:
    """List the findings with their state, body and board; priority actions first."""
    from cli.finding_report import finding_row, finding_values
    from models.queries.agencies import all_agencies
    from models.words import FindingKind
    from services.find import key_of, the_inspection
    from services.finding_standing import standings

    with looking() as (session, _):
        inspection = the_inspection(session, inspection_ref)
        agencies = {agency.id: agency for agency in all_agencies(session)}
        found = [
            one
            for one in standings(session, key_of(inspection.id))
            if strengths or as_json or one.finding.kind is not FindingKind.STRENGTH
        ]
    if as_json:
        show_json([finding_values(one, agencies) for one in found])
        return
    show_table(
        ("Ref", "Kind", "Finding", "Accountable", "Items", "State"),
        [finding_row(one, agencies) for one in found],
        nothing="No findings yet.",
    )


@finding.command("show")
@click.argument("ref")
@inspection_option
def show(ref: str, inspection_ref: str | None) -> None:
    """Show one finding in the letter's full words, with its bodies and what became of it."""
    from cli.finding_report import finding_lines
    from services.find import the_finding

    with looking() as (session, _):
        row = the_finding(session, ref, inspection=inspection_ref)
        lines = finding_lines(session, row)
    click.echo("\n".join(lines))


@finding.command("part")
@click.argument("ref")
@click.option("--part", "titles", multiple=True, required=True, help="A part's title; repeat it.")
@inspection_option
def part(ref: str, titles: Sequence[str], inspection_ref: str | None) -> None:
    """Divide a finding into parts (5a, 5b); the whole keeps the letter's words."""
    from services.divide_finding import Part, divide_finding
    from services.find import the_finding

    with doing() as did:
        row = the_finding(did.session, ref, inspection=inspection_ref)
        parts = divide_finding(
            did.session, row, [Part(title, "") for title in titles], **did.stamped
        )
        for one in parts:
            click.echo(f"{one.ref}  {one.short_title}")


@finding.command("describe")
@click.argument("ref")
@click.option("--title", help="A short title in your own words.")
@click.option("--theme", "themes", multiple=True, help="A theme; repeat it. Replaces the themes.")
@click.option("--board", help="The board that oversees it.")
@click.option("--measure", help="The success measure.")
@inspection_option
@no_child_option
def describe(
    ref: str,
    title: str | None,
    themes: Sequence[str],
    board: str | None,
    measure: str | None,
    inspection_ref: str | None,
    no_child_confirmed: bool,
) -> None:
    """Add a short title, themes, the overseeing board; the letter's words never change."""
    from services.describe_finding import describe_finding
    from services.find import the_finding

    with doing() as did:
        row = the_finding(did.session, ref, inspection=inspection_ref)
        describe_finding(
            did.session,
            row,
            short_title=title,
            themes=themes or None,
            overseeing_board=board,
            success_measure=measure,
            no_child_confirmed=no_child_confirmed,
            **did.stamped,
        )
        click.echo(f"Finding {row.ref}: {row.short_title or 'described'}.")


@finding.command("assign")
@click.argument("ref")
@click.argument("body")
@proposed_by_option
@click.option("--accepted-on", type=DateWritten(), help="The day the body accepted, if it has.")
@inspection_option
def assign(
    ref: str,
    body: str,
    proposed_by: str | None,
    accepted_on: datetime.date | None,
    inspection_ref: str | None,
) -> None:
    """Propose BODY as the one accountable for a finding, or record that it accepted."""
    from services.assign_finding import accept_accountable, propose_accountable
    from services.find import the_agency, the_finding

    with doing() as did:
        row = the_finding(did.session, ref, inspection=inspection_ref)
        agency = the_agency(did.session, body)
        if row.accountable_agency_id != agency.id:
            propose_accountable(did.session, row, agency, proposed_by=proposed_by, **did.stamped)
        if accepted_on is not None:
            accept_accountable(did.session, row, on=accepted_on, **did.stamped)
        words = "has accepted that it is" if row.accountable_accepted_on else "is proposed as"
        click.echo(f"{agency.name} {words} accountable for finding {row.ref}.")


@finding.command("contribute")
@click.argument("ref")
@click.argument("body")
@proposed_by_option
@click.option("--accepted-on", type=DateWritten(), help="The day the body accepted, if it has.")
@inspection_option
def contribute(
    ref: str,
    body: str,
    proposed_by: str | None,
    accepted_on: datetime.date | None,
    inspection_ref: str | None,
) -> None:
    """Propose BODY as one that contributes to a finding, or record that it accepted."""
    from models.queries.plans import bodies_of_finding
    from services.assign_finding import accept_contribution, propose_contributor
    from services.find import key_of, the_agency, the_finding

    with doing() as did:
        row = the_finding(did.session, ref, inspection=inspection_ref)
        agency = the_agency(did.session, body)
        named = {one.agency_id for one in bodies_of_finding(did.session, key_of(row.id))}
        if agency.id not in named or accepted_on is None:
            propose_contributor(did.session, row, agency, proposed_by=proposed_by, **did.stamped)
        if accepted_on is not None:
            accept_contribution(did.session, row, agency, on=accepted_on, **did.stamped)
        click.echo(f"{agency.name} contributes to finding {row.ref}.")


@finding.command("close")
@click.argument("ref")
@cites_a_minute
@click.option("--different", "what", required=True, help="What is different for children now.")
@inspection_option
@no_child_option
def close(
    ref: str,
    minute_number: str | None,
    meeting_body: str | None,
    what: str,
    inspection_ref: str | None,
    no_child_confirmed: bool,
) -> None:
    """Close a finding by a board's minute, once all its actions are accepted as complete."""
    from services.close_finding import close_finding
    from services.find import the_finding, the_minute

    if minute_number is None:
        raise CouldNotRun("A finding is closed by a board: give --minute NUMBER.")
    with doing() as did:
        row = the_finding(did.session, ref, inspection=inspection_ref)
        minute, meeting = the_minute(did.session, minute_number, meeting=meeting_body)
        close_finding(
            did.session,
            row,
            minute=minute,
            meeting=meeting,
            what_is_different=what,
            no_child_confirmed=no_child_confirmed,
            **did.when,
        )
        click.echo(f"Finding {row.ref} is closed ({row.closed_by_minute}).")


@finding.command("reopen")
@click.argument("ref")
@reason_option
@inspection_option
def reopen(ref: str, reason: str, inspection_ref: str | None) -> None:
    """Open a closed finding again."""
    from services.close_finding import reopen_finding
    from services.find import the_finding

    with doing() as did:
        row = the_finding(did.session, ref, inspection=inspection_ref)
        reopen_finding(did.session, row, reason=reason, **did.when)
        click.echo(f"Finding {row.ref} is open again.")


@finding.command("merge")
@click.argument("ref")
@click.argument("into")
@reason_option
@inspection_option
def merge(ref: str, into: str, reason: str, inspection_ref: str | None) -> None:
    """Answer finding REF together with INTO; it stays in every count."""
    from services.find import the_finding
    from services.set_finding_aside import merge_finding

    with doing() as did:
        row = the_finding(did.session, ref, inspection=inspection_ref)
        other = the_finding(did.session, into, inspection=inspection_ref)
        merge_finding(did.session, row, other, reason=reason, **did.stamped)
        click.echo(f"Finding {row.ref} is answered together with {other.ref}.")


@finding.command("withdraw")
@click.argument("ref")
@reason_option
@inspection_option
def withdraw(ref: str, reason: str, inspection_ref: str | None) -> None:
    """Withdraw a finding that the inspectorate took out; it stays in every count."""
    from services.find import the_finding
    from services.set_finding_aside import withdraw_finding

    with doing() as did:
        row = the_finding(did.session, ref, inspection=inspection_ref)
        withdraw_finding(did.session, row, reason=reason, **did.stamped)
        click.echo(f"Finding {row.ref} is withdrawn and stays in the count.")
