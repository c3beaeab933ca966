"""``longstop milestone``: dated duties, their dates and the three steps of completion."""

from __future__ import annotations

import datetime

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
from cli.choices import Chosen
from cli.errors import CouldNotRun
from cli.milestone_dates import correct, move, set_
from cli.milestone_states import drop, pause, reopen, resume
from cli.parameters import DateWritten
from cli.tables import show_json, show_table
from models.words import MilestoneKind, SaidState, UpdateChannel
from rules.wording import long_date


@click.group()
def milestone() -> None:
    """The dated duties that bodies are asked about.

    Completion has three steps: a body reports it complete, one of us checks the evidence, and a
    board accepts it by minute. An agreed date is moved with a reason and an approval, and the
    first date is never lost. REF may name its inspection: southend-2018/3.1

    \b
    Examples:
      longstop milestone report 3.1 --done-on "4 July 2018" --by "Maria Fenn" \\
          --evidence "Minutes of 4 July"
      longstop milestone check 3.1 --accept
      longstop milestone move 3.1 "30 November 2018" --reason "The tool comes late" \\
          --approved-by "Improvement Board" --minute 12
    """


for command in (set_, move, correct, pause, resume, drop, reopen):
    milestone.add_command(command)


@milestone.command("add")
@click.argument("title")
@click.option("--action", "action_ref", metavar="REF", help="The action it is a step of.")
@click.option("--body", metavar="BODY", help="The accountable body, outside an action.")
@click.option("--ref", help="Its reference; made from the action's if left out.")
@click.option("--due", type=DateWritten(), help="The date it is due.")
@click.option("--kind", type=Chosen(MilestoneKind, name="kind"), default=MilestoneKind.PLAN)
@click.option("--owner-role", metavar="ROLE", help="Who holds it, by role.")
@inspection_option
@past_date_option
@no_child_option
def add(
    title: str,
    action_ref: str | None,
    body: str | None,
    ref: str | None,
    due: datetime.date | None,
    kind: MilestoneKind,
    owner_role: str | None,
    inspection_ref: str | None,
    past_date_confirmed: bool,
    no_child_confirmed: bool,
) -> None:
    """Add the step TITLE to an action, or a duty of its own to a body."""
    from models.agencies import Agency
    from services.add_milestone import NewMilestone, add_milestone
    from services.find import the_action, the_agency, the_inspection

    if (action_ref is None) == (body is None):
        raise CouldNotRun("Give either --action REF or --body BODY.")
    order = NewMilestone(title=title, kind=kind, ref=ref, due=due, owner_role=owner_role)
    with doing() as did:
        inspection = the_inspection(did.session, inspection_ref)
        action = (
            the_action(did.session, action_ref, inspection=inspection.ref) if action_ref else None
        )
        agency = (
            did.session.get_one(Agency, action.accountable_agency_id)
            if action is not None
            else the_agency(did.session, body or "")
        )
        row = add_milestone(
            did.session,
            inspection,
            order,
            agency=agency,
            action=action,
            past_date_confirmed=past_date_confirmed,
            no_child_confirmed=no_child_confirmed,
            **did.by_the_rules,
        )
        when = f"due on {long_date(row.due)}" if row.due else "without a date yet"
        click.echo(f"Milestone {row.ref} of {agency.name} is added, {when}.")


@milestone.command("list")
@click.option("--body", metavar="BODY", help="Only those of one body.")
@click.option("--questions", is_flag=True, help="Only those whose date is a question.")
@click.option("--overdue", is_flag=True, help="Only open ones past their date.")
@inspection_option
@json_option
def list_(
    body: str | None, questions: bool, overdue: bool, inspection_ref: str | None, as_json: bool
) -> None:
    """List the duties by date: what, whose, due when, in which state."""
    from cli.plan_report import due_words, milestone_row, state_words
    from models.queries.agencies import all_agencies
    from models.queries.plans import milestones_of
    from models.words import MilestoneState
    from services.find import key_of, the_agency, the_inspection

    with looking() as (session, door):
        inspection = the_inspection(session, inspection_ref)
        agencies = {agency.id: agency for agency in all_agencies(session)}
        only = [key_of(the_agency(session, body).id)] if body else None
        rows = [
            one
            for one in milestones_of(session, key_of(inspection.id), agency_ids=only)
            if not (questions and (one.due or one.state is not MilestoneState.OPEN))
            and not (overdue and state_words(one, today=door.today)[:7] != "Overdue")
        ]
    if as_json:
        show_json([milestone_row(one) | {"agency": agencies[one.agency_id].ref} for one in rows])
        return
    show_table(
        ("Ref", "What", "Body", "Due", "Question" if questions else "State"),
        [
            (
                one.ref,
                one.title,
                agencies[one.agency_id].name,
                one.reading.get("text") if questions else due_words(one),
                one.reading.get("question") if questions else state_words(one, today=door.today),
            )
            for one in rows
        ],
        nothing="No milestone fits.",
    )


