"""``longstop plan action``, ``accept`` and ``dispute``: the actions of a plan."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from cli.asking import Doing, doing, inspection_option, no_child_option, past_date_option
from cli.choices import Chosen
from cli.errors import CouldNotRun
from cli.parameters import DateWritten
from models.plans import Action
from models.words import ActionSource, ActionState
from rules.wording import counted, listed, long_date

if TYPE_CHECKING:
    from models.agencies import Agency
    from models.findings import Finding
    from models.inspections import Inspection
    from services.add_action import NewAction

said_by_option = click.option("--by", "said_by", metavar="NAME", help="Who of the body said so.")


@click.group()
def action() -> None:
    """Add an action to the plan, withdraw one, or start one before the plan is agreed."""


@action.command("add")
@click.argument("ref")
@click.argument("title")
@click.option("--lead", "lead", required=True, metavar="BODY", help="The accountable body.")
@click.option("--support", multiple=True, metavar="BODY", help="A supporting body; repeat it.")
@click.option("--finding", "finding_ref", metavar="REF", help="The finding that it answers.")
@click.option("--lead-officer", metavar="ROLE", help="Who leads in the body, by role.")
@click.option("--timescale", default="", help="The timescale in the plan's own words.")
@click.option("--due", type=DateWritten(), help="The date, where you read it yourself.")
@click.option("--measure", help="The success measure.")
@click.option("--body-ref", metavar="REF", help="The body's own reference.")
@click.option("--source", type=Chosen(ActionSource, name="source"), default=ActionSource.LETTER)
@inspection_option
@past_date_option
@no_child_option
def add(
    ref: str,
    title: str,
    lead: str,
    support: Sequence[str],
    finding_ref: str | None,
    lead_officer: str | None,
    timescale: str,
    due: datetime.date | None,
    measure: str | None,
    body_ref: str | None,
    source: ActionSource,
    inspection_ref: str | None,
    past_date_confirmed: bool,
    no_child_confirmed: bool,
) -> None:
    """Propose the action TITLE to a body, with one milestone of its date.

    A timescale that is not certain becomes a question; answer it with 'milestone set'.
    """
    from services.add_action import NewAction
    from services.find import the_agency, the_finding, the_inspection

    order = NewAction(
        ref=ref,
        title=title,
        lead_role=lead_officer,
        timescale=timescale,
        success_measure=measure,
        body_ref=body_ref,
        source=source,
    )
    confirmed = (past_date_confirmed, no_child_confirmed)
    with doing() as did:
        inspection = the_inspection(did.session, inspection_ref)
        bodies = [the_agency(did.session, name) for name in (lead, *support)]
        found = (
            the_finding(did.session, finding_ref, inspection=inspection.ref)
            if finding_ref
            else None
        )
        lines = _proposed(did, inspection, order, bodies, found, due=due, confirmed=confirmed)
    click.echo("\n".join(lines))


def _proposed(
    did: Doing,
    inspection: Inspection,
    order: NewAction,
    bodies: Sequence[Agency],
    found: Finding | None,
    *,
    due: datetime.date | None,
    confirmed: tuple[bool, bool],
) -> list[str]:
    """Add the action and its one milestone; the first of the bodies leads."""
    from rules.timescales import read_timescale
    from services.add_action import add_action
    from services.add_milestone import NewMilestone, add_milestone
    from services.declare_plan import kept_reading
    from services.find import the_plan

    reading = read_timescale(order.timescale)
    read = due or (reading.latest if reading.question is None else None)
    lead, *support = bodies
    past_date_confirmed, no_child_confirmed = confirmed
    row = add_action(
        did.session,
        the_plan(did.session, inspection),
        order,
        accountable=lead,
        supporting=support,
        finding=found,
        no_child_confirmed=no_child_confirmed,
        **did.stamped,
    )
    milestone = add_milestone(
        did.session,
        inspection,
        NewMilestone(
            title=order.title,
            due=read,
            owner_role=order.lead_role,
            reading=kept_reading(reading, read_by=did.act.by if due else None),
        ),
        agency=lead,
        action=row,
        past_date_confirmed=past_date_confirmed,
        no_child_confirmed=no_child_confirmed,
        **did.by_the_rules,
    )
    when = f"is due on {long_date(milestone.due)}." if milestone.due else "has no date yet."
    question = "" if milestone.due else f" {reading.question}"
    return [
        f"Action {row.ref} is proposed to {lead.name}.",
        f"Milestone {milestone.ref} {when}{question}",
    ]


@action.command("withdraw")
@click.argument("ref")
@click.option("--reason", required=True, help="Why; it stays in the plan with this reason.")
@inspection_option
@no_child_option
def withdraw(ref: str, reason: str, inspection_ref: str | None, no_child_confirmed: bool) -> None:
    """Withdraw an action. It stays in the plan, named, and in every count."""
    from services.answer_action import withdraw_action
    from services.find import the_action

    with doing() as did:
        row = the_action(did.session, ref, inspection=inspection_ref)
        withdraw_action(
            did.session,
            row,
            reason=reason,
            no_child_confirmed=no_child_confirmed,
            **did.by_the_rules,
        )
        click.echo(f"Action {row.ref} is withdrawn: {row.state_reason}")


@action.command("start-now")
@click.argument("ref")
@inspection_option
def start_now(ref: str, inspection_ref: str | None) -> None:
    """Let an action be asked about before the plan is agreed; its dates are fixed from now on."""
    from services.answer_action import start_action
    from services.find import the_action

    with doing() as did:
        row = the_action(did.session, ref, inspection=inspection_ref)
        start_action(did.session, row, **did.by_the_rules)
        click.echo(f"Action {row.ref} starts now.")


@click.command("accept")
@click.argument("refs", nargs=-1)
@click.option("--all-of", "body", metavar="BODY", help="All that is proposed to this body.")
@said_by_option
@inspection_option
def accept(
    refs: Sequence[str], body: str | None, said_by: str | None, inspection_ref: str | None
) -> None:
    """Record that a body accepts actions: REFS, or all that is proposed to it."""
    from services.answer_action import accept_action
    from services.find import key_of, the_action, the_agency, the_inspection, the_plan

    if bool(refs) == (body is not None):
        raise CouldNotRun("Name the actions, or give --all-of BODY.")
    with doing() as did:
        if body is not None:
            from models.queries.plans import actions_of

            agency = the_agency(did.session, body)
            row = the_plan(did.session, the_inspection(did.session, inspection_ref))
            rows = [
                one
                for one in actions_of(did.session, key_of(row.id))
                if one.accountable_agency_id == agency.id and one.state is ActionState.PROPOSED
            ]
        else:
            rows = [the_action(did.session, ref, inspection=inspection_ref) for ref in refs]
        for one in rows:
            accept_action(did.session, one, said_by=said_by, **did.by_the_rules)
        click.echo(_accepted_words(rows))


def _accepted_words(rows: Sequence[Action]) -> str:
    if not rows:
        return "Nothing is waiting for an answer."
    refs = listed([row.ref for row in rows])
    return f"{counted(len(rows), 'action')} accepted: {refs}."


@click.command("dispute")
@click.argument("ref")
@click.option("--reason", required=True, help="Why the body disputes it.")
@said_by_option
@inspection_option
@no_child_option
def dispute(
    ref: str,
    reason: str,
    said_by: str | None,
    inspection_ref: str | None,
    no_child_confirmed: bool,
) -> None:
    """Record that a body disputes an action; nothing of it is asked for until it is settled."""
    from services.answer_action import dispute_action
    from services.find import the_action

    with doing() as did:
        row = the_action(did.session, ref, inspection=inspection_ref)
        dispute_action(
            did.session,
            row,
            reason=reason,
            said_by=said_by,
            no_child_confirmed=no_child_confirmed,
            **did.by_the_rules,
        )
        click.echo(f"Action {row.ref} is disputed: {row.state_reason}")
