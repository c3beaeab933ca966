"""A card for a channel: what it says, what it never says, and that it always fits."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.card import LARGEST, CardOrder, card_message
from notifications.contents import (
    Content,
    CourtesyContent,
    DigestContent,
    ResolvedContent,
    ResolvedItem,
    StatutoryContent,
)
from notifications.message import Item, Recipient, Sender

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "cards"
ON_CARDS = (
    "courtesy",
    "digest-embargoed",
    "digest-own-staff",
    "digest-weekly",
    "resolved",
    "statutory",
    "update-request",
)
SUBJECT = "[OFFICIAL] Reply by Tuesday 11 September: 4 items for Estuary Police"
TITLES = st.text(max_size=400)

ItemMaker = Callable[..., Item]
CardMaker = Callable[..., dict[str, Any]]


@pytest.fixture
def order(people: Any, sender: Sender, today: datetime.date) -> CardOrder:
    return CardOrder(
        reader=people.spoc, sender=sender, subject=SUBJECT, today=today, demonstration=True
    )


@pytest.fixture
def card(order: CardOrder) -> CardMaker:
    """Makes a card and gives the Adaptive Card within its message."""

    def made(content: Content, **changed: Any) -> dict[str, Any]:
        message = json.loads(card_message(content, replace(order, **changed)))
        (attachment,) = message["attachments"]
        assert message["type"] == "message"
        assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
        return dict(attachment["content"])

    return made


def texts(part: Any) -> Iterator[str]:
    """Every text that a card shows, its fallbacks left out."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key in ("text", "value", "title") and isinstance(value, str):
                yield value
            elif key != "fallback":
                yield from texts(value)
    elif isinstance(part, list):
        for one in part:
            yield from texts(one)


def all_of(card: dict[str, Any]) -> str:
    return " ".join(texts(card))


@pytest.mark.parametrize("name", ON_CARDS)
def test_the_card_is_as_approved(name: str, samples: dict[str, Any], order: CardOrder) -> None:
    content, recipient, others = samples[name]
    today = others.get("today", order.today)
    raw = card_message(content, replace(order, reader=recipient, today=today))
    compare(f"{name}.json", json.dumps(json.loads(raw), indent=2, ensure_ascii=False) + "\n")


def compare(name: str, got: str) -> None:
    file = GOLDEN / name
    received = GOLDEN / "received" / name
    if file.is_file() and file.read_text(encoding="utf-8") == got:
        received.unlink(missing_ok=True)
        return
    received.parent.mkdir(parents=True, exist_ok=True)
    received.write_text(got, encoding="utf-8")
    pytest.fail(
        f"{name} is not as approved. Read tests/golden/cards/received/{name}, and move it over "
        "the approved file if it is right."
    )


def test_the_same_message_makes_the_same_bytes(make_item: ItemMaker, order: CardOrder) -> None:
    content = DigestContent(items=(make_item(),))
    assert card_message(content, order) == card_message(content, order)


def test_ten_items_are_listed_and_the_rest_counted(make_item: ItemMaker, card: CardMaker) -> None:
    items = tuple(make_item(f"3.{number}") for number in range(1, 23))
    shown = all_of(card(DigestContent(items=items)))
    assert "3.10: " in shown
    assert "3.11: " not in shown
    assert "and 12 more: they are in the mail." in shown


def test_there_is_exactly_one_button_and_it_begins_a_mail(
    make_item: ItemMaker, card: CardMaker, sender: Sender
) -> None:
    (button,) = card(DigestContent(items=(make_item(),)))["actions"]
    address = urlsplit(button["url"])
    assert (button["type"], address.scheme) == ("Action.OpenUrl", "mailto")
    assert unquote(address.path) == sender.reply_to
    assert parse_qs(address.query)["subject"] == [f"Re: {SUBJECT}"]


def test_the_button_opens_the_councils_page_where_there_is_one(
    make_item: ItemMaker, card: CardMaker
) -> None:
    content = DigestContent(items=(make_item(),))
    (button,) = card(content, page="https://plan.council.example/answer")["actions"]
    assert button["url"] == "https://plan.council.example/answer"


def test_another_body_never_reads_overdue_and_own_staff_do(
    make_item: ItemMaker, card: CardMaker, people: Any
) -> None:
    from notifications.message import Tone

    content = DigestContent(items=(make_item(tone=Tone.LATE, days_left=-2),))
    to_a_body = all_of(card(content)).lower()
    assert "overdue" not in to_a_body
    assert "update not yet received" in to_a_body
    assert "overdue" in all_of(card(content, reader=people.own_staff)).lower()


