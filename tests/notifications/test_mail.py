"""A message as bytes, and what a mail program reads in them."""

from __future__ import annotations

import dataclasses
import datetime
import email
import email.policy
from email.message import EmailMessage
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.keys import DeliveryKey
from notifications.mail import Attachment, Envelope, UnusableAddress, build_mail
from notifications.message import Recipient, Sender

NOW = datetime.datetime(2018, 9, 4, 9, 0, tzinfo=datetime.UTC)
KEY = DeliveryKey(installation="saltmarsh", delivery_id=12)
SENDER = Sender(
    council="Saltmarsh Council",
    team="Children's improvement team",
    from_address="improvement@saltmarsh.example",
    reply_to="improvement.updates@saltmarsh.example",
    telephone=None,
)
SPOC = Recipient(
    name="Priya Shah", role="contact", agency="Estuary Police", email="priya@police.example"
)
ENVELOPE = Envelope(
    sender=SENDER,
    recipient=SPOC,
    subject="[OFFICIAL] 1 item for Estuary Police",
    text="Dear Priya Shah\n\nOne item.\n",
    html="<p>Dear Priya Shah</p>\n",
    message_id=KEY.message_id("saltmarsh.example"),
    date=NOW,
)
DATES = Attachment(
    file_name="dates.ics",
    content_type="application/ics",
    content=b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n",
)


def an_envelope(**changed: Any) -> Envelope:
    return dataclasses.replace(ENVELOPE, **changed)


def read(raw: bytes) -> EmailMessage:
    """``raw`` as a mail program reads it."""
    return cast(EmailMessage, email.message_from_bytes(raw, policy=email.policy.default))


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return "\n".join(str(found.get_content()).splitlines())


def test_a_mail_program_reads_who_wrote_to_whom() -> None:
    message = read(build_mail(ENVELOPE))

    assert message["From"] == "Children's improvement team <improvement@saltmarsh.example>"
    assert message["To"] == "Priya Shah <priya@police.example>"
    assert message["Reply-To"].addresses[0].addr_spec == "improvement.updates@saltmarsh.example"
    assert message["Subject"] == "[OFFICIAL] 1 item for Estuary Police"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Protective-Marking"] == "OFFICIAL"
    assert not message.defects


def test_the_date_is_written_in_london_time() -> None:
    assert "Date: Tue, 04 Sep 2018 10:00:00 +0100\r\n" in build_mail(ENVELOPE).decode()


def test_every_line_ends_in_crlf_and_none_is_too_long() -> None:
    raw = build_mail(an_envelope(text="x" * 5000 + "\n\u00e9\n", html="<p>" + "y" * 5000))

    lines = raw.split(b"\r\n")

    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    assert max(len(line) for line in lines) <= 998


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("Zoë Ní Dhòmhnaill", "[OFFICIAL] Dé Máirt"),
        ('Shah, Priya "PS"', "plain"),
        ("Shah (Police)", "x" * 300),
        ("=?utf-8?q?trick?=", "=?utf-8?q?trick?= and more"),
        ("名前 太郎", "件名 " * 60),
    ],
)
def test_names_and_subjects_of_any_kind_arrive_as_they_were(name: str, subject: str) -> None:
    recipient = dataclasses.replace(SPOC, name=name)

    message = read(build_mail(an_envelope(recipient=recipient, subject=subject)))

    assert message["To"].addresses[0].addr_spec == "priya@police.example"
    if not name.startswith("=?"):
        assert message["To"].addresses[0].display_name == name
        assert message["Subject"].split() == subject.split()


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_in_a_name_or_a_subject_becomes_a_header(name: str, subject: str) -> None:
    recipient = dataclasses.replace(SPOC, name=f"{name}\r\nBcc: evil@x.example\n{name}")
    envelope = an_envelope(recipient=recipient, subject=f"{subject}\nBcc: evil@x.example\r\n\r\nx")

    message = read(build_mail(envelope))

    assert message["Bcc"] is None
    assert message["To"].addresses[-1].addr_spec == "priya@police.example"
    assert part(message, "plain").startswith("Dear Priya Shah")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "priya",
        "priya@police.example, evil@x.example",
        "priya@police.example\r\nBcc: evil@x.example",
        "<priya@police.example>",
        "priya@police.example ",
        "p@localhost",
    ],
)
def test_what_is_not_one_plain_address_is_refused(address: str) -> None:
    with pytest.raises(UnusableAddress, match="not one plain mail address"):
        build_mail(an_envelope(recipient=dataclasses.replace(SPOC, email=address)))


