"""Sending again what failed or was lost, and asking a channel that knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from models.queries.history import newest_events
from models.words import BodyMode, ContactRole, DeliveryState, MilestoneState, NoticeState
from notifications.dispatch import Outcome, Receipt
from notifications.keys import DeliveryKey
from notifications.maildir import Maildir
from notifications.plugins.maildir import maildir_transport
from services.cancel_message import cancel_message
from services.clear_bounce import clear_bounce
from services.deliver.looking import settle_by_looking
from services.errors import Refused
from services.installation import installation, named_after
from services.resend_message import resend_message
from services.set_contact import ContactOrder, set_contact
from services.settle_unknown import settle_unknown

MONDAY = date(2018, 7, 9)
TUESDAY = date(2018, 7, 10)
DUE = date(2018, 7, 23)


def tried(scene, outcome: Outcome):
    """A message to the police that was tried on Monday with this outcome."""
    scene.milestone = scene.item(due=DUE, mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.sink.outcome = outcome
    scene.deliver(MONDAY)
    scene.sink.outcome = Outcome.SENT
    (scene.message,) = scene.messages()
    return scene


@pytest.fixture
def failed(scene):
    return tried(scene, Outcome.FAILED)


@pytest.fixture
def lost(scene):
    """The server took it, and they say that they never got it."""
    return tried(scene, Outcome.SENT)


def resend(scene, *, because: str | None = None, day: date = TUESDAY):
    resent = resend_message(
        scene.session, scene.message.id, because=because, today=day, now=scene.at(day), by="Ada"
    )
    scene.session.commit()
    return resent


def test_what_failed_goes_again_under_a_new_name(failed) -> None:
    resend(failed)
    failed.deliver(TUESDAY)

    first, second = failed.deliveries(failed.message)
    assert (first.state, second.state) == (DeliveryState.FAILED, DeliveryState.SENT)
    assert second.again_id == first.id
    assert first.message_id_header != second.message_id_header
    (notice,) = failed.notices(failed.message)
    assert (notice.state, notice.told_on) == (NoticeState.TOLD, TUESDAY)


def test_the_new_one_names_the_first(failed) -> None:
    resend(failed)
    failed.deliver(TUESDAY)

    first, _ = failed.deliveries(failed.message)
    assert (first.message_id_header or "").encode() in failed.sink.sent[-1][1]


def test_until_it_has_gone_nobody_counts_as_told(lost) -> None:
    resend(lost, because="They never got it")

    (notice,) = lost.notices(lost.message)
    assert (notice.state, notice.told_on) == (NoticeState.QUEUED, None)


def test_what_went_is_sent_again_only_with_a_reason(lost) -> None:
    with pytest.raises(Refused, match="never got it"):
        resend(lost)


def test_the_first_keeps_its_outcome_and_says_why_there_is_another(lost) -> None:
    resend(lost, because="they never got it")

    first, _ = lost.deliveries(lost.message)
    assert first.state is DeliveryState.SENT
    assert "Sent again, because they never got it." in first.outcome


def test_it_is_not_sent_again_while_it_is_queued(failed) -> None:
    resend(failed)

    with pytest.raises(Refused, match="is on its way"):
        resend(failed)


def test_what_is_unknown_is_settled_first(scene) -> None:
    unknown = tried(scene, Outcome.UNKNOWN)

    with pytest.raises(Refused, match="outbox settle"):
        resend(unknown, because="They never got it")


def test_a_message_whose_items_are_all_done_is_refused(failed) -> None:
    failed.milestone.state = MilestoneState.REPORTED_COMPLETE
    failed.session.commit()

    with pytest.raises(Refused, match="no longer open"):
        resend(failed)


def test_a_refusal_changes_nothing(failed, rows_of) -> None:
    failed.milestone.state = MilestoneState.REPORTED_COMPLETE
    failed.session.commit()
    before = rows_of()

    with pytest.raises(Refused):
        resend(failed)
    failed.session.rollback()

    assert rows_of() == before


def test_a_marked_address_is_put_right_first(failed) -> None:
    failed.inspector.bounced_at = failed.at(MONDAY)
    failed.session.commit()
    with pytest.raises(Refused, match=r"came back.*clear-bounce"):
        resend(failed)

    clear_bounce(failed.session, failed.inspector, now=failed.at(TUESDAY), by="Ada")

    assert resend(failed).number == failed.message.id


def test_it_goes_to_the_address_put_right_since(failed) -> None:
    set_contact(
        failed.session, failed.police,
        ContactOrder(ContactRole.SPOC, "Maria Fenn", email="m.fenn@police.example"),
        today=TUESDAY, now=failed.at(TUESDAY), by="Ada",
    )  # fmt: skip

    resend(failed)
    failed.deliver(TUESDAY)

    assert failed.sink.to[-1] == "m.fenn@police.example"


def test_nothing_goes_again_to_who_no_longer_holds_the_role(failed) -> None:
    set_contact(
        failed.session, failed.police, ContactOrder(ContactRole.SPOC, "Dev Rook",
        email="dev.rook@police.example"), today=TUESDAY, now=failed.at(TUESDAY), by="Ada",
    )  # fmt: skip

    with pytest.raises(Refused, match="no longer holds the role"):
        resend(failed)


def test_a_cancelled_message_is_left_to_the_next_check(scene) -> None:
    scene.item(due=DUE)
    scene.decide(MONDAY)
    scene.message = scene.held()
    cancel_message(
        scene.session, scene.message.id, reason="We meet", by="Ada", today=MONDAY,
        now=scene.at(MONDAY),
    )  # fmt: skip

    with pytest.raises(Refused, match="was cancelled"):
        resend(scene)


def test_on_a_friday_afternoon_it_waits_for_monday(failed) -> None:
    friday = date(2018, 7, 13)
    resent = resend_message(
        failed.session, failed.message.id, because=None, today=friday,
        now=failed.at(friday) + timedelta(hours=4), by="Ada",
    )  # fmt: skip

    assert resent.leaves_at == failed.at(date(2018, 7, 16)) - timedelta(hours=2)


def test_it_stands_in_history(lost) -> None:
    resend(lost, because="they never got it")

    (event,) = newest_events(lost.session, limit=1)
    assert (event.kind, event.actor) == ("message_sent_again", "Ada")
    assert event.payload["because"] == "they never got it"


def test_how_a_person_knows_stands_with_the_delivery(scene) -> None:
    unknown = tried(scene, Outcome.UNKNOWN)

    settle_unknown(
        unknown.session, unknown.message.id, arrived=True, by="Ada", today=TUESDAY,
        now=unknown.at(TUESDAY), because="Maria, by telephone",
    )  # fmt: skip

    (delivery,) = unknown.deliveries(unknown.message)
    assert "Ada says that it arrived: Maria, by telephone." in delivery.outcome


@dataclass
class Knows:
    """A channel that can be asked, and knows what it is told to know."""

    answer: Receipt | None
    asked: list[str] = field(default_factory=list)
    channel: str = "maildir"
    can_look_up: bool = True

    def find(self, key) -> Receipt | None:
        self.asked.append(key.file_name)
        return self.answer


def look(scene, channel: Any, *, day: date = TUESDAY) -> int:
    scene.session.commit()
    found = settle_by_looking(scene.factory, transport=channel, now=scene.at(day), today=day)
    scene.session.expire_all()
    return found


FILED = Receipt(Outcome.FILED, "filed", "there it lies")


def test_what_the_channel_knows_is_settled_as_of_the_day_it_was_tried(scene) -> None:
    unknown = tried(scene, Outcome.UNKNOWN)

    assert look(unknown, Knows(FILED)) >= 1

    (notice,) = unknown.notices(unknown.message)
    assert (notice.state, notice.told_on) == (NoticeState.TOLD, MONDAY)
    (delivery,) = unknown.deliveries(unknown.message)
    assert delivery.state is DeliveryState.FILED


def test_what_the_channel_does_not_know_waits_for_a_person(scene) -> None:
    unknown = tried(scene, Outcome.UNKNOWN)

    assert look(unknown, Knows(None)) == 0

    (delivery,) = unknown.deliveries(unknown.message)
    assert delivery.state is DeliveryState.UNKNOWN


@pytest.mark.parametrize("channel", [Knows(FILED, channel="smtp"), Knows(FILED, can_look_up=False)])
def test_only_the_channel_that_carried_it_is_asked(scene, channel) -> None:
    unknown = tried(scene, Outcome.UNKNOWN)

    assert look(unknown, channel) == 0
    assert channel.asked == []


def test_a_worker_that_died_after_filing_leaves_nothing_unknown(scene, mail_folder) -> None:
    unknown = tried(scene, Outcome.UNKNOWN)
    (delivery,) = unknown.deliveries(unknown.message)
    named = named_after(installation(unknown.session))
    key = DeliveryKey(named, delivery_id=delivery.id or 0)
    # The worker filed it, and died before the record of it.
    Maildir(mail_folder).file(delivery.raw or b"", key.file_name)

    assert look(unknown, maildir_transport(mail_folder)) == 1

    assert delivery.state is DeliveryState.FILED
