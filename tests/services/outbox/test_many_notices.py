"""A message of very many notices is looked at by their kinds, as it would be one by one."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from models.installation import CouncilSetting
from models.ledger import ChannelFault
from models.milestones import DeadlineVersion, Milestone
from models.queries.plans import current_version
from models.words import BodyMode, Channel, MilestoneKind, MilestoneState, NoticeState
from services.compose.looking import Looked, look_again
from services.compose.message import show
from services.compose.reader import reader_of
from services.compose.reading import read_day

MONDAY = date(2018, 7, 9)
ITEMS = 60
AT_MOST = 40


def something_happened(scene, milestone, chance: random.Random) -> None:
    """Nothing, or one of the things that keep a notice from going."""
    version: DeadlineVersion = current_version(scene.session, milestone.id)
    match chance.randrange(6):
        case 0:
            milestone.state = MilestoneState.REPORTED_COMPLETE
        case 1:
            version.answered_on = MONDAY + timedelta(days=1)
        case 2:
            milestone.state = MilestoneState.PAUSED
        case 3:
            version.armed_on = None


@pytest.fixture
def crowd(scene):
    """One message to the police about sixty items of two dates, some of which came to rest."""
    chance = random.Random(7)  # noqa: S311
    scene.session.add(
        CouncilSetting(
            key="brake.enabled", value=False, changed_by="test", changed_at=scene.at(MONDAY)
        )
    )
    milestones = [
        scene.item(
            due=date(2018, 7, 23) if number % 3 else date(2018, 7, 20),
            mode=BodyMode.AUTOMATIC,
            ref=f"C{number}",
        )
        for number in range(ITEMS)
    ]
    scene.decide(MONDAY)
    scene.untouched = [one for one in milestones if chance.random() < 0.8]
    for one in milestones:
        if one not in scene.untouched:
            something_happened(scene, one, chance)
    scene.session.flush()
    return scene


def look(scene, *, at_most: int | None) -> Looked:
    (message,) = scene.messages()
    day = read_day(scene.session, today=MONDAY)
    reader = reader_of(scene.session, message, scene.inspector, day, now=scene.at(MONDAY))
    return look_again(scene.session, reader, copy=False, at_most=at_most)


def test_the_same_notices_go_and_the_same_are_withdrawn_for_the_same_reasons(crowd) -> None:
    each, by_kind = look(crowd, at_most=None), look(crowd, at_most=AT_MOST)

    going = {one.milestone.id for one in each.kept}
    counted = [number for one in by_kind.rest for number in one.milestone_ids]
    assert len(by_kind.kept) == AT_MOST
    assert going == {one.milestone.id for one in by_kind.kept} | set(counted)
    assert len(going) == AT_MOST + len(counted)
    assert {(one.id, because) for one, because in each.withdrawn} == {
        (one.id, because) for one, because in by_kind.withdrawn
    }
    assert each.withdrawn


def test_the_earliest_are_listed(crowd) -> None:
    looked = look(crowd, at_most=AT_MOST)

    by_id = {one.milestone.id: one.version.due for one in look(crowd, at_most=None).kept}
    last_listed = max(one.version.due for one in looked.kept)
    assert all(by_id[number] >= last_listed for one in looked.rest for number in one.milestone_ids)


def test_a_statutory_item_is_listed_whatever_its_date(scene) -> None:
    for _ in range(ITEMS):
        scene.item(due=date(2018, 7, 23), mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    last = max(scene.notices(scene.messages()[0]), key=lambda one: one.id).subject_id
    milestone = scene.session.get_one(Milestone, last)
    milestone.kind = MilestoneKind.STATUTORY
    scene.session.flush()

    looked = look(scene, at_most=AT_MOST)

    assert milestone.id in {one.milestone.id for one in looked.kept}


def test_the_message_counts_what_it_does_not_list(crowd) -> None:
    (message,) = crowd.messages()
    number = len(look(crowd, at_most=None).kept)

    shown = show(crowd.session, message, today=MONDAY, now=crowd.at(MONDAY))

    assert f"these {number} items stand" in " ".join(shown.text.split())
    assert f"Not listed here: {number - AT_MOST} more items" in " ".join(shown.text.split())


def test_what_is_sent_withdraws_what_may_not_go(crowd, answering) -> None:
    crowd.deliver_by(answering(), at=crowd.at(MONDAY))

    (message,) = crowd.messages()
    states = {one.subject_id: one.state for one in crowd.notices(message)}
    told = {number for number, state in states.items() if state is NoticeState.TOLD}
    assert {one.id for one in crowd.untouched} <= told
    assert NoticeState.WITHDRAWN in states.values()
    assert set(states.values()) == {NoticeState.TOLD, NoticeState.WITHDRAWN}


def test_the_manager_reads_that_a_channel_is_out_of_order(scene) -> None:
    scene.item(due=date(2018, 7, 23), mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.session.add(
        ChannelFault(
            channel=Channel.TEAMS,
            faults=2,
            since=scene.at(MONDAY),
            paused_until=scene.at(MONDAY) + timedelta(minutes=2),
            because="503 busy",
        )
    )
    scene.session.flush()
    (letter,) = scene.messages_to(scene.council)

    shown = show(scene.session, letter, today=MONDAY, now=scene.at(MONDAY))

    assert "The Teams channel is out of order: 503 busy." in " ".join(shown.text.split())
