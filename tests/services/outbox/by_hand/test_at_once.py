"""Two who ask at the same moment, or one who asks while the day is being decided."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlmodel import select

from models.ledger import Chase, Message, Notice
from models.session import SessionFactory, reading, transaction
from models.words import BodyMode, MessageKind, MessageState, NoticeState
from services.approve_message import approve_message
from services.by_hand import NothingToAsk, chase, preview_chase
from services.errors import Refused
from services.watch import run_watch

MONDAY = date(2018, 7, 9)
DUE_SOON = date(2018, 7, 23)
TIMES = 4


def at_once(*acts: Callable[[], str]) -> list[str]:
    """What each act said, all of them begun at the same moment."""
    barrier = Barrier(len(acts))

    def begin(act: Callable[[], str]) -> str:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def asking(scene, hand, factory: SessionFactory, *, key: str | None = None, **more):
    def act() -> str:
        try:
            with transaction(factory) as session:
                done = chase(
                    session, hand.order(**more), key=key, today=MONDAY, now=scene.at(MONDAY)
                )
        except NothingToAsk:
            return "nothing to ask"
        return "made before" if done.made else "asked"

    return act


def deciding(scene, factory: SessionFactory):
    def act() -> str:
        run_watch(factory, today=MONDAY, now=scene.at(MONDAY), actor="the schedule")
        return "decided"

    return act


def said_to_the_lead(factory: SessionFactory) -> list[str]:
    """The names under which items wait or were told, one for each time."""
    with factory() as session:
        rows = session.exec(
            select(Notice).where(
                Notice.state.in_([NoticeState.QUEUED, NoticeState.TOLD]),
                Notice.audience == "lead",
            )
        )
        return [row.rung_id for row in rows]


@pytest.mark.parametrize("_time", range(TIMES))
def test_two_who_press_the_same_preview_make_one_request(
    scene, hand, either_database, _time: int
) -> None:
    scene.item(due=DUE_SOON)
    factory = either_database()
    with reading(factory) as session:
        key = preview_chase(session, hand.order(), today=MONDAY, now=scene.at(MONDAY)).key

    said = at_once(
        asking(scene, hand, factory, key=key),
        asking(scene, hand, factory, key=key, requested_by="Ben Ode"),
    )

    assert sorted(said) == ["asked", "made before"]
    with factory() as session:
        assert len(session.exec(select(Chase)).all()) == 1
        assert len(session.exec(select(Message)).all()) == 1


@pytest.mark.parametrize("_time", range(TIMES))
def test_asking_while_the_day_is_decided_says_it_once(
    scene, hand, either_database, _time: int
) -> None:
    for _ in range(5):
        scene.item(due=DUE_SOON, mode=BodyMode.AUTOMATIC)
    factory = either_database()

    at_once(deciding(scene, factory), asking(scene, hand, factory))

    # All five by the one or all five by the other.
    assert len(said_to_the_lead(factory)) == 5


@pytest.mark.parametrize("_time", range(TIMES))
def test_approving_a_request_while_the_day_is_decided_says_it_once(
    scene, hand, either_database, _time: int
) -> None:
    scene.item(due=DUE_SOON, mode=BodyMode.AUTOMATIC)
    waiting = hand.ask(has_read=False)
    factory = either_database()

    def approving() -> str:
        try:
            with transaction(factory) as session:
                approve_message(
                    session, waiting.message, by="Ada Quill", today=MONDAY, now=scene.at(MONDAY)
                )
        except Refused as refused:
            return str(refused)
        return "approved"

    at_once(deciding(scene, factory), approving)

    with factory() as session:
        queued = session.exec(
            select(Message.kind).where(
                Message.state == MessageState.QUEUED, Message.kind != MessageKind.MANAGER_DAILY
            )
        ).all()
    assert len(queued) == 1
