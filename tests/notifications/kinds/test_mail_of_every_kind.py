"""Every kind of message as bytes, and what a mail program reads in them."""

from __future__ import annotations

import datetime
import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from typing import cast

import pytest

from notifications.mail import Envelope, build_mail
from notifications.message import Recipient, Rendered, Sender


@pytest.fixture
def mailed(sender: Sender, spoc: Recipient) -> Callable[[Rendered], bytes]:
    """Wraps a message as mail."""

    def wrap(message: Rendered) -> bytes:
        return build_mail(
            Envelope(
                sender=sender,
                recipient=spoc,
                subject=message.subject,
                text=message.text,
                html=message.html,
                message_id="<12.1.abc@saltmarsh.example>",
                date=datetime.datetime(2018, 9, 4, 9, 0, tzinfo=datetime.UTC),
            )
        )

    return wrap


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return "\n".join(str(found.get_content()).splitlines())


def test_every_kind_of_message_survives_the_journey(
    sample: Rendered, mailed: Callable[[Rendered], bytes]
) -> None:
    message = cast(
        EmailMessage, email.message_from_bytes(mailed(sample), policy=email.policy.default)
    )

    assert message["Subject"] == sample.subject
    assert part(message, "plain") == sample.text.rstrip("\n")
    assert part(message, "html") == sample.html.rstrip("\n")
    assert message.get_content_type() == "multipart/alternative"
    assert not message.defects


def test_the_text_part_of_plain_words_can_be_read_in_the_raw_bytes(
    render_sample: Callable[[str], Rendered], mailed: Callable[[Rendered], bytes]
) -> None:
    raw = mailed(render_sample("statutory"))

    assert b"\r\n- We work to: Thursday 16 August 2018\r\n" in raw
