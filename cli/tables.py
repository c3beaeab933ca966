"""Tables of plain text and JSON for scripts. No colour, so that a table can be piped and pasted."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import textwrap
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

import click

from rules.wording import MONTHS, long_date

NARROWEST = 12
LONGEST_WORD = 48
GAP = "  "
NO_BREAK = "\u00a0"
DATE_IN_WORDS = re.compile(rf"(?:\w+day )?\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}")


def show_table(
    headings: Sequence[str], rows: Sequence[Sequence[object]], *, nothing: str = "Nothing."
) -> None:
    """Print the rows under their headings, or ``nothing`` if there are none."""
    if not rows:
        click.echo(nothing)
        return
    click.echo("\n".join(table_lines(headings, rows, width=_width())))


def show_fields(fields: Mapping[str, object]) -> None:
    """Print one thing's fields, those without a value left out."""
    kept = {name: _text(value) for name, value in fields.items() if value not in (None, "", [], {})}
    label = max((len(name) for name in kept), default=0)
    for name, value in kept.items():
        lines = _wrapped(value, max(NARROWEST, _width() - label - len(GAP)))
        click.echo(f"{name:<{label}}{GAP}{lines[0]}")
        for line in lines[1:]:
            click.echo(f"{'':<{label}}{GAP}{line}")


def show_json(value: Any) -> None:
    """Print a value as JSON: dates as ISO dates, enumerations as their words."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_plain))


def table_lines(
    headings: Sequence[str], rows: Sequence[Sequence[object]], *, width: int
) -> list[str]:
    """The lines of a table no wider than ``width`` where its columns allow it."""
    texts = [[_text(cell) for cell in row] for row in rows]
    widths = _widths([list(headings), *texts], width)
    lines = [*_row_lines(headings, widths), _line(["-" * size for size in widths], widths)]
    for row in texts:
        lines.extend(_row_lines(row, widths))
    return lines


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The width of each column: no wider than its text, narrower where the table is too wide.

    The widest column gives way first, but none below its longest word.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(len(part) for cell in column for part in cell.split("\n")) for column in columns]
    floors = [
        min(LONGEST_WORD, max(len(word) for cell in column for word in _words(cell)))
        for column in columns
    ]
    while sum(widths) + len(GAP) * (len(widths) - 1) > width:
        over = [place for place, size in enumerate(widths) if size > floors[place]]
        if not over:
            break
        widths[max(over, key=lambda place: widths[place])] -= 1
    return widths


def _words(text: str) -> list[str]:
    return _unbroken(text).replace("\n", " ").split(" ")


def _unbroken(text: str) -> str:
    """The text with a date held together, for wrapping only: what is printed has plain spaces."""
    return DATE_IN_WORDS.sub(lambda found: found[0].replace(" ", NO_BREAK), text)


def _row_lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    cells = [_wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
    height = max(len(cell) for cell in cells)
    return [
        _line([cell[place] if place < len(cell) else "" for cell in cells], widths)
        for place in range(height)
    ]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (f"{cell:<{size}}" for cell, size in zip(cells, widths, strict=True))
    return GAP.join(padded).rstrip()


def _wrapped(text: str, width: int) -> list[str]:
    lines = [
        line
        for paragraph in text.split("\n")
        for line in textwrap.wrap(_unbroken(paragraph), width, break_on_hyphens=False) or [""]
    ]
    return [line.replace(NO_BREAK, " ") for line in lines] or [""]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return long_date(value)
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    if isinstance(value, list | tuple):
        return ", ".join(_text(part) for part in value)
    return str(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} is no JSON value")


def _width() -> int:
    return max(80, min(160, shutil.get_terminal_size((110, 24)).columns))
