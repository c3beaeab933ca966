"""What a person does above the lead: briefs, what is recorded of them, and acknowledging."""

from __future__ import annotations

from datetime import date

import pytest

from models.ledger import Escalation
from models.queries.plans import current_version
from models.words import (
    BriefState,
    ContactRole,
    MessageKind,
    MessageState,
    MilestoneKind,
    NoticeState,
)
from services.acknowledge_escalation import acknowledge_escalation
from services.approve_message import approve_message
from services.cancel_message import cancel_message
from services.errors import Refused
from services.hold_message import hold_message
from services.record_brief import How, record_brief

# A plan item that was due on Monday 4 June is late by the first daily check on Monday 9 July; its
# lead is told then, and three working days later that the senior lead will hear of it.
LATE = date(2018, 6, 4)
MONDAY = date(2018, 7, 9)
COURTESY_DAY = date(2018, 7, 12)
RAISED_DAY = date(2018, 7, 16)


@pytest.fixture
def raised(scene):
    """A late item of the police that waits to be raised with their senior lead."""
    scene.make.contact(
        scene.police,
        role=ContactRole.SENIOR_LEAD,
        name="Sol Marsh",
        email="sol.marsh@police.example",
        introduced_on=date(2018, 6, 1),
    )
    item = scene.item(due=LATE)
    for day in (MONDAY, COURTESY_DAY):
        scene.decide(day)
        approve(scene, scene.held().id, day)
        scene.deliver(day)
    scene.decide(RAISED_DAY)
    scene.raised_item = item
    return scene


def approve(scene, number: int, day: date):
    return approve_message(scene.session, number, by="Ada Quill", today=day, now=scene.at(day))


def recorded(scene, how: How, on: date = RAISED_DAY, because: str | None = None):
    return record_brief(
        scene.session,
        scene.brief().id,
        how=how,
        on=on,
        by="Ada Quill",
        today=RAISED_DAY,
        now=scene.at(RAISED_DAY),
        because=because,
    )


def test_what_is_raised_waits_with_its_brief(raised) -> None:
    brief = raised.brief()

    assert (brief.state, brief.audience) == (BriefState.WAITING, "senior_lead")
    assert raised.held().kind is MessageKind.ESCALATION
    assert brief.message_id == raised.held().id


def test_approving_it_is_sent_from_here(raised) -> None:
    approved = approve(raised, raised.held().id, RAISED_DAY)
    raised.deliver(RAISED_DAY)

    assert raised.brief().state is BriefState.SENT_FROM_HERE
    assert raised.brief().recorded_by == "Ada Quill"
    assert "Ada Quill" in approved.shown.text
    assert "sol.marsh@police.example" in raised.sink.to


def test_having_spoken_counts_as_told_on_that_day(raised) -> None:
    message = raised.held()

    done = recorded(raised, How.SPOKE, on=date(2018, 7, 13))

    assert (done.items, done.to) == (1, "Sol Marsh, senior lead, Estuary Police")
    (notice,) = raised.notices(message)
    assert (notice.state, notice.told_on) == (NoticeState.TOLD, date(2018, 7, 13))
    assert message.state is MessageState.CANCELLED


def test_not_raising_it_needs_a_reason(raised) -> None:
    with pytest.raises(Refused, match="Say why it is not raised"):
        recorded(raised, How.NOT_RAISED)


def test_what_was_not_raised_never_climbs_further(raised) -> None:
    board = raised.make.agency("board", name="Improvement Board")
    raised.make.contact(board, role=ContactRole.CHAIR, name="Iris Wold")
    recorded(raised, How.NOT_RAISED, because="their new senior lead starts in August")

    for day in (date(2018, 7, 30), date(2018, 8, 31), date(2018, 10, 31)):
        raised.decide(day)

    rungs = {notice.rung_id for notice in raised_notices(raised)}
    assert "chair" not in rungs
    assert "chair-courtesy" not in rungs


def raised_notices(scene):
    from models.queries.plans import live_notices_of

    return live_notices_of(scene.session, subject_id=scene.raised_item.id, version=1)


def test_a_brief_is_recorded_once(raised) -> None:
    recorded(raised, How.SENT)

    with pytest.raises(Refused, match="was sent by a person on 16 July 2018 already"):
        recorded(raised, How.SPOKE)


