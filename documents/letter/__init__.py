"""Reading the letters of the joint inspectorates (JTAI: joint targeted area inspections)."""

from __future__ import annotations

from pathlib import Path

from documents.letter.another_kind import other_document
from documents.letter.extraction import extract
from documents.letter.interpreting import interpret
from documents.letter.reading import LetterReading
from documents.letter.refusals import LetterRefused, RefusalReason

_CHARACTERS_OF_A_PAGE = 60

__all__ = ["LetterRefused", "RefusalReason", "read_letter"]


def read_letter(path: Path) -> LetterReading:
    """Read the letter in a PDF file.

    The file is parsed in a child process with limits on time, memory and pages. Raises
    ``LetterRefused`` (``reason``, ``message``) when the file is not a letter that can be read; no
    part of a refused file is returned.
    """
    found = extract(path)
    characters = sum(len(line.text) for page in found.pages for line in page.lines)
    if characters < _CHARACTERS_OF_A_PAGE * max(1, len(found.pages) // 4):
        raise LetterRefused(
            RefusalReason.SCANNED,
            f"{path.name} holds pictures of pages and no text, as a scan does. Ask for the "
            "published PDF, or run text recognition on it and give that copy.",
        )
    other = other_document(found.pages)
    if other is not None:
        raise LetterRefused(
            RefusalReason.ANOTHER_KIND,
            f"{path.name} looks like {other}, not a joint targeted area inspection letter. Only "
            "those letters can be read; open any other inspection from declared facts.",
        )
    return interpret(found)
