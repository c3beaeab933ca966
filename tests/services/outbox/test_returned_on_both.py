"""What came back, on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from documents.delivery_report import MailRead, Nature, Told
from models.queries.outbox import deliveries_of, notices_of
from models.queries.reports import newest_main_delivery, report_rows
from models.session import reading, transaction
from models.words import BodyMode, DeliveryState, NoticeState
from notifications.dispatch import Outcome
from services.returned_mail import Became, take_in
from services.sending_status import sending_status

MONDAY, DUE = date(2018, 7, 9), date(2018, 7, 23)


@pytest.fixture
def sent(scene):
    """A message to the police, sent on Monday; ``.report`` is its bounce."""
    scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.sink.outcome = Outcome.SENT
    scene.deliver(MONDAY)
    (scene.message,) = scene.messages()
    scene.number = scene.message.id
    delivery = newest_main_delivery(scene.session, scene.number)
    told = Told(delivery.sent_to, None, "failed", "5.1.1", "550 5.1.1 User unknown")
    name = delivery.message_id_header
    scene.report = MailRead("d" * 64, Nature.REPORT, (told,), (name,), (name,), None)
    return scene


def test_a_bounce_is_taken_in(sent, either_database) -> None:
    factory = either_database()

    with transaction(factory) as session:
        (taken,) = take_in(
            session, sent.report, file_name="b.eml", today=MONDAY, now=sent.at(MONDAY), by="op"
        )

    with reading(factory) as session:
        assert (taken.became, taken.marked) == (Became.CAME_BACK, ("Maria Fenn",))
        assert [one.state for one in deliveries_of(session, sent.number)] == [DeliveryState.FAILED]
        assert [one.state for one in notices_of(session, sent.number)] == [NoticeState.FAILED]
        assert report_rows(session, waiting=False)[0].contact.bounced_at == sent.at(MONDAY)


def test_a_report_read_twice_counts_once(sent, either_database) -> None:
    factory = either_database()
    take = {"file_name": "b.eml", "today": MONDAY, "now": sent.at(MONDAY), "by": "op"}
    with transaction(factory) as session:
        take_in(session, sent.report, **take)

    with transaction(factory) as session:
        (again,) = take_in(session, sent.report, **take)

    assert again.became is Became.READ_BEFORE


def test_where_sending_stands(sent, either_database) -> None:
    factory = either_database()

    with reading(factory) as session:
        found = sending_status(session, now=sent.at(MONDAY))

    assert (found.queue.queued, found.queue.unknown) == (0, 0)
    assert found.queue.last_sent is not None
    assert found.sentences[-1].startswith("Last sent on Monday 9 July 2018")
