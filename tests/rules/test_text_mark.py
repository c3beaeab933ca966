"""The mark of a text as read, and what it tells of a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text_mark import Seen, TextMark, UnreadableMark, difference, mark_of, read_mark

MONDAY = date(2018, 7, 9)
TUESDAY = date(2018, 7, 10)
SEEN = Seen(12, "Maria Fenn <maria.fenn@police.example>", frozenset({3, 4, 5}), "Please answer.")

numbers = st.integers(min_value=1, max_value=400)
seen = st.builds(
    Seen,
    number=numbers,
    reader=st.text(max_size=20),
    items=st.frozensets(numbers, max_size=40),
    text=st.text(max_size=50),
)
several = st.lists(seen, min_size=1, max_size=6, unique_by=lambda one: one.number)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2089, 1, 1))


def since(before: Seen, after: Seen, *, on: date = MONDAY, among: range = range(100)):
    return difference(
        mark_of([before], day=MONDAY), mark_of([after], day=on), messages=among, items=among
    )


@given(several, days)
def test_a_mark_is_read_as_it_was_written(messages, day) -> None:
    mark = mark_of(messages, day=day)

    assert read_mark(str(mark)) == mark
    assert read_mark(f" {str(mark).upper().replace('-', ' ')} ") == mark


@given(several, st.randoms())
def test_the_order_of_messages_does_not_count(messages, chance) -> None:
    shuffled = list(messages)
    chance.shuffle(shuffled)

    assert mark_of(shuffled, day=MONDAY) == mark_of(messages, day=MONDAY)


@given(seen, st.text(max_size=50))
def test_other_words_have_another_mark(message, text) -> None:
    same = mark_of([message], day=MONDAY).says_the_same_as(
        mark_of([replace(message, text=text)], day=MONDAY)
    )

    assert same is (text == message.text)


@given(st.frozensets(numbers, max_size=40), st.frozensets(numbers, min_size=1, max_size=2))
def test_one_or_two_changed_items_are_named(items, changed) -> None:
    after = replace(SEEN, items=items ^ changed, text="Other words.")

    assert since(replace(SEEN, items=items), after, among=range(1, 401)).items == changed


def test_a_later_day_with_the_same_words_is_the_same() -> None:
    assert mark_of([SEEN], day=MONDAY).says_the_same_as(mark_of([SEEN], day=TUESDAY))


def test_the_day_on_which_it_was_read_is_said() -> None:
    found = since(SEEN, replace(SEEN, text="It is late."), on=TUESDAY)

    assert (found.shown_on, found.wording) == (MONDAY, False)


def test_another_reader_is_noticed() -> None:
    assert since(SEEN, replace(SEEN, reader="Ben Ode <ben.ode@police.example>")).readers is True


def test_only_the_wording_is_said_to_have_changed_where_nothing_else_did() -> None:
    found = since(SEEN, replace(SEEN, text="Please answer by Friday."))

    assert found.wording is True
    assert (found.shown_on, found.readers, found.items) == (None, False, frozenset())


def test_a_change_of_more_items_than_can_be_told_apart_is_said_to_be_one() -> None:
    assert since(SEEN, replace(SEEN, items=frozenset(range(20, 40)))).items is None


def test_a_message_that_joined_the_lot_is_named() -> None:
    other = replace(SEEN, number=14)
    before, after = mark_of([SEEN], day=MONDAY), mark_of([SEEN, other], day=MONDAY)

    found = difference(before, after, messages=[12, 14], items=[])

    assert (found.messages, found.items, found.wording) == (frozenset({14}), frozenset(), False)


@pytest.mark.parametrize(
    "written", ["", "12", "6kb-3v0q-8d-x4mt2a-9dkz1", "approve it for me please"]
)
def test_what_is_no_mark_is_answered_with_one(written: str) -> None:
    with pytest.raises(UnreadableMark, match="it stands under the text when it is shown"):
        read_mark(written)


def test_letters_that_are_read_wrongly_are_read_as_meant() -> None:
    mark = TextMark(MONDAY, messages=0, readers=1, items=0, text=1)

    assert read_mark(str(mark).replace("0", "o").replace("1", "l")) == mark
