"""A CSV sheet is read as spreadsheets write it, and a file that is none is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.sheet import MOST_ROWS, Column, UnusableSheet, normal, read_sheet

COLUMNS = (Column("Ref", ("reference",), is_required=True), Column("Action", is_required=True))


@pytest.fixture
def written(tmp_path: Path):
    """A file of these bytes, read."""

    def read(content: bytes):
        path = tmp_path / "plan.csv"
        path.write_bytes(content)
        return read_sheet(path, COLUMNS)

    return read


def test_rows_bear_the_numbers_a_spreadsheet_shows(written) -> None:
    sheet = written(b'Ref,Action\n1,"two\nlines"\n\n,\n2,Do\n')

    assert [(row.number, row.cell("Ref"), row.cell("Action")) for row in sheet.rows] == [
        (2, "1", "two\nlines"),
        (5, "2", "Do"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffRef,Action\n1,Caf\u00e9 \u2013 visit\n".encode(),
        "Ref,Action\n1,Caf\u00e9 \u2013 visit\n".encode("cp1252"),
        "Ref;Action\r\n1;Caf\u00e9 \u2013 visit\r\n".encode(),
        "Ref\tAction\n1\tCaf\u00e9 \u2013 visit\n".encode(),
    ],
)
def test_what_spreadsheets_save_is_read_alike(written, content: bytes) -> None:
    assert written(content).rows[0].cell("Action") == "Caf\u00e9 \u2013 visit"


def test_headings_are_known_by_other_names_and_any_writing(written) -> None:
    assert written(b"REFERENCE:, action \n1,Do\n").rows[0].cell("Ref") == "1"
    assert normal("Lead_Agency / body") == "lead agency body"


def test_unknown_columns_are_kept_and_empty_cells_left_out(written) -> None:
    sheet = written(b"Ref,Action,BRAG,Notes\n1,Do,Green,\n2,Do,,x,beyond\n")

    assert [dict(row.others) for row in sheet.rows] == [
        {"BRAG": "Green"},
        {"Notes": "x", "Column 5": "beyond"},
    ]
    assert sheet.unknown_headings == ("BRAG", "Notes")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"Ref,Action\n", "headings but no rows"),
        (b"Ref,Task\n1,Do\n", "lacks the heading Action"),
        (b"Title\nDo\n", "lacks the headings Ref, Action"),
        (b"Ref,Reference,Action\n1,1,Do\n", "two headings that mean 'Ref'"),
        (b"PK\x03\x04rest", "not a CSV file"),
        (b"%PDF-1.7", "not a CSV file"),
        (b"Ref,Action\n1,\x00\n", "not a text"),
        (b'Ref,Action\n1,"open\n', "line 2"),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_remedy(written, content: bytes, message: str) -> None:
    with pytest.raises(UnusableSheet, match=message):
        written(content)


def test_a_sheet_of_too_many_rows_is_refused(written) -> None:
    with pytest.raises(UnusableSheet, match="more than"):
        written(b"Ref,Action\n" + b"1,Do\n" * (MOST_ROWS + 1))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableSheet, match=r"plan\.csv cannot be read"):
        read_sheet(tmp_path / "plan.csv", COLUMNS)
