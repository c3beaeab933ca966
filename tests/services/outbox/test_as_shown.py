"""A person approves what they read: if it reads differently now, nothing is approved."""

from __future__ import annotations

from datetime import date

import pytest

from models.history import Event
from models.queries.history import newest_events
from models.words import BodyMode, ContactRole, MessageState, MilestoneState, NoticeState
from services.approve_as_shown import AsShown, Changed, approve_as_shown
from services.approve_message import Approved, approve_message
from services.errors import Refused
from services.show_message import show_message

MONDAY = date(2018, 7, 9)
TUESDAY = date(2018, 7, 10)
DUE = date(2018, 7, 23)


@pytest.fixture
def waiting(scene):
    """Two items of the police wait in one message."""
    scene.items = [scene.item(due=DUE), scene.item(due=DUE)]
    scene.decide(MONDAY)
    return scene


def read(scene, day: date = MONDAY, approver: str | None = None):
    return show_message(
        scene.session, scene.held().id, today=day, now=scene.at(day), approver=approver
    )


def approve(scene, mark: str, *, day: date = MONDAY, text: str | None = None, by="Ada Quill"):
    return approve_as_shown(
        scene.session,
        scene.messages()[0].id,
        AsShown(mark, text),
        by=by,
        today=day,
        now=scene.at(day),
    )


def test_what_still_says_the_same_is_approved(waiting) -> None:
    approved = approve(waiting, read(waiting).mark)

    assert isinstance(approved, Approved)
    assert waiting.messages()[0].state is MessageState.QUEUED


def test_showing_it_writes_nothing(waiting, rows_of) -> None:
    waiting.session.commit()
    before = rows_of()

    read(waiting, approver="Ada Quill")
    waiting.session.commit()

    assert rows_of() == before


def test_what_is_left_out_since_is_named_and_nothing_is_approved(waiting) -> None:
    mark = read(waiting).mark
    waiting.items[0].state = MilestoneState.ACCEPTED
    waiting.session.add(waiting.items[0])

    changed = approve(waiting, mark)

    assert isinstance(changed, Changed)
    assert changed.what == (
        f"Item {waiting.items[0].ref} is left out: the item is no longer open.",
    )
    message = waiting.held()
    assert (message.approved_by, waiting.deliveries(message)) == (None, [])
    assert {notice.state for notice in waiting.notices(message)} == {NoticeState.QUEUED}


def test_after_it_was_read_again_it_is_approved(waiting) -> None:
    mark = read(waiting).mark
    waiting.items[0].state = MilestoneState.ACCEPTED
    waiting.session.add(waiting.items[0])
    changed = approve(waiting, mark)

    assert changed.mark == read(waiting).mark
    assert isinstance(approve(waiting, changed.mark), Approved)


def test_what_a_later_check_added_is_named_with_its_day(waiting) -> None:
    mark = read(waiting).mark
    late = waiting.item(due=date(2018, 7, 30))
    waiting.decide(date(2018, 7, 16))

    changed = approve(waiting, mark, day=date(2018, 7, 16))

    assert f"Item {late.ref} was added on Monday 16 July 2018." in changed.what


def test_on_a_later_day_its_days_are_counted_anew(waiting) -> None:
    changed = approve(waiting, read(waiting).mark, day=TUESDAY)

    (sentence,) = changed.what
    assert sentence.startswith("It was read on Monday 9 July 2018. Today is Tuesday 10 July 2018")


def test_another_reader_is_named(waiting) -> None:
    mark = read(waiting).mark
    waiting.inspector.cover_name, waiting.inspector.cover_email = (
        "Ben Ode",
        "ben.ode@police.example",
    )
    waiting.inspector.cover_until = TUESDAY
    waiting.session.add(waiting.inspector)

    (sentence,) = approve(waiting, mark).what

    assert sentence.startswith("It goes to Ben Ode, single point of contact, Estuary Police")


