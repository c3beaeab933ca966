"""What ``longstop inspection`` prints: what was opened, what changed, what is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session

from models.findings import Finding
from models.queries.inspections import letter_findings_of
from models.words import FindingKind
from rules.wording import counted, listed, long_date
from services.embargo import full_title
from services.find import key_of
from services.merge_fields import FieldChange, spoken
from services.open_inspection import Opening
from services.recount import DateSet


def opening_lines(session: Session, opening: Opening, *, today: date) -> list[str]:
    """What was opened or completed, what is dated, what a person must say, and what to do next."""
    inspection = opening.inspection
    did = "Opened" if opening.is_new else "Completed"
    return [
        f"{did} {inspection.ref}: {full_title(inspection)}.",
        *_embargo_lines(opening, today=today),
        *_finding_lines(session, opening),
        *_change_lines(opening.changes),
        "",
        *date_lines(opening.dates),
        *_past_lines(opening.dates, today=today),
        *_question_lines(opening.questions),
        "",
        "Nothing goes out: every body is quiet until you switch it on.",
        f"Next: longstop timeline show {inspection.ref} --explain",
    ]


def _embargo_lines(opening: Opening, *, today: date) -> Iterator[str]:
    inspection = opening.inspection
    if opening.embargo_lifted:
        yield "The letter is published: the embargo is lifted."
    if not inspection.embargoed:
        return
    published = inspection.published_on
    until = "publication"
    if published is not None and published > today:
        until = f"{long_date(published)}, the letter's own date, which is still to come"
    yield (
        f"Embargoed until {until}. In titles and subjects it is '{inspection.code_name}'; add who "
        "may see it with 'longstop inspection circle add NAME EMAIL'."
    )


def _finding_lines(session: Session, opening: Opening) -> Iterator[str]:
    changes = opening.findings
    if opening.is_new:
        rows = letter_findings_of(session, key_of(opening.inspection.id))
        yield f"Findings: {counts_words(rows)}."
        return
    for words, refs in (
        ("New findings", changes.added),
        ("Reworded, with the same reference and owner", changes.reworded),
        ("Now in the letter's own words", changes.worded),
        ("No longer in the letter, and still counted", changes.gone),
    ):
        if refs:
            yield f"{words}: {_refs_words(refs)}."


def _refs_words(refs: Sequence[str]) -> str:
    if len(refs) > 12:
        return f"{len(refs)} ({refs[0]} to {refs[-1]})"
    return listed(list(refs))


def counts_words(rows: Sequence[Finding]) -> str:
    """``27 strengths and 29 areas for improvement``, priority actions first."""
    words = []
    for kind, one, many in (
        (FindingKind.PRIORITY_ACTION, "area for priority action", "areas for priority action"),
        (FindingKind.AREA_FOR_IMPROVEMENT, "area for improvement", "areas for improvement"),
        (FindingKind.STRENGTH, "strength", "strengths"),
    ):
        number = sum(row.kind is kind for row in rows)
        if number:
            words.append(counted(number, one, many))
    return listed(words) or "none found"


def _change_lines(changes: Sequence[FieldChange]) -> Iterator[str]:
    if changes:
        yield "What changed"
    for change in changes:
        name = change.field.replace("_", " ")
        if change.kept:
            yield (
                f"  {name}: stays {spoken(change.before)}, as a person corrected it; this says "
                f"{spoken(change.after)}. Dates differ: check which is right."
            )
        else:
            yield f"  {name}: {spoken(change.before)} is now {spoken(change.after)}"


def date_lines(dates: Sequence[DateSet]) -> list[str]:
    """The key dates that were set or changed."""
    if not dates:
        return ["No key date changed."]
    lines = ["Key dates"]
    for one in dates:
        after = long_date(one.after) if one.after else "no date yet"
        if one.waits:
            was = long_date(one.before) if one.before else "no date"
            lines.append(f"  {one.title}: stays {was}; {after} waits for your confirmation")
        elif one.before is not None:
            lines.append(f"  {one.title}: {long_date(one.before)} is now {after}")
        else:
            lines.append(f"  {one.title}: {after}")
    return lines


def _past_lines(dates: Sequence[DateSet], *, today: date) -> Iterator[str]:
    past = [one for one in dates if one.after is not None and one.after < today]
    if past:
        yield f"Passed already, as you confirmed: {listed([one.ref for one in past])}."


def _question_lines(questions: Sequence[str]) -> Iterator[str]:
    if questions:
        yield ""
        yield counted(len(questions), "question")
        yield from (f"  - {question}" for question in questions)
