"""The running text of a letter: its lines without page furniture and without footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from documents.letter.pages import Line, Page, body_size

MARGIN_SHARE = 0.11
"""Page numbers and running titles stand in this share of the page at its top or bottom."""

NOTE_SIZE_GAP = 0.9
"""Footnotes are set at least this many points smaller than the running text."""

SMALL_NOTE_GAP = 1.5
"""Text at the foot of a page set this many points smaller is a note even without a mark."""

_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


def running_lines(pages: Sequence[Page]) -> list[Line]:
    """Every line of the running text in reading order, across pages."""
    usual = body_size(pages)
    repeated = _repeated_in_margins(pages)
    lines: list[Line] = []
    for page in pages:
        kept = [line for line in page.lines if not _is_furniture(line, page, repeated)]
        lines.extend(_without_footnotes(kept, usual))
    return [line for line in lines if line.text]


def margin_lines(pages: Sequence[Page]) -> list[Line]:
    """What stands in the margins at the top and bottom of the pages."""
    return [line for page in pages for line in page.lines if _in_margin(line, page)]


def _is_furniture(line: Line, page: Page, repeated: set[str]) -> bool:
    if not _in_margin(line, page):
        return False
    return _PAGE_NUMBER.fullmatch(line.text) is not None or _shape(line) in repeated


def _in_margin(line: Line, page: Page) -> bool:
    depth = page.height * MARGIN_SHARE
    return line.y < depth or line.y > page.height - depth


def _shape(line: Line) -> str:
    """The line's words with figures blanked, so that 'Page 3' and 'Page 4' are one."""
    return _DIGITS.sub("#", line.text.lower())


def _repeated_in_margins(pages: Sequence[Page]) -> set[str]:
    """What stands in the margin of three pages or more, and of a third of them, is furniture.

    In a document of two pages it must stand on both.
    """
    shapes: Counter[str] = Counter()
    for page in pages:
        shapes.update({_shape(line) for line in page.lines if _in_margin(line, page)})
    least = max(2, min(3, len(pages)), len(pages) // 3)
    return {shape for shape, count in shapes.items() if count >= least}


def _without_footnotes(lines: list[Line], usual: float) -> list[Line]:
    """Cut the notes at the foot of a page: the smaller lines from the first mark on.

    A note that runs on from the page before has no mark, and some marks are no smaller than the
    note; such notes are known by being set well below the usual size.
    """
    start = len(lines)
    while start > 0 and lines[start - 1].size <= usual - NOTE_SIZE_GAP:
        start -= 1
    for index in range(start, len(lines)):
        if lines[index].mark is not None or lines[index].size <= usual - SMALL_NOTE_GAP:
            return lines[:index]
    return lines


def usual_leading(lines: Sequence[Line]) -> float:
    """The distance between two lines of one paragraph."""
    gaps: Counter[float] = Counter()
    for above, below in pairwise(lines):
        if above.page == below.page and 8 <= above.y - below.y <= 30:
            gaps[round(above.y - below.y)] += 1
    return gaps.most_common(1)[0][0] if gaps else 15.0


def join_lines(texts: Sequence[str]) -> str:
    """The lines as one string. A hyphen at a line's end belongs to the word; a dash does not."""
    joined = ""
    for text in texts:
        glued = joined.endswith("-") and not joined.endswith(" -")
        joined += text if not joined or glued else f" {text}"
    return re.sub(r"\s+", " ", joined).strip()
