"""History shows every tampering, and a redaction leaves it standing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from models.history import ChainHead, Event
from models.ledger import Delivery, Message
from models.queries.history import all_events
from models.words import Channel, DeliveryState, MessageKind, MessageState, SaidState, UpdateChannel
from services.errors import NotFoundError, Refused, ServiceError
from services.head_files import read_head, write_head
from services.history import Head, Subject, head_of, record, verify
from services.record_update import Answer, record_update
from services.redact import REMOVED, filed_messages_with, find_text, redact_event, redact_text

NOW = datetime(2018, 7, 9, 9, 0, tzinfo=UTC)


@pytest.fixture
def five_events(session: Session) -> Session:
    """A history of five acts."""
    for number in range(1, 6):
        record(
            session,
            now=NOW,
            actor="manager",
            kind="noted",
            subject=Subject("milestone", number),
            payload={"words": f"act {number}"},
        )
    return session


def edit(session: Session, seq: int, **values: Any) -> None:
    """Change a row behind History's back."""
    session.connection().execute(sa.update(Event).where(Event.seq == seq).values(**values))
    session.expire_all()


def remove(session: Session, *seqs: int) -> None:
    """Delete rows behind History's back."""
    session.connection().execute(sa.delete(Event).where(Event.seq.in_(seqs)))
    session.expire_all()


def test_an_untouched_history_is_sound(five_events: Session) -> None:
    result = verify(five_events, exported=head_of(five_events))

    assert (result.is_sound, result.events, result.redacted) == (True, 5, 0)


def test_an_instant_of_any_zone_is_kept_as_the_same_instant(session: Session) -> None:
    summer = datetime(2018, 7, 9, 10, 0, tzinfo=ZoneInfo("Europe/London"))
    record(session, now=summer, actor="x", kind="noted", subject=Subject("x"), payload={})
    session.expire_all()

    assert verify(session).is_sound
    assert session.get_one(Event, 1).at == NOW


@pytest.mark.parametrize(
    "change",
    [
        {"payload": {"words": "another act"}},
        {"actor": "somebody else"},
        {"kind": "other"},
        {"at": datetime(2018, 7, 8, tzinfo=UTC)},
        {"subject_id": 99},
        {"salt": "0" * 32},
        {"digest": "0" * 64},
        {"payload": sa.null()},
    ],
)
def test_an_edited_event_is_named(five_events: Session, change: dict[str, Any]) -> None:
    edit(five_events, 3, **change)

    faults = verify(five_events).faults

    assert faults
    assert all("3" in fault or "4" in fault for fault in faults)


def test_a_removed_event_is_named(five_events: Session) -> None:
    remove(five_events, 3)

    assert "Event 3 is missing: the next one found is 4." in verify(five_events).faults


def test_an_inserted_event_is_named(five_events: Session) -> None:
    forged = Event(
        seq=6, at=NOW, actor="x", kind="forged", payload={}, salt="s", digest="d", chain="c"
    )
    five_events.add(forged)
    five_events.flush()

    faults = verify(five_events).faults
    assert "Event 6 was edited, inserted, or follows a removed one." in faults


def test_a_cut_tail_is_seen_at_the_head(five_events: Session) -> None:
    remove(five_events, 4, 5)

    assert verify(five_events).faults == (
        "The chain ends at event 3, but its head says 5: the tail was cut off.",
    )


def test_a_tail_cut_together_with_the_head_is_seen_against_an_exported_head(
    five_events: Session,
) -> None:
    exported = head_of(five_events)
    third = five_events.get_one(Event, 3).chain
    remove(five_events, 4, 5)
    five_events.connection().execute(sa.update(ChainHead).values(seq=3, chain=third))
    five_events.expire_all()

    assert verify(five_events).is_sound
    assert not verify(five_events, exported=exported).is_sound


def test_a_history_written_anew_is_seen_against_an_exported_head(five_events: Session) -> None:
    exported = head_of(five_events)

    assert not verify(five_events, exported=replace(exported, chain="0" * 64)).is_sound
    assert verify(five_events, exported=Head(0, verify_genesis())).is_sound


def verify_genesis() -> str:
    """The chain's hash before the first event."""
    from services.history import GENESIS

    return GENESIS


def test_an_exported_head_survives_its_file(five_events: Session) -> None:
    head = head_of(five_events)

    assert read_head(write_head(head, now=NOW), name="head.json").head == head


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"kind": "something", "event": 1}', "hello"])
def test_another_file_is_no_head(text: str) -> None:
    with pytest.raises(ServiceError, match=r"head\.json is not a head"):
        read_head(text, name="head.json")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(max_size=60), other=st.text(max_size=60))
def test_any_words_are_digested_as_they_are_stored(
    session: Session, words: str, other: str
) -> None:
    # Text that JSON, SQLite or a digest would treat differently would break the chain here.
    if "\x00" in words + other:
        return
    try:
        (words + other).encode()
    except UnicodeEncodeError:
        return
    record(
        session,
        now=NOW,
        actor="manager",
        kind="noted",
        subject=Subject("milestone", 1),
        payload={"words": words, other: [words]},
    )
    session.flush()
    session.expire_all()

    assert verify(session).is_sound


