"""Two people, or a person and a worker, act on one message at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from models.installation import CouncilSetting
from models.ledger import Batch, Message
from models.queries.outbox import deliveries_of
from models.session import SessionFactory, transaction
from models.words import BodyMode, DeliveryState, MessageState
from services.approval_lot import Lot
from services.approve_lot import approve_lot
from services.approve_message import approve_message
from services.deliver import deliver_outbox
from services.errors import Refused
from services.hold_message import hold_message

MONDAY = date(2018, 7, 9)
DUE = date(2018, 7, 23)
TIMES = 5


def at_once(*acts: Callable[[], str]) -> list[str]:
    """What each act said, all of them begun at the same moment."""
    barrier = Barrier(len(acts))

    def begin(act: Callable[[], str]) -> str:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def approving(scene, factory: SessionFactory, number: int, by: str) -> Callable[[], str]:
    def act() -> str:
        try:
            with transaction(factory) as session:
                approve_message(session, number, by=by, today=MONDAY, now=scene.at(MONDAY))
        except Refused as refused:
            return str(refused)
        return "approved"

    return act


def test_of_two_who_approve_at_once_one_is_told_that_it_is_done(scene, either_database) -> None:
    scene.item(due=DUE)
    scene.decide(MONDAY)
    number = scene.held().id
    factory = either_database()

    said = at_once(*(approving(scene, factory, number, by) for by in ("Ada Quill", "Ben Ode")))

    assert sorted(said)[1] == "approved"
    assert sorted(said)[0] in {
        f"Message {number} is on its way, approved by {name}; there is nothing to approve."
        for name in ("Ada Quill", "Ben Ode")
    }
    with factory() as session:
        assert len(deliveries_of(session, number)) == 1


@pytest.mark.parametrize("_time", range(TIMES))
def test_a_batch_and_one_of_its_messages_are_approved_once(
    scene, either_database, _time: int
) -> None:
    scene.session.add(
        CouncilSetting(
            key="brake.at_least", value=1, changed_by="test", changed_at=scene.at(MONDAY)
        )
    )
    for _ in range(3):
        scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    number, batch_id = scene.held().id, scene.held().batch_id
    factory = either_database()

    def releasing() -> str:
        try:
            with transaction(factory) as session:
                approve_lot(
                    session, Lot(batch=batch_id), by="Ben Ode", today=MONDAY, now=scene.at(MONDAY)
                )
        except Refused as refused:
            return str(refused)
        return "released"

    at_once(releasing, approving(scene, factory, number, "Ada Quill"))

    with factory() as session:
        assert len(deliveries_of(session, number)) == 1
        assert session.get_one(Batch, batch_id).released is True


@pytest.mark.parametrize("_time", range(TIMES))
def test_what_is_held_was_not_sent_and_what_was_sent_is_not_held(
    scene, either_database, _time: int
) -> None:
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    (number,) = [one.id for one in scene.messages()]
    factory = either_database()

    def holding() -> str:
        try:
            with transaction(factory) as session:
                hold_message(session, number, reason="wait", by="Ada Quill", now=scene.at(MONDAY))
        except Refused:
            return "refused"
        return "held"

    def delivering() -> str:
        deliver_outbox(factory, transport=scene.sink, now=scene.at(MONDAY), today=MONDAY)
        return "delivered"

    said, _ = at_once(holding, delivering)

    with factory() as session:
        message = session.get_one(Message, number)
        states = {one.state for one in deliveries_of(session, number)}
    was_sent = "maria.fenn@police.example" in scene.sink.to
    if said == "held":
        assert (message.state, states) == (MessageState.HELD, {DeliveryState.CANCELLED})
    else:
        assert (message.state, states) == (MessageState.CLOSED, {DeliveryState.FILED})
    assert was_sent is (said == "refused")
