"""``longstop escalation``: what was raised above its lead, and acknowledging it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cli.asking import doing, inspection_option, json_option, looking
from cli.tables import show_json
from rules.wording import long_date, plain_date

if TYPE_CHECKING:
    from services.escalation_overview import EscalationLine


@click.group()
def escalation() -> None:
    """What was raised above the lead.

    \b
    Examples:
      longstop escalation list
      longstop escalation acknowledge 3.1 --by "Sol Marsh" --reason "A new lead starts Monday"
    """


@escalation.command("list")
@click.option("--all", "with_closed", is_flag=True, help="What was settled, too.")
@json_option
def list_(with_closed: bool, as_json: bool) -> None:
    """List what is raised: with whom, since when, and until when it is acknowledged."""
    from services.escalation_overview import escalation_overview

    with looking() as (session, _):
        lines = escalation_overview(session, with_closed=with_closed)
    if as_json:
        show_json([asdict(line) for line in lines])
        return
    for line in lines:
        click.echo("\n".join(_lines(line)))
    if not lines:
        click.echo("Nothing is raised above its lead.")


def _lines(line: EscalationLine) -> Iterator[str]:
    yield f"{line.inspection}/{line.ref}, {line.title}"
    yield f"  {line.body}, due {long_date(line.due)}, raised on {plain_date(line.opened_on)}"
    yield from (f"  {sentence}" for sentence in line.raised_with)
    if line.acknowledged_until and line.acknowledged_by:
        yield (
            f"  Acknowledged until {long_date(line.acknowledged_until)} by "
            f"{line.acknowledged_by}: {line.acknowledged_reason}"
        )
    if line.closed_on:
        yield f"  Closed on {plain_date(line.closed_on)}: {line.closed_because}"


@escalation.command("acknowledge")
@click.argument("milestone")
@click.option("--by", metavar="NAME", required=True, help="Who acknowledges it.")
@click.option("--reason", required=True, help="Why it is paused.")
@click.option("--days", type=int, help="Working days. [the council's usual number]")
@inspection_option
def acknowledge(
    milestone: str, by: str, reason: str, days: int | None, inspection_ref: str | None
) -> None:
    """Pause what is raised about MILESTONE for some working days.

    Ten at most, and never past a statutory date. Then the next step follows after its wait.
    """
    from services.acknowledge_escalation import acknowledge_escalation
    from services.find import the_milestone

    with doing() as did:
        row = the_milestone(did.session, milestone, inspection=inspection_ref)
        done = acknowledge_escalation(
            did.session,
            row,
            reason=reason,
            by=by,
            working_days=days,
            today=did.act.today,
            now=did.act.now,
            recorder=did.act.by,
        )
    cut = f" ({done.cut_because})" if done.cut_because else ""
    click.echo(f"Nothing more is raised about {row.ref} until {long_date(done.until)}{cut}.")
    click.echo("Then the next step follows after its wait; none is jumped over.")
