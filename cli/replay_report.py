"""What `longstop demo replay` ends with: key dates, who was told and why, and where to look."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from sqlmodel import Session

from cli.tables import table_lines
from cli.timeline_report import timeline_lines, wrapped
from models.inspections import Inspection
from rules.wording import counted, listed, long_date
from services.escalation_overview import EscalationLine
from services.find import the_inspection
from services.key_date_rows import key_date_rows
from services.replay.summary import ReplaySummary, ToldLine, summary_of
from services.rulebook import standing_rulebook
from services.statutory_stage import StageOutcome

NARROWEST, WIDEST = 60, 110


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
        *_heading("Key dates"),
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
    letter = listed([f"{number} {kind}" for kind, number in summary.letter.items()])
    closed = counted(summary.closed_findings, "finding")
    yield from wrapped(f"The letter has {letter}; boards have closed {closed}.", indent="")
    states = listed([f"{number} {state.lower()}" for state, number in summary.items.items()])
    items = counted(sum(summary.items.values()), "item")
    yield from wrapped(
        f"Of {items} in the plan: {states}. {counted(summary.moves, 'date')} moved.", indent=""
    )


def _told_lines(told: Sequence[ToldLine]) -> list[str]:
    rows = [
        (f"{one.person}, {one.role}", one.body, one.why, one.number, one.example) for one in told
    ]
    total = ("All", "", "", sum(one.number for one in told), "")
    return table_lines(("Who", "Of", "Why", "How many", "Newest"), [*rows, total], width=_width())


def _raised_lines(raised: Sequence[EscalationLine]) -> Iterator[str]:
    if not raised:
        yield "Nothing."
    for one in raised:
        yield from wrapped(
            f"{one.ref} {one.title} ({one.body}), due {long_date(one.due)}", indent=""
        )
        for person in one.raised_with:
            yield from wrapped(f"{person}", indent="    ")
        if one.acknowledged_by:
            yield from wrapped(
                f"Acknowledged by {one.acknowledged_by}: {one.acknowledged_reason}", indent="    "
            )
        ended = (
            f"Ended on {long_date(one.closed_on)}: {one.closed_because}."
            if one.closed_on
            else "Open still."
        )
        yield from wrapped(ended, indent="    ")


def _where_lines(summary: ReplaySummary, *, home: Path) -> Iterator[str]:
    yield f"Each is a file in {_short(home / 'mail' / 'new')}, which any mail program opens."
    yield "The numbers above are for 'outbox show'. First say where this demonstration is:"
    yield ""
    yield f"  export LONGSTOP_HOME={shlex.quote(_short(home))}"
    yield f"  {_command()} outbox list --all"
    if summary.told:
        yield f"  {_command()} outbox show {summary.told[-1].example}"


def _next_lines(summary: ReplaySummary, *, today: date) -> Iterator[str]:
    command = _command()
    raised = next((one.ref for one in reversed(summary.raised)), "1.1")
    yield f"  {command} timeline show --explain      how Thursday 16 August came about"
    yield f"  {command} why {raised:<22}  why it was asked for, step by step"
    yield f"  {command} finding list                 where each finding stands"
    yield f"  {command} demo advance {_ahead(today)}      a month more, when nobody answers"
    yield f"  {command} audit verify                 that nobody changed its history"
    yield ""
    yield "A first inspection of your own, by hand: docs/tutorial/index.md"


def _ahead(today: date) -> str:
    month = today.month % 12 + 1
    return date(today.year + (month == 1), month, min(today.day, 28)).isoformat()


def _command() -> str:
    """How this command was called, so that what is shown can be pasted."""
    return "longstop" if shutil.which("longstop") else _short(Path(sys.argv[0]))


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _width() -> int:
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))
