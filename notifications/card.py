"""A message as an Adaptive Card 1.4 for a Teams channel, posted through a Workflows webhook.

It is a copy beside the mail: short, with one button, and never above 28 KB, for Teams drops a
larger one. How a card is put together: https://adaptivecards.io/explorer (schema 1.4).
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from notifications.card_text import markdown_escaped, shortened
from notifications.card_words import CardItem, CardWords, card_words
from notifications.contents import Content
from notifications.item_views import Reading
from notifications.message import Recipient, Sender
from rules.status_words import DEMONSTRATION, ILLUSTRATION
from rules.wording import long_date

LISTED_AT_MOST = 10
LARGEST = 28_000
"""Bytes of the whole message; Teams takes about 28 KB."""

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"

# No value takes more room than this, so that what is left of a card always fits.
_LONGEST_VALUE = 300
_LONGEST_SUBJECT = 150
# A title is cut to these, one after the other, before an item is left out.
_TITLE_LENGTHS = (300, 120, 60)


@dataclass(frozen=True, slots=True)
class CardOrder:
    """For whom a card is, and what surrounds it.

    ``reader`` is the person whose mail it copies, as the channel may see them; ``subject`` the
    subject of that mail, which an answer then has. ``page`` is the council's page for answers;
    without one the button begins a mail to the address that the council reads.
    """

    reader: Recipient
    sender: Sender
    subject: str
    today: datetime.date
    demonstration: bool = False
    page: str | None = None


def card_message(content: Content, order: CardOrder) -> bytes:
    """The JSON of the message that holds the card, in UTF-8, below :data:`LARGEST` bytes.

    The same content and order give the same bytes.
    """
    words = card_words(content, reading=Reading(reader=order.reader, today=order.today))
    for raw in _ever_smaller(words, order):
        if len(raw) <= LARGEST:
            return raw
    raise ValueError("A card without items is larger than Teams takes.")


def _ever_smaller(words: CardWords, order: CardOrder) -> Iterator[bytes]:
    listed = words.items[:LISTED_AT_MOST]
    for length in _TITLE_LENGTHS:
        yield _message(words, order, _with_titles(listed, length))
    for number in range(len(listed) - 1, -1, -1):
        yield _message(words, order, _with_titles(listed[:number], _TITLE_LENGTHS[-1]))


def _with_titles(items: tuple[CardItem, ...], length: int) -> tuple[CardItem, ...]:
    return tuple(replace(item, title=shortened(item.title, length)) for item in items)


def _message(words: CardWords, order: CardOrder, listed: tuple[CardItem, ...]) -> bytes:
    message = {
        "type": "message",
        "attachments": [
            {
                "contentType": CONTENT_TYPE,
                "contentUrl": None,
                "content": _card(words, order, listed),
            }
        ],
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _card(words: CardWords, order: CardOrder, listed: tuple[CardItem, ...]) -> dict[str, Any]:
    return {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        # The schema takes two letters; a region is refused with a warning.
        "lang": "en",
        "fallbackText": _fallback(words, order),
        "msteams": {"width": "Full"},
        "body": list(_body(words, order, listed)),
        "actions": [_button(words, order)],
    }


def _body(
    words: CardWords, order: CardOrder, listed: tuple[CardItem, ...]
) -> Iterator[dict[str, Any]]:
    yield _text(_marking(order), size="Small", isSubtle=True)
    for sentence in _sayings(order):
        yield _text(f"{sentence}.", weight="Bolder", color="Attention", spacing="Small")
    heading = _safe(words.heading)
    yield _text(heading, size="Large", weight="Bolder", style="heading")
    yield _text(words.lead)
    facts = (("To", _addressee(order.reader)), *words.facts)
    yield {
        "type": "FactSet",
        "facts": [{"title": label, "value": _safe(value)} for label, value in facts],
    }
    yield from _items(listed)
    left_out = len(words.items) - len(listed)
    if left_out:
        yield _text(f"and {left_out} more: {'it is' if left_out == 1 else 'they are'} in the mail.")
    yield _text(_closing(words, order), size="Small", isSubtle=True, separator=True)


def _items(listed: tuple[CardItem, ...]) -> Iterator[dict[str, Any]]:
    """The items under their inspections, the one with the most pressing item on top."""
    for inspection in dict.fromkeys(item.inspection for item in listed):
        if inspection:
            yield _written(inspection, weight="Bolder", separator=True, spacing="Medium")
        for item in listed:
            if item.inspection == inspection:
                name = f"{item.label}: {item.title}" if item.title else item.label
                yield _written(name, weight="Bolder")
                yield _written(item.state, spacing="None")


def _text(text: str, **look: Any) -> dict[str, Any]:
    """Words of ours (or escaped ones), wrapped and never cut."""
    return {"type": "TextBlock", "text": text, "wrap": True, **look}


def _written(text: str, *, weight: str | None = None, **place: Any) -> dict[str, Any]:
    """Words that people wrote: text runs know no Markdown, on any machine."""
    line = shortened(text, _LONGEST_VALUE)
    look = {"weight": weight} if weight else {}
    return {
        "type": "RichTextBlock",
        "inlines": [{"type": "TextRun", "text": line, **look}],
        "fallback": _text(markdown_escaped(line), **look),
        **place,
    }


def _safe(text: str) -> str:
    return markdown_escaped(shortened(text, _LONGEST_VALUE))


def _marking(order: CardOrder) -> str:
    return _safe(f"{order.sender.marking}, from {order.sender.council}")


def _sayings(order: CardOrder) -> Iterator[str]:
    if order.demonstration:
        yield DEMONSTRATION
    if order.sender.illustration:
        yield ILLUSTRATION


def _addressee(reader: Recipient) -> str:
    return f"{reader.name}, {reader.role}, {reader.agency}"


def _closing(words: CardWords, order: CardOrder) -> str:
    team = _safe(f"the {order.sender.team} at {order.sender.council}")
    copy = f"A copy of the mail of {long_date(order.today)} from {team}."
    if not words.answers:
        return copy
    return (
        f"{copy} Nobody reads answers in this channel for us: please use the button, or reply to "
        "the mail, and write nothing that could identify a child."
    )


def _button(words: CardWords, order: CardOrder) -> dict[str, Any]:
    if order.page:
        return {"type": "Action.OpenUrl", "title": "Open the page", "url": order.page}
    subject = quote(f"Re: {shortened(order.subject, _LONGEST_SUBJECT)}", safe="")
    address = quote(order.sender.reply_to, safe="@")
    return {
        "type": "Action.OpenUrl",
        "title": "Answer by mail" if words.answers else "Write to us",
        "url": f"mailto:{address}?subject={subject}",
    }


def _fallback(words: CardWords, order: CardOrder) -> str:
    """What a program that shows no cards prints, and a telephone's notice."""
    said = " ".join(f"{sentence}." for sentence in _sayings(order))
    text = f"{order.sender.marking}: {words.heading}. {words.lead} {said}".strip()
    return _safe(text)
