"""Messages approved together, with one mark, and what is left for a decision of its own."""

from __future__ import annotations

from datetime import date

import pytest

from models.queries.history import newest_events
from models.words import BodyMode, ContactRole, MessageKind, MessageState, MilestoneState
from services.approval_lot import Lot
from services.approve_as_shown import Changed
from services.approve_lot import approve_lot
from services.approve_message import approve_message
from services.cancel_message import cancel_message
from services.errors import Refused
from services.hold_message import hold_message
from services.preview_lot import preview_lot

MONDAY = date(2018, 7, 9)
DUE = date(2018, 7, 23)
MORNING = Lot()


@pytest.fixture
def two_bodies(scene):
    """Messages to the police and to health wait, with two items and one."""
    scene.health = scene.make.agency("health", name="Estuary Health", chosen_weekday=1)
    scene.make.contact(
        scene.health, name="Kim Wade", email="kim.wade@health.example",
        introduced_on=date(2018, 6, 1),
    )  # fmt: skip
    scene.make.participation(scene.inspection, scene.health, mode=BodyMode.PREPARED)
    scene.items = [
        scene.item(due=DUE),
        scene.item(due=DUE),
        scene.make.milestone(
            scene.inspection,
            scene.health,
            due=DUE,
            today=date(2018, 5, 14),
            mode=BodyMode.PREPARED,
        ),
    ]
    scene.decide(MONDAY)
    return scene


def preview(scene, lot: Lot = MORNING, day: date = MONDAY):
    return preview_lot(scene.session, lot, today=day, now=scene.at(day))


def approve(scene, lot: Lot = MORNING, mark: str | None = None, day: date = MONDAY):
    return approve_lot(
        scene.session, lot, by="Ada Quill", today=day, now=scene.at(day), as_shown=mark
    )


def settle(scene, place: int) -> None:
    scene.items[place].state = MilestoneState.ACCEPTED
    scene.session.add(scene.items[place])


def test_the_morning_is_listed_with_whom_and_how_much(two_bodies) -> None:
    lines = preview(two_bodies).lines

    assert [(line.to, line.items, line.waiting_days) for line in lines] == [
        ("Maria Fenn", 2, 0),
        ("Kim Wade", 1, 0),
    ]


def test_one_mark_approves_all_of_it(two_bodies) -> None:
    done = approve(two_bodies, mark=preview(two_bodies).mark)
    two_bodies.deliver(MONDAY)

    assert [one.to.partition(",")[0] for one in done.approved] == ["Maria Fenn", "Kim Wade"]
    assert {"maria.fenn@police.example", "kim.wade@health.example"} <= set(two_bodies.sink.to)


def test_a_lot_is_one_event_with_counts_and_a_digest(two_bodies) -> None:
    before = newest_events(two_bodies.session, limit=1)[0].seq
    settle(two_bodies, 0)

    approve(two_bodies)

    (event, *_) = newest_events(two_bodies.session, limit=1)
    assert (event.seq, event.kind) == (before + 1, "messages_approved")
    assert len(event.payload.pop("digest")) == 64
    assert event.payload == {
        "what": "what waits this morning",
        "messages": 2,
        "cancelled": 0,
        "items": 2,
        "left_out": 1,
    }
    assert {one.approved_by for one in two_bodies.messages()} == {"Ada Quill"}


def test_what_changed_in_one_of_them_is_named_and_nothing_is_approved(two_bodies) -> None:
    mark = preview(two_bodies).mark
    settle(two_bodies, 1)

    changed = approve(two_bodies, mark=mark)

    number = two_bodies.held().id
    assert isinstance(changed, Changed)
    ref = two_bodies.items[1].ref
    assert changed.what == (
        f"Item {ref} of message {number} is left out: the item is no longer open.",
    )
    assert preview(two_bodies).mark == changed.mark


def test_a_message_that_somebody_else_approved_meanwhile_is_named(two_bodies) -> None:
    mark = preview(two_bodies).mark
    number = two_bodies.held().id
    approve_message(
        two_bodies.session, number, by="Ben Ode", today=MONDAY, now=two_bodies.at(MONDAY)
    )

    changed = approve(two_bodies, mark=mark)

    assert changed.what == (
        f"Message {number} is not among them any more: it is on its way, approved by Ben Ode.",
    )