def test_nobodys_own_words_and_no_senior_are_on_a_card(
    samples: dict[str, Any], card: CardMaker
) -> None:
    content, _, _ = samples["courtesy"]
    shown = all_of(card(content))
    said = content.items[0].last_said
    assert said.words not in shown
    assert content.items[0].raising.to.split(",")[0] not in shown


def test_what_a_person_adds_to_a_request_is_for_its_reader_alone(
    samples: dict[str, Any], card: CardMaker
) -> None:
    content, _, _ = samples["update-request"]
    everything = json.dumps(card(content))
    assert content.words
    assert content.words not in everything
    assert content.asked_by not in everything


def test_a_body_in_the_circle_still_shows_its_channel_the_code_name_alone(
    make_item: ItemMaker, card: CardMaker
) -> None:
    items = tuple(
        make_item(
            ref,
            inspection="Joint targeted area inspection of Saltmarsh",
            title="Officers are trained",
            plan_words="by September",
            code_name="HERON",
        )
        for ref in ("8.1", "8.2")
    )
    for content in (DigestContent(items=items), StatutoryContent(item=items[0])):
        everything = json.dumps(card(content, subject="[OFFICIAL] HERON"))
        assert "HERON" in everything
        for secret in ("Saltmarsh", "trained", "8.1", "by September"):
            assert secret not in everything.replace("Saltmarsh Council", "")


def test_what_is_settled_of_an_embargoed_inspection_is_only_counted(card: CardMaker) -> None:
    item = ResolvedItem(ref="8.1", inspection="HERON", title=None, how="Reported as trained.")
    everything = json.dumps(card(ResolvedContent((item,))))
    assert "1 item settled." in everything
    assert "8.1" not in everything
    assert "trained" not in everything


def test_a_demonstration_and_an_illustration_say_so(
    make_item: ItemMaker, card: CardMaker, sender: Sender
) -> None:
    content = DigestContent(items=(make_item(),))
    marked = replace(sender, illustration=True)
    shown = card(content, sender=marked)
    for words in ("Demonstration: filed, not sent.", "Illustration: invented answers."):
        assert words in all_of(shown)
        assert words in shown["fallbackText"]
    assert "Demonstration" not in all_of(card(content, demonstration=False))


def test_what_people_wrote_stands_where_no_markdown_is_read(
    make_item: ItemMaker, card: CardMaker
) -> None:
    written = "[Sign in](https://phish.example) <at>Everyone</at> **now**"
    shown = card(DigestContent(items=(make_item(title=written),)))
    holders = [part for part in shown["body"] if written in json.dumps(part.get("inlines", ""))]
    assert [part["type"] for part in holders] == ["RichTextBlock"]
    others = [part for part in shown["body"] if part not in holders]
    assert "phish" not in json.dumps(others)


def test_a_kind_without_words_of_its_own_is_a_plain_card(
    samples: dict[str, Any], card: CardMaker
) -> None:
    content, _, _ = samples["escalation"]
    shown = all_of(card(content))
    assert "A message for Estuary Police" in shown
    assert content.items[0].item.title not in shown


@given(
    titles=st.lists(TITLES, max_size=40),
    council=TITLES,
    subject=TITLES,
    name=st.text(max_size=200),
)
def test_a_card_always_fits_and_is_always_whole(
    titles: list[str],
    council: str,
    subject: str,
    name: str,
    an_item: ItemMaker,
    a_sender: Sender,
    a_reader: Recipient,
) -> None:
    items = tuple(
        an_item(str(number), title=title, inspection=title)
        for number, title in enumerate(titles, start=1)
    )
    made = CardOrder(
        reader=replace(a_reader, name=name, agency=name),
        sender=replace(a_sender, council=council, team=council, marking=council),
        subject=subject,
        today=datetime.date(2018, 9, 4),
        demonstration=True,
    )
    raw = card_message(DigestContent(items=items), made)
    assert len(raw) <= LARGEST
    json.loads(raw.decode())


def test_long_titles_are_cut_before_any_item_is_left_out(
    make_item: ItemMaker, order: CardOrder
) -> None:
    # Four bytes a sign, and said again in each fallback: ten such titles do not fit whole.
    items = tuple(make_item(str(one), title="\N{BOOKS}" * 300) for one in range(10))
    raw = card_message(CourtesyContent(items=items), order)
    assert len(raw) <= LARGEST
    assert "more: they are in the mail" not in raw.decode()


@pytest.fixture(scope="session")
def an_item(make_item: ItemMaker) -> ItemMaker:
    return make_item


@pytest.fixture(scope="session")
def a_sender(request: pytest.FixtureRequest) -> Sender:
    return request.getfixturevalue("sender")


@pytest.fixture(scope="session")
def a_reader(people: Any) -> Recipient:
    return people.spoc
