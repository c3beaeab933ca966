"""Tables of plain text and JSON for scripts. No colour, so that a table can be piped and pasted."""

from __future__ import annotations

import datetime
import json
import shutil
import textwrap
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

import click

NARROWEST = 12
GAP = "  "


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
    columns = list(zip(*rows, strict=True))
    widths = [max(len(part) for cell in column for part in cell.split("\n")) for column in columns]
    # The widest column gives way, a step at a time, so that short ones stay on one line.
    while sum(widths) + len(GAP) * (len(widths) - 1) > width and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


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
        for line in textwrap.wrap(paragraph, width, break_on_hyphens=False) or [""]
    ]
    return lines or [""]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        from rules.wording import long_date

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
