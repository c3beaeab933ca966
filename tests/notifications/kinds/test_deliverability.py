"""What mail programs and filters ask of a message, whatever stands in it."""

from __future__ import annotations

import datetime
import email
import email.policy
import html
import re
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notifications.contents import (
    Content,
    CourtesyContent,
    DigestContent,
    EscalationContent,
    RaisedItem,
    ResolvedContent,
    ResolvedItem,
    StatutoryContent,
)
from notifications.mail import Attachment, Envelope, build_mail
from notifications.message import (
    Item,
    ItemKind,
    LastSaid,
    Raising,
    Recipient,
    Rendered,
    Sender,
    Tone,
)
from notifications.plain_text import one_line
from notifications.render import render

TODAY = datetime.date(2018, 9, 4)
NOW = datetime.datetime(2018, 9, 4, 9, 0, tzinfo=datetime.UTC)
MESSAGE_ID = "<12.1.9f86d081884c@saltmarsh.example>"

# Letters of every script, emoji, marks that turn the direction, controls, line ends, markup.
AWKWARD = st.sampled_from(
    [
        "\r\nBcc: evil@x.example",
        "\r\n\r\n<script>",
        "\n.\n",
        "\u202eevorp",
        "\u2066x\u2069",
        "👩\u200d👧 🚨",
        "</p></td>",
        "{{ 7*7 }}",
        "=?utf-8?q?x?=",
        "From me",
        "--",
        '"<a@x.example>,"',
        "Zoë Ní Dhòmhnaill",
        "名前",
        "\u0000\u0007",
        "x" * 1200,
    ]
)
WORDS = st.lists(st.text(max_size=30) | AWKWARD, min_size=1, max_size=4).map(" ".join)
SHOWN = WORDS.filter(lambda text: bool(one_line(text)))
DAYS = st.dates(datetime.date(2018, 8, 1), datetime.date(2018, 12, 31))
SAID = st.builds(LastSaid, state=st.just("On track"), words=WORDS, by=SHOWN, on=DAYS)


def items(tone: st.SearchStrategy[Tone]) -> st.SearchStrategy[Item]:
    return st.builds(
        Item,
        ref=SHOWN,
        inspection=SHOWN,
        title=SHOWN,
        due=DAYS,
        kind=st.sampled_from(ItemKind),
        tone=tone,
        plan_words=st.none() | SHOWN,
        success_measure=st.none() | SHOWN,
        held_by=st.none() | SHOWN,
        days_left=st.integers(-50, 50),
        last_said=st.none() | SAID,
        raising=st.builds(Raising, on=DAYS, to=SHOWN),
    )


ANY_ITEM = items(st.sampled_from(Tone))
SETTLED = st.builds(
    ResolvedItem, ref=SHOWN, inspection=SHOWN, title=SHOWN, how=SHOWN, held_by=st.none() | SHOWN
)
CONTENTS: st.SearchStrategy[Content] = st.one_of(
    st.builds(DigestContent, items=st.lists(ANY_ITEM, max_size=4).map(tuple), copied_to=SHOWN),
    st.builds(StatutoryContent, item=ANY_ITEM, submit_to=SHOWN, questions=st.tuples(SHOWN)),
    st.builds(
        CourtesyContent,
        items=st.lists(items(st.just(Tone.COURTESY)), min_size=1, max_size=3).map(tuple),
    ),
    st.builds(
        EscalationContent,
        items=st.tuples(st.builds(RaisedItem, item=ANY_ITEM, asked=st.just(()))),
        lead=SHOWN,
        approved_by=SHOWN,
    ),
    st.builds(ResolvedContent, items=st.tuples(SETTLED)),
)
READERS = st.builds(
    Recipient,
    name=SHOWN,
    role=SHOWN,
    agency=SHOWN,
    email=st.just("priya.shah@police.example"),
    own_staff=st.booleans(),
)


def sent(
    content: Content,
    reader: Recipient,
    *,
    sender: Sender,
    attachments: tuple[Attachment, ...] = (),
) -> tuple[Rendered, bytes]:
    """A content in words, and as the bytes that travel."""
    message = render(content, recipient=reader, sender=sender, today=TODAY, demonstration=False)
    raw = build_mail(
        Envelope(
            sender=sender,
            recipient=reader,
            subject=message.subject,
            text=message.text,
            html=message.html,
            message_id=MESSAGE_ID,
            date=NOW,
            attachments=attachments,
        )
    )
    return message, raw


def read(raw: bytes) -> EmailMessage:
    return cast(EmailMessage, email.message_from_bytes(raw, policy=email.policy.default))


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return "\n".join(str(found.get_content()).splitlines())


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(content=CONTENTS, reader=READERS)
def test_whatever_stands_in_it_a_message_arrives_as_it_was_written(
    content: Content, reader: Recipient, sender: Sender
) -> None:
    message, raw = sent(content, reader, sender=sender)

    arrived = read(raw)
    assert not arrived.defects
    assert part(arrived, "plain") == message.text.rstrip("\n")
    assert part(arrived, "html") == message.html.rstrip("\n")
    assert [one.get_content_type() for one in arrived.iter_parts()] == ["text/plain", "text/html"]


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(content=CONTENTS, reader=READERS)
def test_whatever_stands_in_it_its_headers_are_ours(
    content: Content, reader: Recipient, sender: Sender
) -> None:
    _, raw = sent(content, reader, sender=sender)

    head, _, _ = raw.partition(b"\r\n\r\n")
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith(b" ")]
    assert sorted(names) == sorted(set(names))
    assert set(names) == {
        *(b"From", b"To", b"Reply-To", b"Subject", b"Date", b"Message-ID", b"Auto-Submitted"),
        *(b"X-Protective-Marking", b"Content-Language", b"MIME-Version", b"Content-Type"),
    }
    arrived = read(raw)
    assert [one.addr_spec for one in arrived["From"].addresses] == [sender.from_address]
    assert [one.addr_spec for one in arrived["To"].addresses] == [reader.email]
    assert arrived["Date"].datetime == NOW


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(content=CONTENTS, reader=READERS)
def test_whatever_stands_in_it_no_line_is_too_long_and_none_ends_oddly(
    content: Content, reader: Recipient, sender: Sender
) -> None:
    message, raw = sent(content, reader, sender=sender)

    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not [line for line in lines if b"\r" in line or b"\n" in line or b"\x00" in line]
    assert raw.isascii()
    assert len(message.subject) <= 150
    assert message.subject.isprintable() or not message.subject.isascii()


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(content=CONTENTS, reader=READERS)
def test_whatever_stands_in_it_nothing_turns_or_hides_text(
    content: Content, reader: Recipient, sender: Sender
) -> None:
    message, _ = sent(content, reader, sender=sender)

    hidden = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
    assert not hidden.search(message.subject + message.text + html.unescape(message.html))


