"""Folding: the furthest step due for an item and audience goes, the others are folded into it."""

from __future__ import annotations

from datetime import date

import pytest

from config.ladders import shipped_ladders
from rules.folding import Candidate, Folded, fold
from rules.ladders import Step, steps_of
from rules.windows import Window, WindowVerdict

PLAN = {(step.rung_id, step.occurrence): step for step in steps_of(shipped_ladders()["plan"])}


def a_window(step: Step, verdict: WindowVerdict = WindowVerdict.DUE) -> Window:
    return Window(
        step=step, verdict=verdict, anchor_from=date(2018, 1, 1), anchor_to=date(2018, 2, 1)
    )


WINDOWS = (
    a_window(PLAN["not-received", 0]),
    a_window(PLAN["not-received", 2]),
    a_window(PLAN["late-when-entered", 0]),
    a_window(PLAN["senior-lead-courtesy", 0]),
    a_window(PLAN["chair", 0]),
    a_window(PLAN["coming-up", 0], WindowVerdict.MISSED),
)


def a_candidate(window: int, subject_id: int = 1) -> Candidate:
    return Candidate(
        subject_id=subject_id,
        version_id=subject_id,
        version=1,
        inspection_id=1,
        agency_id=1,
        kind="plan",
        rehearsal=False,
        window=window,
    )


def numbers(folded: tuple[Candidate, ...]) -> list[int]:
    return sorted(one.window for one in folded)


@pytest.fixture
def all_of_one_item() -> Folded:
    return fold([a_candidate(window) for window in range(len(WINDOWS))], WINDOWS)


def test_the_furthest_step_goes_and_the_others_are_folded(all_of_one_item: Folded) -> None:
    assert 1 in numbers(all_of_one_item.going)
    assert numbers(all_of_one_item.folded) == [0, 2]


def test_a_courtesy_and_each_level_above_go_beside_the_reminder(all_of_one_item: Folded) -> None:
    assert numbers(all_of_one_item.going) == [1, 3, 4]


def test_a_missed_step_neither_goes_nor_folds(all_of_one_item: Folded) -> None:
    assert numbers(all_of_one_item.missed) == [5]


def test_the_order_in_which_steps_are_found_does_not_matter() -> None:
    backwards = fold([a_candidate(window) for window in (2, 1, 0)], WINDOWS)

    assert numbers(backwards.going) == [1]
    assert numbers(backwards.folded) == [0, 2]


def test_items_do_not_fold_into_each_other() -> None:
    folded = fold([a_candidate(0, subject_id=1), a_candidate(1, subject_id=2)], WINDOWS)

    assert len(folded.going) == 2
    assert not folded.folded
