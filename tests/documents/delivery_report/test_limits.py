"""Hostile mail costs one child process; the next mail is read all the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.delivery_report import ReportReader, UnreadableMail, extraction
from documents.delivery_report.child import answer


def test_what_has_no_headers_is_refused(reader: ReportReader) -> None:
    with pytest.raises(UnreadableMail, match="no headers"):
        reader.read(b"\n\nHello.")


def test_outlooks_own_format_is_named_with_the_remedy(reader: ReportReader) -> None:
    with pytest.raises(UnreadableMail, match=r"\.msg.*\.eml"):
        reader.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))


def test_a_mail_that_is_too_large_is_refused(
    reader: ReportReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "LARGEST_MAIL", 1024)

    with pytest.raises(UnreadableMail, match="larger"):
        reader.read(b"Subject: x\n\n" + b"x" * 2000)


def test_parts_nested_without_end_end_nothing_else(reader: ReportReader, samples) -> None:
    answered = answer(b"Subject: x\n" + b"Content-Type: message/rfc822\n\n" * 3000)

    assert {"nature", "refused"} & answered.keys()
    assert reader.read((samples / "postfix.eml").read_bytes()).about


def test_a_text_made_to_be_searched_slowly_is_read_in_time(reader: ReportReader) -> None:
    slow = b"a" * 300_000 + b"@" + b"b." * 100_000 + b"<" * 100_000 + b"1." * 100_000
    head = b"From: MAILER-DAEMON@x.example\nSubject: Undeliverable mail\n\n"

    assert reader.read(head + slow).nature == "report"


def test_after_a_child_that_died_the_next_mail_is_read(samples) -> None:
    with ReportReader() as own:
        own.read((samples / "postfix.eml").read_bytes())
        assert own._child is not None
        own._child.kill()
        with pytest.raises(UnreadableMail, match="limits"):
            own.read((samples / "postfix.eml").read_bytes())

        assert own.read((samples / "postfix.eml").read_bytes()).about


def test_the_same_mail_with_other_line_ends_is_the_same(reader: ReportReader, samples) -> None:
    content = (samples / "postfix.eml").read_bytes()

    assert reader.read(content).sha256 == reader.read(content.replace(b"\n", b"\r\n")).sha256


@given(st.binary(max_size=2000))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    assert {"nature", "refused"} & answer(content).keys()


@given(st.data())
def test_a_bounce_with_bytes_changed_or_cut_is_still_answered(data: st.DataObject) -> None:
    content = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(0, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content)))])

    assert {"nature", "refused"} & answer(cut).keys()


SAMPLE = b"""\
From: MAILER-DAEMON@mail.example
Subject: =?utf-8?Q?Undelivered?=
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

VXNlciB1bmtub3du
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; a@b.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no

--b
Content-Type: message/rfc822

Message-ID: <1.1.0123456789ab@c.example>

--b--
"""
