"""What a message says of those before it, of who has not signed, and of what follows."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest

from models.plans import SignOff
from models.words import MilestoneKind
from services.approve_message import approve_message
from services.report_complete import Completion, report_complete
from services.rulebook import standing_rulebook

FRIDAY = date(2018, 9, 14)
MONDAY = date(2018, 9, 17)


def text_of(mail: EmailMessage) -> str:
    """The text part as one line."""
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def last_to(days: Any, address: str) -> str:
    return text_of(days.mails(to=address)[-1])


def test_the_second_weekly_message_names_what_is_new_in_it(
    cast: Any, make: Any, session: Any, days: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=date(2018, 9, 20), ref="1.1")
    make.milestone(cast.inspection, cast.police, due=date(2018, 10, 5), ref="1.2")
    session.commit()
    days.live(MONDAY)
    first = last_to(days, "maria@police.example")

    days.live(date(2018, 9, 18), date(2018, 9, 24))

    assert "1.2" not in first
    assert "New since our message of 17 September: 1.2." in last_to(days, "maria@police.example")


def test_a_message_with_nothing_new_says_when_we_last_wrote(
    cast: Any, make: Any, session: Any, days: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=FRIDAY, ref="1.1")
    session.commit()

    days.live(MONDAY, date(2018, 9, 24))

    last = last_to(days, "maria@police.example")
    assert "New since" not in last
    assert "We last wrote on Monday 17 September." in last


def test_a_first_message_calls_nothing_new(cast: Any, make: Any, session: Any, days: Any) -> None:
    make.milestone(cast.inspection, cast.police, due=FRIDAY)
    session.commit()

    days.live(MONDAY)

    assert "New since" not in last_to(days, "maria@police.example")


@pytest.fixture
def statement(cast: Any, make: Any, session: Any) -> Any:
    """The written statement, due on 8 October, of which the police are to be told."""
    milestone = make.milestone(
        cast.inspection,
        cast.police,
        due=date(2018, 10, 8),
        kind=MilestoneKind.STATUTORY,
        rule_key="statement",
        ref="statement",
    )
    session.commit()
    return milestone


def signed(cast: Any, session: Any, now: Any, *bodies: Any, version: int = 1) -> None:
    for body in bodies:
        session.add(
            SignOff(
                inspection_id=cast.inspection.id,
                document="statement",
                version=version,
                agency_id=body.id,
                signed_by="Supt Rowe",
                authority="Force delegation",
                signed_on=date(2018, 9, 3),
                recorded_at=now,
            )
        )
    session.commit()


def test_a_reminder_of_a_statutory_date_says_when_we_last_wrote_about_it(
    statement: Any, days: Any
) -> None:
    days.live(date(2018, 9, 10), date(2018, 9, 24))

    first, *_, last = days.mails(to="maria@police.example")
    assert "We last wrote about it" not in text_of(first)
    assert "We last wrote about it on Monday 10 September." in text_of(last)


def test_who_has_not_signed_off_is_named_once_somebody_has(
    cast: Any, make: Any, session: Any, days: Any, now: Any, statement: Any
) -> None:
    health = make.agency("estuary-health", name="Estuary Health")
    probation = make.agency("probation", name="Estuary Probation")
    for body in (health, probation, cast.council):
        make.participation(cast.inspection, body)
    session.commit()
    days.live(date(2018, 9, 10))
    before = last_to(days, "maria@police.example")
    signed(cast, session, now, health)

    days.live(date(2018, 9, 24))

    after = last_to(days, "maria@police.example")
    assert "Sign-off has not yet arrived" not in before
    assert "Sign-off has not yet arrived from Estuary Police and Estuary Probation." in after


def test_a_new_version_is_to_be_signed_off_by_everybody_again(
    cast: Any, make: Any, session: Any, days: Any, now: Any, statement: Any
) -> None:
    health = make.agency("estuary-health", name="Estuary Health")
    make.participation(cast.inspection, health)
    signed(cast, session, now, health, cast.police)
    signed(cast, session, now, cast.police, version=2)

    days.live(date(2018, 9, 24))

    assert "not yet arrived from Estuary Health." in last_to(days, "maria@police.example")


def test_a_senior_reads_what_follows_without_an_answer(
    cast: Any, make: Any, session: Any, days: Any, messages: Any, factory: Any, working_days: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=FRIDAY)
    session.commit()
    days.live(MONDAY, date(2018, 11, 2))
    held = messages(kind="escalation")[0]
    monday = date(2018, 11, 5)
    with factory() as own:
        approve_message(own, held.id, today=monday, now=days.at(monday, 9), by="Pat Lowe")
        own.commit()

    days.deliver(monday)

    # The step after the senior lead's waits ten working days: 19 November.
    assert (
        "Without an update it may be raised with Chris Hale, chair, not before "
        "Monday 19 November 2018."
    ) in last_to(days, "noor@police.example")


def test_the_all_clear_says_when_its_reader_was_last_told(
    cast: Any, make: Any, session: Any, days: Any, messages: Any, factory: Any
) -> None:
    milestone = make.milestone(cast.inspection, cast.police, due=FRIDAY)
    session.commit()
    days.live(MONDAY, date(2018, 11, 2))
    monday, tuesday, wednesday = date(2018, 11, 5), date(2018, 11, 6), date(2018, 11, 7)
    with factory() as own:
        held = messages(kind="escalation")[0]
        approve_message(own, held.id, today=monday, now=days.at(monday, 9), by="Pat Lowe")
        own.commit()
    days.deliver(monday)
    report_complete(
        session,
        milestone,
        Completion(done_on=tuesday, reported_on=tuesday),
        today=tuesday,
        now=days.at(tuesday, 9),
        by="Pat Lowe",
        rulebook=standing_rulebook(),
    )
    session.commit()
    days.live(wednesday)
    with factory() as own:
        cleared = messages(kind="resolved")[0]
        approve_message(own, cleared.id, today=wednesday, now=days.at(wednesday, 10), by="Pat Lowe")
        own.commit()

    days.deliver(wednesday)

    assert "We last told you: Monday 5 November" in last_to(days, "noor@police.example")