def test_other_wording_is_shown_side_by_side_where_the_text_is_at_hand(waiting) -> None:
    shown = read(waiting)
    waiting.items[0].title = "Minutes shared within one day"
    waiting.session.add(waiting.items[0])

    changed = approve(waiting, shown.mark, text=shown.text)

    assert any(
        "It said: " in one and "It says now: " in one and "Minutes shared within one day" in one
        for one in changed.what
    )
    assert approve(waiting, shown.mark).what == ("Its wording has changed.",)


def test_a_message_with_nothing_left_says_so(waiting) -> None:
    mark = read(waiting).mark
    for item in waiting.items:
        item.state = MilestoneState.ACCEPTED
        waiting.session.add(item)

    changed = approve(waiting, mark)

    assert changed.what == ("Nothing of it would go now: the item is no longer open.",)
    assert waiting.held().cancelled_because is None


def test_the_mark_of_nothing_left_cancels_it(waiting) -> None:
    for item in waiting.items:
        item.state = MilestoneState.ACCEPTED
        waiting.session.add(item)

    done = approve(waiting, read(waiting).mark)

    assert done.cancelled_because == "the item is no longer open"


def test_who_approves_makes_no_other_mark(scene) -> None:
    scene.make.contact(
        scene.police,
        role=ContactRole.SENIOR_LEAD,
        name="Sol Marsh",
        email="sol.marsh@police.example",
        introduced_on=date(2018, 6, 1),
    )
    scene.item(due=date(2018, 6, 4))
    for day in (MONDAY, date(2018, 7, 12)):
        scene.decide(day)
        approve_message(scene.session, scene.held().id, by="Ada", today=day, now=scene.at(day))
        scene.deliver(day)
    raised = date(2018, 7, 16)
    scene.decide(raised)

    mine, theirs = read(scene, raised, "Ada Quill"), read(scene, raised, "Ben Ode")

    assert mine.text != theirs.text
    assert mine.mark == theirs.mark == read(scene, raised).mark


def test_the_mark_of_another_message_approves_nothing(waiting) -> None:
    mark = read(waiting).mark
    health = waiting.make.agency("health", name="Estuary Health", chosen_weekday=1)
    waiting.make.contact(health, name="Kim Wade", email="kim.wade@health.example")
    waiting.make.participation(waiting.inspection, health, mode=BodyMode.PREPARED)
    waiting.make.milestone(
        waiting.inspection, health, due=DUE, today=date(2018, 5, 14), mode=BodyMode.PREPARED
    )
    waiting.decide(date(2018, 7, 16))
    (other,) = waiting.messages_to(health)

    with pytest.raises(Refused, match=f"was not shown for message {other.id}"):
        approve_as_shown(
            waiting.session, other.id, AsShown(mark), by="Ada", today=MONDAY, now=waiting.at(MONDAY)
        )


def test_what_is_no_mark_is_refused(waiting) -> None:
    with pytest.raises(Refused, match="is no mark"):
        approve(waiting, "as it is")


def test_whoever_comes_second_is_told_who_was_first(waiting) -> None:
    mark = read(waiting).mark
    approve(waiting, mark, by="Ben Ode")

    with pytest.raises(Refused, match="is on its way, approved by Ben Ode; there is nothing"):
        approve(waiting, mark)


def test_the_cover_of_the_manager_approves_in_both_names(waiting) -> None:
    waiting.manager.cover_name, waiting.manager.cover_email = "Ben Ode", "ben.ode@council.example"
    waiting.manager.cover_until = TUESDAY
    waiting.session.add(waiting.manager)

    approved = approve(waiting, read(waiting).mark, by="ben ode")

    assert approved.by == "ben ode, covering for Ada Quill"
    assert waiting.messages()[0].approved_by == approved.by
    assert newest(waiting).actor == approved.by


def newest(scene) -> Event:
    return newest_events(scene.session, limit=1)[0]
