"""Reading the letters of the joint inspectorates (JTAI: joint targeted area inspections)."""

from __future__ import annotations

from pathlib import Path

from documents.letter.reading import LetterReading


def read_letter(path: Path) -> LetterReading:
    """Read the letter in a PDF file.

    The file is parsed in a child process with limits on time, memory and pages. Raises
    ``documents.letter.refusals.LetterRefused`` (``reason``, ``message``) when the file is not a
    letter that can be read; no part of a refused file is returned.
    """
    raise NotImplementedError(path)
