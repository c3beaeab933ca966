"""``longstop why``: why was this asked for, or not?"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from cli.asking import inspection_option, json_option, looking
from cli.parameters import DateWritten
from cli.tables import show_fields, show_json

if TYPE_CHECKING:
    from services.why import Why
    from services.why_steps import WhyStep


@click.command()
@click.argument("milestone")
@click.option("--at", type=DateWritten(), help="Seen from this day; nothing is changed.")
@inspection_option
@json_option
def why(
    milestone: str, at: datetime.date | None, inspection_ref: str | None, as_json: bool
) -> None:
    """Say of every step about MILESTONE what became of it, or what it waits for.

    \b
    Examples:
      longstop why 3.1
      longstop why southend-2018/3.1 --at 2018-09-03
    """
    from services.find import the_milestone
    from services.why import why as ask

    with looking() as (session, door):
        row = the_milestone(session, milestone, inspection=inspection_ref)
        answer = ask(session, row, today=at or door.today)
    if as_json:
        show_json(_values(answer))
        return
    show_fields(_fields(answer))
    click.echo("\n".join(_lines(answer)))


def _fields(answer: Why) -> dict[str, object]:
    return {
        "Item": f"{answer.inspection}/{answer.ref}, {answer.title}",
        "Body": answer.body,
        "Told": answer.mode,
        "State": answer.state,
        "Date": answer.due or "none yet",
        "Asked about since": answer.asked_since,
        "Seen from": answer.day,
        "Steps": answer.steps_title,
    }


def _lines(answer: Why) -> Iterator[str]:
    yield ""
    if answer.nothing_goes_because:
        yield f"Nothing goes out about it, because {answer.nothing_goes_because}."
        yield ""
    for step in answer.steps:
        yield from _step_lines(step)
    if answer.by_hand:
        yield ""
        yield "Asked by hand:"
        yield from (f"- {sentence}" for sentence in answer.by_hand)
    if answer.earlier:
        yield ""
        yield "Told before:"
        yield from (f"- {sentence}" for sentence in answer.earlier)


def _step_lines(step: WhyStep) -> Iterator[str]:
    yield f"- {step.step}:"
    number = f" Message {step.message}." if step.message else ""
    yield f"    {step.sentence}{number}"
    if step.note:
        yield f"    {step.note}"


def _values(answer: Why) -> dict[str, Any]:
    return {
        "day": answer.day,
        "ref": answer.ref,
        "inspection": answer.inspection,
        "title": answer.title,
        "body": answer.body,
        "mode": answer.mode.partition(":")[0],
        "state": answer.state,
        "due": answer.due,
        "asked_since": answer.asked_since,
        "nothing_goes_because": answer.nothing_goes_because,
        "steps": [
            {
                "step": step.step,
                "audience": step.audience,
                "outcome": step.outcome,
                "sentence": step.sentence,
                "note": step.note,
                "told_on": step.told_on,
                "told_to": step.told_to,
                "message": step.message,
            }
            for step in answer.steps
        ],
        "by_hand": list(answer.by_hand),
        "earlier": list(answer.earlier),
    }
