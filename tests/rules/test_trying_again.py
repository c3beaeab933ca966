"""When a message and a channel are tried again."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.trying_again import LONGEST_WAIT, PAUSES, SPREAD, WAITS, pause_after, wait_before_next

deliveries = st.integers(min_value=1, max_value=10**9)
tries = st.integers(min_value=1, max_value=len(WAITS))
asked = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=30))


@given(deliveries, tries)
def test_a_wait_is_spread_by_a_fifth_at_most(delivery: int, number: int) -> None:
    wait = wait_before_next(number, delivery_id=delivery)

    assert wait is not None
    assert WAITS[number - 1] <= wait <= WAITS[number - 1] * (1 + SPREAD)


@given(deliveries, tries, asked)
def test_it_is_never_earlier_than_the_server_asks_nor_later_than_a_day(
    delivery: int, number: int, asked: timedelta
) -> None:
    wait = wait_before_next(number, delivery_id=delivery, asked=asked)

    assert wait is not None
    assert min(asked, LONGEST_WAIT) <= wait <= LONGEST_WAIT


def test_after_the_last_wait_it_has_failed() -> None:
    assert wait_before_next(len(WAITS) + 1, delivery_id=7) is None


def test_the_same_try_waits_the_same_time_and_others_do_not() -> None:
    waits = [wait_before_next(1, delivery_id=number) for number in range(1, 101)]

    assert waits == [wait_before_next(1, delivery_id=number) for number in range(1, 101)]
    assert len(set(waits)) > 90


def test_a_channel_is_left_alone_longer_with_each_fault_up_to_an_hour() -> None:
    pauses = [pause_after(faults) / timedelta(minutes=1) for faults in range(1, 9)]

    assert pauses == [1, 2, 5, 15, 30, 60, 60, 60]
    assert len(PAUSES) == 6
