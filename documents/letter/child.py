"""The child process that takes a PDF apart. Run as a script, never imported by the reader.

A PDF from outside is not trusted: it is parsed here, under limits on processor time, memory and
pages, with no files to write. The bytes come in on standard input; lines of text with their
positions go out as JSON on standard output. Only the standard library and pypdfium2 are imported,
so that starting it costs little.

Output is ``{"pages": [{"width", "height", "lines": [[y, [[x0, x1, size, bold, text], ...]]]}]}``
with the origin at the bottom left and sizes in points, or ``{"refused": reason, "detail": text}``.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Sequence
from contextlib import suppress
from ctypes import byref, c_double, c_int, c_ushort, c_void_p, create_string_buffer
from dataclasses import dataclass
from math import hypot
from typing import Any

CPU_SECONDS = 5
MEMORY_BYTES = 768 * 1024 * 1024
PAGES = 150
CHARACTERS = 1_500_000
BOLD_WEIGHT = 600
BOLD_NAMES = (b"bold", b"black", b"heavy", b"-demi")
# A bullet drawn with a symbol font has whatever code the font gives it; it is written as one sign.
SYMBOL_FONTS = (b"wingdings", b"webdings", b"symbol", b"dingbats")
BULLET = "\u2022"
HYPHENS = (2, 0xFFFE, 0xAD)  # how PDFium reports a hyphen at the end of a line

Span = list[Any]
Line = list[Any]


class Refused(Exception):
    """The document breaks a limit or cannot be opened."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


