"""A day held back by the brake, released or dropped as one."""

from __future__ import annotations

from datetime import date

import pytest

from models.installation import CouncilSetting
from models.ledger import Message
from models.queries.messages import open_batches
from models.words import BodyMode, ContactRole, MessageState, MilestoneKind, NoticeState
from services.approval_lot import Lot
from services.approve_lot import approve_lot
from services.approve_message import approve_message
from services.drop_batch import drop_batch
from services.errors import NotFoundError, Refused

MONDAY = date(2018, 7, 9)
TUESDAY = date(2018, 7, 10)
DUE = date(2018, 7, 23)


def brake_above(scene, number: int, what: str = "at_least") -> None:
    scene.session.add(
        CouncilSetting(
            key=f"brake.{what}", value=number, changed_by="test", changed_at=scene.at(MONDAY)
        )
    )


@pytest.fixture
def braked(scene):
    """Three items, of which the brake lets only one go a day."""
    brake_above(scene, 1)
    scene.items = [scene.item(due=DUE, mode=BodyMode.AUTOMATIC) for _ in range(3)]
    scene.report = scene.decide(MONDAY)
    (scene.batch,) = open_batches(scene.session)
    return scene


def release(scene):
    return approve_lot(
        scene.session,
        Lot(batch=scene.batch.id),
        by="Ada Quill",
        today=MONDAY,
        now=scene.at(MONDAY),
    )


def drop(scene, *, for_good: bool = False, reason: str = "entered twice"):
    return drop_batch(
        scene.session, scene.batch.id, reason=reason, by="Ada Quill", today=MONDAY,
        now=scene.at(MONDAY), for_good=for_good,
    )  # fmt: skip


def test_the_brake_lets_nothing_of_the_batch_go(braked) -> None:
    braked.deliver(MONDAY)

    assert "maria.fenn@police.example" not in braked.sink.to
    assert "more than 1 wait for a person" in braked.held().held_because


def test_one_approval_releases_the_batch(braked) -> None:
    released = release(braked)
    braked.deliver(MONDAY)

    assert [one.to for one in released.approved] == [
        "Maria Fenn, single point of contact, Estuary Police"
    ]
    assert braked.sink.to.count("maria.fenn@police.example") == 1
    assert open_batches(braked.session) == []


def test_what_is_no_longer_due_is_left_out_of_the_release(braked) -> None:
    braked.items[0].state = "accepted_as_complete"
    braked.session.add(braked.items[0])

    released = release(braked)

    assert released.approved[0].withdrawn == (
        f"Item {braked.items[0].ref} is left out: the item is no longer open.",
    )


def test_a_batch_is_decided_once(braked) -> None:
    number = braked.batch.id
    release(braked)

    with pytest.raises(Refused, match=f"Batch {number} was released by Ada Quill already"):
        release(braked)
    with pytest.raises(NotFoundError, match="There is no batch 99"):
        approve_lot(
            braked.session, Lot(batch=99), by="Ada Quill", today=MONDAY, now=braked.at(MONDAY)
        )


def test_what_is_dropped_is_decided_anew(braked) -> None:
    message = braked.held()

    (cancelled,) = drop(braked)
    braked.decide(date(2018, 7, 16))

    assert cancelled.notices == 3
    assert message.state is MessageState.CANCELLED
    (again,) = braked.messages(MessageState.QUEUED)
    assert len(braked.notices(again)) == 3


def test_what_is_dropped_for_good_never_goes(braked) -> None:
    message = braked.held()

    drop(braked, for_good=True)
    braked.decide(date(2018, 7, 16))

    assert {notice.state for notice in braked.notices(message)} == {NoticeState.NOT_RAISED}
    assert braked.messages(MessageState.HELD, MessageState.QUEUED) == []


def test_a_batch_is_not_dropped_without_a_reason(braked) -> None:
    with pytest.raises(Refused, match="Say why the batch is dropped"):
        drop(braked, reason="")


def test_above_the_lead_it_goes_on_waiting_for_its_own_approval(scene) -> None:
    scene.make.contact(
        scene.police, role=ContactRole.SENIOR_LEAD, name="Sol Marsh",
        email="sol.marsh@police.example", introduced_on=date(2018, 6, 1),
    )  # fmt: skip
    for due in (date(2018, 6, 4), date(2018, 6, 5)):
        scene.item(due=due)
    for day in (MONDAY, date(2018, 7, 12)):
        scene.decide(day)
        for message in scene.messages(MessageState.HELD):
            approve_message(scene.session, message.id, by="Ada Quill", today=day, now=scene.at(day))
        scene.deliver(day)
    brake_above(scene, 1, "escalations")
    raised = date(2018, 7, 16)
    scene.decide(raised)
    (batch,) = open_batches(scene.session)

    released = approve_lot(
        scene.session, Lot(batch=batch.id), by="Ada Quill", today=raised, now=scene.at(raised)
    )

    waiting = scene.held()
    assert [one.message.id for one in released.still_waiting] == [waiting.id]
    assert waiting.held_because == "Above the lead: a person reads the brief and approves."


def test_a_statutory_date_that_comes_near_leaves_the_batch(scene) -> None:
    brake_above(scene, 1)
    # Ten working days away it is held back with the rest; five away the brake lets it go.
    statutory = scene.item(due=DUE, mode=BodyMode.AUTOMATIC, kind=MilestoneKind.STATUTORY)
    for _ in range(2):
        scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    before = [m for m in scene.messages(MessageState.HELD) if m.kind == "statutory"]

    scene.decide(date(2018, 7, 16))

    assert len(before) == 1
    assert scene.session.get_one(Message, before[0].id).state is MessageState.CANCELLED
    going = [m for m in scene.messages(MessageState.QUEUED) if m.kind == "statutory"]
    assert [notice.subject_id for notice in scene.notices(going[0])] == [statutory.id]


def test_a_batch_whose_messages_were_dealt_with_one_by_one_is_closed(braked) -> None:
    approve_message(
        braked.session, braked.held().id, by="Ada Quill", today=MONDAY, now=braked.at(MONDAY)
    )

    assert open_batches(braked.session) == []
    assert (braked.batch.released, braked.batch.decided_by) == (True, "Ada Quill")
