"""A working day of a live database by the clock: decided, told to the manager, held, sent."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from models.installation import Installation
from models.words import BodyMode, DatabaseKind
from notifications.dispatch import Outcome
from services.approve_message import approve_message
from services.deliver import deliver_outbox
from services.hold_message import hold_message
from services.opening import london_time

MONDAY, FRIDAY = date(2018, 7, 9), date(2018, 7, 13)
NEXT_MONDAY = date(2018, 7, 16)
DUE = date(2018, 7, 23)


@pytest.fixture
def live(scene):
    """A live database, with two partner bodies that take their message on Mondays."""
    row = scene.session.get_one(Installation, 1)
    row.kind, row.demonstration_date = DatabaseKind.LIVE, None
    row.mail_channel = "maildir:unused"
    scene.sink.outcome = Outcome.SENT
    scene.health = scene.make.agency("estuary-health", name="Estuary Health", chosen_weekday=1)
    scene.make.contact(
        scene.health, name="Hale Reed", email="hale.reed@health.example",
        introduced_on=date(2018, 6, 1),
    )  # fmt: skip
    for body in (scene.police, scene.health):
        scene.make.participation(scene.inspection, body, mode=BodyMode.AUTOMATIC)
        scene.make.milestone(scene.inspection, body, due=DUE, today=date(2018, 5, 14))
    return scene


def deliver_at(scene, day: date, hour: int, minute: int = 0) -> list[str]:
    """Deliver at this time of London; returns to whom something went."""
    scene.session.commit()
    before = len(scene.sink.sent)
    moment = london_time(day, time(hour, minute))
    deliver_outbox(scene.factory, transport=scene.sink, now=moment, today=day)
    scene.session.expire_all()
    return scene.sink.to[before:]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return london_time(day, time(hour, minute))


def test_the_whole_day_by_the_clock(live) -> None:
    live.decide(MONDAY, at=at(MONDAY, 7, 30))

    assert deliver_at(live, MONDAY, 7, 45) == ["ada.quill@saltmarsh.example"]
    (police,) = live.messages()
    hold_message(live.session, police.id, reason="We meet", by="Ada", now=at(MONDAY, 8, 30))
    assert deliver_at(live, MONDAY, 9, 59) == []
    assert deliver_at(live, MONDAY, 10) == ["hale.reed@health.example"]
    assert deliver_at(live, MONDAY, 16) == []

    approve_message(live.session, police.id, by="Ada", today=MONDAY, now=at(MONDAY, 16, 5))
    assert deliver_at(live, MONDAY, 16, 15) == ["maria.fenn@police.example"]


def test_a_day_decided_late_is_sent_at_once(live) -> None:
    live.decide(MONDAY, at=at(MONDAY, 11, 20))

    assert len(deliver_at(live, MONDAY, 11, 30)) == 3


def held_until(scene, day: date, *, at_time: tuple[int, int]) -> datetime:
    """The police's message of Monday held, and approved on another day: when it leaves."""
    scene.decide(MONDAY, at=at(MONDAY, 7, 30))
    (police,) = scene.messages()
    hold_message(scene.session, police.id, reason="We meet", by="Ada", now=at(MONDAY, 8))
    approved = approve_message(scene.session, police.id, by="Ada", today=day, now=at(day, *at_time))
    assert approved.leaves_at is not None
    return approved.leaves_at


def test_what_is_approved_by_three_on_a_friday_goes_at_once(live) -> None:
    assert held_until(live, FRIDAY, at_time=(15, 0)) == at(FRIDAY, 15, 0)
    assert "maria.fenn@police.example" in deliver_at(live, FRIDAY, 15, 0)


def test_what_is_approved_after_three_on_a_friday_goes_on_monday_at_ten(live) -> None:
    assert held_until(live, FRIDAY, at_time=(15, 5)) == at(NEXT_MONDAY, 10)
    assert "maria.fenn@police.example" not in deliver_at(live, FRIDAY, 15, 15)
    assert "maria.fenn@police.example" not in deliver_at(live, NEXT_MONDAY, 9, 59)
    assert "maria.fenn@police.example" in deliver_at(live, NEXT_MONDAY, 10)


def test_a_first_try_that_failed_before_three_is_not_made_again_after_it(live) -> None:
    held_until(live, FRIDAY, at_time=(14, 55))
    live.sink.outcome = Outcome.RETRY
    deliver_at(live, FRIDAY, 14, 55)
    live.sink.outcome = Outcome.SENT

    assert "maria.fenn@police.example" not in deliver_at(live, FRIDAY, 15, 30)
    assert "maria.fenn@police.example" in deliver_at(live, NEXT_MONDAY, 10)


def test_the_councils_own_people_are_written_to_on_a_friday_afternoon_too(live) -> None:
    held_until(live, FRIDAY, at_time=(15, 20))
    live.decide(FRIDAY, at=at(FRIDAY, 15, 30))

    assert deliver_at(live, FRIDAY, 15, 45).count("ada.quill@saltmarsh.example") >= 1


def test_on_the_eve_of_a_closure_nothing_goes_to_others_after_three(live) -> None:
    # The council's file closes it from Thursday 24 December 2026 to Friday 1 January 2027.
    eve, back = date(2026, 12, 23), date(2027, 1, 4)
    live.police.chosen_weekday = eve.isoweekday()
    live.make.milestone(
        live.inspection, live.police, due=date(2027, 1, 11), today=date(2026, 11, 2)
    )
    live.decide(eve, at=at(eve, 7, 30))
    police = live.messages()[-1]
    hold_message(live.session, police.id, reason="We meet", by="Ada", now=at(eve, 8))

    approved = approve_message(live.session, police.id, by="Ada", today=eve, now=at(eve, 15, 5))

    assert approved.leaves_at == at(back, 10)
    assert "maria.fenn@police.example" not in deliver_at(live, eve, 15, 15)
    assert "maria.fenn@police.example" in deliver_at(live, back, 10)