def test_a_message_that_joined_meanwhile_is_named(two_bodies) -> None:
    (health,) = two_bodies.messages_to(two_bodies.health)
    by = {"by": "Ada Quill", "now": two_bodies.at(MONDAY)}
    approve_message(two_bodies.session, health.id, today=MONDAY, **by)
    mark = preview(two_bodies).mark
    cancel_message(
        two_bodies.session, two_bodies.held().id, reason="entered twice", today=MONDAY, **by
    )
    two_bodies.decide(date(2018, 7, 16))

    changed = approve(two_bodies, mark=mark, day=date(2018, 7, 16))

    assert any("is new here" in one for one in changed.what)
    assert any("it was cancelled: entered twice" in one for one in changed.what)


def test_a_message_with_nothing_left_is_cancelled_among_the_others(two_bodies) -> None:
    settle(two_bodies, 2)

    found = preview(two_bodies)
    done = approve(two_bodies, mark=found.mark)

    (health,) = two_bodies.messages_to(two_bodies.health)
    assert found.notes == (f"Nothing of message {health.id} would go: the item is no longer open.",)
    assert [one.cancelled_because for one in done.approved] == [None, "the item is no longer open"]
    assert health.state is MessageState.CANCELLED


def test_one_body_alone_can_be_approved(two_bodies) -> None:
    done = approve(two_bodies, Lot(body_id=two_bodies.health.id))

    assert [one.to.partition(",")[0] for one in done.approved] == ["Kim Wade"]
    assert two_bodies.held().state is MessageState.HELD


def test_what_a_person_held_is_not_swept_along(two_bodies) -> None:
    number = two_bodies.held().id
    by = {"by": "Ada Quill", "now": two_bodies.at(MONDAY)}
    approve_message(two_bodies.session, number, today=MONDAY, **by)
    hold_message(two_bodies.session, number, reason="we meet today", **by)

    done = approve(two_bodies)

    assert [one.to.partition(",")[0] for one in done.approved] == ["Kim Wade"]
    (apart,) = done.still_waiting
    assert apart.sentence.startswith(f"Message {number} was held by a person")


def test_a_held_message_of_a_batch_no_longer_belongs_to_it(two_bodies) -> None:
    message = two_bodies.held()
    message.batch_id = None
    by = {"by": "Ada Quill", "now": two_bodies.at(MONDAY)}
    approve_message(two_bodies.session, message.id, today=MONDAY, **by)

    hold_message(two_bodies.session, message.id, reason="we meet today", **by)

    assert message.batch_id is None


def test_an_empty_morning_is_said_to_be_one(scene) -> None:
    with pytest.raises(Refused, match="Nothing of what waits this morning can be approved"):
        preview(scene)


def test_messages_that_were_named_are_approved_even_if_a_person_held_them(two_bodies) -> None:
    first, second = (
        two_bodies.held().id,
        two_bodies.messages_to(two_bodies.health)[0].id,
    )
    by = {"by": "Ada Quill", "now": two_bodies.at(MONDAY)}
    approve_message(two_bodies.session, first, today=MONDAY, **by)
    hold_message(two_bodies.session, first, reason="we meet today", **by)

    done = approve(two_bodies, Lot(numbers=(second, first)))

    assert [one.number for one in done.approved] == [first, second]


def test_of_named_messages_each_must_wait(two_bodies) -> None:
    number = two_bodies.held().id
    approve(two_bodies, Lot(body_id=two_bodies.police.id))

    with pytest.raises(Refused, match="there is nothing to approve"):
        approve(two_bodies, Lot(numbers=(number, number + 1)))


def test_a_brief_is_never_approved_with_others(scene) -> None:
    scene.make.contact(
        scene.police, role=ContactRole.SENIOR_LEAD, name="Sol Marsh",
        email="sol.marsh@police.example", introduced_on=date(2018, 6, 1),
    )  # fmt: skip
    scene.item(due=date(2018, 6, 4))
    for day in (MONDAY, date(2018, 7, 12)):
        scene.decide(day)
        approve(scene, day=day)
        scene.deliver(day)
    raised = date(2018, 7, 16)
    scene.decide(raised)
    escalation = scene.held()

    assert escalation.kind is MessageKind.ESCALATION
    for lot in (MORNING, Lot(body_id=scene.police.id), Lot(numbers=(escalation.id,))):
        with pytest.raises(Refused, match=f"Message {escalation.id} goes above the lead"):
            approve(scene, lot, day=raised)
