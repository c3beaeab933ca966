"""The journal beside a live database, and a database that forgot what it had sent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from models.agencies import Agency, Contact
from models.installation import Installation
from models.ledger import Delivery, Message
from models.session import open_engine
from models.words import (
    AgencyKind,
    Channel,
    ContactRole,
    DatabaseKind,
    DeliveryState,
    MessageKind,
    MessageState,
)
from services.claims_journal import ClaimsJournal, journal_of, letter_of
from services.errors import Refused
from services.forgotten_claims import forgotten_claims

TODAY = date(2018, 9, 18)
NOW = datetime(2018, 9, 18, 9, 0, tzinfo=UTC)


@pytest.fixture
def live(database_path: Path) -> Iterator[Session]:
    """A live database with two people of one body."""
    engine = open_engine(f"sqlite:///{database_path}")
    with Session(engine) as session:
        session.add(
            Installation(
                kind=DatabaseKind.LIVE, council="example", mail_channel="smtp", created_at=NOW
            )
        )
        session.add(Agency(id=1, ref="police", name="Estuary Police", kind=AgencyKind.PARTNER))
        session.flush()
        for number, role in ((1, ContactRole.SPOC), (2, ContactRole.DEPUTY)):
            session.add(
                Contact(
                    id=number,
                    agency_id=1,
                    role=role,
                    name=f"Person {number}",
                    email=f"person{number}@police.example",
                    held_from=date(2018, 1, 1),
                )
            )
        session.commit()
        yield session
    engine.dispose()


def _queued(
    session: Session, *, to: int = 1, grouping: str = "digest", again: int | None = None
) -> Delivery:
    message = Message(
        contact_id=to,
        kind=MessageKind.DIGEST,
        grouping=grouping,
        london_date=TODAY,
        state=MessageState.QUEUED,
        created_at=NOW,
    )
    session.add(message)
    session.flush()
    return _delivery_of(session, message, again=again)


def _delivery_of(session: Session, message: Message, *, again: int | None = None) -> Delivery:
    delivery = Delivery(
        message_id=message.id,
        contact_id=message.contact_id,
        channel=Channel.MAIL,
        state=DeliveryState.QUEUED,
        again_id=again,
    )
    session.add(delivery)
    session.flush()
    return delivery


def _hand_over(session: Session, delivery: Delivery) -> None:
    message = session.get_one(Message, delivery.message_id)
    _journal(session).handed_over({delivery.id or 0: letter_of(delivery, message)})


def _journal(session: Session) -> ClaimsJournal:
    return journal_of(session, now=NOW)


def _forgotten(session: Session) -> list[int | None]:
    return [one.id for one in forgotten_claims(session, _journal(session))]


def test_what_was_never_handed_over_may_go(live: Session) -> None:
    _queued(live)

    assert _forgotten(live) == []


def test_a_queued_delivery_that_the_journal_saw_leave_is_forgotten(live: Session) -> None:
    gone, waits = _queued(live), _queued(live, to=2)
    _hand_over(live, gone)

    assert _forgotten(live) == [gone.id]
    assert waits.state is DeliveryState.QUEUED


def test_what_was_put_back_may_go_again(live: Session) -> None:
    delivery = _queued(live)
    _hand_over(live, delivery)
    _journal(live).put_back([delivery.id or 0])

    assert _forgotten(live) == []


def test_what_was_handed_over_after_it_was_put_back_is_forgotten(live: Session) -> None:
    delivery = _queued(live)
    _hand_over(live, delivery)
    _journal(live).put_back([delivery.id or 0])
    _hand_over(live, delivery)

    assert _forgotten(live) == [delivery.id]


def test_a_message_decided_anew_is_known_by_what_it_is_whatever_its_number(live: Session) -> None:
    gone = _queued(live)
    _hand_over(live, gone)
    live.rollback()  # The newest commits are lost, and the check decides the day again.
    other, again = _queued(live, to=2), _queued(live)
    assert (other.id, again.id) == (1, 2)

    assert _forgotten(live) == [again.id]


def test_a_number_that_another_message_had_is_given_up(live: Session) -> None:
    gone = _queued(live, grouping="statutory:1")
    _hand_over(live, gone)
    taken = gone.id or 0
    live.rollback()
    _queued(live, grouping="statutory:2")

    assert _forgotten(live) == []
    live.expire_all()
    assert live.get(Delivery, taken) is None
    assert live.get_one(Delivery, taken + 1).state is DeliveryState.QUEUED


def test_what_a_person_asks_for_again_may_go(live: Session) -> None:
    first = _queued(live)
    _hand_over(live, first)
    first.state = DeliveryState.FAILED
    live.flush()
    _delivery_of(live, live.get_one(Message, first.message_id), again=first.id)

    assert _forgotten(live) == []


def test_what_a_person_asked_for_again_and_left_is_forgotten_too(live: Session) -> None:
    first = _queued(live)
    _hand_over(live, first)
    first.state = DeliveryState.FAILED
    again = _delivery_of(live, live.get_one(Message, first.message_id), again=first.id)
    _hand_over(live, again)

    assert _forgotten(live) == [again.id]


def test_a_line_torn_by_a_power_cut_spoils_no_other(live: Session, database_path: Path) -> None:
    first, torn, last = _queued(live), _queued(live, to=2), _queued(live, grouping="statutory:1")
    _hand_over(live, first)
    _hand_over(live, torn)
    (path,) = database_path.with_name("longstop.sqlite-claims").iterdir()
    path.write_bytes(path.read_bytes()[:-5])
    _hand_over(live, last)

    assert _forgotten(live) == [first.id, last.id]


def test_another_database_at_the_same_place_has_a_journal_of_its_own(live: Session) -> None:
    delivery = _queued(live)
    _hand_over(live, delivery)
    live.get_one(Installation, 1).created_at = datetime(2018, 9, 19, 9, 0, tzinfo=UTC)

    assert _forgotten(live) == []


def test_a_demonstration_keeps_no_journal(session: Session, database_path: Path) -> None:
    _journal(session).handed_over({1: letter_of(*_unsaved())})

    assert _journal(session).claims() == {}
    assert not database_path.with_name("longstop.sqlite-claims").exists()


def _unsaved() -> tuple[Delivery, Message]:
    return (
        Delivery(contact_id=1, channel=Channel.MAIL),
        Message(grouping="digest", london_date=TODAY),
    )


def test_the_journal_names_nobody_and_only_its_owner_reads_it(
    live: Session, database_path: Path
) -> None:
    _hand_over(live, _queued(live))

    folder = database_path.with_name("longstop.sqlite-claims")
    (path,) = folder.iterdir()
    assert "Person" not in path.read_text()
    assert "@" not in path.read_text()
    assert (path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_three_months_are_kept(live: Session, database_path: Path) -> None:
    delivery = _queued(live)
    letter = letter_of(delivery, live.get_one(Message, delivery.message_id))
    for month in (6, 7, 8, 9, 10):
        journal_of(live, now=datetime(2018, month, 2, tzinfo=UTC)).handed_over({month: letter})

    names = sorted(p.name for p in database_path.with_name("longstop.sqlite-claims").iterdir())
    assert [name[:7] for name in names] == ["2018-08", "2018-09", "2018-10"]
    assert sorted(_journal(live).claims()) == [8, 9, 10]


def test_what_could_not_be_written_down_is_not_taken_for_sent(
    live: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = _queued(live)
    monkeypatch.setattr(os, "fsync", _full_disk)

    with pytest.raises(OSError, match="No space"):
        _hand_over(live, delivery)

    assert _forgotten(live) == []


def _full_disk(_place: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_is_no_reason_to_lose_what_became_of_a_message(
    live: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = _queued(live)
    _hand_over(live, delivery)
    monkeypatch.setattr(os, "write", lambda _place, _line: _full_disk(0))

    _journal(live).put_back([delivery.id or 0])

    assert _forgotten(live) == [delivery.id]


def test_a_journal_that_cannot_be_read_stops_delivery_with_a_sentence(
    live: Session, database_path: Path
) -> None:
    delivery = _queued(live)
    _hand_over(live, delivery)
    (path,) = database_path.with_name("longstop.sqlite-claims").iterdir()
    path.unlink()
    path.mkdir()  # Which even the superuser cannot read as a file.

    with pytest.raises(Refused, match="cannot be read: Is a directory"):
        _forgotten(live)
