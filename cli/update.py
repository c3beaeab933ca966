"""``longstop update``: what bodies said of their items."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.asking import doing, inspection_option, json_option, looking, no_child_option
from cli.choices import Chosen
from cli.parameters import DateWritten
from cli.tables import show_json, show_table
from models.words import Rating, SaidState, UpdateChannel
from services.record_update import Answer

if TYPE_CHECKING:
    from services.tell_correction import CorrectionTold

ANSWER_OPTIONS = (
    click.option("--by", "said_by", required=True, metavar="NAME", help="Who said it."),
    click.option("--words", default="", help="What was said, in the body's own words."),
    click.option("--rating", type=Chosen(Rating, name="rating"), help="The body's own rating."),
    click.option("--forecast", type=DateWritten(), help="When the body thinks it is done."),
    click.option("--done-on", type=DateWritten(), help="With 'complete': the day it was done."),
    click.option("--evidence", metavar="WHERE", help="With 'complete': where the proof lies."),
    click.option("--on", "said_on", type=DateWritten(), help="The day it was said. [today]"),
    click.option(
        "--channel",
        type=Chosen(UpdateChannel, name="channel"),
        default=UpdateChannel.TELEPHONE,
        help="How it reached us. 'manager' is a note of our own, no answer. [default: telephone]",
    ),
)


def takes_an_answer(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that make an answer."""
    for option in reversed(ANSWER_OPTIONS):
        command = option(command)
    return command


@click.group()
def update() -> None:
    """Record what a body said of an item. An update is never overwritten, only corrected.

    \b
    Examples:
      longstop update record 3.1 on-track --by "Maria Fenn" --words "Training in August"
      longstop update record 3.1 complete --by "Maria Fenn" --done-on "4 July 2018"
      longstop update record 3.1,3.2,4.1 on-track --by "Maria Fenn" --channel meeting
      longstop update record --from said.csv --by "Maria Fenn" --channel meeting
      longstop update correct 17 at-risk --by "Maria Fenn"
    """


@update.command("record")
@click.argument("refs", metavar="REF...", nargs=-1)
@click.argument("state", type=Chosen(SaidState, name="state"), required=False)
@click.option(
    "--from", "sheet", metavar="FILE", type=click.Path(path_type=Path), help="Updates as CSV."
)
@takes_an_answer
@inspection_option
@no_child_option
def record(
    refs: tuple[str, ...],
    state: SaidState | None,
    sheet: Path | None,
    inspection_ref: str | None,
    no_child_confirmed: bool,
    **answer: Any,
) -> None:
    """Record that a body says STATE of the milestones REF: several, or with commas between.

    STATE is not-started, on-track, at-risk, delayed, complete, no-change, not-ours or
    need-to-talk. "No change" is not taken for an item past its date. What was said stops what is
    waiting to ask about it.

    A sheet has the columns Ref and State, and may have Words, Rating, Forecast, Done on, Evidence,
    Said by and Said on; the options stand for every row that says nothing else. All of it is
    recorded, or nothing and every fault is named.
    """
    from cli.update_many import record_several, record_sheet

    names = [ref for part in refs for ref in part.split(",") if ref]
    several: dict[str, Any] = {
        "inspection": inspection_ref,
        "no_child_confirmed": no_child_confirmed,
    }
    if sheet is not None:
        if names or state is not None:
            raise click.UsageError("A sheet names its own items and states: give it alone.")
        record_sheet(sheet, Answer(SaidState.NEED_TO_TALK, **answer), **several)
    elif not names or state is None:
        raise click.UsageError("Give at least one reference and a state, or --from FILE.")
    elif len(names) > 1:
        record_several(names, Answer(state, **answer), **several)
    else:
        _record_one(names[0], Answer(state, **answer), **several)


def _record_one(
    ref: str, answer: Answer, *, inspection: str | None, no_child_confirmed: bool
) -> None:
    from services.find import the_milestone
    from services.record_update import record_update

    with doing() as did:
        row = the_milestone(did.session, ref, inspection=inspection)
        made = record_update(
            did.session,
            row,
            answer,
            no_child_confirmed=no_child_confirmed,
            **did.by_the_rules,
        )
        click.echo(f"Update {made.id} of {row.ref} is recorded: {_said(answer.state)}.")


@update.command("correct")
@click.argument("number", type=int)
@click.argument("state", type=Chosen(SaidState, name="state"))
@takes_an_answer
@click.option("--no-mail", is_flag=True, help="Do not tell the body that it was corrected.")
@no_child_option
def correct(
    number: int, state: SaidState, no_mail: bool, no_child_confirmed: bool, **answer: Any
) -> None:
    """Record what was really said in place of update NUMBER; both stay.

    The body whose words they were gets a short mail with what we had recorded and what it says
    now, as far as it is told of anything: it waits for approval where its messages do.
    """
    from models.milestones import Milestone, Update
    from services.correct_update import correct_update
    from services.errors import NotFoundError
    from services.tell_correction import tell_correction

    with doing() as did:
        row = did.session.get(Update, number)
        if row is None:
            raise NotFoundError(f"There is no update {number}. See 'longstop update list REF'.")
        made = correct_update(
            did.session,
            row,
            Answer(state, **answer),
            no_child_confirmed=no_child_confirmed,
            **did.by_the_rules,
        )
        ref = did.session.get_one(Milestone, made.milestone_id).ref
        click.echo(f"Update {made.id} of {ref} corrects update {number}: {_said(state)}.")
        if not no_mail:
            told = tell_correction(did.session, made, today=did.act.today, now=did.act.now)
            click.echo(_told_words(told))


def _told_words(told: CorrectionTold) -> str:
    from cli.outbox_words import leaves_words

    if told.because is not None:
        return f"Nobody is told of it, because {told.because}."
    when = leaves_words(told.leaves_at) if told.leaves_at else "waits for approval"
    return f"Message {told.message} tells {told.to}: it {when}."


@update.command("list")
@click.argument("ref")
@inspection_option
@json_option
def list_(ref: str, inspection_ref: str | None, as_json: bool) -> None:
    """List everything that was said of the milestone REF, oldest first."""
    from models.queries.plans import updates_of
    from services.find import key_of, the_milestone

    with looking() as (session, _):
        row = the_milestone(session, ref, inspection=inspection_ref)
        updates = updates_of(session, key_of(row.id))
    if as_json:
        show_json([one.model_dump(exclude={"milestone_id", "agency_id"}) for one in updates])
        return
    show_table(
        ("No", "Said on", "State", "Words", "By", "Corrects"),
        [
            (one.id, _day(one.said_on), _said(one.state), one.words, one.said_by, one.corrects_id)
            for one in updates
        ],
        nothing=f"Nothing was said of {row.ref} yet.",
    )


def _said(state: SaidState) -> str:
    from rules.status_words import SAID_STATES

    return SAID_STATES[state.value]


def _day(day: datetime.date) -> str:
    from rules.wording import plain_date

    return plain_date(day)
