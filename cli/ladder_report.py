"""What ``longstop ladder`` prints."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

from cli.tables import show_table
from config.ladders import ladder_body, ladder_hash
from rules.chase import ChasedItem, decide
from rules.ladder_trial import Trial, TrialStep
from rules.ladder_words import ROLE_WORDS, WAY_WORDS, day_words, kind_words, rung_conditions
from rules.ladders import Ladder, steps_of
from rules.verdicts import LedgerState
from rules.wording import counted, long_date
from rules.working_days import WorkingCalendar

if TYPE_CHECKING:
    from services.adopt_ladder import Adoption

FATES = {
    LedgerState.TOLD: "",
    LedgerState.FOLDED: "left out: a later step goes to the same person",
    LedgerState.BEFORE_ARMING: "never sent: its day was before it went live",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a trial is asked for: the date, from when it is live, and the day to look at."""

    anchor: datetime.date
    armed_on: datetime.date
    at: datetime.date | None
    calendar: WorkingCalendar


def show_ladder(ladder: Ladder) -> None:
    """The steps as a table, and what holds for all of them."""
    click.secho(f"{ladder.title} ({ladder.name}, {ladder_hash(ladder)[:12]})", bold=True)
    show_table(
        ["Day", "Step", "To", "Goes", "Also"],
        [
            [
                day_words(rung.offset, subject=ladder.subject),
                kind_words(rung, subject=ladder.subject),
                ROLE_WORDS[rung.audience],
                WAY_WORDS[rung.way],
                rung_conditions(rung),
            ]
            for rung in ladder.rungs
        ],
    )
    if ladder.answer_holds:
        held = counted(ladder.answer_holds, "working day")
        click.echo(f"Whoever answers is left alone for {held}, at every level.")
    if ladder.asks_the_lead:
        click.echo("What is already late when it goes live gets one notice, to its lead.")


def show_trial(
    ladder: Ladder,
    trial: Trial,
    asked: Asked,
) -> None:
    """The days on which the steps fall, and how they stand on ``at``."""
    anchor, armed_on = long_date(asked.anchor), long_date(asked.armed_on)
    click.secho(f"{ladder.title}: {anchor}, live from {armed_on}", bold=True)
    click.echo("If nobody answers, everything is sent on its day and nothing is paused:\n")
    show_table(
        ["Day", "Step", "To", "Goes", "Note"],
        [_trial_row(ladder, step) for step in trial.steps],
        nothing="No step is reached.",
    )
    if trial.went_beyond:
        click.echo(
            f"\nBank holidays are known to {long_date(asked.calendar.last)};"
            " steps after that are not shown."
        )
    if asked.at is not None:
        click.secho(f"\nOn {long_date(asked.at)}:", bold=True)
        for sentence in _standing(ladder, trial, asked, at=asked.at):
            click.echo(f"  {sentence}")


def trial_as_json(
    ladder: Ladder,
    trial: Trial,
    asked: Asked,
) -> dict[str, Any]:
    """The same for a script."""
    steps = [
        {
            "date": step.day,
            "step": step.key.rung_id,
            "occurrence": step.key.occurrence,
            "audience": step.key.audience,
            "state": step.state,
            "words": step.words,
        }
        for step in trial.steps
    ]
    standing = None if asked.at is None else _standing(ladder, trial, asked, at=asked.at)
    return {
        "ladder": ladder.name,
        "due": asked.anchor,
        "armed_on": asked.armed_on,
        "steps": steps,
        "at": asked.at,
        "standing": standing,
        "known_to": asked.calendar.last,
        "went_beyond": trial.went_beyond,
    }


def ladder_as_json(ladder: Ladder) -> dict[str, Any]:
    """The ladder's values and its hash."""
    return {**ladder_body(ladder), "sha256": ladder_hash(ladder)}


def show_adoption(adoption: Adoption) -> None:
    """What moving the open items to the present ladder changes for each."""
    if not adoption.items:
        click.echo(f"Every live item already has the present steps of '{adoption.ladder}'.")
        return
    show_table(
        ["Item", "Date", "Passed and never sent", "Next"],
        [
            [
                f"{item.ref} {item.title}",
                item.anchor,
                ", ".join(item.never_sent) or "none",
                item.next_words,
            ]
            for item in adoption.items
        ],
    )
    click.echo(f"{counted(len(adoption.items), 'item')} on other steps of '{adoption.ladder}'.")


def adoption_as_json(adoption: Adoption, *, adopted: bool) -> dict[str, Any]:
    """The same for a script."""
    return {**asdict(adoption), "adopted": adopted}


def _trial_row(ladder: Ladder, step: TrialStep) -> list[object]:
    ways = {each.rung_id: WAY_WORDS[each.way] for each in steps_of(ladder)}
    whom = ROLE_WORDS[step.key.audience]
    return [long_date(step.day), step.words, whom, ways[step.key.rung_id], FATES[step.state]]


def _standing(ladder: Ladder, trial: Trial, asked: Asked, *, at: datetime.date) -> list[str]:
    decision = decide(
        ChasedItem(anchor=asked.anchor, armed_on=asked.armed_on),
        trial.lines_until(at),
        ladder=ladder,
        calendar=asked.calendar,
        today=at,
        previous_day=None,
    )
    return [verdict.sentence for verdict in decision.verdicts]
