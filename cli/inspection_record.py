"""What is recorded of inspections: the list, one in full, and both for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from cli.inspection_report import counts_words
from models.agencies import Agency
from models.findings import Finding
from models.inspections import Addressee, Inspection
from models.queries.inspections import (
    addressees_of,
    authorities_of,
    involved_bodies_of,
    letter_findings_of,
    letters_of,
    participations_of,
)
from models.words import FindingKind
from rules.wording import date_range, long_date
from services.embargo import full_title, public_title
from services.find import key_of
from services.letter_bodies import body_questions
from services.merge_fields import spoken
from services.which_inspection import VERSION_WORDS

KIND_HEADINGS = {
    FindingKind.PRIORITY_ACTION: "Areas for priority action",
    FindingKind.AREA_FOR_IMPROVEMENT: "Areas for improvement",
    FindingKind.STRENGTH: "Strengths",
}


def list_lines(session: Session, rows: Sequence[Inspection]) -> list[str]:
    """One line an inspection."""
    if not rows:
        return ["There is no inspection yet. Open one: longstop inspection open LETTER.pdf"]
    return [_list_line(session, row) for row in rows]


def _list_line(session: Session, row: Inspection) -> str:
    findings = letter_findings_of(session, key_of(row.id))
    published = f"published {long_date(row.published_on)}" if row.published_on else "published"
    state = "embargoed" if row.embargoed else published
    return f"{row.ref}  {public_title(row)}  {_fieldwork(row)}  {state}  {counts_words(findings)}"


def _fieldwork(row: Inspection) -> str:
    if row.fieldwork_start is None or row.fieldwork_end is None:
        return "fieldwork dates not known"
    return date_range(row.fieldwork_start, row.fieldwork_end)


def list_values(session: Session, rows: Sequence[Inspection]) -> list[dict[str, Any]]:
    """What a script reads of every inspection."""
    return [
        {
            "ref": row.ref,
            "title": public_title(row),
            "embargoed": row.embargoed,
            "framework": row.framework,
            "fieldwork_start": _iso(row.fieldwork_start),
            "fieldwork_end": _iso(row.fieldwork_end),
            "letter_date": _iso(row.letter_date),
            "findings": _counts(letter_findings_of(session, key_of(row.id))),
        }
        for row in rows
    ]


def show_lines(session: Session, row: Inspection) -> list[str]:
    """All that is recorded of one inspection."""
    return [
        f"{row.ref}: {full_title(row)}",
        *_header_lines(row),
        *_letter_lines(session, row),
        *_body_lines(session, row),
        *_block(
            "Addressed to", [_addressee(one) for one in addressees_of(session, key_of(row.id))]
        ),
        *_findings_block(session, row),
        *_block("Invented or our choice", row.invented),
        *_block("Questions", body_questions(session, row)),
    ]


def _header_lines(row: Inspection) -> Iterator[str]:
    embargo = "until publication" if row.embargoed else "lifted"
    receipt = spoken(row.received_on)
    if row.receipt_confirmed_by:
        receipt += f", says {row.receipt_confirmed_by}"
    stated = spoken(row.stated_due)
    if row.stated_due and row.stated_due_text:
        stated += f', printed as "{row.stated_due_text}"'
    for name, value in (
        ("Code name", row.code_name),
        ("Embargo", embargo),
        ("Theme", spoken(row.theme)),
        ("Fieldwork", _fieldwork(row)),
        ("Letter dated", spoken(row.letter_date)),
        ("Published", spoken(row.published_on)),
        ("Received", receipt),
        ("Statement due", stated),
        ("Sent by", spoken(row.sender)),
        ("Sent to", spoken(row.submit_to)),
        ("Marking", row.marking),
    ):
        yield f"  {name:<14}  {value}"


def _letter_lines(session: Session, row: Inspection) -> list[str]:
    return _block(
        "Letters",
        [
            f"{VERSION_WORDS[one.kind]}, received {spoken(one.received_on)}: {one.file_name} "
            f"(SHA-256 {one.sha256[:12]}...)"
            for one in letters_of(session, key_of(row.id))
        ],
    )


def _body_lines(session: Session, row: Inspection) -> list[str]:
    number = key_of(row.id)
    made_by = [
        f"{one.name}: {_agency_name(session, one.agency_id)}"
        for one in authorities_of(session, number)
    ]
    involved = [
        f"{one.name}: {_agency_name(session, one.agency_id)}"
        for one in involved_bodies_of(session, number)
    ]
    parts = [
        f"{session.get_one(Agency, one.agency_id).name}: {one.mode}"
        for one in participations_of(session, number)
    ]
    return [
        *_block("Principal authority", made_by),
        *_block("To involve, in the letter's words", involved),
        *_block("Takes part", parts),
    ]


def _agency_name(session: Session, agency_id: int | None) -> str:
    return "not known yet" if agency_id is None else session.get_one(Agency, agency_id).name


def _addressee(one: Addressee) -> str:
    return ", ".join(part for part in (one.name, one.role, one.body) if part)


def _findings_block(session: Session, row: Inspection) -> Iterator[str]:
    rows = letter_findings_of(session, key_of(row.id))
    for kind, heading in KIND_HEADINGS.items():
        of_kind = [one for one in rows if one.kind is kind]
        if of_kind:
            yield from _block(f"{heading}: {len(of_kind)}", [_finding(one) for one in of_kind])


def _finding(one: Finding) -> str:
    words = one.short_title or _shortened(one.words)
    page = f" (page {one.page_start})" if one.page_start else ""
    gone = f" [{one.withdrawn_reason}]" if one.withdrawn_reason else ""
    return f"{one.ref:>3}  {words}{page}{gone}"


def _shortened(words: str, *, at_most: int = 90) -> str:
    first = " ".join(words.split())
    return first if len(first) <= at_most else f"{first[: at_most - 3].rsplit(' ', 1)[0]}..."


def _block(heading: str, lines: Sequence[str]) -> list[str]:
    return ["", heading, *(f"  {line}" for line in lines)] if lines else []


def show_values(session: Session, row: Inspection) -> dict[str, Any]:
    """What a script reads of one inspection."""
    number = key_of(row.id)
    header = row.model_dump(mode="json", exclude={"id"})
    return {
        **header,
        "title": full_title(row),
        "letters": [
            {"kind": one.kind, "received_on": _iso(one.received_on), "sha256": one.sha256}
            for one in letters_of(session, number)
        ],
        "addressees": [
            {"name": one.name, "role": one.role, "body": one.body, "kind": one.kind}
            for one in addressees_of(session, number)
        ],
        "counts": _counts(letter_findings_of(session, number)),
        "findings": [
            {
                "ref": one.ref,
                "kind": one.kind,
                "title": one.short_title,
                "words": one.words,
                "themes": one.themes,
                "withdrawn": one.withdrawn_reason,
            }
            for one in letter_findings_of(session, number)
        ],
        "questions": body_questions(session, row),
    }


def _counts(rows: Sequence[Finding]) -> dict[str, int]:
    return {
        "strengths": sum(row.kind is FindingKind.STRENGTH for row in rows),
        "areas_for_improvement": sum(row.kind is FindingKind.AREA_FOR_IMPROVEMENT for row in rows),
        "priority_actions": sum(row.kind is FindingKind.PRIORITY_ACTION for row in rows),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