@pytest.fixture
def slip(make, session: Session, rulebook, act):
    """A child's name that slipped into an update, its event, and a mail about it."""
    milestone = make.milestone(reading={"note": "about Toby Marsh"})
    contact = make.contact(make.agency("health"))
    update = record_update(
        session,
        milestone,
        Answer(
            SaidState.ON_TRACK, "Maria Fenn", UpdateChannel.REPLY, words="We saw TOBY  marsh twice"
        ),
        rulebook=rulebook,
        **act,
    )
    message = Message(
        contact_id=contact.id,
        kind=MessageKind.DIGEST,
        grouping="digest",
        london_date=act["today"],
        state=MessageState.CLOSED,
        created_at=act["now"],
    )
    session.add(message)
    session.flush()
    mail = EmailMessage()
    mail["Subject"] = "Update request"
    mail.set_content("Last said: We saw Toby Marsh twice \u2013 caf\u00e9", cte="base64")
    delivery = Delivery(
        message_id=message.id,
        contact_id=contact.id,
        channel=Channel.MAIL,
        state=DeliveryState.FILED,
        subject="Update request",
        raw=mail.as_bytes(),
    )
    session.add(delivery)
    session.flush()
    return milestone, update, delivery


def test_a_text_is_found_in_rows_kept_mail_and_events(slip, session: Session) -> None:
    _, _, delivery = slip

    places = find_text(session, "Toby Marsh")

    assert places.cells == {"milestone.reading": 1, "update.words": 1}
    assert places.mails == (delivery.id,)
    assert len(places.events) == 1


def test_redaction_takes_it_out_everywhere_and_history_still_verifies(
    slip, session: Session, now
) -> None:
    milestone, update, delivery = slip
    exported = head_of(session)

    redact_text(session, "toby marsh", reason="A child's name", now=now, by="manager")

    assert update.words == f"We saw {REMOVED} twice"
    assert milestone.reading == {"note": f"about {REMOVED}"}
    assert delivery.raw is None
    assert find_text(session, "Toby Marsh").total == 0
    result = verify(session, exported=exported)
    assert (result.is_sound, result.redacted) == (True, 1)


def test_filed_messages_that_hold_it_are_named(slip, tmp_path: Path) -> None:
    _, _, delivery = slip
    held = tmp_path / "new" / "1.eml"
    held.parent.mkdir()
    held.write_bytes(delivery.raw)
    (tmp_path / "new" / "2.eml").write_bytes(b"Subject: Other\n\nNothing of him")

    assert filed_messages_with(tmp_path, "toby marsh") == [held]


def test_who_redacted_and_why_is_itself_history(slip, session: Session, now) -> None:
    redact_text(session, "Toby Marsh", reason="A child's name", now=now, by="Dana Holt")

    [*_, event] = all_events(session)
    assert (event.kind, event.actor) == ("redacted", "Dana Holt")
    assert event.payload["reason"] == "A child's name"
    assert event.payload["cells"] == {"milestone.reading": 1, "update.words": 1}


def test_the_reason_does_not_repeat_the_text(slip, session: Session, now) -> None:
    with pytest.raises(Refused, match="must not repeat"):
        redact_text(session, "Toby Marsh", reason="toby marsh is a child", now=now, by="manager")


def test_a_text_that_stands_nowhere_or_is_too_short_changes_nothing(
    slip, session: Session, now
) -> None:
    before = head_of(session)

    with pytest.raises(NotFoundError):
        redact_text(session, "Anna Dale", reason="name", now=now, by="manager")
    with pytest.raises(Refused, match="three letters"):
        redact_text(session, "a b", reason="name", now=now, by="manager")

    assert head_of(session) == before


def test_one_event_can_be_redacted_once(five_events: Session, now) -> None:
    event = redact_event(five_events, 3, reason="names a child", now=now, by="manager")

    assert (event.payload, event.salt) == (None, None)
    assert (event.redacted_by, event.redacted_reason) == ("manager", "names a child")
    assert verify(five_events).is_sound
    with pytest.raises(Refused, match="already"):
        redact_event(five_events, 3, reason="again", now=now, by="manager")


def test_a_redactions_own_words_can_be_redacted_and_all_still_verifies(
    five_events: Session, now
) -> None:
    redact_event(five_events, 2, reason="names Toby Marsh", now=now, by="manager")

    redact_text(five_events, "Toby Marsh", reason="the reason named him", now=now, by="manager")

    result = verify(five_events)
    assert (result.is_sound, result.redacted) == (True, 2)


def test_a_deleted_payload_cannot_pass_for_a_redaction(five_events: Session) -> None:
    edit(five_events, 2, payload=sa.null(), salt=None, redacted_by="manager", redacted_reason="x")

    assert "Event 2 has lost its payload without a redaction." in verify(five_events).faults


def test_a_payload_deleted_without_a_redaction_is_a_fault(five_events: Session) -> None:
    edit(five_events, 2, payload=sa.null(), salt=None)

    assert "Event 2 has lost its payload without a redaction." in verify(five_events).faults
