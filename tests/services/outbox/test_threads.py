"""What a mail answers: messages of one request follow each other, and nothing else does."""

from __future__ import annotations

import email
import email.policy
from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest

from models.milestones import Milestone
from models.words import BodyMode, ContactRole, MilestoneKind
from notifications.dispatch import Outcome
from services.arming import raise_version
from services.rulebook import standing_rulebook
from services.settle_unknown import settle_unknown

MONDAY = date(2018, 7, 9)
TUESDAY = date(2018, 7, 10)


def mails(scene: Any, *, to: str = "maria.fenn@police.example") -> list[EmailMessage]:
    """What one person got, oldest first."""
    read = [
        email.message_from_bytes(raw, policy=email.policy.default)
        for address, raw in scene.sink.sent
        if address == to
    ]
    return [one for one in read if isinstance(one, EmailMessage)]


def live(scene: Any, *days: date) -> None:
    for day in days:
        scene.decide(day)
        scene.deliver(day)


def first_line(mail: EmailMessage) -> str:
    """The first paragraph after the marks of a demonstration, on one line."""
    body = mail.get_body(("plain",))
    assert body is not None
    paragraphs = "\n".join(str(body.get_content()).splitlines()).split("\n\n")
    return " ".join(paragraphs[0].split())


@pytest.fixture
def statutory(scene: Any) -> Milestone:
    """A statutory date of the police, whose reminders fall on 9 and 16 July."""
    item: Milestone = scene.item(
        due=date(2018, 7, 23), kind=MilestoneKind.STATUTORY, mode=BodyMode.AUTOMATIC
    )
    return item


def test_a_reminder_of_one_statutory_date_answers_the_message_before_it(
    scene: Any, statutory: Milestone
) -> None:
    live(scene, MONDAY, date(2018, 7, 16))

    first, second = mails(scene)
    assert first["In-Reply-To"] is None
    assert second["In-Reply-To"] == first["Message-ID"]
    assert second["References"] == first["Message-ID"]


def test_what_a_mail_answers_is_kept_with_the_delivery(scene: Any, statutory: Milestone) -> None:
    live(scene, MONDAY, date(2018, 7, 16))

    first, second = (scene.deliveries(one)[0] for one in scene.messages())
    assert (first.in_reply_to, second.in_reply_to) == (None, first.message_id_header)


def test_a_date_that_was_counted_again_begins_anew(scene: Any, statutory: Milestone) -> None:
    live(scene, MONDAY)
    raise_version(
        scene.session,
        statutory,
        due=date(2018, 7, 24),
        today=TUESDAY,
        now=scene.at(TUESDAY),
        rulebook=standing_rulebook(),
    )

    live(scene, date(2018, 7, 17))

    first, second = mails(scene)
    assert second["Message-ID"] != first["Message-ID"]
    assert second["In-Reply-To"] is None


def test_two_statutory_dates_are_two_threads(scene: Any, statutory: Milestone) -> None:
    scene.item(due=date(2018, 7, 30), kind=MilestoneKind.STATUTORY, mode=BodyMode.AUTOMATIC)

    live(scene, MONDAY, date(2018, 7, 16))

    subject_of = {one["Message-ID"]: one["Subject"] for one in mails(scene)}
    answering = [one for one in mails(scene) if one["In-Reply-To"]]
    assert len(answering) == len(set(subject_of.values())) == 2
    assert all(subject_of[one["In-Reply-To"]] == one["Subject"] for one in answering)


def test_a_weekly_message_answers_none_before_it(scene: Any) -> None:
    scene.item(due=date(2018, 7, 23), mode=BodyMode.AUTOMATIC)
    scene.item(due=date(2018, 7, 30), mode=BodyMode.AUTOMATIC)

    live(scene, MONDAY, date(2018, 7, 16))

    weekly = mails(scene)
    assert len(weekly) == 2
    assert [one["References"] for one in weekly] == [None, None]


def test_a_copy_stands_in_the_thread_of_what_it_copies(scene: Any, statutory: Milestone) -> None:
    scene.make.contact(
        scene.police, role=ContactRole.DEPUTY, name="Lee Brook", email="lee@police.example"
    )

    live(scene, MONDAY, date(2018, 7, 16))

    (main, _), (copy, reminder) = mails(scene), mails(scene, to="lee@police.example")
    assert copy["References"] == main["Message-ID"]
    assert copy["In-Reply-To"] is None
    assert reminder["In-Reply-To"] == copy["Message-ID"]


@pytest.fixture
def sent_again(scene: Any) -> Any:
    """A message tried on Monday of which a person said that it did not arrive."""
    scene.item(due=date(2018, 7, 23), mode=BodyMode.AUTOMATIC)
    scene.decide(MONDAY)
    scene.sink.outcome = Outcome.UNKNOWN
    scene.deliver(MONDAY)
    scene.sink.outcome = Outcome.FILED
    (message,) = scene.messages()
    settle_unknown(
        scene.session,
        message.id,
        arrived=False,
        by="Ada Quill",
        today=TUESDAY,
        now=scene.at(TUESDAY),
    )
    scene.deliver(TUESDAY)
    return scene


def test_what_is_sent_again_names_the_first_and_answers_nothing(sent_again: Any) -> None:
    first, second = mails(sent_again)

    assert second["References"] == first["Message-ID"] != second["Message-ID"]
    assert second["In-Reply-To"] is None


def test_what_is_sent_again_says_so_before_anything_else(sent_again: Any) -> None:
    first, second = mails(sent_again)

    assert "We send this again" not in str(first)
    assert first_line(second).endswith(
        "We send this again, because we do not know that our message of Monday 9 July reached "
        "you. If it did, one answer is enough."
    )


def test_the_kept_bytes_are_those_that_went(sent_again: Any) -> None:
    (message,) = sent_again.messages()

    kept = [one.raw for one in sent_again.deliveries(message)]
    assert kept == [raw for to, raw in sent_again.sink.sent if to == "maria.fenn@police.example"]
