"""Whoever only looks takes no lock and writes nothing, on either database."""

from __future__ import annotations

from datetime import date

import pytest

from models.session import reading, transaction
from models.words import BodyMode, ContactRole, MessageState
from services.approve_message import approve_message
from services.brief_overview import brief_overview, show_brief
from services.escalation_overview import escalation_overview
from services.find import the_milestone
from services.find_message import the_open_batch
from services.history import head_of, verify
from services.outbox_overview import Part, outbox_overview
from services.show_message import show_message
from services.why import why

MONDAY = date(2018, 7, 9)
RAISED_DAY = date(2018, 7, 16)


@pytest.fixture
def full(scene):
    """Something of everything: a late item raised with the senior lead, and one that waits."""
    scene.make.contact(
        scene.police, role=ContactRole.SENIOR_LEAD, name="Sol Marsh",
        email="sol.marsh@police.example", introduced_on=date(2018, 6, 1),
    )  # fmt: skip
    scene.late = scene.item(due=date(2018, 6, 4))
    for day in (MONDAY, date(2018, 7, 12)):
        scene.decide(day)
        approve_message(
            scene.session, scene.held().id, by="Ada Quill", today=day, now=scene.at(day)
        )
        scene.deliver(day)
    scene.item(due=date(2018, 7, 30), mode=BodyMode.PREPARED)
    scene.decide(RAISED_DAY)
    return scene


def test_everything_can_be_looked_at_while_somebody_writes(full, either_database) -> None:
    numbers = [one.id for one in full.messages()]
    waiting = [one.id for one in full.messages(MessageState.HELD)]
    factory = either_database()
    at = full.at(RAISED_DAY)

    with transaction(factory) as writing:
        # Somebody is approving at this moment, and has not finished.
        approve_message(writing, waiting[0], by="Ben Ode", today=RAISED_DAY, now=at)
        with reading(factory) as session:
            for part in Part:
                outbox_overview(session, part, today=RAISED_DAY)
            for number in numbers:
                show_message(session, number, today=RAISED_DAY, now=at, approver="Ada Quill")
            for line in brief_overview(session, today=RAISED_DAY, waiting=False):
                show_brief(session, line.number, today=RAISED_DAY, now=at)
            (raised,) = escalation_overview(session)
            why(session, the_milestone(session, raised.ref), today=RAISED_DAY)
            assert verify(session, exported=head_of(session)).is_sound


def test_a_batch_can_be_named_while_it_is_decided(scene, either_database) -> None:
    from models.installation import CouncilSetting

    scene.session.add(
        CouncilSetting(
            key="brake.at_least", value=1, changed_by="test", changed_at=scene.at(MONDAY)
        )
    )
    for _ in range(2):
        scene.item(due=date(2018, 7, 23), mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    number = scene.held().batch_id
    factory = either_database()

    with transaction(factory) as writing:
        the_open_batch(writing, number)
        with reading(factory) as session:
            assert the_open_batch(session, number, to_decide=False).id == number
