"""``longstop holidays pending | apply``: what a new bank holiday does to the open key dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from rules.wording import counted, long_date

if TYPE_CHECKING:
    from services.apply_holidays import MovedDate


@click.command()
def pending() -> None:
    """Key dates that the newest calendar moves and that wait for you; nothing is changed."""
    from cli.acting import acting_by_the_rules
    from services.apply_holidays import pending_dates

    with acting_by_the_rules() as (session, act):
        dates = pending_dates(session, act=act)
    click.echo("\n".join(moved_lines(dates, applied=False)))


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def apply(yes: bool) -> None:
    """Confirm the later dates that the newest calendar gives, and work to them."""
    from cli.acting import acting_by_the_rules
    from services.apply_holidays import apply_holidays, pending_dates

    with acting_by_the_rules() as (session, act):
        waiting = pending_dates(session, act=act)
        click.echo("\n".join(moved_lines(waiting, applied=False)))
        if not waiting:
            return
        if not yes:
            click.confirm("Work to these dates?", abort=True)
        moved = apply_holidays(session, act=act, later_confirmed=True)
    click.echo(f"Applied to {counted(len(moved), 'key date')}.")


def apply_earlier() -> list[str]:
    """Apply what a new holiday brings forward, in the database if there is one; what to say."""
    from services.opening import database_exists

    if not database_exists():
        return []
    from cli.acting import acting_by_the_rules
    from services.apply_holidays import apply_holidays

    with acting_by_the_rules() as (session, act):
        moved = apply_holidays(session, act=act)
    return moved_lines(moved, applied=True)


def moved_lines(dates: Sequence[MovedDate], *, applied: bool) -> list[str]:
    """What moved and what waits, in words."""
    if not dates:
        return ["No open key date moves."]
    return [*_lines(dates, applied=applied), *_remedy(dates)]


def _lines(dates: Sequence[MovedDate], *, applied: bool) -> Iterator[str]:
    for one in dates:
        before, after = one.date.before, one.date.after
        was = long_date(before) if before else "no date"
        now = long_date(after) if after else "no date"
        what = f"{one.inspection}, {one.date.title}: {was} to {now}"
        if one.date.waits:
            yield f"  {what} (later: waits for you)"
        else:
            yield f"  {what} ({'applied' if applied else 'earlier: applies at once'})"


def _remedy(dates: Sequence[MovedDate]) -> Iterator[str]:
    if any(one.date.waits for one in dates):
        yield (
            "A later date is worked to only once you confirm it: longstop holidays apply. Ask the "
            "lead inspector first."
        )
