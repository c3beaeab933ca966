"""The forecast is what the days then bring, and touches nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlmodel import select

from models.agencies import Agency
from models.ledger import Brief, Message
from models.session import transaction
from models.words import (
    AgencyKind,
    BodyMode,
    ContactRole,
    MessageState,
    MilestoneKind,
    MilestoneState,
)
from services.approve_message import approve_message
from services.decided_day import BRIEF, DecidedDay
from services.errors import Refused
from services.forecast import Span, forecast
from services.preview_going_live import last_of_working_days
from services.record_brief import How, record_brief

MONDAY = date(2018, 7, 9)
DUE = date(2018, 7, 23)
END = date(2018, 8, 3)


def looked_ahead(scene, last: date = END, **more):
    scene.session.commit()
    return forecast(scene.factory, Span(MONDAY, MONDAY, last), **more)


Told = Counter[tuple[str, str, str]]


def told_by_day(days: tuple[DecidedDay, ...]) -> dict[date, Told]:
    """For each day with messages: who was told what about which item, or about none ("")."""
    found = {
        day.day: Counter(
            (one.to, one.kind, ref)
            for one in day.going
            for ref in [item.ref for item in one.items] or [""]
        )
        for day in days
    }
    return {day: counts for day, counts in found.items() if counts}


def lived(scene, last: date) -> dict[date, Told]:
    """The same days lived in earnest: decided, approved, spoken and delivered."""
    from services.decided_day import decided_day

    stories = []
    for number in range((last - MONDAY).days + 1):
        day = MONDAY + timedelta(days=number)
        report = scene.decide(day)
        stories.append(decided_day(scene.session, report))
        act_on_everything(scene, day)
        scene.deliver(day)
    return told_by_day(tuple(stories))


def act_on_everything(scene, day: date) -> None:
    for brief in scene.session.exec(select(Brief).where(Brief.state == "waiting")).all():
        if brief.message_id is None:
            record_brief(
                scene.session, brief.id, how=How.SPOKE, on=day, by="Ada Quill",
                today=day, now=scene.at(day),
            )  # fmt: skip
    for message in scene.session.exec(select(Message).where(Message.state == "held")).all():
        approve_message(scene.session, message.id, by="Ada Quill", today=day, now=scene.at(day))
    scene.session.commit()


@pytest.fixture
def whole_scene(scene):
    """The police with a senior lead, the council with a director and a chair; items late, to
    come, and one of law about which the director and then the chair are spoken to."""
    scene.make.contact(
        scene.police, role=ContactRole.SENIOR_LEAD, name="Sol Marsh",
        email="sol.marsh@police.example", introduced_on=date(2018, 6, 1),
    )  # fmt: skip
    board = scene.make.agency("board", kind=AgencyKind.COUNCIL, name="Improvement Board")
    scene.make.contact(
        board, role=ContactRole.CHAIR, name="Iris Wold", email="iris.wold@board.example"
    )
    scene.make.contact(
        scene.council, role=ContactRole.DCS, name="Dr Ives", email="ives@saltmarsh.example"
    )
    scene.item(due=date(2018, 7, 20), kind=MilestoneKind.STATUTORY)
    scene.item(due=DUE)
    scene.item(due=date(2018, 8, 6))
    scene.item(due=date(2018, 6, 4), mode=BodyMode.PREPARED)
    return scene


def test_the_forecast_is_what_the_days_bring(whole_scene) -> None:
    ahead = told_by_day(looked_ahead(whole_scene).days)

    then = lived(whole_scene, END)

    assert ahead == then
    spoken_to = {to for counts in then.values() for to, kind, _ in counts if kind == BRIEF}
    assert spoken_to == {"Dr Ives", "Iris Wold"}
    assert {to for counts in then.values() for to, _, _ in counts} == {
        "Ada Quill",
        "Maria Fenn",
        "Sol Marsh",
        "Dr Ives",
        "Iris Wold",
    }


def test_a_forecast_writes_nothing(whole_scene, rows_of, database_path) -> None:
    whole_scene.session.commit()
    rows = rows_of()
    files = {path.name: path.read_bytes() for path in database_path.parent.glob("longstop*")}

    seen = looked_ahead(whole_scene)

    assert seen.messages > 0
    assert rows_of() == rows
    for name, before in files.items():
        if not name.endswith("-shm"):  # Readers mark their place in that file.
            assert (database_path.parent / name).read_bytes() == before


def test_a_writer_is_not_blocked_meanwhile(whole_scene) -> None:
    whole_scene.session.commit()

    def write(day: date) -> None:
        with transaction(whole_scene.factory) as other:
            ref = f"new-{day.isoformat()}"
            other.add(Agency(ref=ref, name=ref, kind=AgencyKind.PARTNER))

    looked_ahead(whole_scene, MONDAY + timedelta(days=2), on_day=write)

    refs = set(whole_scene.session.exec(select(Agency.ref)))
    assert {"new-2018-07-09", "new-2018-07-10", "new-2018-07-11"} <= refs


def test_if_nobody_approves_nothing_follows(whole_scene) -> None:
    seen = looked_ahead(whole_scene, nobody_approves=True)

    # The manager is reminded of the law's date by the daily message; nobody else hears of an item.
    people = {one.to for day in seen.days for one in day.going if one.items}
    assert people == {"Maria Fenn", "Ada Quill"}
    assert "Nobody approves" in seen.assumes[1]


def test_what_was_decided_today_and_has_not_gone_is_told(scene) -> None:
    item = scene.item(due=DUE)
    scene.decide(MONDAY)

    seen = looked_ahead(scene, MONDAY)

    (day,) = seen.days
    assert day.not_decided == "This day was decided already."
    (waiting,) = [one for one in day.going if one.items]
    assert (waiting.to, waiting.items[0].ref) == ("Maria Fenn", item.ref)
    assert waiting.waited_before


def test_each_item_says_why(scene) -> None:
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)

    seen = looked_ahead(scene, MONDAY)

    (message,) = [one for one in seen.days[0].goes if one.items]
    assert message.items[0].why == "Reminder 10 working days before the date"


def test_it_can_be_narrowed_to_one_inspection(scene) -> None:
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    other = scene.make.inspection("other-2018")
    scene.make.participation(other, scene.police, mode=BodyMode.AUTOMATIC)
    elsewhere = scene.make.milestone(other, scene.police, due=DUE, today=date(2018, 5, 14))

    seen = looked_ahead(scene, MONDAY, inspection="other-2018")

    (message,) = seen.days[0].going
    assert [item.ref for item in message.items] == [elsewhere.ref]


def test_briefs_are_told_as_what_a_person_does(whole_scene) -> None:
    seen = looked_ahead(whole_scene)

    briefs = [one for day in seen.days for one in day.going if one.kind == BRIEF]
    assert {one.to for one in briefs} == {"Dr Ives", "Iris Wold"}
    assert all(one.waits_because for one in briefs)


def test_a_span_in_the_past_is_refused(scene) -> None:
    with pytest.raises(Refused, match="lies before today"):
        forecast(scene.factory, Span(MONDAY, date(2018, 7, 2), DUE))


def test_held_messages_of_the_copy_are_not_those_of_the_database(scene) -> None:
    scene.item(due=DUE)

    looked_ahead(scene, END)

    assert scene.messages(MessageState.HELD, MessageState.QUEUED) == []


def test_an_item_goes_on_after_its_pause(scene) -> None:
    item = scene.item(due=date(2018, 6, 4), mode=BodyMode.AUTOMATIC)
    item.state, item.paused_until = MilestoneState.PAUSED, date(2018, 7, 20)
    scene.session.add(item)

    seen = looked_ahead(scene, date(2018, 7, 23))

    asked_on = [day.day for day in seen.days for one in day.going for _ in one.items]
    assert asked_on == [date(2018, 7, 23)]


def test_beyond_the_known_holidays_nothing_is_foretold(scene, rulebook) -> None:
    last = rulebook.calendar.last
    scene.session.commit()

    with pytest.raises(Refused, match="The bank holidays are known until"):
        forecast(scene.factory, Span(last, last, last + timedelta(days=1)))
    with pytest.raises(Refused):
        last_of_working_days(scene.factory, today=last, number=10)
