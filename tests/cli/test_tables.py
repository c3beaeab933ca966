"""Tables stay within their width, and neither a date nor an address is broken."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from cli.tables import table_lines

WORDS = st.text(alphabet="abcdefgh ", max_size=60)


def test_columns_line_up_under_their_headings() -> None:
    lines = table_lines(("Ref", "What"), [("1", "Share minutes"), ("10", "Meet")], width=80)

    assert lines == [
        "Ref  What",
        "---  -------------",
        "1    Share minutes",
        "10   Meet",
    ]


def test_a_date_is_written_out_and_never_broken() -> None:
    due = datetime.date(2018, 8, 16)

    lines = table_lines(("What", "Due"), [("word " * 30, due)], width=60)

    assert "Thursday 16 August 2018" in "\n".join(lines)
    assert "\u00a0" not in "\n".join(lines)


def test_an_address_is_not_broken_while_other_columns_can_give_way() -> None:
    address = "maria.fenn@estuary-police.example"

    lines = table_lines(("Words", "Mail"), [("word " * 30, address)], width=60)

    assert any(address in line for line in lines)


def test_lines_of_one_cell_stay_lines() -> None:
    assert table_lines(("A",), [("one\ntwo",)], width=80)[2:] == ["one", "two"]


@given(rows=st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5))
def test_no_line_is_wider_than_it_may_be_and_no_word_is_lost(
    rows: list[tuple[str, str, str]],
) -> None:
    lines = table_lines(("One", "Two", "Three"), rows, width=200)

    assert max(len(line) for line in lines) <= 200
    printed = " ".join(lines).split()
    for row in rows:
        for cell in row:
            assert all(word in printed for word in cell.split())
