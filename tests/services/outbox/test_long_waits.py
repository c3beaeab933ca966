"""What has waited too long stands first, and the council's deputy hears of an absent approver."""

from __future__ import annotations

from datetime import date

import pytest

from models.installation import CouncilSetting
from models.words import ContactRole
from services.approve_message import approve_message

MONDAY = date(2018, 7, 9)
TUESDAY = date(2018, 7, 10)
WEDNESDAY = date(2018, 7, 11)
THURSDAY = date(2018, 7, 12)
FRIDAY = date(2018, 7, 13)
DUE = date(2018, 7, 23)
DEPUTY = "lee.brook@saltmarsh.example"
MANAGER = "ada.quill@saltmarsh.example"


@pytest.fixture
def waiting(scene):
    """A message waits since Monday; the council has named a deputy."""
    scene.make.contact(
        scene.council, role=ContactRole.DEPUTY, name="Lee Brook", email=DEPUTY,
        introduced_on=date(2018, 6, 1),
    )  # fmt: skip
    scene.item(due=DUE)
    scene.decide(MONDAY)
    scene.message = scene.held()
    return scene


def live(scene, *days: date) -> None:
    for day in days:
        scene.decide(day)
        scene.deliver(day)


def letter(scene, to: str) -> str:
    """The last mail to somebody, its words as they were sent, on one line."""
    raw = [sent for address, sent in scene.sink.sent if address == to][-1]
    return " ".join(raw.decode().replace("=\n", "").split())


def test_after_two_working_days_it_stands_first(waiting) -> None:
    live(waiting, TUESDAY, WEDNESDAY)

    mail = letter(waiting, MANAGER)
    assert "Subject: [OFFICIAL] 1 waiting for 2 working days" in mail
    heading, named = "Waiting for 2 working days or more", f"Message {waiting.message.id} to"
    assert mail.index(heading) < mail.index(named)


def test_a_day_earlier_it_stands_among_the_rest(waiting) -> None:
    live(waiting, TUESDAY)

    assert "or more" not in letter(waiting, MANAGER)
    assert "Waiting for approval" in letter(waiting, MANAGER)


def test_after_four_without_any_decision_the_deputy_gets_the_list(waiting) -> None:
    live(waiting, TUESDAY, WEDNESDAY, THURSDAY)
    assert DEPUTY not in waiting.sink.to

    live(waiting, FRIDAY)

    mail = letter(waiting, DEPUTY)
    assert "Dear Lee Brook" in mail
    assert "nobody covers for Ada Quill" in mail
    assert f"Message {waiting.message.id} to Maria Fenn" in mail


def test_whoever_decided_something_meanwhile_is_not_away(waiting) -> None:
    health = waiting.make.agency("health", name="Estuary Health", chosen_weekday=2)
    waiting.make.contact(
        health, name="Kim Wade", email="kim@health.example", introduced_on=date(2018, 6, 1)
    )
    waiting.make.participation(waiting.inspection, health, mode="prepared")
    waiting.make.milestone(
        waiting.inspection, health, due=DUE, today=date(2018, 5, 14), mode="prepared"
    )
    live(waiting, TUESDAY)
    (other,) = waiting.messages_to(health)
    approve_message(
        waiting.session, other.id, by="Ada Quill", today=TUESDAY, now=waiting.at(TUESDAY)
    )

    live(waiting, WEDNESDAY, THURSDAY, FRIDAY)

    assert DEPUTY not in waiting.sink.to


def test_while_somebody_covers_the_deputy_is_left_alone(waiting) -> None:
    waiting.manager.cover_name, waiting.manager.cover_email = "Ben Ode", "ben@council.example"
    waiting.manager.cover_until = FRIDAY
    waiting.session.add(waiting.manager)

    live(waiting, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)

    assert DEPUTY not in waiting.sink.to
    assert "1 waiting for 4 working days" in letter(waiting, "ben@council.example")


def test_the_council_sets_how_long_it_waits(waiting) -> None:
    for key, value in (("approvals.cover_after", 1), ("approvals.remind_after", 1)):
        waiting.session.add(
            CouncilSetting(key=key, value=value, changed_by="test", changed_at=waiting.at(MONDAY))
        )

    live(waiting, TUESDAY)

    assert DEPUTY in waiting.sink.to


def test_without_a_deputy_the_manager_alone_is_told(scene) -> None:
    scene.item(due=DUE)
    scene.decide(MONDAY)

    live(scene, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)

    assert set(scene.sink.to) == {MANAGER}
