"""Write the sample letter of the tutorial: an invented letter about an invented place.

The layout is that of real letters of joint targeted area inspections (addressees, bold title,
bulleted findings that run over pages, footnotes, a boxed practice study, next steps, signatures);
every word and every body is ours. The same source gives the same bytes.

    python scripts/make_sample_letter.py docs/tutorial/sample-letter.pdf
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

LEFT, RIGHT, TOP, BOTTOM = 72.0, 523.0, 729.0, 95.0
WORDS = Path(__file__).with_name("sample_letter.yaml")
NOTE_MARK = re.compile(r"\{(\d+)\}")


@dataclass(frozen=True)
class Look:
    """How a letter is set: what differs between the years."""

    bullet: str = "n"
    bullet_font: str = "ZapfDingbats"
    sub_bullet: str = "–"
    hang: float = 14.0
    size: float = 12.0
    leading: float = 14.4
    gap: float = 14.4
    heading_size: float = 14.0
    heading_font: str = "Helvetica-Bold"
    page_number_y: float = 24.0
    running_title: str | None = None


@dataclass(frozen=True)
class Item:
    """A finding: its paragraphs, and sub-bullets after the first. ``{1}`` is a footnote's mark."""

    paragraphs: tuple[str, ...]
    sub_bullets: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words as the reader should give them back."""
        first, *others = self.paragraphs
        return NOTE_MARK.sub("", "\n".join([first, *self.sub_bullets, *others]))


@dataclass(frozen=True)
class Part:
    """A heading with what stands under it. ``sub_heading`` stands before the item it numbers."""

    heading: str
    kind: str | None
    items: tuple[Item, ...] = ()
    lead_in: str | None = None
    sub_headings: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Study:
    """A boxed example, indented, that holds no finding."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """A whole letter in plain words."""

    dated: str
    addressees: tuple[str, ...]
    greeting: str
    title: str
    opening: tuple[str, ...]
    parts: tuple[Part | Study, ...]
    next_steps: tuple[str, ...]
    signatures: tuple[tuple[str, str, str], ...]
    footnotes: dict[int, str]


class Typesetter:
    """Sets a letter on pages, from top to bottom."""

    def __init__(self, canvas: Canvas, look: Look, footnotes: dict[int, str]) -> None:
        self._canvas, self._look, self._footnotes = canvas, look, footnotes
        self._page, self._y = 0, 0.0
        self._notes: list[int] = []

    def letter(self, letter: Letter) -> None:
        """Set every part of the letter."""
        self._new_page()
        self.paragraph(letter.dated)
        for addressee in letter.addressees:
            self.paragraph(addressee, gap=0.0)
        self._y -= 3 * self._look.leading
        self.paragraph(letter.greeting)
        self.heading(letter.title, size=self._look.size)
        for paragraph in letter.opening:
            self.paragraph(paragraph)
        for part in letter.parts:
            if isinstance(part, Study):
                self.study(part)
            else:
                self.part(part)
        self.heading("Next steps")
        for paragraph in letter.next_steps:
            self.paragraph(paragraph)
        self.signatures(letter.signatures)
        self._end_page()

    def part(self, part: Part) -> None:
        """A heading and its findings."""
        if part.heading:
            self.heading(part.heading)
        if part.lead_in:
            self.paragraph(part.lead_in)
        for number, item in enumerate(part.items, 1):
            if number in part.sub_headings:
                self.heading(part.sub_headings[number], size=self._look.size)
            self.item(item)

    def item(self, item: Item) -> None:
        """A bullet with its sub-bullets and further paragraphs."""
        words_at = LEFT + self._look.hang
        first, *others = item.paragraphs
        has_more = bool(item.sub_bullets or others)
        self.paragraph(first, x=words_at, bullet_at=LEFT, gap=7.0 if has_more else None)
        for index, words in enumerate(item.sub_bullets):
            is_last = index == len(item.sub_bullets) - 1
            self.paragraph(
                words,
                x=words_at + self._look.hang,
                sign=(words_at, self._look.sub_bullet),
                gap=None if is_last else 4.0,
            )
        for words in others:
            self.paragraph(words, x=words_at)

    def study(self, study: Study) -> None:
        """A frame around indented text."""
        self._y -= self._look.leading
        self._need(7)
        top = self._y + self._look.leading
        self.heading(study.heading, size=self._look.size, x=LEFT + 8)
        for paragraph in study.paragraphs:
            self.paragraph(paragraph, x=LEFT + 8, right=RIGHT - 8)
        bottom = self._y + self._look.leading / 2
        self._canvas.rect(LEFT, bottom, RIGHT - LEFT, top - bottom)
        self._y -= self._look.leading

    def heading(self, text: str, *, size: float | None = None, x: float = LEFT) -> None:
        """A bold heading, kept with what follows."""
        size = size or self._look.heading_size
        font = self._look.heading_font
        lines = list(_wrapped(text, font, size, RIGHT - x))
        self._need(len(lines) + 3)
        for line in lines:
            self._canvas.setFont(font, size)
            self._canvas.drawString(x, self._y, line)
            self._y -= self._look.leading
        self._y -= self._look.gap

    def paragraph(
        self,
        text: str,
        *,
        x: float = LEFT,
        right: float = RIGHT,
        bullet_at: float | None = None,
        sign: tuple[float, str] | None = None,
        gap: float | None = None,
    ) -> None:
        """Running text, with a bullet or a sign before its first line."""
        look = self._look
        for number, line in enumerate(_wrapped(text, "Helvetica", look.size, right - x)):
            marks = [int(mark) for mark in NOTE_MARK.findall(line)]
            self._need(1, notes=len(marks))
            self._notes += marks
            if number == 0 and bullet_at is not None:
                self._canvas.setFont(look.bullet_font, look.size)
                self._canvas.drawString(bullet_at, self._y, look.bullet)
            if number == 0 and sign is not None:
                self._canvas.setFont("Helvetica", look.size)
                self._canvas.drawString(sign[0], self._y, sign[1])
            self._draw_with_marks(x, line)
            self._y -= look.leading
        self._y -= look.gap if gap is None else gap

    def signatures(self, signatures: tuple[tuple[str, str, str], ...]) -> None:
        """Bodies in bold with a name and a post under each, two beside each other."""
        self._need(16)
        self.paragraph("Yours sincerely")
        for index in range(0, len(signatures), 2):
            for column, (body, name, post) in enumerate(signatures[index : index + 2]):
                x = LEFT + 6 + 226 * column
                self._canvas.setFont("Helvetica-Bold", self._look.size)
                self._canvas.drawString(x, self._y, body)
                self._canvas.setFont("Helvetica", self._look.size)
                self._canvas.drawString(x, self._y - 48, name)
                self._canvas.drawString(x, self._y - 64, post)
            self._y -= 96

    def _draw_with_marks(self, x: float, line: str) -> None:
        size = self._look.size
        for index, piece in enumerate(NOTE_MARK.split(line)):
            is_mark = index % 2 == 1
            piece_size = size * 0.66 if is_mark else size
            self._canvas.setFont("Helvetica", piece_size)
            self._canvas.drawString(x, self._y + (4.0 if is_mark else 0.0), piece)
            x += stringWidth(piece, "Helvetica", piece_size)

    def _need(self, lines: int, *, notes: int = 0) -> None:
        """Turn the page unless so many lines, and the notes they bring, still fit on it."""
        room = sum(26.0 for _ in range(len(self._notes) + notes))
        if self._y - lines * self._look.leading < BOTTOM + room:
            self._end_page()
            self._new_page()

    def _new_page(self) -> None:
        self._page += 1
        self._y = TOP
        if self._look.running_title:
            self._canvas.setFont("Helvetica", 9)
            self._canvas.drawString(LEFT, 790, self._look.running_title)

    def _end_page(self) -> None:
        y = 62.0 + 13.0 * len(self._notes)
        for number in self._notes:
            self._canvas.setFont("Helvetica", 6.5)
            self._canvas.drawString(LEFT, y + 3, str(number))
            self._canvas.setFont("Helvetica", 10)
            self._canvas.drawString(LEFT + 6, y, self._footnotes[number])
            y -= 13
        self._notes = []
        self._canvas.setFont("Helvetica", 9)
        self._canvas.drawRightString(RIGHT, self._look.page_number_y, str(self._page))
        self._canvas.showPage()


def _wrapped(text: str, font: str, size: float, width: float) -> Iterator[str]:
    """The text in lines no wider than ``width``; a hyphenated word may part at its hyphen."""
    line = ""
    for piece in re.findall(r"\S+?-(?=\w)|\S+\s*", text):
        candidate = line + piece
        if line and stringWidth(NOTE_MARK.sub("", candidate).rstrip(), font, size) > width:
            yield line.rstrip()
            line = piece
        else:
            line = candidate
    if line:
        yield line.rstrip()


def write_letter(path: Path, letter: Letter, look: Look | None = None) -> None:
    """Write the letter as a PDF. The same letter and look give the same bytes."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle("Sample letter: Saltmarsh")
    canvas.setAuthor("Longstop: an invented letter")
    Typesetter(canvas, look or Look(), letter.footnotes).letter(letter)
    canvas.save()


def sample_letter(words: Path = WORDS) -> Letter:
    """The sample letter, from the file that holds its words."""
    raw = yaml.safe_load(words.read_text(encoding="utf-8"))
    return Letter(
        dated=raw["dated"],
        addressees=tuple(raw["addressees"]),
        greeting=raw["greeting"],
        title=raw["title"],
        opening=tuple(raw["opening"]),
        parts=tuple(_part(part) for part in raw["parts"]),
        next_steps=tuple(raw["next_steps"]),
        signatures=tuple((body, name, post) for body, name, post in raw["signatures"]),
        footnotes=raw["footnotes"],
    )


def _part(raw: dict[str, Any]) -> Part | Study:
    if "study" in raw:
        return Study(raw["heading"], tuple(raw["study"]))
    items = tuple(
        Item(tuple(item["paragraphs"]), tuple(item.get("sub_bullets", ()))) for item in raw["items"]
    )
    lead_in, sub_headings = raw.get("lead_in"), raw.get("sub_headings", {})
    return Part(raw["heading"], raw["kind"], items, lead_in, sub_headings)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/tutorial/sample-letter.pdf")
    write_letter(target, sample_letter())
    print(f"Wrote {target}")
