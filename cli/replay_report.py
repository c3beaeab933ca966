"""What `longstop demo replay` ends with: key dates, who was told and why, and where to look."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from sqlmodel import Session

from cli.timeline_report import timeline_lines, wrapped
from models.inspections import Inspection
from rules.wording import counted, listed, long_date
from services.escalation_overview import EscalationLine
from services.find import the_inspection
from services.key_date_rows import key_date_rows
from services.replay.summary import ReplaySummary, ToldLine, summary_of
from services.rulebook import standing_rulebook
from services.statutory_stage import StageOutcome

# One of each kind that a reader of the demonstration should see.
WORTH_READING = ("Daily message", "Update request", "Notice before raising", "Raised")


def report_lines(
    session: Session,
    ref: str,
    stages: Sequence[StageOutcome],
    *,
    today: date,
    home: Path,
) -> list[str]:
    """Everything that is printed once the last day has been lived."""
    inspection = the_inspection(session, ref)
    summary = summary_of(session, inspection)
    return [
        "",
        *_key_dates(session, inspection, today=today),
        *_heading("Stages"),
        *_stage_lines(stages),
        *_heading("The plan"),
        *_plan_lines(summary),
        *_heading("Messages by person and reason"),
        *_told_lines(summary.told),
        *_heading("What was raised above its lead, and how it ended"),
        *_raised_lines(summary.raised),
        *_heading("Where to read each message"),
        *_where_lines(summary, home=home),
        *_heading("What to try next"),
        *_next_lines(summary, today=today),
    ]


def _heading(words: str) -> list[str]:
    return ["", words, "=" * len(words)]


def _key_dates(session: Session, inspection: Inspection, *, today: date) -> list[str]:
    calendar = standing_rulebook().calendar
    rows = key_date_rows(session, inspection, today=today, calendar=calendar)
    return timeline_lines(inspection, rows, today=today, explained=False)


def _stage_lines(stages: Sequence[StageOutcome]) -> Iterator[str]:
    for one in stages:
        on = f", {long_date(one.date)}" if one.date else ""
        yield f"{one.stage.value.capitalize()}: {one.state.value}{on}"
        yield from wrapped(one.reason, indent="  ")


def _plan_lines(summary: ReplaySummary) -> Iterator[str]:
    if not any(summary.letter.values()):
        yield "The letter has not come yet."
        return
    letter = listed([f"{number} {kind}" for kind, number in summary.letter.items()])
    closed = counted(summary.closed_findings, "finding")
    yield from wrapped(f"The letter has {letter}; boards have closed {closed}.", indent="")
    if not summary.items:
        yield "The plan is not drafted yet."
        return
    states = listed([f"{number} {state.lower()}" for state, number in summary.items.items()])
    items = counted(sum(summary.items.values()), "item")
    moved = counted(summary.moves, "date")
    yield from wrapped(f"Of {items} in the plan: {states}. {moved} moved.", indent="")


def _told_lines(told: Sequence[ToldLine]) -> Iterator[str]:
    """A block a body, a line a reason: narrow enough for any screen."""
    if not told:
        yield "Nobody has been written to yet."
        return
    widest = max(len(one.why) for one in told)
    yield f"{'':{widest + 4}}  How many  Newest"
    for body, of_body in groupby(told, key=lambda one: one.body):
        yield body
        for person, reasons in groupby(of_body, key=lambda one: f"{one.person}, {one.role}"):
            yield f"  {person}"
            for one in reasons:
                yield f"    {one.why:<{widest}}  {one.number:>8}  {one.example:>6}"
    yield f"{'All':<{widest + 4}}  {sum(one.number for one in told):>8}"


def _raised_lines(raised: Sequence[EscalationLine]) -> Iterator[str]:
    if not raised:
        yield "Nothing."
    for one in raised:
        yield from wrapped(f"{one.ref}: {one.title} ({one.body})", indent="")
        yield f"    Due {long_date(one.due)}, prepared on {long_date(one.opened_on)}"
        for person in one.raised_with:
            yield from wrapped(person, indent="    ")
        if one.acknowledged_by:
            said = f"Acknowledged by {one.acknowledged_by}: {one.acknowledged_reason}"
            yield from wrapped(said, indent="    ")
        yield from wrapped(_ending(one), indent="    ")


def _ending(one: EscalationLine) -> str:
    if one.closed_on is None:
        return "Open still."
    nobody = "" if one.raised_with else ", before a person had raised it with anybody"
    return f"Ended on {long_date(one.closed_on)}: {one.closed_because}{nobody}."


def _where_lines(summary: ReplaySummary, *, home: Path) -> Iterator[str]:
    yield f"Each is a file in {_short(home / 'mail' / 'new')}, which any mail program opens."
    if (home / "cards").is_dir():
        yield f"Cards for the police's Teams channel are in {_short(home / 'cards')}."
    yield "By number: first say where this demonstration is, then which message."
    yield ""
    yield f"  export LONGSTOP_HOME={shlex.quote(_short(home))}"
    examples = {one.why: one.example for one in summary.told if one.why in WORTH_READING}
    for why, number in examples.items():
        yield f"  {_command()} outbox show {number:<4}   # {why.lower()}"


def _next_lines(summary: ReplaySummary, *, today: date) -> list[str]:
    asked = max(summary.raised, key=lambda one: len(one.raised_with), default=None)
    commands = [
        ("timeline show --explain", "how each date came about"),
        (f"why {asked.ref if asked else 'statement'}", "why it was asked for, step by step"),
        ("finding list", "where each finding stands"),
        (f"demo advance {_ahead(today)}", "a month more, in which nobody answers"),
        ("audit verify", "whether anybody changed its history"),
    ]
    widest = max(len(words) for words, _ in commands)
    return [
        *(f"  {_command()} {words:<{widest}}   # {meaning}" for words, meaning in commands),
        "",
        "A first inspection of your own, by hand: docs/tutorial/index.md",
    ]


def _ahead(today: date) -> str:
    month = today.month % 12 + 1
    return date(today.year + (month == 1), month, min(today.day, 28)).isoformat()


def _command() -> str:
    """How this command was called, so that what is shown can be pasted."""
    return "longstop" if shutil.which("longstop") else _short(Path(sys.argv[0]))


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
