"""The findings of a letter, each with its full words across page breaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from documents.letter.bullets import Bullet, bullet_of, numbered_item_of
from documents.letter.headings import Meaning
from documents.letter.pages import Line
from documents.letter.reading import FindingKind, LetterFinding
from documents.letter.running_text import join_lines
from documents.letter.sections import PARAGRAPH_GAP, PLACE_TOLERANCE, Section

ItemReader = Callable[[Line], Bullet | None]

_SENTENCE_ENDS = (".", "!", "?", ".’", ".”", ".'", '."', ":", ";")
_USUAL_HANG = 9.0
_LONGEST_LEAD_IN = 3
"""In lines. A longer text before a list that it announces with a colon is narrative."""


@dataclass(slots=True)
class Draft:
    """A finding being read: paragraphs of lines, and where its sign and its words stand."""

    sign: str
    sign_at: float
    words_at: float | None
    paragraphs: list[list[str]]
    page_start: int
    last: Line
    inner_sign: str | None = None

    @property
    def text(self) -> str:
        """Paragraphs and sub-bullets on lines of their own."""
        joined = (join_lines(paragraph) for paragraph in self.paragraphs)
        return "\n".join(paragraph for paragraph in joined if paragraph)

    def add(self, line: Line, words: str, *, new_paragraph: bool) -> None:
        """Take in another line."""
        if new_paragraph:
            self.paragraphs.append([])
        self.paragraphs[-1].append(words)
        self.last = line


@dataclass(slots=True)
class StretchReader:
    """Reads the list items of one stretch of a section."""

    item_of: ItemReader
    leading: float
    hang: float
    right_edge: float
    drafts: list[Draft] = field(default_factory=list)
    _open: Draft | None = None

    def read(self, lines: Sequence[Line]) -> list[Draft]:
        """Every item, in order. Text that belongs to no item is left out."""
        above: Line | None = None
        for line in lines:
            bullet = self._item(line, above)
            if bullet is None:
                self._plain(line)
            elif self._open is not None and self._is_inner(line, bullet):
                self._open.inner_sign = bullet.sign
                self._open.add(line, bullet.words, new_paragraph=True)
            else:
                self._begin(line, bullet)
            above = line
        return self.drafts

    def _item(self, line: Line, above: Line | None) -> Bullet | None:
        """A weak sign, such as a dash, begins an item only where an item may begin."""
        bullet = self.item_of(line)
        if bullet is None or bullet.is_strong or self._open is None or above is None:
            return bullet
        is_known = bullet.sign in (self._open.sign, self._open.inner_sign)
        return bullet if is_known or self._may_begin(line, above) else None

    def _may_begin(self, line: Line, above: Line) -> bool:
        """After a colon or semicolon, a gap, a sentence that ends a page, or further left."""
        if above.text.endswith((":", ";")):
            return True
        if above.page != line.page:
            return above.text.endswith(_SENTENCE_ENDS)
        apart = above.y - line.y > self.leading * PARAGRAPH_GAP
        return apart or line.x0 < above.x0 - PLACE_TOLERANCE

    def _begin(self, line: Line, bullet: Bullet) -> None:
        self._open = Draft(bullet.sign, line.x0, None, [[bullet.words]], line.page, line)
        self.drafts.append(self._open)

    def _is_inner(self, line: Line, bullet: Bullet) -> bool:
        """A sub-bullet stands at or beyond the words of its finding, or differs and is indented."""
        draft = self._open
        if draft is None or abs(line.x0 - draft.sign_at) <= PLACE_TOLERANCE:
            return False
        words_at = draft.words_at if draft.words_at is not None else draft.sign_at + self.hang
        if line.x0 >= words_at - PLACE_TOLERANCE:
            return True
        return bullet.sign != draft.sign and line.x0 > draft.sign_at + PLACE_TOLERANCE

    def _plain(self, line: Line) -> None:
        draft = self._open
        if draft is None:
            return
        new_paragraph = self._continues(draft, line)
        if new_paragraph is None:
            self._open = None
            return
        # The first line that wraps shows where the words stand; a sub-bullet's are further in.
        if not new_paragraph and draft.words_at is None and len(draft.paragraphs) == 1:
            draft.words_at = line.x0
        draft.add(line, line.text, new_paragraph=new_paragraph)

    def _had_room(self, last: Line, line: Line) -> bool:
        """Whether the line's first word would still have fitted on the line before it."""
        letter_width = (line.x1 - line.x0) / max(len(line.text), 1)
        first_word = line.text.split()[0]
        return last.x1 + letter_width * (len(first_word) + 1) < self.right_edge

    def _continues(self, draft: Draft, line: Line) -> bool | None:
        """False: the same paragraph goes on; True: another of the same finding; None: neither."""
        words_at = draft.words_at if draft.words_at is not None else draft.sign_at + self.hang
        is_indented = line.x0 >= words_at - PLACE_TOLERANCE - 1
        if draft.last.page != line.page:
            finished = draft.last.text.endswith(_SENTENCE_ENDS)
            if finished and not is_indented:
                return None
            ends_sentence = not draft.last.text.endswith((":", ";"))
            return finished and ends_sentence and self._had_room(draft.last, line)
        gap = draft.last.y - line.y
        if gap <= self.leading * PARAGRAPH_GAP and line.x0 >= draft.sign_at - PLACE_TOLERANCE:
            return False
        return True if is_indented else None


