"""Who approves: in their own name, or covering for somebody."""

from __future__ import annotations

from datetime import date

import pytest

from services.approver import who_approves
from services.errors import Refused

MONDAY = date(2018, 7, 9)


@pytest.fixture
def covered(scene):
    """Ben Ode stands in for the programme manager until Monday."""
    scene.manager.cover_name, scene.manager.cover_email = "Ben Ode", "ben.ode@council.example"
    scene.manager.cover_until = MONDAY
    scene.session.add(scene.manager)
    scene.session.flush()
    return scene


def test_anybody_else_approves_in_their_own_name(covered) -> None:
    assert who_approves(covered.session, "Cara  Fife", today=MONDAY) == "Cara Fife"


def test_who_stands_in_covers_without_saying_so(covered) -> None:
    assert who_approves(covered.session, "Ben Ode", today=MONDAY) == (
        "Ben Ode, covering for Ada Quill"
    )


def test_when_the_cover_has_ended_it_is_their_own_name_again(covered) -> None:
    assert who_approves(covered.session, "Ben Ode", today=date(2018, 7, 10)) == "Ben Ode"


def test_anybody_can_say_for_whom_they_stand_in(scene) -> None:
    said = who_approves(scene.session, "Cara Fife", today=MONDAY, covering_for="ada quill")

    assert said == "Cara Fife, covering for Ada Quill"
    assert who_approves(scene.session, said, today=MONDAY) == said


def test_nobody_stands_in_for_a_stranger(scene) -> None:
    with pytest.raises(Refused, match="Did you mean Ada Quill"):
        who_approves(scene.session, "Cara Fife", today=MONDAY, covering_for="Ada Quil")
