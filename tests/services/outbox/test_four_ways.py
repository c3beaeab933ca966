"""The four ways of acting on a brief, and the wait that starts with each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.queries.plans import live_notices_of
from models.words import BriefState, ContactRole, MessageState
from services.approval_lot import Lot
from services.approve_lot import approve_lot
from services.approve_message import approve_message
from services.brief_overview import brief_overview
from services.errors import Refused
from services.make_brief_letter import make_brief_letter
from services.preview_lot import preview_lot
from services.record_brief import How, record_brief
from services.surroundings import surroundings

MONDAY = date(2018, 7, 9)
COURTESY_DAY = date(2018, 7, 12)
FRIDAY = date(2018, 7, 13)
RAISED_DAY = date(2018, 7, 16)
# The chair is raised with ten working days after the senior lead was; the lead is told two before.
COURTESY_AFTER = 8


@pytest.fixture
def raised(scene):
    """A late item of the police waits to be raised with their senior lead; a chair is named."""
    scene.make.contact(
        scene.police, role=ContactRole.SENIOR_LEAD, name="Sol Marsh",
        email="sol.marsh@police.example", introduced_on=date(2018, 6, 1),
    )  # fmt: skip
    board = scene.make.agency("board", name="Improvement Board")
    scene.make.contact(board, role=ContactRole.CHAIR, name="Iris Wold", email="iris@board.example")
    scene.raised_item = scene.item(due=date(2018, 6, 4))
    for day in (MONDAY, COURTESY_DAY):
        scene.decide(day)
        approve(scene, day)
        scene.deliver(day)
    scene.decide(RAISED_DAY)
    return scene


def approve(scene, day: date) -> None:
    approve_message(scene.session, scene.held().id, by="Ada Quill", today=day, now=scene.at(day))


def record(scene, how: How, on: date) -> None:
    record_brief(
        scene.session, scene.brief().id, how=how, on=on, by="Ada Quill", today=RAISED_DAY,
        now=scene.at(RAISED_DAY), because="agreed with the board",
    )  # fmt: skip


def sent_from_here(scene) -> date:
    approve(scene, RAISED_DAY)
    scene.deliver(RAISED_DAY)
    return RAISED_DAY


def i_sent_it(scene) -> date:
    record(scene, How.SENT, FRIDAY)
    return FRIDAY


def we_spoke(scene) -> date:
    record(scene, How.SPOKE, COURTESY_DAY)
    return COURTESY_DAY


def day_of(scene, rung: str, *, until: date) -> date | None:
    """The first day from the next on, up to and including ``until``, on which it is decided."""
    day = RAISED_DAY
    while day < until:
        day += timedelta(days=1)
        scene.decide(day)
        notices = live_notices_of(scene.session, subject_id=scene.raised_item.id, version=1)
        if any(notice.rung_id == rung for notice in notices):
            return day
    return None


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (sent_from_here, BriefState.SENT_FROM_HERE),
        (i_sent_it, BriefState.SENT_BY_PERSON),
        (we_spoke, BriefState.SPOKE),
    ],
)
def test_the_wait_above_starts_on_the_day_of_the_act(raised, act, state) -> None:
    told_on = act(raised)

    calendar = surroundings(raised.session).calendar
    expected = calendar.working_days_after(told_on, COURTESY_AFTER).result
    assert raised.brief().state is state
    assert day_of(raised, "chair-courtesy", until=expected) == expected


def test_what_is_not_raised_starts_no_wait(raised) -> None:
    record(raised, How.NOT_RAISED, RAISED_DAY)

    assert day_of(raised, "chair-courtesy", until=date(2018, 8, 17)) is None


def test_while_nothing_is_recorded_nothing_climbs(raised) -> None:
    assert day_of(raised, "chair-courtesy", until=date(2018, 8, 17)) is None


@pytest.fixture
def chair(raised):
    """The same item waits to be raised with the chair, with whom only a person speaks."""
    we_spoke(raised)
    courtesy = day_of(raised, "chair-courtesy", until=date(2018, 7, 31))
    approve(raised, courtesy)
    raised.deliver(courtesy)
    raised.today = day_of_chair(raised, courtesy)
    return raised


def day_of_chair(scene, courtesy: date) -> date:
    calendar = surroundings(scene.session).calendar
    day = calendar.working_days_after(courtesy, 2).result
    scene.decide(day)
    return day


def test_what_a_person_alone_may_raise_has_a_letter_and_no_message(chair) -> None:
    brief = chair.brief()
    (line,) = brief_overview(chair.session, today=chair.today)
    letter = make_brief_letter(
        chair.session, brief.id, by="Ada Quill", today=chair.today, now=chair.at(chair.today)
    )

    assert (brief.audience, brief.message_id, line.message) == ("chair", None, None)
    assert letter.to.startswith("Iris Wold, chair")


def test_approving_does_not_offer_it(chair) -> None:
    at = {"today": chair.today, "now": chair.at(chair.today)}

    assert chair.messages(MessageState.HELD) == []
    with pytest.raises(Refused, match="Nothing of what waits this morning"):
        preview_lot(chair.session, Lot(), **at)
    with pytest.raises(Refused, match="Nothing of what waits this morning"):
        approve_lot(chair.session, Lot(), by="Ada Quill", **at)
