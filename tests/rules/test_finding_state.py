"""A finding stands where its actions stand, unless people decided about the finding itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.finding_state import FindingState, ItemStanding, PeopleSaid, finding_state

NOT_BEGUN = ItemStanding(is_complete=False, has_begun=False)
BEGUN = ItemStanding(is_complete=False, has_begun=True)
COMPLETE = ItemStanding(is_complete=True, has_begun=True)
DROPPED = ItemStanding(is_complete=False, has_begun=True, is_needed=False)
ITEMS = st.lists(st.sampled_from([NOT_BEGUN, BEGUN, COMPLETE, DROPPED]), max_size=6)


def test_a_finding_nobody_acts_on_has_not_started() -> None:
    assert finding_state([]) is FindingState.NOT_STARTED


def test_one_begun_item_puts_the_finding_in_progress() -> None:
    assert finding_state([NOT_BEGUN, BEGUN]) is FindingState.IN_PROGRESS


def test_one_complete_item_of_two_leaves_the_finding_in_progress() -> None:
    assert finding_state([NOT_BEGUN, COMPLETE]) is FindingState.IN_PROGRESS


def test_all_items_accepted_make_the_actions_complete_but_close_nothing() -> None:
    assert finding_state([COMPLETE, COMPLETE]) is FindingState.ACTIONS_COMPLETE


def test_what_is_no_longer_needed_counts_for_nothing() -> None:
    assert finding_state([COMPLETE, DROPPED]) is FindingState.ACTIONS_COMPLETE
    assert finding_state([DROPPED]) is FindingState.NOT_STARTED


@given(items=ITEMS)
def test_what_people_decided_goes_before_what_the_actions_say(items: list[ItemStanding]) -> None:
    assert finding_state(items, people_said=PeopleSaid(is_closed=True)) is FindingState.CLOSED
    assert finding_state(items, people_said=PeopleSaid(is_merged=True)) is FindingState.MERGED
    everything = PeopleSaid(is_closed=True, is_merged=True, is_withdrawn=True)
    assert finding_state(items, people_said=everything) is FindingState.WITHDRAWN


@given(items=ITEMS)
def test_an_item_that_is_not_needed_never_changes_the_state(items: list[ItemStanding]) -> None:
    assert finding_state([*items, DROPPED]) is finding_state(items)


@given(items=ITEMS)
def test_actions_complete_means_that_adding_work_reopens_them(items: list[ItemStanding]) -> None:
    if finding_state(items) is FindingState.ACTIONS_COMPLETE:
        assert finding_state([*items, NOT_BEGUN]) is FindingState.IN_PROGRESS