@pytest.mark.parametrize(
    "message_id", ["", "12@x.example", "<12@x.example>\r\nBcc: e", "<1 2@x.y>"]
)
def test_a_malformed_message_id_is_refused(message_id: str) -> None:
    with pytest.raises(ValueError, match="is not a Message-ID"):
        build_mail(an_envelope(message_id=message_id))


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="with a zone"):
        build_mail(an_envelope(date=datetime.datetime(2018, 9, 4, 9)))  # noqa: DTZ001


def test_the_same_envelope_gives_the_same_bytes() -> None:
    assert build_mail(ENVELOPE) == build_mail(an_envelope())


def test_a_reminder_of_one_request_names_the_message_before_it() -> None:
    earlier = "<3.1.abc@saltmarsh.example>"

    message = read(build_mail(an_envelope(in_reply_to=earlier)))

    assert message["In-Reply-To"] == earlier
    assert message["References"] == earlier


def test_a_message_sent_again_names_the_first_without_answering_it() -> None:
    first = "<3.1.abc@saltmarsh.example>"

    message = read(build_mail(an_envelope(references=(first,))))

    assert message["In-Reply-To"] is None
    assert message["References"] == first


def test_a_thread_is_named_oldest_first_and_nobody_twice() -> None:
    older, earlier = "<2.1.abc@saltmarsh.example>", "<3.1.abc@saltmarsh.example>"

    raw = build_mail(an_envelope(references=(older, earlier), in_reply_to=earlier))

    assert f"References: {older}\r\n {earlier}\r\n".encode() in raw


@pytest.mark.parametrize("field", ["in_reply_to", "references"])
def test_what_is_answered_must_be_a_message_id_too(field: str) -> None:
    forged = "<1@x.example>\r\nBcc: evil@x.example"

    with pytest.raises(ValueError, match="is not a Message-ID"):
        build_mail(an_envelope(**{field: forged if field == "in_reply_to" else (forged,)}))


def test_nobody_stands_in_copy_or_blind_copy() -> None:
    message = read(build_mail(ENVELOPE))

    assert not {"cc", "bcc"} & {name.lower() for name in message.keys()}  # noqa: SIM118


def test_the_written_message_comes_before_what_is_attached() -> None:
    message = read(build_mail(an_envelope(attachments=(DATES,))))

    written, attached = message.iter_parts()

    assert message.get_content_type() == "multipart/mixed"
    assert written.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in written.iter_parts()] == ["text/plain", "text/html"]
    assert part(message, "plain") == "Dear Priya Shah\n\nOne item."
    assert attached.get_filename() == "dates.ics"
    assert not message.defects


def test_an_attachment_arrives_byte_for_byte() -> None:
    odd = bytes(range(256)) * 3 + b"\r\n.\r\n"
    attached = dataclasses.replace(DATES, content=odd, content_type="application/octet-stream")

    _, part_of_it = read(build_mail(an_envelope(attachments=(attached,)))).iter_parts()

    assert part_of_it.get_payload(decode=True) == odd


def test_a_file_offers_itself_by_its_name() -> None:
    _, attached = read(build_mail(an_envelope(attachments=(DATES,)))).iter_parts()

    assert attached.get_content_type() == "application/ics"
    assert attached.get_content_disposition() == "attachment"
    assert attached.get_filename() == "dates.ics"


def test_a_body_that_contains_the_boundary_does_not_end_early() -> None:
    first = build_mail(ENVELOPE)
    boundary = first.split(b'boundary="')[1].split(b'"')[0].decode()

    message = read(build_mail(an_envelope(text=f"before\n--{boundary}\nafter\n")))

    assert "after" in part(message, "plain")
