"""Reading a plain CSV sheet: headings by name, rows by the number a spreadsheet shows.

Spreadsheets write CSV with a byte-order mark or in Windows' old code page, and in some settings
with semicolons or tabs; all of these are read. Whatever stands under an unknown heading is kept.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LARGEST = 5_000_000
MOST_ROWS = 5_000
LONGEST_CELL = 20_000


class UnusableSheet(ValueError):
    """The whole file cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column we know: its name as people write it, other names for it, and whether it must be."""

    name: str
    also: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class SheetFault:
    """One thing wrong in one cell (or row). ``message`` says what to write instead."""

    row: int
    column: str | None
    message: str

    def __str__(self) -> str:
        place = f"row {self.row}" + (f", {self.column}" if self.column else "")
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: ``number`` as a spreadsheet shows it (the headings are row 1).

    ``cells`` holds the known columns under their own names, stripped; ``others`` what stands
    under headings we do not know, empty cells left out.
    """

    number: int
    cells: Mapping[str, str]
    others: Mapping[str, str]

    def cell(self, column: str) -> str:
        """The text of a known column; empty if the sheet has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows, the headings that were not known, and the hash of the file."""

    name: str
    sha256: str
    rows: tuple[SheetRow, ...]
    unknown_headings: tuple[str, ...]


def read_sheet(path: Path, columns: Sequence[Column]) -> Sheet:
    """The rows of a CSV file by the columns given. Empty rows are left out.

    Raises:
        UnusableSheet: the file cannot be read as a sheet, a required heading is missing, two
            headings mean the same column, or it is far too large.
    """
    raw = _bytes_of(path)
    records = _records(_text_of(raw, path.name), path.name)
    if not records:
        raise UnusableSheet(f"{path.name} is empty. Its first row must hold the headings.")
    headings = [heading.strip() for heading in records[0]]
    known = _known_columns(headings, columns, path.name)
    rows = tuple(
        _row(number, record, headings, known)
        for number, record in enumerate(records[1:], start=2)
        if any(cell.strip() for cell in record)
    )
    if not rows:
        raise UnusableSheet(f"{path.name} has headings but no rows.")
    unknown = tuple(
        heading for place, heading in enumerate(headings) if heading and place not in known
    )
    return Sheet(path.name, hashlib.sha256(raw).hexdigest(), rows, unknown)


def normal(heading: str) -> str:
    """A heading without case, punctuation and double spaces: ``Lead_Agency`` is ``lead agency``."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.lower()).split())


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise UnusableSheet(f"{path.name} is larger than 5 MB. Save only the plan's own sheet.")
        return path.read_bytes()
    except OSError as error:
        raise UnusableSheet(f"{path} cannot be read: {error.strerror}.") from error


def _text_of(raw: bytes, name: str) -> str:
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise UnusableSheet(f"{name} is not a CSV file. Save the sheet as CSV and try again.")
    if b"\x00" in raw:
        raise UnusableSheet(f"{name} is not a text. Save the sheet as CSV (UTF-8).")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _records(text: str, name: str) -> list[list[str]]:
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    try:
        for record in reader:
            records.append(record)
            if len(records) > MOST_ROWS + 1:
                raise UnusableSheet(f"{name} has more than {MOST_ROWS} rows. Split it.")
    except csv.Error as error:
        raise UnusableSheet(
            f"{name}, line {reader.line_num}: {error}. Save it as CSV again."
        ) from error
    return records


def _known_columns(
    headings: Sequence[str], columns: Sequence[Column], name: str
) -> dict[int, Column]:
    """The place of each known heading. Raises for a missing or doubled one."""
    by_name = {normal(one): column for column in columns for one in (column.name, *column.also)}
    known: dict[int, Column] = {}
    for place, heading in enumerate(headings):
        column = by_name.get(normal(heading))
        if column is None:
            continue
        if column in known.values():
            raise UnusableSheet(f"{name} has two headings that mean {column.name!r}. Keep one.")
        known[place] = column
    missing = [
        column.name for column in columns if column.is_required and column not in known.values()
    ]
    if missing:
        raise UnusableSheet(
            f"{name} lacks the heading{'s' if len(missing) > 1 else ''} {', '.join(missing)}. "
            f"Its first row reads: {', '.join(heading for heading in headings if heading)}."
        )
    return known


def _row(
    number: int, record: Sequence[str], headings: Sequence[str], known: Mapping[int, Column]
) -> SheetRow:
    cells: dict[str, str] = {}
    others: dict[str, str] = {}
    for place, cell in enumerate(record):
        text = cell.strip()[:LONGEST_CELL]
        if place in known:
            cells[known[place].name] = text
        elif text:
            heading = headings[place] if place < len(headings) else ""
            others[heading or f"Column {place + 1}"] = text
    return SheetRow(number, cells, others)
