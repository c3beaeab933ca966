"""Why a step goes, in the sentence that its reader gets."""

from __future__ import annotations

import pytest

from config.ladders import shipped_ladders
from rules.ladders import Step, Subject, steps_of
from rules.step_words import reason_of


def step(ladder: str, rung_id: str) -> Step:
    """A step of a shipped ladder."""
    return next(one for one in steps_of(shipped_ladders()[ladder]) if one.rung_id == rung_id)


@pytest.mark.parametrize(
    ("ladder", "rung_id", "said"),
    [
        ("plan", "due-soon", "You get this 3 working days before its date."),
        ("plan", "not-received", "You get this because its date was 1 working day ago."),
        (
            "plan",
            "senior-lead-courtesy",
            "No update has been received, and it is about to be raised.",
        ),
        (
            "plan",
            "senior-lead",
            "It was raised because the body's lead was told and no update came.",
        ),
        ("statutory", "director-courtesy", "Its date is near, and it is about to be raised."),
        ("statutory", "director", "Its date is near, and the lead has been reminded of it."),
    ],
)
def test_the_sentence_fits_the_step_and_the_day(ladder: str, rung_id: str, said: str) -> None:
    assert reason_of(step(ladder, rung_id), subject=Subject.MILESTONE) == said


def test_what_came_back_late_was_not_entered_late() -> None:
    late = step("plan", "late-when-entered")

    assert "entered here" in reason_of(late, subject=Subject.MILESTONE)
    assert "opened again" in reason_of(late, subject=Subject.MILESTONE, is_open_again=True)
