"""From pages to a reading: every field with how sure it is, and what a person should be told.

A field is *sure* where the letter states it in the place and the words that letters use, *likely*
where it stands elsewhere or in other words, *not found* otherwise. Nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from documents.letter.addressees import addressees_in
from documents.letter.extraction import Extract
from documents.letter.findings import findings_of
from documents.letter.next_steps import CLOSING, NextSteps, next_steps_of
from documents.letter.opening import OpeningPage, opening_of
from documents.letter.pages import Line, Page, body_size
from documents.letter.reading import Confidence, FieldNote, FindingKind, LetterReading
from documents.letter.running_text import margin_lines, running_lines, usual_leading
from documents.letter.sections import Layout, Section, sections_of
from rules.wording import listed, long_date, plain_date, weekday_name

FIELD_WORDS = {
    "area": "the area",
    "letter_date": "the date of the letter",
    "inspection_start": "the first day of the inspection",
    "inspection_end": "the last day of the inspection",
    "theme": "the theme",
    "deep_dive": "the subject of the deep dive",
    "principal_authority": "who is to make the written statement",
    "sender": "who is to send the written statement",
    "submit_to": "the address to send it to",
    "involve": "the bodies to involve",
    "addressees": "the people it is addressed to",
    "statement_required": "whether a written statement is asked for",
    "statement_due": "the date by which the written statement is due",
    "findings": "the findings",
}
"""Every field that has a confidence, in the words that people read."""

_SATURDAY = 5
_FULL_LETTER_CHARACTERS = 40


@dataclass(slots=True)
class _Notebook:
    """Values, confidences and notes as they are gathered."""

    values: dict[str, Any] = field(default_factory=dict)
    confidence: dict[str, Confidence] = field(default_factory=dict)
    notes: list[FieldNote] = field(default_factory=list)

    def put(self, name: str, value: object, *, is_sure: bool) -> None:
        """Keep a field's value and how sure it is; nothing at all means it was not found."""
        is_missing = value is None or value == ()
        self.values[name] = value
        if is_missing:
            self.confidence[name] = Confidence.NOT_FOUND
            self.note(name, f"Could not find {FIELD_WORDS[name]}.")
        else:
            self.confidence[name] = Confidence.SURE if is_sure else Confidence.LIKELY

    def note(self, name: str, sentence: str) -> None:
        """Keep a sentence for a person."""
        self.notes.append(FieldNote(name, sentence))


def interpret(extract: Extract) -> LetterReading:
    """Read the pages of a letter."""
    pages = extract.pages
    lines = running_lines(pages)
    layout = Layout(usual_size=body_size(pages), leading=usual_leading(lines))
    first_pages = [line for line in lines if line.page <= 2]
    opening = opening_of(first_pages, layout, letterhead=margin_lines(pages[:1]))
    notebook = _Notebook()
    _put_opening(notebook, opening)
    _put_next_steps(notebook, next_steps_of(lines, layout), opening)
    sections = sections_of(lines, usual_size=layout.usual_size)
    findings = findings_of(sections, leading=layout.leading)
    notebook.put("findings", findings, is_sure=_are_all_listed(sections))
    _note_findings(notebook, sections)
    _note_pages(notebook, pages)
    _note_closing(notebook, lines)
    order = tuple(dict.fromkeys(finding.kind for finding in findings))
    return LetterReading(
        sha256=extract.sha256,
        pages=len(pages),
        section_order=order,
        confidence={name: notebook.confidence[name] for name in FIELD_WORDS},
        notes=tuple(notebook.notes),
        **notebook.values,
    )


def _put_opening(notebook: _Notebook, opening: OpeningPage) -> None:
    written = opening.letter_date
    letter_date = written.value if written else None
    notebook.put("letter_date", letter_date, is_sure=opening.is_date_on_its_own)
    if written and written.weekday_is_wrong:
        notebook.note(
            "letter_date", _weekday_note("The letter's date", written.text, written.value)
        )
    _put_area(notebook, opening)
    theme_in_title = opening.in_title.theme
    notebook.put("theme", theme_in_title or opening.in_text.theme, is_sure=bool(theme_in_title))
    notebook.values["theme_in_title"] = bool(theme_in_title) if opening.title else None
    notebook.put("deep_dive", opening.deep_dive, is_sure=True)
    _put_fieldwork(notebook, opening)
    addressees = addressees_in(opening.addressee_lines)
    notebook.put("addressees", addressees, is_sure=all(person.name for person in addressees))


def _put_area(notebook: _Notebook, opening: OpeningPage) -> None:
    """The title's words for the area; the text's where the title names none."""
    in_title, in_text = opening.in_title.area, opening.in_text.area
    agree = bool(in_title and in_text) and _starts_alike(in_title or "", in_text or "")
    notebook.put("area", in_title or in_text, is_sure=agree)
    if in_title and in_text and not agree:
        notebook.note(
            "area", f"The title names the area '{in_title}', the text '{in_text}'. Check which."
        )


