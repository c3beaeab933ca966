"""The letter that a person signs and sends to somebody above the lead, as a Word file.

It is for reading by anybody: headings are styles, the table has a header row that is repeated,
the language and the title are set, nothing is said by colour or place alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.table import Table, _Cell, _Row

from documents.word_files import (
    Properties,
    add_page_number,
    bytes_of,
    dates_whole,
    flag,
    new_document,
)

if TYPE_CHECKING:
    from docx.document import Document

HEADINGS = ("Ref", "What it is", "Due", "We asked on")
WIDTHS = (Cm(1.8), Cm(6.4), Cm(4.2), Cm(3.6))
ROOM_TO_SIGN = Pt(48)


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One item: its reference, what it is, its date, and when it was asked about, all in words."""

    ref: str
    what: str
    due: str
    asked: str


@dataclass(frozen=True, slots=True)
class LetterForSignature:
    """The letter, each value one line of text without control characters.

    ``notices`` stand above everything ("Illustration: invented answers"). ``addressee`` is the
    name, the role and the body. ``about`` comes before the items, ``after`` behind them.
    ``made_at`` is the moment as at which it speaks; it stands in the file's properties.
    """

    council: str
    team: str
    contact_lines: tuple[str, ...]
    marking: str
    notices: tuple[str, ...]
    dated: str
    reference: str
    addressee: tuple[str, ...]
    salutation: str
    subject: str
    about: tuple[str, ...]
    rows: tuple[LetterRow, ...]
    after: tuple[str, ...]
    valediction: str
    signatory_name: str
    signatory_role: str
    made_at: datetime


def letter_file(letter: LetterForSignature) -> bytes:
    """The Word file; equal letters give equal bytes."""
    document = new_document(
        Properties(
            title=f"Letter to {letter.addressee[0]}: {letter.subject}",
            author=f"{letter.team}, {letter.council}",
            made_at=letter.made_at,
        )
    )
    _every_page(document, letter)
    _head(document, letter)
    _body(document, letter)
    _signature(document, letter)
    return bytes_of(document)


def _every_page(document: Document, letter: LetterForSignature) -> None:
    """The marking above and below, as marked documents bear it, with the page's number."""
    section = document.sections[0]
    for part in (section.header, section.footer):
        paragraph = part.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(letter.marking).bold = True
    add_page_number(section.footer.paragraphs[0].add_run("  |  Page "))


def _head(document: Document, letter: LetterForSignature) -> None:
    for notice in letter.notices:
        paragraph = document.add_paragraph()
        paragraph.add_run(notice).bold = True
        paragraph.paragraph_format.space_after = Pt(6)
    _lines(document, (letter.council,), bold=True, after=0)
    _lines(document, (letter.team, *letter.contact_lines))
    _lines(document, (letter.dated, f"Our reference: {letter.reference}"))
    _lines(document, letter.addressee)


def _body(document: Document, letter: LetterForSignature) -> None:
    document.add_paragraph(letter.salutation)
    heading = document.add_heading(letter.subject, level=1)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(6), Pt(8)
    for text in letter.about:
        document.add_paragraph(dates_whole(text))
    _table(document, letter.rows)
    for place, text in enumerate(letter.after):
        paragraph = document.add_paragraph(dates_whole(text))
        # The last words stand with the signature: one alone on a page could be under anything.
        paragraph.paragraph_format.keep_with_next = True
        if place == 0:
            paragraph.paragraph_format.space_before = Pt(12)


def _signature(document: Document, letter: LetterForSignature) -> None:
    """Room to sign, and the name and role of who does; kept on one page."""
    lines = (letter.signatory_name, letter.signatory_role, letter.council)
    closing = document.add_paragraph(letter.valediction)
    closing.paragraph_format.space_after = ROOM_TO_SIGN
    closing.paragraph_format.keep_with_next = True
    _lines(document, lines, together=True)
    document.add_paragraph("Enclosures: none")


def _table(document: Document, rows: Sequence[LetterRow]) -> None:
    table = document.add_table(rows=1, cols=len(HEADINGS))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = width
    _fill(table.rows[0], HEADINGS, bold=True)
    flag(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    for row in rows:
        added = table.add_row()
        _fill(added, (row.ref, row.what, row.due, row.asked))
        # A row is not broken between pages, so that no date stands without its item.
        flag(added._tr.get_or_add_trPr(), "w:cantSplit")
    _describe(table)


def _fill(row: _Row, words: Sequence[str], *, bold: bool = False) -> None:
    for cell, text, width in zip(row.cells, words, WIDTHS, strict=True):
        cell.width = width
        _write(cell, text, bold=bold)


def _write(cell: _Cell, text: str, *, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    paragraph.add_run(dates_whole(text)).bold = bold


def _describe(table: Table) -> None:
    """What a screen reader says before it reads the table."""
    flag(table._tbl.tblPr, "w:tblCaption", "Items raised in this letter")


def _lines(
    document: Document,
    lines: Sequence[str],
    *,
    bold: bool = False,
    after: float = 12,
    together: bool = False,
) -> None:
    """Lines that belong together, in one paragraph, so that a screen reader reads them as one."""
    paragraph = document.add_paragraph()
    for place, line in enumerate(lines):
        run = paragraph.add_run(line)
        run.bold = bold
        if place < len(lines) - 1:
            run.add_break()
    paragraph.paragraph_format.space_after = Pt(after)
    paragraph.paragraph_format.keep_with_next = together