@pytest.fixture
def many(make_item: Callable[..., Item]) -> tuple[Item, ...]:
    """Sixty items, each with a long title and much said about it."""
    words = "What was agreed with the partners is written down and read out at each meeting. "
    return tuple(
        make_item(
            f"{number}.1",
            title=(words * 3).strip(),
            plan_words=words * 2,
            success_measure=words * 4,
            tone=Tone.LATE,
            days_left=-3,
            last_said=LastSaid("On track", words * 40, "Priya Shah", datetime.date(2018, 7, 3)),
        )
        for number in range(1, 61)
    )


def test_a_message_about_very_much_stays_below_100_kilobytes(
    many: tuple[Item, ...], spoc: Recipient, sender: Sender
) -> None:
    for content in (
        DigestContent(items=many),
        CourtesyContent(
            items=tuple(
                replace(one, tone=Tone.COURTESY, raising=Raising(on=TODAY, to="Rowan Ash"))
                for one in many
            )
        ),
        EscalationContent(
            items=tuple(RaisedItem(item=one, asked=()) for one in many), lead="", approved_by=""
        ),
    ):
        _, raw = sent(content, spoc, sender=sender)
        assert len(raw) < 100_000


def test_what_does_not_fit_is_counted(
    many: tuple[Item, ...], spoc: Recipient, sender: Sender
) -> None:
    message, _ = sent(DigestContent(items=many), spoc, sender=sender)

    text = " ".join(message.text.split())
    number = len(re.findall(r"Update not yet received\. The date was", text))
    assert 10 < number < 40
    assert f"Not listed here: {60 - number} more items (" in text
    assert "these 60 items stand" in text


def test_forty_items_of_ordinary_length_are_all_listed(
    make_item: Callable[..., Item], spoc: Recipient, sender: Sender
) -> None:
    items_of_a_plan = tuple(
        make_item(f"{number}.1", success_measure="Eight of ten records sampled show analysis")
        for number in range(1, 41)
    )

    message, raw = sent(DigestContent(items=items_of_a_plan), spoc, sender=sender)

    assert "Not listed here" not in message.text
    assert len(raw) < 100_000


def test_words_without_end_are_cut_and_said_to_be(
    make_item: Callable[..., Item], spoc: Recipient, sender: Sender
) -> None:
    said = LastSaid("On track", "It goes on and on. " * 100, "Priya Shah", TODAY)

    message, _ = sent(DigestContent(items=(make_item(last_said=said),)), spoc, sender=sender)

    assert '..." (shortened here)' in " ".join(message.text.split())


def test_an_all_clear_lists_forty_and_counts_the_rest(spoc: Recipient, sender: Sender) -> None:
    settled = tuple(
        ResolvedItem(ref=f"{number}.1", inspection="JTAI", title="Minutes", how="It is settled.")
        for number in range(1, 51)
    )

    message, _ = sent(ResolvedContent(items=settled), spoc, sender=sender)

    text = " ".join(message.text.split())
    assert text.count("It is settled.") == 40
    assert "Not listed here: 10 more items (10 of JTAI)" in text


def test_a_long_subject_ends_after_a_whole_word(
    make_item: Callable[..., Item], spoc: Recipient, sender: Sender
) -> None:
    item = make_item(title="Minutes of strategy meetings " * 10, kind=ItemKind.STATUTORY)

    message, _ = sent(StatutoryContent(item=item), spoc, sender=sender)

    assert len(message.subject) <= 150
    assert re.search(r" (?:Minutes|of|strategy|meetings) \.\.\.$", message.subject)


def test_another_script_travels_in_base64_and_english_so_that_it_can_be_read(
    make_item: Callable[..., Item], spoc: Recipient, sender: Sender
) -> None:
    _, english = sent(DigestContent(items=(make_item(title="Café minutes"),)), spoc, sender=sender)
    foreign = tuple(make_item(f"{number}.1", title="名前" * 90) for number in range(1, 9))
    _, other = sent(DigestContent(items=foreign), spoc, sender=sender)

    assert b"Content-Transfer-Encoding: quoted-printable" in english
    assert b"Caf=C3=A9 minutes" in english
    assert b"Content-Transfer-Encoding: base64" in other


def test_the_product_is_named_nowhere(
    samples: dict[str, tuple[Content, Recipient, object]], sender: Sender
) -> None:
    for content, reader, _ in samples.values():
        message, raw = sent(content, reader, sender=sender)
        everything = raw.decode() + message.subject + message.text + message.html
        assert "longstop" not in everything.lower()
