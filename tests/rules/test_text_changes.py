"""What changed between two texts, for a person who read the first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.text_changes import TextChange, text_changes

BEFORE = "Dear Maria Fenn\n\nPlease answer by\nFriday.\n\nThank you\n"


def test_what_was_said_and_what_is_said_now_stand_side_by_side() -> None:
    after = BEFORE.replace("Friday", "Monday")

    assert text_changes(BEFORE, after) == (
        TextChange(was="Please answer by Friday.", now="Please answer by Monday."),
    )


def test_where_a_line_is_broken_does_not_count() -> None:
    assert text_changes(BEFORE, BEFORE.replace("by\nFriday", "by Friday")) == ()


def test_what_is_gone_and_what_is_new_have_no_counterpart() -> None:
    gone = text_changes(BEFORE, "Dear Maria Fenn\n\nThank you")
    new = text_changes("Thank you", "Thank you\n\nAda Quill")

    assert gone == (TextChange(was="Please answer by Friday.", now=None),)
    assert new == (TextChange(was=None, now="Ada Quill"),)


def test_a_text_written_anew_shows_its_first_changes_only() -> None:
    before = "\n\n".join(f"was {number}" for number in range(30))
    after = "\n\n".join(f"now {number}" for number in range(30))

    assert len(text_changes(before, after, at_most=5)) == 5


@given(st.text())
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert text_changes(text, text) == ()
