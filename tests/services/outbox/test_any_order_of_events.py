"""Whatever channels answer and workers suffer, nothing is doubled and nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from models.ledger import ChannelFault, Delivery, Message, Notice
from models.session import SessionFactory, transaction
from models.words import DeliveryState
from notifications.dispatch import Outcome, Receipt
from services.deliver import LEASE, deliver_outbox
from services.settle_unknown import settle_unknown

MONDAY = date(2018, 7, 9)
OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING)
# After one of these only a person can have it sent again, as another delivery.
FINAL = (Outcome.SENT, Outcome.UNKNOWN, Outcome.FAILED)

answers = st.sampled_from(
    [
        Receipt(Outcome.SENT, "250", "ok"),
        Receipt(Outcome.FAILED, "554", "no"),
        Receipt(Outcome.RETRY, "451", "later"),
        Receipt(Outcome.UNKNOWN, "", "silence"),
        Receipt(Outcome.CHANNEL_FAULT, "535", "password"),
    ]
)
KILLED = "killed"
acts = st.lists(
    st.one_of(answers, st.just(KILLED), st.sampled_from([True, False])), min_size=1, max_size=25
)


class Killed(BaseException):
    """The worker is gone between the claim and the record of the outcome."""


class Channel:
    """Answers by the script, and notes what it was given and what it said."""

    lines, channel, can_look_up = 1, "smtp", False

    def __init__(self, script: Iterator[object]) -> None:
        self.script = script
        self.said: dict[int, list[object]] = {}

    def send(self, _raw, *, recipient, key):
        answer = next(self.script, Receipt(Outcome.SENT, "250", "ok"))
        if isinstance(answer, bool):
            answer = Receipt(Outcome.UNKNOWN, "", "silence")
        self.said.setdefault(key.delivery_id, []).append(answer)
        if answer == KILLED:
            raise Killed
        return answer


@pytest.fixture
def four(scene):
    """Messages to four bodies, and the manager's letter."""
    scene.people(4)
    scene.decide(MONDAY)
    scene.session.commit()
    return scene


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts)
def test_nothing_is_sent_twice_without_a_person_and_nothing_is_lost(four, script) -> None:
    forget_all(four.factory, at=four.at(MONDAY))
    channel, moment = Channel(iter(script)), four.at(MONDAY)
    settles = iter([one for one in script if isinstance(one, bool)])
    for _ in range(4 * len(script) + 10):
        try:
            deliver_outbox(four.factory, transport=channel, now=moment, today=MONDAY)
        except Killed:
            moment += LEASE
        settle_first(four.factory, next(settles, None), now=moment)
        moment += timedelta(hours=8)
        if all_done(four.factory):
            break

    with four.factory() as session:
        rows = session.exec(select(Delivery)).all()
    assert all(one.state not in OPEN for one in rows)
    for said in channel.said.values():
        final = [one for one in said if one == KILLED or one.outcome in FINAL]
        assert len(final) <= 1
        assert not final or said[-1] == final[0]
    per_message = Counter(one.message_id for one in rows if one.again_id is None)
    assert set(per_message.values()) == {1}


def forget_all(factory: SessionFactory, *, at: datetime) -> None:
    """The queue as it was: hypothesis plays many lives on one database."""
    with transaction(factory) as session:
        for again in session.exec(select(Delivery).where(Delivery.again_id.is_not(None))).all():
            session.delete(again)
        session.flush()
        for table, values in (
            (Delivery, {"state": "queued", "attempts": 0, "claim_token": None, "not_before": at}),
            (Message, {"state": "queued"}),
            (Notice, {"state": "queued", "told_on": None}),
        ):
            for row in session.exec(select(table)).all():
                for name, value in values.items():
                    setattr(row, name, value)
        for fault in session.exec(select(ChannelFault)).all():
            session.delete(fault)


def settle_first(factory: SessionFactory, arrived: bool | None, *, now: datetime) -> None:
    """A person settles the first unknown, if there is one and they say anything."""
    if arrived is None:
        return
    with transaction(factory) as session:
        unknown = _unknown(session)
        if unknown is not None:
            settle_unknown(
                session, unknown.message_id, arrived=arrived, by="Ada Quill", today=MONDAY, now=now
            )


def _unknown(session: Session) -> Delivery | None:
    return session.exec(
        select(Delivery).where(Delivery.state == DeliveryState.UNKNOWN).order_by(Delivery.id)
    ).first()


def all_done(factory: SessionFactory) -> bool:
    """Whether nothing is open any more."""
    with factory() as session:
        return session.exec(select(Delivery).where(Delivery.state.in_(OPEN))).first() is None