def limit_this_process() -> None:
    """A hostile file may exhaust this process, and only this process."""
    for kind, soft, hard in (
        (resource.RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 1),
        (resource.RLIMIT_AS, MEMORY_BYTES, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        # Some systems refuse a limit on memory; the limit on waiting time still holds there.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))


@dataclass(slots=True)
class Run:
    """Characters drawn by one text object: one font, one size, one baseline."""

    x: float
    y: float
    size: float
    bold: bool
    symbol: bool
    text: str = ""
    x1: float = 0.0
    space_before: bool = False


class RunReader:
    """Reads the runs of one page in the order they are drawn.

    Fonts and places are asked for once a text object, not once a character: that is where the
    time goes. White space is kept only between characters.
    """

    def __init__(self, textpage: Any, raw: Any) -> None:
        self._page, self._raw = textpage, raw
        self._x, self._y = c_double(), c_double()
        self._edges = tuple(c_double() for _ in range(4))
        self._edge_references = tuple(byref(edge) for edge in self._edges)
        self._matrix = raw.FS_MATRIX()
        self._font_name = create_string_buffer(80)
        self._font_flags = c_int()

    def runs(self) -> list[Run]:
        """Every run of the page that shows something."""
        page = self._page
        text_object = self._raw.FPDFText_GetTextObject
        text_object.restype = c_void_p  # a plain number is enough to tell objects apart
        runs: list[Run] = []
        current, last, space = None, -1, False
        for index, code in enumerate(self._codes()):
            char = "-" if code in HYPHENS else chr(code)
            if char.isspace() or char < " " or 0xD800 <= code < 0xE000:
                space = True
                continue
            drawn_by = text_object(page, index)
            if drawn_by != current or not runs:
                self._close(runs, last)
                runs.append(self._open(index, space))
                current, space = drawn_by, False
            runs[-1].text += (" " if space else "") + char
            last, space = index, False
        self._close(runs, last)
        return runs

    def _codes(self) -> Sequence[int]:
        """The code of every character: in one call where each takes one place, else one by one."""
        page, raw = self._page, self._raw
        count = raw.FPDFText_CountChars(page)
        codes = (c_ushort * (count + 1))()
        if raw.FPDFText_GetText(page, 0, count, codes) == count + 1:
            found: list[int] = codes[:count]
            return found
        return [raw.FPDFText_GetUnicode(page, index) for index in range(count)]

    def _open(self, index: int, space: bool) -> Run:
        page, raw = self._page, self._raw
        raw.FPDFText_GetCharOrigin(page, index, byref(self._x), byref(self._y))
        raw.FPDFText_GetMatrix(page, index, byref(self._matrix))
        # Some writers set every font at size 1 and enlarge it by the matrix.
        scale = hypot(self._matrix.c, self._matrix.d) or 1.0
        size = round(raw.FPDFText_GetFontSize(page, index) * scale, 1)
        raw.FPDFText_GetFontInfo(page, index, self._font_name, 80, byref(self._font_flags))
        name = self._font_name.value.lower()
        # A font that is not embedded has no weight of its own, but says it in its name.
        heavy = raw.FPDFText_GetFontWeight(page, index) >= BOLD_WEIGHT
        bold = heavy or any(weight in name for weight in BOLD_NAMES)
        symbol = any(family in name for family in SYMBOL_FONTS)
        return Run(self._x.value, self._y.value, size, bold, symbol, space_before=space)

    def _close(self, runs: list[Run], last: int) -> None:
        if not runs:
            return
        run = runs[-1]
        self._raw.FPDFText_GetCharBox(self._page, last, *self._edge_references)
        run.x1 = self._edges[1].value
        if run.symbol:
            run.text = BULLET * len(run.text)


def lines_of(runs: list[Run]) -> list[Line]:
    """Gather runs into lines by their baseline, from top to bottom and left to right.

    PDFium joins a line that ends in a hyphen to the next one, so its own line breaks are not used.
    """
    lines: list[Line] = []
    last: Run | None = None
    line_y = line_size = 0.0
    for run in runs:
        taller = max(line_size, run.size)
        is_new = last is None or abs(run.y - line_y) > taller * 0.6 or run.x < last.x1 - taller * 2
        if is_new:
            lines.append([round(run.y, 1), []])
            line_y, line_size = run.y, run.size
        _add_span(lines[-1][1], run)
        line_size = max(line_size, run.size)
        last = run
    return sorted(lines, key=lambda line: (-line[0], line[1][0][0]))


def _add_span(spans: list[Span], run: Run) -> None:
    """Join the run to the span before it where font size and weight are the same."""
    space = " " if run.space_before and spans else ""
    if spans and spans[-1][2] == run.size and spans[-1][3] == run.bold:
        spans[-1][4] += space + run.text
        spans[-1][1] = round(run.x1, 1)
        return
    if space:
        spans[-1][4] += space
    spans.append([round(run.x, 1), round(run.x1, 1), run.size, run.bold, run.text])


class Document:
    """A PDF opened with PDFium's own functions, which load in half the time of their wrapper."""

    def __init__(self, content: bytes) -> None:
        import pypdfium2_raw as raw

        self._raw: Any = raw
        self._content = content  # PDFium reads from it until the process ends
        raw.FPDF_InitLibrary()
        self._document = raw.FPDF_LoadMemDocument64(content, len(content), None)
        if not self._document:
            is_locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
            reason = "encrypted" if is_locked else "truncated"
            raise Refused(reason, "its parts do not fit together")
        self.count: int = raw.FPDF_GetPageCount(self._document)

    def page(self, number: int, *, characters_left: int) -> tuple[dict[str, Any], int]:
        """One page's size and lines, and how many characters it holds."""
        raw = self._raw
        page = raw.FPDF_LoadPage(self._document, number)
        textpage = raw.FPDFText_LoadPage(page) if page else None
        if not textpage:
            raise Refused("truncated", f"page {number + 1} cannot be read")
        characters: int = raw.FPDFText_CountChars(textpage)
        if characters > characters_left:
            raise Refused("hostile", f"it holds more than {CHARACTERS} characters")
        part = {
            "width": round(raw.FPDF_GetPageWidthF(page), 1),
            "height": round(raw.FPDF_GetPageHeightF(page), 1),
            "lines": lines_of(RunReader(textpage, raw).runs()),
        }
        raw.FPDFText_ClosePage(textpage)
        raw.FPDF_ClosePage(page)
        return part, characters


def take_apart(content: bytes) -> dict[str, Any]:
    """Every page's lines. Raises ``Refused``."""
    document = Document(content)
    if document.count > PAGES:
        raise Refused("hostile", f"it has {document.count} pages; a letter has at most {PAGES}")
    pages: list[dict[str, Any]] = []
    left = CHARACTERS
    for number in range(document.count):
        part, characters = document.page(number, characters_left=left)
        pages.append(part)
        left -= characters
    return {"pages": pages}


def main() -> None:
    """Read a PDF on standard input, write its lines or the refusal on standard output."""
    content = sys.stdin.buffer.read()
    limit_this_process()
    try:
        answer = take_apart(content)
    except Refused as refused:
        answer = {"refused": refused.reason, "detail": refused.detail}
    except MemoryError:
        answer = {"refused": "hostile", "detail": "it needs more memory than a letter may"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")))


if __name__ == "__main__":
    main()
