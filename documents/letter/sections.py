"""The parts of a letter that hold findings, without boxed examples and sub-headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.letter.bullets import bullet_of, numbered_item_of
from documents.letter.headings import KIND_OF, Meaning, meaning_of
from documents.letter.pages import Line
from documents.letter.reading import FindingKind
from documents.letter.running_text import join_lines, usual_leading

PLACE_TOLERANCE = 3.0
"""Lines that begin within this many points of each other are taken to be aligned."""

PARAGRAPH_GAP = 1.3
"""A gap of more than this many line distances parts two paragraphs."""

_LONGEST_HEADING = 400


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, which may run over several lines."""

    text: str
    meaning: Meaning
    first: Line
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Section:
    """The stretches of running text under one heading that announces findings.

    Text on either side of a sub-heading or a boxed example is in different stretches.
    """

    kind: FindingKind
    heading: Heading
    stretches: list[list[Line]] = field(default_factory=lambda: [[]])

    @property
    def lines(self) -> list[Line]:
        """All lines of the section, in order."""
        return [line for stretch in self.stretches for line in stretch]

    @property
    def is_list(self) -> bool:
        """Whether the findings are set as a list, with signs or numbers."""
        return any(bullet_of(line) or numbered_item_of(line) for line in self.lines)


@dataclass(slots=True)
class Layout:
    """What the reader needs to know of the whole letter to judge one line."""

    usual_size: float
    leading: float

    def is_apart(self, above: Line | None, below: Line) -> bool:
        """Whether a gap wider than that between lines, or a page's start, stands before."""
        if above is None or above.page != below.page:
            return True
        return above.y - below.y > self.leading * PARAGRAPH_GAP


def sections_of(lines: Sequence[Line], *, usual_size: float) -> list[Section]:
    """The sections that hold findings, in the order of the letter."""
    layout = Layout(usual_size=usual_size, leading=usual_leading(lines))
    splitter = _Splitter()
    for entry in blocks_of(lines, layout):
        if isinstance(entry, Heading):
            splitter.heading(entry)
        else:
            splitter.line(entry)
    return splitter.sections


def blocks_of(lines: Sequence[Line], layout: Layout) -> list[Heading | Line]:
    """The lines with those of each heading gathered into one."""
    blocks: list[Heading | Line] = []
    index = 0
    while index < len(lines):
        above = lines[index - 1] if index else None
        length = _heading_length(lines, index, above, layout)
        if not length:
            blocks.append(lines[index])
            index += 1
            continue
        part = tuple(lines[index : index + length])
        text = join_lines([line.text for line in part])
        blocks.append(Heading(text, meaning_of(text), part[0], part))
        index += length
    return blocks


def _heading_length(lines: Sequence[Line], index: int, above: Line | None, layout: Layout) -> int:
    """How many lines from ``index`` on are one heading; 0 where none begins."""
    first = lines[index]
    if not _is_set_apart(first, layout) or _is_bold_within_text(first, above, layout):
        return 1 if _says_heading(lines, index, above, layout) else 0
    length = 1
    for line in lines[index + 1 :]:
        last = lines[index + length - 1]
        same_look = _is_set_apart(line, layout) and abs(line.size - first.size) < 0.6
        if not same_look or layout.is_apart(last, line):
            break
        length += 1
    text = join_lines([line.text for line in lines[index : index + length]])
    return length if len(text) <= _LONGEST_HEADING else 0


def _is_set_apart(line: Line, layout: Layout) -> bool:
    """Bold or larger than the running text, with letters, and no list item."""
    looks = line.bold or line.size > layout.usual_size * 1.1
    return looks and any(char.isalpha() for char in line.text) and bullet_of(line) is None


def _is_bold_within_text(line: Line, above: Line | None, layout: Layout) -> bool:
    """Bold words may fill a line of a paragraph, with no gap before and no known heading."""
    if line.size > layout.usual_size * 1.1 or above is None or above.bold:
        return False
    is_next_line = above.page == line.page and not layout.is_apart(above, line)
    is_full_step = above.y - line.y > layout.leading * 0.8
    return is_next_line and is_full_step and meaning_of(line.text) is Meaning.UNKNOWN


def _says_heading(lines: Sequence[Line], index: int, above: Line | None, layout: Layout) -> bool:
    """A short line on its own whose words are those of a known heading, in ordinary type."""
    line = lines[index]
    if len(line.text.split()) > 7 or line.text[-1] in ".,;" or not line.text[0].isupper():
        return False
    below = lines[index + 1] if index + 1 < len(lines) else None
    alone = layout.is_apart(above, line) and (
        below is None or layout.is_apart(line, below) or bullet_of(below) is not None
    )
    return alone and meaning_of(line.text) not in (Meaning.UNKNOWN, Meaning.ELSEWHERE)


class _Splitter:
    """Sorts headings and lines into sections, one after the other."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self._open: Section | None = None
        self._box: float | None = None
        self._bullets_at: float | None = None

    def heading(self, heading: Heading) -> None:
        """Begin, end, or interrupt a section, by what the heading means."""
        if heading.meaning in KIND_OF:
            self._begin(heading)
        elif heading.meaning in (Meaning.NEXT_STEPS, Meaning.ELSEWHERE):
            self._open = self._box = None
        elif heading.meaning is Meaning.ASIDE:
            self._interrupt()
            self._box = heading.first.x0
        else:
            self._sub_heading(heading)

    def line(self, line: Line) -> None:
        """Keep the line unless it stands outside a section or in a boxed example."""
        if self._open is None:
            return
        bullet = bullet_of(line)
        if self._box is not None and not self._leaves_box(line, is_item=bullet is not None):
            return
        self._box = None
        if bullet is not None and bullet.is_strong and self._bullets_at is None:
            self._bullets_at = line.x0
        self._open.stretches[-1].append(line)

    def _begin(self, heading: Heading) -> None:
        self._open = Section(KIND_OF[heading.meaning], heading)
        self._box = self._bullets_at = None
        self.sections.append(self._open)

    def _interrupt(self) -> None:
        if self._open is not None and self._open.stretches[-1]:
            self._open.stretches.append([])

    def _sub_heading(self, heading: Heading) -> None:
        """A heading of no known meaning ends a section only where it outranks the section's."""
        if self._open is None:
            return
        if heading.first.size > self._open.heading.first.size + 0.5:
            self._open = self._box = None
            return
        if self._box is not None and heading.first.x0 < self._box - PLACE_TOLERANCE:
            self._box = None
        self._interrupt()

    def _leaves_box(self, line: Line, *, is_item: bool) -> bool:
        """A boxed example is indented: it ends where something stands further left.

        An example that is not indented ends at a bullet in line with the section's own.
        """
        assert self._box is not None  # noqa: S101 - the caller has just looked
        if line.x0 < self._box - PLACE_TOLERANCE:
            return True
        in_line = self._bullets_at is not None and (
            abs(line.x0 - self._bullets_at) < PLACE_TOLERANCE
        )
        return is_item and in_line
