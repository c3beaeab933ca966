"""Dividing a finding into parts (5a, 5b) where one paragraph holds several matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.findings import Finding
from models.queries.plans import findings_of, parts_of
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Part:
    """One matter of a finding: a short title, and the letter's words that it rests on."""

    title: str
    words: str


def divide_finding(
    session: Session, finding: Finding, parts: Sequence[Part], *, now: datetime, by: str
) -> list[Finding]:
    """Add the parts; the whole keeps its words and its place, and is counted once.

    A part takes the whole's reference with the next free letter, and its body, board and themes
    as they stand now. Raises `Refused` for a part of a part, or one without a title.
    """
    _check(finding, parts)
    before = len(parts_of(session, key_of(finding.id)))
    if before + len(parts) > len(LETTERS):
        raise Refused(f"Finding {finding.ref} cannot have more than {len(LETTERS)} parts.")
    taken = {other.ref.lower() for other in findings_of(session, finding.inspection_id)}
    made = []
    for letter, part in zip(LETTERS[before:], parts, strict=False):
        ref = f"{finding.ref}{letter}"
        if ref.lower() in taken:
            raise Refused(f"There is a finding {ref!r} already.")
        made.append(_part(finding, part, ref=ref))
    session.add_all(made)
    session.flush()
    record(
        session,
        now=now,
        actor=by,
        kind="finding_divided",
        subject=Subject("finding", finding.id, finding.inspection_id),
        payload={
            "ref": finding.ref,
            "parts": {row.ref: row.short_title for row in made},
        },
    )
    return made


def _check(finding: Finding, parts: Sequence[Part]) -> None:
    if finding.part_of_id is not None:
        raise Refused(f"{finding.ref} is a part already; divide the whole finding instead.")
    if not parts or not all(part.title.strip() for part in parts):
        raise Refused("Give each part a title.")


def _part(finding: Finding, part: Part, *, ref: str) -> Finding:
    return Finding(
        inspection_id=finding.inspection_id,
        kind=finding.kind,
        ref=ref,
        position=finding.position,
        words=part.words.strip() or finding.words,
        short_title=part.title.strip(),
        page_start=finding.page_start,
        page_end=finding.page_end,
        part_of_id=finding.id,
        accountable_agency_id=finding.accountable_agency_id,
        accountable_proposed_by=finding.accountable_proposed_by,
        overseeing_board=finding.overseeing_board,
        themes=list(finding.themes),
    )
