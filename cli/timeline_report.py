"""What ``longstop timeline`` prints: the table of key dates, the explanations, the JSON."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from cli.date import provision_as_json, working_as_json
from models.inspections import Inspection
from rules.frameworks import DutyKind
from rules.key_dates import KeyDate
from rules.provisions import Verified
from rules.timeline_words import explain
from rules.wording import MONTHS, WEEKDAYS, long_date, weekday_name
from services.embargo import full_title
from services.key_date_rows import KeyDateRow

KIND_WORDS = {
    DutyKind.STATUTORY: "Law",
    DutyKind.COMMITTEE: "Meeting",
    DutyKind.PLAN: "Our planning",
}
WIDEST_TITLE = 46


def timeline_lines(
    inspection: Inspection, rows: Sequence[KeyDateRow], *, today: date, explained: bool
) -> list[str]:
    """The table of key dates, what stands open, and the explanations if asked for."""
    return [
        f"Key dates of {inspection.ref}: {full_title(inspection)}",
        f"As on {long_date(today)}",
        *_embargo_line(inspection),
        *_invented_lines(inspection),
        "",
        *_table(rows),
        *_statement_line(rows),
        *_caution_lines(rows),
        *_waiting_lines(rows),
        *(_explanations(rows) if explained else _hints(inspection, rows)),
    ]


def _embargo_line(inspection: Inspection) -> Iterator[str]:
    if inspection.embargoed:
        yield (
            f"Embargoed: not published yet. Say '{inspection.code_name}' to anyone outside the"
            " circle."
        )


def _invented_lines(inspection: Inspection) -> Iterator[str]:
    if inspection.invented:
        yield "Illustration: part of this is invented ('longstop inspection show' says what)."


def _table(rows: Sequence[KeyDateRow]) -> Iterator[str]:
    """A table where the screen is wide enough, else a few lines a key date. No date is broken."""
    head = ("What", "Date we work to", "Kind", "State", "Days left", "Owner")
    cells = [_cells(row) for row in rows]
    widths = [max(len(line[column]) for line in [head, *cells]) for column in range(len(head))]
    widths[0] = min(widths[0], WIDEST_TITLE)
    if sum(widths) + 2 * len(widths) > _screen_width():
        for title, *others in cells:
            yield title
            yield from wrapped("  ".join(others), indent="    ")
        return
    yield _aligned(head, widths)
    yield _aligned(["-" * width for width in widths], widths)
    for title, *others in cells:
        first, *further = textwrap.wrap(title, widths[0])
        yield _aligned([first, *others], widths)
        yield from further


def _cells(row: KeyDateRow) -> tuple[str, ...]:
    return (
        row.title,
        long_date(row.due) if row.due else "no date yet",
        KIND_WORDS[row.key_date.kind],
        row.state,
        row.days_left_words + (" (provisional)" if row.key_date.is_provisional else ""),
        row.owner,
    )


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()


def _screen_width() -> int:
    return shutil.get_terminal_size((100, 24)).columns


def _statement_line(rows: Sequence[KeyDateRow]) -> Iterator[str]:
    """The one sentence that tells apart what the letter says and what we work to."""
    for row in rows:
        if row.key_date.rule.is_stated and row.key_date.differences:
            yield ""
            yield from wrapped(" ".join(row.key_date.differences), indent="")


def _caution_lines(rows: Sequence[KeyDateRow]) -> Iterator[str]:
    """What of the law was not seen stands wherever the law's date is shown (design section 2)."""
    for row in rows:
        provision = row.key_date.provision
        unseen = row.key_date.rule.is_law and provision.verified is not Verified.VERIFIED
        if unseen and provision.caveat:
            yield ""
            yield from wrapped(f"{provision.citation}: {provision.caveat}", indent="")


def _waiting_lines(rows: Sequence[KeyDateRow]) -> Iterator[str]:
    for row in rows:
        if row.waiting is not None:
            yield ""
            yield from wrapped(
                f"{row.title}: the count now gives {long_date(row.waiting)}. Look at it with "
                "'longstop holidays pending', apply it with 'longstop holidays apply'.",
                indent="",
            )


def _hints(inspection: Inspection, rows: Sequence[KeyDateRow]) -> Iterator[str]:
    # Two key dates may wait for the same day; it is asked for once.
    questions = list(dict.fromkeys(one for row in rows for one in row.key_date.questions))
    if questions:
        yield ""
        yield "Questions"
        for question in questions:
            yield from wrapped(question, indent="  - ")
    yield ""
    yield f"How each date was counted: longstop timeline show {inspection.ref} --explain"


def _explanations(rows: Sequence[KeyDateRow]) -> Iterator[str]:
    for row in rows:
        yield ""
        for line in explain(row.key_date):
            indent = " " * (len(line) - len(line.lstrip()))
            yield from wrapped(line.strip(), indent=indent)


def wrapped(text: str, *, indent: str) -> list[str]:
    """The text in lines that fit the screen; a date's four words stay on one line."""
    width = max(60, min(100, _screen_width()))
    held = _with_dates_held(text)
    lines = textwrap.wrap(
        held,
        width,
        initial_indent=indent,
        subsequent_indent=" " * len(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(HELD, " ") for line in lines]


HELD = "\x00"
"""Stands for a space that no line may be broken at."""


def _with_dates_held(text: str) -> str:
    months, weekdays = "|".join(MONTHS), "|".join(WEEKDAYS)
    dated = re.compile(rf"(?:(?:{weekdays}) )?\d{{1,2}} (?:{months})(?: \d{{4}})?")
    return dated.sub(lambda match: match.group().replace(" ", HELD), text)


def timeline_values(
    inspection: Inspection, rows: Sequence[KeyDateRow], *, today: date
) -> dict[str, Any]:
    """What a script reads; the keys are stable."""
    return {
        "inspection": inspection.ref,
        "title": full_title(inspection),
        "embargoed": inspection.embargoed,
        "today": today.isoformat(),
        "key_dates": [_values(row) for row in rows],
    }


def _values(row: KeyDateRow) -> dict[str, Any]:
    key_date = row.key_date
    return {
        "ref": row.ref,
        "key": key_date.key,
        "title": row.title,
        "kind": key_date.kind.value,
        "owner": row.owner,
        "state": row.state,
        "date": _iso(row.due),
        "weekday": weekday_name(row.due) if row.due else None,
        "days_left": row.days_left,
        "done_on": _iso(row.done_on),
        "waiting": _iso(row.waiting),
        "decided_by": key_date.decided_by.value if key_date.decided_by else None,
        "is_provisional": key_date.is_provisional,
        "law": _iso(key_date.law_date),
        "stated": _iso(key_date.stated.day) if key_date.stated else None,
        "stated_text": key_date.stated.text if key_date.stated else None,
        "confirmed": _iso(key_date.confirmed.day) if key_date.confirmed else None,
        "confirmed_by": key_date.confirmed.by if key_date.confirmed else None,
        "chosen": _iso(key_date.chosen.day) if key_date.chosen else None,
        "chosen_reason": key_date.chosen.reason if key_date.chosen else None,
        "working": _working(key_date),
        "provision": provision_as_json(key_date.provision),
        "framework": key_date.framework_version,
        "other_readings": [
            {"date": _iso(one.day), "words": one.words} for one in key_date.other_readings
        ],
        "differences": list(key_date.differences),
        "questions": list(key_date.questions),
    }


def _working(key_date: KeyDate) -> dict[str, Any] | None:
    working = key_date.counted.working
    return working_as_json(working) if working is not None else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
