"""What waits and has nothing left to say is taken back by the daily check."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import col, select

from models.ledger import Message, Sweep
from models.queries.messages import open_batches
from models.words import (
    BodyMode,
    BriefState,
    ContactRole,
    MessageKind,
    MessageState,
    MilestoneState,
    NoticeState,
)
from services.approve_message import approve_message
from services.watch import run_watch

MONDAY = date(2018, 7, 9)
TUESDAY = date(2018, 7, 10)
NEXT_MONDAY = date(2018, 7, 16)
DUE = date(2018, 7, 23)


@pytest.fixture
def waiting(scene):
    """Two items of the police wait in one message since Monday."""
    scene.items = [scene.item(due=DUE), scene.item(due=DUE)]
    scene.decide(MONDAY)
    scene.message = scene.held()
    return scene


def settle(scene, *items) -> None:
    for item in items:
        item.state = MilestoneState.ACCEPTED
        scene.session.add(item)


def news(scene) -> list[str]:
    newest = scene.session.exec(select(Sweep).order_by(col(Sweep.day).desc())).first()
    return newest.news or []


def test_a_message_of_which_nothing_is_left_is_cancelled_with_its_reason(waiting) -> None:
    settle(waiting, *waiting.items)

    waiting.decide(TUESDAY)

    assert waiting.message.state is MessageState.CANCELLED
    assert waiting.message.cancelled_because == "the item is no longer open"
    assert {one.state for one in waiting.notices(waiting.message)} == {NoticeState.WITHDRAWN}


def test_the_manager_hears_of_it(waiting) -> None:
    settle(waiting, *waiting.items)
    waiting.decide(TUESDAY)
    waiting.deliver(TUESDAY)

    (sentence,) = news(waiting)
    assert sentence == (
        f"Message {waiting.message.id} to Maria Fenn, single point of contact, Estuary Police "
        "waited and was cancelled: the item is no longer open."
    )
    mail = waiting.sink.sent[-1][1].decode()
    assert f"Message {waiting.message.id} to Maria Fenn" in mail
    assert "something that waited has changed" in " ".join(mail.replace("=\n", "").split())


def test_while_one_item_may_go_it_goes_on_waiting(waiting) -> None:
    settle(waiting, waiting.items[0])

    waiting.decide(TUESDAY)

    assert waiting.message.state is MessageState.HELD
    assert news(waiting) == []


def test_what_the_day_adds_to_it_counts(waiting) -> None:
    waiting.item(due=date(2018, 7, 30))
    settle(waiting, *waiting.items)

    waiting.decide(NEXT_MONDAY)

    assert waiting.message.state is MessageState.HELD


def test_one_that_has_grown_too_old_is_taken_back(scene) -> None:
    scene.item(due=DUE)
    scene.decide(MONDAY)
    message = scene.held()

    # The reminder of 9 July is stale after five working days; the next one goes on its Monday.
    for day in (TUESDAY, date(2018, 7, 13), date(2018, 7, 17)):
        scene.decide(day)

    assert message.state is MessageState.CANCELLED
    assert message.cancelled_because == "its day is too long past"


def test_a_batch_ends_with_its_last_message(scene) -> None:
    from models.installation import CouncilSetting

    scene.session.add(
        CouncilSetting(
            key="brake.at_least", value=1, changed_by="test", changed_at=scene.at(MONDAY)
        )
    )
    items = [scene.item(due=DUE, mode=BodyMode.AUTOMATIC) for _ in range(3)]
    scene.decide(MONDAY)
    (batch,) = open_batches(scene.session)
    settle(scene, *items)

    scene.decide(TUESDAY)

    assert open_batches(scene.session) == []
    assert batch.decided_by == "the daily check"


def test_a_brief_that_only_a_person_can_act_on_is_withdrawn(scene) -> None:
    scene.make.contact(
        scene.police,
        role=ContactRole.SENIOR_LEAD,
        name="Sol Marsh",
        email="sol.marsh@police.example",
        introduced_on=date(2018, 6, 1),
    )
    item = scene.item(due=date(2018, 6, 4))
    for day in (MONDAY, date(2018, 7, 12)):
        scene.decide(day)
        approve_message(scene.session, scene.held().id, by="Ada", today=day, now=scene.at(day))
        scene.deliver(day)
    scene.decide(NEXT_MONDAY)
    escalation = scene.held()
    assert escalation.kind is MessageKind.ESCALATION
    settle(scene, item)

    scene.decide(date(2018, 7, 17))

    assert escalation.state is MessageState.CANCELLED
    assert scene.brief().state is BriefState.WITHDRAWN


def test_an_introduction_stands_by_itself(scene) -> None:
    scene.inspector.introduced_on = None
    scene.session.add(scene.inspector)
    scene.item(due=date(2018, 12, 21))
    scene.decide(MONDAY)
    introduction = scene.held()

    scene.decide(TUESDAY)

    assert introduction.kind is MessageKind.INTRODUCTION
    assert introduction.state is MessageState.HELD


def test_it_is_taken_back_on_either_database(waiting, either_database) -> None:
    settle(waiting, *waiting.items)
    number = waiting.message.id
    factory = either_database()

    run_watch(factory, today=TUESDAY, now=waiting.at(TUESDAY), actor="the schedule")

    with factory() as session:
        assert session.get_one(Message, number).state is MessageState.CANCELLED