def test_a_day_to_come_or_long_ago_is_refused(raised) -> None:
    with pytest.raises(Refused, match="lies in the future"):
        recorded(raised, How.SPOKE, on=date(2018, 7, 17))
    with pytest.raises(Refused, match="Check the date"):
        recorded(raised, How.SPOKE, on=date(2017, 7, 16))


def test_holding_an_approved_escalation_lets_its_brief_wait_again(raised) -> None:
    number = raised.held().id
    approve(raised, number, RAISED_DAY)

    hold_message(
        raised.session, number, reason="she is away", by="Ada Quill", now=raised.at(RAISED_DAY)
    )

    assert raised.brief().state is BriefState.WAITING


def test_cancelling_it_for_good_is_not_raising_it(raised) -> None:
    cancel_message(
        raised.session,
        raised.held().id,
        reason="settled in the meeting",
        by="Ada Quill",
        today=RAISED_DAY,
        now=raised.at(RAISED_DAY),
        for_good=True,
    )

    assert raised.brief().state is BriefState.NOT_RAISED


def test_later_items_are_added_to_the_brief_that_waits(raised) -> None:
    raised.item(due=date(2018, 6, 5))
    first = raised.brief().id
    for day in (date(2018, 7, 23), date(2018, 7, 26)):
        raised.decide(day)
        for message in raised.messages(MessageState.HELD):
            if message.kind is not MessageKind.ESCALATION:
                approve(raised, message.id, day)
        raised.deliver(day)

    raised.decide(date(2018, 7, 30))

    assert raised.brief().id == first
    assert len(raised.notices(raised.held())) == 2


def acknowledged(scene, *, days: int | None = None, on: date = RAISED_DAY):
    return acknowledge_escalation(
        scene.session, scene.raised_item, reason="their lead is on leave", by="Ada Quill",
        today=on, now=scene.at(on), working_days=days,
    )  # fmt: skip


def test_acknowledging_pauses_for_five_working_days(raised) -> None:
    done = acknowledged(raised)

    version = current_version(raised.session, raised.raised_item.id)
    assert done.until == date(2018, 7, 23)
    assert version.acknowledged_until == date(2018, 7, 23)


def test_what_waits_is_withdrawn_while_it_is_acknowledged(raised) -> None:
    acknowledged(raised)

    approved = approve(raised, raised.held().id, RAISED_DAY)

    assert approved.cancelled_because == "it was acknowledged, which pauses it"
    assert raised.brief().state is BriefState.WITHDRAWN


def test_after_the_pause_the_same_step_follows_and_none_is_jumped_over(raised) -> None:
    acknowledged(raised)
    approve(raised, raised.held().id, RAISED_DAY)

    raised.decide(date(2018, 7, 23))
    still_paused = raised.messages(MessageState.HELD)
    raised.decide(date(2018, 7, 24))

    assert all(message.kind is not MessageKind.ESCALATION for message in still_paused)
    (again,) = [m for m in raised.messages(MessageState.HELD) if m.kind is MessageKind.ESCALATION]
    assert [notice.rung_id for notice in raised.notices(again)] == ["senior-lead"]


def test_ten_working_days_are_the_most_renewals_included(raised) -> None:
    acknowledged(raised, days=8)

    renewed = acknowledged(raised, days=8, on=date(2018, 7, 26))

    assert renewed.until == date(2018, 7, 30)
    assert renewed.cut_because is not None
    with pytest.raises(Refused, match="the most there is"):
        acknowledged(raised, on=date(2018, 7, 30))


@pytest.mark.parametrize("days", [0, 11])
def test_a_pause_has_one_to_ten_working_days(raised, days: int) -> None:
    with pytest.raises(Refused, match="1 to 10 working days"):
        acknowledged(raised, days=days)


def test_no_pause_passes_a_statutory_date(scene) -> None:
    scene.raised_item = scene.item(due=date(2018, 7, 18), kind=MilestoneKind.STATUTORY)
    scene.session.add(
        Escalation(milestone_id=scene.raised_item.id, deadline_version=1, opened_on=RAISED_DAY)
    )
    scene.session.flush()

    done = acknowledged(scene)

    assert (done.until, done.cut_because) == (
        date(2018, 7, 18),
        "no pause passes a statutory date",
    )
    with pytest.raises(Refused, match="it cannot be paused"):
        acknowledged(scene, on=date(2018, 7, 19))


def test_what_is_not_raised_cannot_be_acknowledged(scene) -> None:
    scene.raised_item = scene.item(due=date(2018, 9, 28))

    with pytest.raises(Refused, match="is not raised above its lead"):
        acknowledged(scene)