def findings_of(sections: Sequence[Section], *, leading: float) -> tuple[LetterFinding, ...]:
    """Every finding in the order of the letter, numbered within its kind."""
    findings: list[LetterFinding] = []
    counts = dict.fromkeys(FindingKind, 0)
    for section in sections:
        for draft in _drafts_in(section, leading):
            counts[section.kind] += 1
            findings.append(_finding(section.kind, counts[section.kind], draft))
    return tuple(findings)


def _finding(kind: FindingKind, ref: int, draft: Draft) -> LetterFinding:
    return LetterFinding(
        kind=kind,
        ref_in_order=ref,
        text=draft.text,
        page_start=draft.page_start,
        page_end=draft.last.page,
    )


def _drafts_in(section: Section, leading: float) -> list[Draft]:
    """Bulleted items; failing those, numbered ones; failing those, a priority action's prose."""
    lines = section.lines
    for item_of in (bullet_of, numbered_item_of):
        if any(item_of(line) for line in lines):
            hang = _usual_hang(lines, item_of)
            right_edge = max(line.x1 for line in lines)
            return [
                draft
                for number, stretch in enumerate(section.stretches)
                if number == 0 or not _is_narrative(stretch, item_of)
                for draft in StretchReader(item_of, leading, hang, right_edge).read(stretch)
            ]
    return _prose_in(section, leading)


def _is_narrative(stretch: Sequence[Line], item_of: ItemReader) -> bool:
    """Running text under a heading of its own, with a list in the midst of it, has no findings.

    The heading is not one that announces findings: under such a one a lead-in may be long.
    """
    first = next((index for index, line in enumerate(stretch) if item_of(line)), len(stretch))
    return _LONGEST_LEAD_IN < first < len(stretch) and stretch[first - 1].text.endswith(":")


def _usual_hang(lines: Sequence[Line], item_of: ItemReader) -> float:
    """How far the words of an item stand to the right of its sign, in this section."""
    hangs = sorted(
        below.x0 - above.x0
        for above, below in pairwise(lines)
        if item_of(above) and not item_of(below) and above.page == below.page
    )
    positive = [hang for hang in hangs if hang > 0]
    return positive[len(positive) // 2] if positive else _USUAL_HANG


def _prose_in(section: Section, leading: float) -> list[Draft]:
    """A section without a list: under a plural heading each paragraph is a finding, else all."""
    drafts: list[Draft] = []
    for stretch in section.stretches:
        drafts.extend(_paragraphs(stretch, leading))
    kept = [draft for draft in drafts if not draft.text.endswith(":")]
    is_plural = "actions" in section.heading.text.lower() or "areas" in section.heading.text.lower()
    if is_plural or len(kept) < 2 or section.heading.meaning is not Meaning.PRIORITY:
        return kept
    whole = kept[0]
    for draft in kept[1:]:
        whole.paragraphs.extend(draft.paragraphs)
        whole.last = draft.last
    return [whole]


def _paragraphs(lines: Sequence[Line], leading: float) -> list[Draft]:
    drafts: list[Draft] = []
    for line in lines:
        last = drafts[-1].last if drafts else None
        goes_on = last is not None and (
            last.y - line.y <= leading * PARAGRAPH_GAP
            if last.page == line.page
            else not last.text.endswith(_SENTENCE_ENDS)
        )
        if goes_on:
            drafts[-1].add(line, line.text, new_paragraph=False)
        else:
            drafts.append(Draft("", line.x0, line.x0, [[line.text]], line.page, line))
    return drafts
