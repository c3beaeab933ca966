"""Several messages under way at once: each goes once, and its claim is committed before it does."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from models.installation import Installation
from models.ledger import Delivery
from models.words import DeliveryState
from notifications.dispatch import Outcome, Receipt
from services.deliver import deliver_outbox

MONDAY = date(2018, 7, 9)
SENT = Receipt(Outcome.SENT, "250", "ok")


@pytest.fixture
def twelve(scene):
    """Twelve messages to twelve bodies, and the manager's letter."""
    scene.people(12)
    scene.decide(MONDAY)
    return scene


def states(session: Session) -> Counter[DeliveryState]:
    return Counter(session.exec(select(Delivery.state)).all())


def test_no_more_are_under_way_than_there_are_lines_and_each_goes_once(
    twelve, answering, either_database
) -> None:
    # Nobody gets an answer before four are under way together.
    together = threading.Barrier(4)

    def slow(_to: str, number: int) -> Receipt:
        if number <= 12:
            together.wait(timeout=30)
        return SENT

    sink, factory = answering(slow, lines=4), either_database()
    report = deliver_outbox(factory, transport=sink, now=twelve.at(MONDAY), today=MONDAY)

    assert sink.most_at_once == 4
    assert report.counts == {"sent": 13}
    assert max(Counter(sink.deliveries).values()) == 1
    with factory() as session:
        assert states(session) == {DeliveryState.SENT: 13}


def test_two_workers_at_once_send_each_message_once(twelve, answering, either_database) -> None:
    factory = either_database()
    sinks = [answering(lines=3), answering(lines=3)]
    workers = [
        threading.Thread(
            target=deliver_outbox,
            args=(factory,),
            kwargs={"transport": sink, "now": twelve.at(MONDAY), "today": MONDAY},
        )
        for sink in sinks
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)

    sent = Counter(number for sink in sinks for number in sink.deliveries)
    assert len(sent) == 13
    assert max(sent.values()) == 1


@pytest.mark.parametrize("lines", [1, 4])
def test_a_claim_stands_on_disk_before_its_message_leaves(twelve, answering, lines: int) -> None:
    unclaimed: list[str] = []

    def look(to: str, _number: int) -> Receipt:
        with twelve.factory() as session:
            claimed = session.exec(
                select(Delivery.sent_to).where(Delivery.state == DeliveryState.SENDING)
            ).all()
        if to not in claimed:
            unclaimed.append(to)
        return SENT

    twelve.deliver_by(answering(look, lines=lines), at=twelve.at(MONDAY))

    assert unclaimed == []


@pytest.mark.parametrize("lines", [1, 4])
def test_no_more_than_the_limit_get_an_outcome(twelve, answering, lines: int) -> None:
    sink = answering(lines=lines)

    report = twelve.deliver_by(sink, at=twelve.at(MONDAY), limit=5)

    assert len(sink.sent) == report.total == 5


@pytest.mark.parametrize("lines", [1, 4])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_stop_records_what_is_under_way(
    twelve, answering, lines: int, number: signal.Signals
) -> None:
    def ask(_to: str, place: int) -> Receipt:
        if place == 2:
            os.kill(os.getpid(), number)
        return SENT

    sink = answering(ask, lines=lines)
    before = signal.getsignal(number)

    report = twelve.deliver_by(sink, at=twelve.at(MONDAY))

    found = states(twelve.session)
    assert 2 <= len(sink.sent) < 13
    assert found == {DeliveryState.SENT: len(sink.sent), DeliveryState.QUEUED: 13 - len(sink.sent)}
    assert "Stopped on request" in (report.stopped_because or "")
    assert signal.getsignal(number) is before


def test_sending_that_is_stopped_meanwhile_stops_at_the_next_claim(twelve, answering) -> None:
    def stop(_to: str, place: int) -> Receipt:
        if place == 3:
            with twelve.factory() as session:
                session.get_one(Installation, 1).sending_stopped = True
                session.commit()
        return SENT

    sink = answering(stop)
    report = twelve.deliver_by(sink, at=twelve.at(MONDAY))

    assert len(sink.sent) == 3
    assert states(twelve.session)[DeliveryState.QUEUED] == 10
    assert "Sending is stopped" in (report.stopped_because or "")


def test_a_run_that_lasts_longer_than_a_lease_keeps_its_claims(twelve, answering) -> None:
    hours = iter(range(1, 100))
    begun = twelve.at(MONDAY)

    def clock():
        return begun + timedelta(hours=next(hours) / 4)

    sink = answering()
    report = twelve.deliver_by(sink, at=begun, clock=clock)

    assert report.counts == {"sent": 13}
    leases = twelve.session.exec(select(Delivery.lease_until)).all()
    assert len(set(leases)) == 13


def test_a_worker_with_one_line_begins_no_thread(twelve, answering) -> None:
    threads: set[str] = set()

    def look(_to: str, _number: int) -> Receipt:
        threads.add(threading.current_thread().name)
        return SENT

    twelve.deliver_by(answering(look), at=twelve.at(MONDAY))

    assert threads == {threading.current_thread().name}
