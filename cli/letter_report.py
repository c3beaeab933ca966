"""What ``longstop letter`` prints for people, and the scores for scripts."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from documents.letter.reading import Confidence, LetterFinding, LetterReading
from documents.letter.scoring import GATED_FIELDS, LetterScore, passes
from rules.wording import counted, date_range, listed, long_date, plain_date

_WIDTH = 96
_LABEL_WIDTH = 22
_KIND_HEADINGS = {
    "priority_action": "Areas for priority action",
    "area_for_improvement": "Areas for improvement",
    "strength": "Strengths",
}


def report_of(reading: LetterReading, *, name: str) -> list[str]:
    """A reading as lines of plain text: header, doubts, addressees, findings."""
    return [
        f"{name}: a letter of {counted(reading.pages, 'page')}",
        "",
        *_header(reading),
        *_block("Not found, or to check", [note.sentence for note in reading.notes]),
        *_block("Addressed to", _addressees(reading)),
        *_findings(reading),
    ]


def _header(reading: LetterReading) -> list[str]:
    rows = (
        ("Area", "area", reading.area),
        ("Letter dated", "letter_date", _long(reading.letter_date)),
        ("Inspection", "inspection_start", _fieldwork(reading)),
        ("Theme", "theme", reading.theme),
        ("Deep dive", "deep_dive", reading.deep_dive),
        ("Statement due", "statement_due", _due(reading)),
        ("Made by", "principal_authority", reading.principal_authority),
        ("Sent by", "sender", reading.sender),
        ("Sent to", "submit_to", reading.submit_to),
        ("Involving", "involve", ", ".join(reading.involve) or None),
        ("Findings", "findings", _counts(reading)),
    )
    return [line for title, key, value in rows for line in _row(reading, title, key, value)]


def _counts(reading: LetterReading) -> str:
    """The counts in words, areas for priority action first."""
    counts = reading.counts
    improvement, priority = "for improvement", "for priority action"
    return listed(
        [
            _number(counts.priority_actions, f"area {priority}", f"areas {priority}"),
            _number(counts.areas_for_improvement, f"area {improvement}", f"areas {improvement}"),
            _number(counts.strengths, "strength", "strengths"),
        ]
    )


def _number(number: int, one: str, many: str) -> str:
    return f"no {many}" if number == 0 else counted(number, one, many)


def _long(day: date | None) -> str | None:
    return None if day is None else long_date(day)


def _row(reading: LetterReading, title: str, key: str, value: str | None) -> list[str]:
    how = reading.confidence.get(key, Confidence.NOT_FOUND)
    mark = "" if how is Confidence.SURE else f" ({how.value})"
    text = f"{value}{mark}" if value is not None else "not found"
    indent = " " * _LABEL_WIDTH
    return textwrap.wrap(
        text, _WIDTH, initial_indent=f"{title:<{_LABEL_WIDTH}}", subsequent_indent=indent
    )


def _fieldwork(reading: LetterReading) -> str | None:
    if reading.inspection_start is None or reading.inspection_end is None:
        return None
    return date_range(reading.inspection_start, reading.inspection_end)


def _due(reading: LetterReading) -> str | None:
    if reading.statement_due is None:
        return None
    text = long_date(reading.statement_due)
    printed = reading.statement_due_text
    is_plain = printed in (plain_date(reading.statement_due), text)
    return text if is_plain else f"{text}, printed as '{printed}'"


def _addressees(reading: LetterReading) -> list[str]:
    return [
        ", ".join(part for part in (person.name, person.role, person.body) if part)
        + f" ({person.kind.value.replace('_', ' ')})"
        for person in reading.addressees
    ]


def _block(title: str, items: Sequence[str]) -> list[str]:
    if not items:
        return []
    wrapped = (
        line
        for item in items
        for line in textwrap.wrap(item, _WIDTH, initial_indent="  ", subsequent_indent="    ")
    )
    return ["", title, *wrapped]


def _findings(reading: LetterReading) -> list[str]:
    """The findings by kind, areas for priority action first, whatever the letter's order."""
    lines: list[str] = []
    for kind, title in _KIND_HEADINGS.items():
        found = [finding for finding in reading.findings if finding.kind.value == kind]
        if found:
            lines += ["", f"{title} ({len(found)})", *map(_finding_line, found)]
    return lines


def _finding_line(finding: LetterFinding) -> str:
    pages = f"{finding.page_start}"
    if finding.page_end != finding.page_start:
        pages += f"-{finding.page_end}"
    words = textwrap.shorten(finding.text, _WIDTH - 16, placeholder=" ...")
    return f"  {finding.ref_in_order:>3}  p.{pages:<6} {words}"


def scores_report(scores: Sequence[LetterScore], *, with_ungated: bool) -> list[str]:
    """A row a letter, a row for all, and what is wrong."""
    width = max(len(score.file) for score in scores)
    head = f"{'letter':<{width}}  {'gated fields':>12}  {'findings':>9}  {'extra':>5}  "
    head += f"{'pages':>9}  {'other fields':>12}"
    lines = [head, *(_score_row(score, width) for score in scores), _total_row(scores, width)]
    lines += _differences(scores, with_ungated=with_ungated)
    if all(score.refused is None for score in scores) and passes(scores):
        lines += ["", "Every gated field is right, and at least 99 in 100 findings."]
    return lines


def _score_row(score: LetterScore, width: int) -> str:
    return (
        f"{score.file:<{width}}  {_of(score.gated_right, len(GATED_FIELDS)):>12}  "
        f"{_of(score.findings_right, score.findings_labelled):>9}  {score.findings_extra:>5}  "
        f"{_of(score.pages_right, score.findings_labelled):>9}  "
        f"{_of(score.ungated_right, score.ungated_total):>12}"
    )


def _total_row(scores: Sequence[LetterScore], width: int) -> str:
    labelled = sum(score.findings_labelled for score in scores)
    total = sum(score.findings_total for score in scores)
    right = sum(score.findings_right for score in scores)
    share = 100 * right / total if total else 100.0
    return (
        f"{f'{len(scores)} letters':<{width}}  "
        f"{_of(sum(s.gated_right for s in scores), len(GATED_FIELDS) * len(scores)):>12}  "
        f"{_of(right, labelled):>9}  {total - labelled:>5}  "
        f"{_of(sum(s.pages_right for s in scores), labelled):>9}  "
        f"{_of(sum(s.ungated_right for s in scores), sum(s.ungated_total for s in scores)):>12}"
        f"  findings right: {share:.1f}%"
    )


def _of(right: int, total: int) -> str:
    return f"{right}/{total}"


def _differences(scores: Sequence[LetterScore], *, with_ungated: bool) -> list[str]:
    lines: list[str] = []
    for score in scores:
        differences = [*score.wrong, *(score.ungated_wrong if with_ungated else ())]
        if differences:
            lines += ["", score.file]
        for wrong in differences:
            lines.append(f"  {wrong.what}")
            lines.append(f"    expected: {wrong.expected}")
            lines.append(f"    read:     {wrong.read}")
    return lines


def scores_as_json(scores: Sequence[LetterScore]) -> dict[str, Any]:
    """The scores as plain JSON values."""
    return {
        "passes": passes(scores),
        "letters": [asdict(score) for score in scores],
        "gated_fields": {
            "right": sum(score.gated_right for score in scores),
            "total": len(GATED_FIELDS) * len(scores),
        },
        "findings": {
            "right": sum(score.findings_right for score in scores),
            "labelled": sum(score.findings_labelled for score in scores),
            "extra": sum(score.findings_extra for score in scores),
        },
    }