def _starts_alike(one: str, other: str) -> bool:
    short, long = sorted((one.lower(), other.lower()), key=len)
    return short.removeprefix("the ") in long


def _put_fieldwork(notebook: _Notebook, opening: OpeningPage) -> None:
    fieldwork = opening.fieldwork
    is_sure = bool(fieldwork and fieldwork.is_year_printed and opening.is_fieldwork_introduced)
    notebook.put("inspection_start", fieldwork.start if fieldwork else None, is_sure=is_sure)
    notebook.put("inspection_end", fieldwork.end if fieldwork else None, is_sure=is_sure)
    notebook.values["inspection_year_printed"] = fieldwork.is_year_printed if fieldwork else None
    if fieldwork and not fieldwork.is_year_printed:
        notebook.note(
            "inspection_start",
            f"The letter prints '{fieldwork.text}' without a year; {fieldwork.end.year} is taken "
            "from the letter's date.",
        )


def _put_next_steps(notebook: _Notebook, steps: NextSteps, opening: OpeningPage) -> None:
    notebook.put("statement_required", steps.statement_required, is_sure=steps.has_heading)
    notebook.put(
        "principal_authority",
        steps.principal_authority,
        is_sure=steps.principal_authority is not None,
    )
    notebook.put("sender", steps.sender, is_sure=steps.has_heading)
    notebook.put("submit_to", steps.submit_to, is_sure=steps.has_heading)
    notebook.put("involve", steps.involve, is_sure=steps.has_heading)
    notebook.values["statement_basis_text_mentions"] = steps.basis
    _put_due(notebook, steps, opening)


def _put_due(notebook: _Notebook, steps: NextSteps, opening: OpeningPage) -> None:
    due = steps.due
    letter_date = opening.letter_date.value if opening.letter_date else None
    is_early = bool(due and letter_date and due.value <= letter_date)
    is_sure = steps.is_due_beside_address and not is_early and not (due and due.weekday_is_wrong)
    notebook.put("statement_due", due.value if due else None, is_sure=is_sure)
    is_weekend = due is not None and due.value.weekday() >= _SATURDAY
    notebook.values |= {
        "statement_due_text": due.text if due else None,
        "statement_due_weekday": weekday_name(due.value) if due else None,
        "statement_due_weekday_printed": due.weekday if due else None,
        "statement_due_weekday_conflict": (due.weekday_is_wrong or is_weekend) if due else None,
    }
    if due is None:
        return
    if due.weekday_is_wrong:
        notebook.note("statement_due", _weekday_note("The due date", due.text, due.value))
    elif is_weekend:
        notebook.note(
            "statement_due",
            f"{long_date(due.value)} is not a working day. Ask the lead inspector to confirm the "
            "date.",
        )
    if is_early and letter_date:
        notebook.note(
            "statement_due",
            f"The due date, {plain_date(due.value)}, is not after the letter's own date, "
            f"{plain_date(letter_date)}. One of them is wrong.",
        )


def _weekday_note(subject: str, text: str, value: date) -> str:
    return (
        f"{subject} is printed as '{text}', but {plain_date(value)} is a {weekday_name(value)}. "
        "Ask the lead inspector which is meant."
    )


def _are_all_listed(sections: list[Section]) -> bool:
    """Findings set as a list are read surely; those set as plain paragraphs are likely."""
    return all(section.is_list for section in sections)


def _note_findings(notebook: _Notebook, sections: list[Section]) -> None:
    found = {section.kind for section in sections}
    for kind, words in (
        (FindingKind.STRENGTH, "strengths"),
        (FindingKind.AREA_FOR_IMPROVEMENT, "areas for improvement"),
    ):
        if kind not in found:
            notebook.note("findings", f"No heading announces {words}, so none were read.")
    for section in sections:
        if not section.is_list:
            notebook.note(
                "findings",
                f"Under '{section.heading.text}' the letter has no list; each paragraph was read "
                "as a finding. Check where one ends and the next begins.",
            )


def _note_pages(notebook: _Notebook, pages: tuple[Page, ...]) -> None:
    """A page with next to no text among pages with text may be a picture of text."""
    empty = [
        str(page.number)
        for page in pages[:-1]
        if sum(len(line.text) for line in page.lines) < _FULL_LETTER_CHARACTERS
    ]
    if empty:
        which = f"{'page' if len(empty) == 1 else 'pages'} {listed(empty)}"
        notebook.note("findings", f"No text could be read on {which}. Look what is there.")


def _note_closing(notebook: _Notebook, lines: Sequence[Line]) -> None:
    """A letter ends with its closing words; without them pages may be missing."""
    if not any(CLOSING.match(line.text) for line in lines):
        notebook.note(
            "findings",
            "The letter has no closing words ('Yours sincerely'). Check that no page is missing.",
        )
