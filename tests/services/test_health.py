"""Whether Longstop does its work: silence must show."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from models.installation import Installation
from models.ledger import Delivery, Sweep
from models.words import AgencyKind, Channel, ContactRole, DatabaseKind, DeliveryState, MessageKind
from services.claims_journal import Letter, journal_of
from services.health import Answer, examine

# Monday 9 July 2018; London's clocks are an hour ahead of UTC.
MONDAY, FRIDAY = date(2018, 7, 9), date(2018, 7, 6)
BEFORE_NINE = datetime(2018, 7, 9, 7, 55, tzinfo=UTC)
NOON = datetime(2018, 7, 9, 11, 0, tzinfo=UTC)


@pytest.fixture
def live(session: Any, tmp_path: Path) -> Installation:
    """The database made live some days ago, with its mail filed in a folder."""
    row = session.get_one(Installation, 1)
    row.kind, row.mail_channel = DatabaseKind.LIVE, f"maildir:{tmp_path}/mail"
    row.created_at = datetime(2018, 6, 1, tzinfo=UTC)
    return row


@pytest.fixture
def answer(session: Any) -> Any:
    """The answer to one question."""

    def ask(question: str, *, today: date = MONDAY, now: datetime = NOON) -> Answer:
        session.flush()
        return next(
            one for one in examine(session, today=today, now=now) if one.question == question
        )

    return ask


def decide(session: Any, day: date) -> None:
    session.add(Sweep(day=day, decided_at=NOON))


def test_a_day_decided_is_well(live: Any, session: Any, answer: Any) -> None:
    decide(session, MONDAY)

    assert answer("Days decided") == Answer(
        "Days decided", True, "Last decided: Monday 9 July 2018."
    )


def test_before_the_later_look_is_over_the_working_day_before_is_enough(
    live: Any, session: Any, answer: Any
) -> None:
    decide(session, FRIDAY)

    assert answer("Days decided", now=BEFORE_NINE).is_well


def test_a_day_that_nobody_decided_shows_an_hour_after_the_later_look(
    live: Any, session: Any, answer: Any
) -> None:
    decide(session, FRIDAY)

    found = answer("Days decided")

    assert not found.is_well
    assert "Monday 9 July 2018 should have been" in found.sentence
    assert "longstop watch run" in found.sentence


def test_a_weekend_is_not_silence(live: Any, session: Any, answer: Any) -> None:
    decide(session, FRIDAY)
    sunday = datetime(2018, 7, 8, 20, 0, tzinfo=UTC)

    assert answer("Days decided", today=date(2018, 7, 8), now=sunday).is_well


def test_a_database_made_this_afternoon_owes_nothing_for_today(live: Any, answer: Any) -> None:
    live.created_at = NOON

    assert answer("Days decided", now=datetime(2018, 7, 9, 15, 0, tzinfo=UTC)).is_well


def test_a_demonstration_is_moved_by_hand_and_never_late(answer: Any) -> None:
    found = answer("Days decided")

    assert found.is_well
    assert "longstop demo advance" in found.sentence


def test_a_mail_folder_that_cannot_be_written_to_is_named(
    live: Any, answer: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    live.mail_channel = f"maildir:{tmp_path}/file/mail"

    found = answer("Mail channel")

    assert not found.is_well
    assert f"{tmp_path}/file/mail" in found.sentence


def test_an_outcome_that_is_not_known_needs_somebody(
    live: Any, make: Any, session: Any, answer: Any
) -> None:
    delivery_in_state(make, session, DeliveryState.UNKNOWN)

    found = answer("Outcomes")

    assert not found.is_well
    assert found.sentence.startswith("Not known whether sent: 1 message.")


def test_sending_that_is_stopped_says_so(live: Any, answer: Any) -> None:
    live.sending_stopped = True

    assert not answer("Sending").is_well


def test_bank_holidays_must_be_known_to_the_end_of_next_year(answer: Any) -> None:
    assert answer("Bank holidays", today=date(2026, 11, 24)).is_well
    assert not answer("Bank holidays", today=date(2028, 1, 4)).is_well


def delivery_in_state(make: Any, session: Any, state: DeliveryState) -> None:
    from models.ledger import Message
    from models.words import MessageState

    council = make.agency("council", kind=AgencyKind.COUNCIL)
    manager = make.contact(council, role=ContactRole.PROGRAMME_MANAGER)
    message = Message(
        contact_id=manager.id,
        kind=MessageKind.MANAGER_DAILY,
        grouping="daily",
        london_date=MONDAY,
        state=MessageState.CLOSED,
        created_at=NOON,
    )
    session.add(message)
    session.flush()
    session.add(
        Delivery(message_id=message.id, contact_id=manager.id, channel=Channel.MAIL, state=state)
    )


def test_a_database_that_sent_more_than_it_knows_was_put_back(
    live: Any, session: Any, answer: Any
) -> None:
    question = "Age of the database"
    assert answer(question).is_well
    letter = Letter(1, "mail", False, "digest", MONDAY)

    journal_of(session, now=NOON).handed_over({1: letter, 2: letter})

    assert not answer(question).is_well
    assert "2 messages went that it does not know of" in answer(question).sentence