@milestone.command("show")
@click.argument("ref")
@inspection_option
@json_option
def show(ref: str, inspection_ref: str | None, as_json: bool) -> None:
    """Show one duty: every date it had and why, what was said of it, its evidence and steps."""
    from cli.milestone_report import milestone_lines, milestone_values
    from services.find import the_milestone

    with looking() as (session, door):
        row = the_milestone(session, ref, inspection=inspection_ref)
        if as_json:
            show_json(milestone_values(session, row, today=door.today))
            return
        lines = milestone_lines(session, row, today=door.today)
    click.echo("\n".join(lines))


@milestone.command("report")
@click.argument("ref")
@click.option("--done-on", type=DateWritten(), required=True, help="The day it was done.")
@click.option("--by", "said_by", required=True, metavar="NAME", help="Who reports it.")
@click.option("--evidence", metavar="WHERE", help="Where the proof lies; not the proof itself.")
@click.option("--words", default="", help="What was said, in the body's own words.")
@click.option("--on", "said_on", type=DateWritten(), help="The day it was reported. [today]")
@click.option(
    "--channel", type=Chosen(UpdateChannel, name="channel"), default=UpdateChannel.TELEPHONE
)
@inspection_option
@no_child_option
def report(
    ref: str,
    done_on: datetime.date,
    said_by: str,
    evidence: str | None,
    words: str,
    said_on: datetime.date | None,
    channel: UpdateChannel,
    inspection_ref: str | None,
    no_child_confirmed: bool,
) -> None:
    """First step: the body reports it complete. It is not asked any more; we owe the check."""
    from services.find import the_milestone
    from services.record_update import Answer, record_update

    answer = Answer(
        SaidState.COMPLETE,
        said_by=said_by,
        channel=channel,
        words=words,
        done_on=done_on,
        evidence=evidence,
        said_on=said_on,
    )
    with doing() as did:
        row = the_milestone(did.session, ref, inspection=inspection_ref)
        record_update(
            did.session, row, answer, no_child_confirmed=no_child_confirmed, **did.by_the_rules
        )
        click.echo(f"{row.ref}: Reported complete, done on {long_date(done_on)}.")
        click.echo("Next: look at the evidence, then 'longstop milestone check'.")


@milestone.command("check")
@click.argument("ref")
@click.option("--accept", "is_accepted", is_flag=True, help="The evidence shows it.")
@click.option("--refuse", "reason", metavar="REASON", help="It does not, and why.")
@click.option("--evidence", metavar="WHERE", help="What was looked at, if another was named.")
@inspection_option
@no_child_option
def check(
    ref: str,
    is_accepted: bool,
    reason: str | None,
    evidence: str | None,
    inspection_ref: str | None,
    no_child_confirmed: bool,
) -> None:
    """Second step: accept the evidence, or refuse it. A refusal opens the item again."""
    from services.check_evidence import Verdict, check_evidence
    from services.find import the_milestone

    if is_accepted == (reason is not None):
        raise CouldNotRun("Give either --accept or --refuse REASON.")
    with doing() as did:
        row = the_milestone(did.session, ref, inspection=inspection_ref)
        check_evidence(
            did.session,
            row,
            Verdict(is_accepted, reason or "", evidence),
            no_child_confirmed=no_child_confirmed,
            **did.by_the_rules,
        )
        if is_accepted:
            click.echo(f"{row.ref}: Evidence checked. Next: a board accepts it by minute.")
        else:
            click.echo(f"{row.ref} is open again: {row.state_reason}.")


@milestone.command("accept")
@click.argument("ref")
@cites_a_minute
@inspection_option
def accept(
    ref: str, minute_number: str | None, meeting_body: str | None, inspection_ref: str | None
) -> None:
    """Third step: a board accepts it as complete, by minute."""
    from services.accept_complete import accept_complete
    from services.find import the_milestone, the_minute

    if minute_number is None:
        raise CouldNotRun("A board accepts it: give --minute NUMBER.")
    with doing() as did:
        row = the_milestone(did.session, ref, inspection=inspection_ref)
        minute, meeting = the_minute(did.session, minute_number, meeting=meeting_body)
        accept_complete(did.session, row, minute=minute, meeting=meeting, **did.when)
        click.echo(f"{row.ref}: Accepted as complete ({row.accepted_by_minute}).")
