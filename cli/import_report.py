"""What ``longstop plan import --preview`` prints."""

from __future__ import annotations

import datetime

from cli.tables import table_lines
from rules.wording import counted, long_date, plain_date
from services.read_plan_rows import PlanReading

WIDTH = 110


def preview_lines(reading: PlanReading, *, today: datetime.date) -> tuple[list[str], bool]:
    """What would be taken in, and whether anything stands in the way of it."""
    lines = [
        (
            f"{reading.name}: {counted(len(reading.actions), 'action')}, "
            f"{counted(len(reading.steps), 'milestone')}. Nothing was changed."
        ),
        "",
    ]
    rows = [
        (
            action.order.ref,
            step.title,
            action.accountable.name,
            step.reading.text,
            plain_date(step.due) if step.due else "to be read",
        )
        for action in reading.actions
        for step in action.steps
    ]
    if rows:
        lines += table_lines(("Ref", "Milestone", "Lead", "Timescale", "Due"), rows, width=WIDTH)
    lines += _block("Dates to be read", [f"row {s.row}: {q}" for s, q in reading.questions])
    lines += _block(
        "Dates that have passed; import them with --past-date-confirmed",
        [f"{what}: {long_date(day)}" for what, day in reading.past_dates(today).items() if day],
    )
    lines += _block(
        "Could this identify a child? Take it out, or import with --no-child-confirmed",
        [str(fault) for fault in reading.asked],
    )
    kept = [name for name in reading.unknown_headings if name]
    lines += _block("Kept as they are", [", ".join(kept)] if kept else [])
    unlinked = [a.order.ref for a in reading.actions if a.finding is None]
    lines += _block("Linked to no finding", [", ".join(unlinked)] if unlinked else [])
    lines += _block("In the plan already", [", ".join(reading.already_there)])
    lines += _block("Faults", [str(fault) for fault in reading.faults])
    return lines, not reading.faults and not reading.already_there


def _block(heading: str, lines: list[str]) -> list[str]:
    kept = [line for line in lines if line]
    return ["", f"{heading}:", *(f"  {line}" for line in kept)] if kept else []
