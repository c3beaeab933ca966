"""``longstop ladder``: the steps by which items are asked for; shown, tried out, adopted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from cli.asking import doing, json_option, looking, standing_rules
from cli.errors import CouldNotRun
from cli.ladder_report import (
    Asked,
    adoption_as_json,
    ladder_as_json,
    show_adoption,
    show_ladder,
    show_trial,
    trial_as_json,
)
from cli.parameters import DateWritten
from cli.tables import show_json
from cli.working_calendar import known_calendar
from config.ladders import shipped_ladders
from config.yaml_files import ConfigFaults
from rules.counts import BeyondKnownHolidays
from rules.ladder_trial import first_day, try_ladder
from rules.ladders import Ladder
from rules.wording import counted

if TYPE_CHECKING:
    from services.adopt_ladder import Adoption


@click.group()
def ladder() -> None:
    """The steps by which items are asked for: shown, tried out, adopted.

    \b
    Examples:
      longstop ladder show
      longstop ladder test plan --due 2018-09-28
      longstop ladder test statutory --due 2018-08-16 --armed 2018-08-08 --at 2018-08-13
      longstop ladder adopt plan --preview
    """


@ladder.command()
@click.argument("name", required=False)
@json_option
def show(name: str | None, as_json: bool) -> None:
    """The steps of one ladder, or of all, in words."""
    ladders = _ladders()
    chosen = [_named(ladders, name)] if name else list(ladders.values())
    if as_json:
        show_json([ladder_as_json(each) for each in chosen])
        return
    for place, each in enumerate(chosen):
        if place:
            click.echo()
        show_ladder(each)


@ladder.command()
@click.argument("name")
@click.option("--due", type=DateWritten(), required=True, help="The date the steps count from.")
@click.option(
    "--armed", type=DateWritten(), help="The day it goes live; before all steps if left out."
)
@click.option("--at", type=DateWritten(), help="Say of every step how it stands on this day.")
@json_option
def test(
    name: str,
    due: datetime.date,
    armed: datetime.date | None,
    at: datetime.date | None,
    as_json: bool,
) -> None:
    """The dates on which each step would fall if nobody answered. Needs no database."""
    chosen, calendar = _named(_ladders(), name), known_calendar()
    try:
        armed_on = armed or first_day(chosen, calendar, anchor=due)
        trial = try_ladder(chosen, calendar, anchor=due, armed_on=armed_on)
    except BeyondKnownHolidays as error:
        raise CouldNotRun(str(error)) from error
    asked = Asked(anchor=due, armed_on=armed_on, at=at, calendar=calendar)
    if as_json:
        show_json(trial_as_json(chosen, trial, asked))
    else:
        show_trial(chosen, trial, asked)


@ladder.command()
@click.argument("name")
@click.option("--preview", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def adopt(name: str, preview: bool, yes: bool, as_json: bool) -> None:
    """Move live items to a ladder that was changed since they went live.

    A changed file counts for what goes live later. This moves what is live already: nothing is
    asked for again, and steps that are new and whose day has passed are never sent.
    """
    from services.adopt_ladder import adopt_ladder

    _named(_ladders(), name)
    adoption = _previewed(name)
    if not as_json:
        show_adoption(adoption)
    if preview or not adoption.items:
        if as_json:
            show_json(adoption_as_json(adoption, adopted=False))
        return
    if not yes:
        click.confirm(f"Move {counted(len(adoption.items), 'item')}?", abort=True, err=True)
    with doing() as doing_it:
        adoption = adopt_ladder(doing_it.session, name, act=doing_it.act)
    if as_json:
        show_json(adoption_as_json(adoption, adopted=True))
    else:
        click.echo(f"Moved {counted(len(adoption.items), 'item')}.")


def _previewed(name: str) -> Adoption:
    from services.act import Act
    from services.adopt_ladder import preview_adoption

    with looking() as (session, door):
        act = Act(by=door.actor, today=door.today, now=door.now, rulebook=standing_rules())
        return preview_adoption(session, name, act=act)


def _ladders() -> Mapping[str, Ladder]:
    try:
        return shipped_ladders()
    except ConfigFaults as faults:
        raise CouldNotRun(str(faults)) from faults


def _named(ladders: Mapping[str, Ladder], name: str) -> Ladder:
    if name in ladders:
        return ladders[name]
    close = get_close_matches(name, ladders, n=1)
    hint = f" Did you mean '{close[0]}'?" if close else ""
    raise CouldNotRun(f"There is no ladder '{name}'.{hint} Known: {', '.join(sorted(ladders))}.")
