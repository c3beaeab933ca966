"""A document as lines with positions: what the child process found, as values.

Sizes and positions are in points, the origin is the bottom left of the page, pages count from 1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

SUPERSCRIPT_SHARE = 0.78
"""A footnote mark is set at most at this share of the size of the line it stands in."""

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u2011": "-", "\u200b": ""}
)
_RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARK = re.compile(rf"[\d{_RAISED_DIGITS}*†‡,\s\[\]]+")
_RAISED = re.compile(rf"[{_RAISED_DIGITS}]+")
_SPACE_BEFORE_STOP = re.compile(r"\s+([.,;:])(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a line in one size and weight."""

    x0: float
    x1: float
    size: float
    bold: bool
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``mark`` is the footnote mark it begins with, if any."""

    page: int
    y: float
    x0: float
    x1: float
    size: float
    bold: bool
    text: str
    raw_text: str
    mark: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page with its lines from top to bottom."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]


def pages_from_parts(parts: Sequence[dict[str, Any]]) -> tuple[Page, ...]:
    """Pages from what the child process wrote (see ``child.py``)."""
    return tuple(_page(number, part) for number, part in enumerate(parts, 1))


def _page(number: int, part: dict[str, Any]) -> Page:
    lines = tuple(
        _line(number, y, [Span(*values) for values in spans]) for y, spans in part["lines"]
    )
    return Page(number, part["width"], part["height"], lines)


def _line(page: int, y: float, spans: list[Span]) -> Line:
    size = prevailing_size((span.size, len(span.text)) for span in spans)
    raw_text = "".join(span.text for span in spans)
    words = [span for span in spans if not _is_mark(span, size)] or spans
    # The space after a mark parts the words around it and stays.
    texts = (span.text if span in words else span.text[len(span.text.rstrip()) :] for span in spans)
    text = _tidy("".join(texts))
    lettered = [span for span in words if any(char.isalnum() for char in span.text)] or words
    bold_letters = sum(len(span.text) for span in lettered if span.bold)
    return Line(
        page=page,
        y=y,
        x0=spans[0].x0,
        x1=spans[-1].x1,
        size=size,
        bold=bold_letters > 0.8 * sum(len(span.text) for span in lettered),
        text=text,
        raw_text=raw_text,
        mark=_leading_mark(spans[0], size),
    )


def prevailing_size(weighted: Iterable[tuple[float, int]]) -> float:
    """The size in which most characters are set."""
    weights: Counter[float] = Counter()
    for size, characters in weighted:
        weights[size] += characters
    return weights.most_common(1)[0][0]


def _is_mark(span: Span, line_size: float) -> bool:
    small = span.size <= line_size * SUPERSCRIPT_SHARE
    return small and _MARK.fullmatch(span.text) is not None


def _leading_mark(span: Span, line_size: float) -> str | None:
    if _is_mark(span, line_size):
        return span.text.strip()
    raised = _RAISED.match(span.text)
    return raised.group() if raised else None


def _tidy(text: str) -> str:
    """Without raised figures, and without the gap that a removed mark leaves before a stop."""
    plain = _RAISED.sub("", text).translate(_LIGATURES)
    return _SPACE_BEFORE_STOP.sub(r"\1", plain).strip()


def body_size(pages: Sequence[Page]) -> float:
    """The size of the running text; 12 when there is no text at all."""
    weighted = [(line.size, len(line.text)) for page in pages for line in page.lines]
    return prevailing_size(weighted) if weighted else 12.0
