"""A reading in the keys and values of ``labels.json``: ISO dates, null where not found."""

from __future__ import annotations

from datetime import date
from typing import Any

from documents.letter.reading import LetterReading

_PLAIN = (
    "area",
    "letter_date",
    "inspection_start",
    "inspection_end",
    "inspection_year_printed",
    "theme",
    "deep_dive",
    "theme_in_title",
    "statement_required",
    "statement_due",
    "statement_due_text",
    "statement_due_weekday",
    "statement_due_weekday_printed",
    "statement_due_weekday_conflict",
    "principal_authority",
    "sender",
    "submit_to",
    "statement_basis_text_mentions",
)


def as_json(reading: LetterReading, *, file: str | None = None) -> dict[str, Any]:
    """The reading as plain JSON values. ``file`` is the letter's file name without its ending."""
    fields = {name: _plain(getattr(reading, name)) for name in _PLAIN}
    counts = reading.counts
    return {
        "file": file,
        **fields,
        "involve": list(reading.involve),
        "section_order": [kind.value for kind in reading.section_order],
        "counts": {
            "strengths": counts.strengths,
            "areas_for_improvement": counts.areas_for_improvement,
            "priority_actions": counts.priority_actions,
        },
        "findings": [
            {
                "kind": finding.kind.value,
                "ref_in_order": finding.ref_in_order,
                "text": finding.text,
                "page_start": finding.page_start,
                "page_end": finding.page_end,
            }
            for finding in reading.findings
        ],
        "addressees": [
            {
                "name": person.name or None,
                "role": person.role,
                "body": person.body,
                "kind": person.kind.value,
            }
            for person in reading.addressees
        ],
        "confidence": {name: how.value for name, how in reading.confidence.items()},
        "not_found": list(reading.not_found),
        "notes": [{"field": note.field, "sentence": note.sentence} for note in reading.notes],
        "pages": reading.pages,
        "sha256": reading.sha256,
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
