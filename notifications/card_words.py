"""What a card says of each kind of message, in words.

A card is seen by a whole channel, so it says less than the mail that it is a copy of: nobody's
own words, no person above the lead, and of an embargoed inspection its code name, counts and
dates alone, whoever the message is to.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from notifications.arranging import reading_order
from notifications.by_hand_contents import UpdateRequestContent
from notifications.contents import (
    Content,
    CourtesyContent,
    DigestContent,
    ResolvedContent,
    ResolvedItem,
    StatutoryContent,
)
from notifications.date_words import date_rows
from notifications.item_views import Reading
from notifications.item_words import item_words
from notifications.message import Item, ItemKind
from rules.status_words import late_words
from rules.wording import counted, listed, long_date


@dataclass(frozen=True, slots=True)
class CardItem:
    """One line of a card. ``label`` is a reference, or an embargoed inspection's code name;
    ``title`` is empty where it must not be shown."""

    label: str
    title: str
    state: str
    inspection: str


@dataclass(frozen=True, slots=True)
class CardWords:
    """A card in words: ``facts`` are label and value, ``items`` in reading order, all of them."""

    heading: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    items: tuple[CardItem, ...]
    answers: bool = True


def card_words(content: Content, *, reading: Reading) -> CardWords:
    """The words of ``content`` on a card for the channel of its reader's body."""
    match content:
        case DigestContent():
            return asking_words(content.items, content.reply_by, reading)
        case UpdateRequestContent():
            return asking_words(content.items, content.reply_by, reading)
        case StatutoryContent():
            return _statutory_words(content, reading)
        case CourtesyContent():
            return _courtesy_words(content, reading)
        case ResolvedContent():
            return _resolved_words(content)
        case _:
            return _bare_words(reading)


def _bare_words(reading: Reading) -> CardWords:
    """What no words were written for: that there is a message, and to whom."""
    return CardWords(
        heading=f"A message for {reading.reader.agency}",
        lead="The mail says what it is about.",
        facts=(),
        items=(),
    )


def asking_words(
    items: Sequence[Item], reply_by: datetime.date | None, reading: Reading
) -> CardWords:
    """A request to say where ``items`` stand, by a day where one is named."""
    number = len(items)
    by = f" by {long_date(reply_by)}" if reply_by else ""
    what = "this item stands" if number == 1 else f"these {number} items stand"
    return CardWords(
        heading=f"{counted(number, 'item')} for {reading.reader.agency}",
        lead=f"Please tell us where {what}{by}.",
        facts=(
            *((("Answer by", long_date(reply_by)),) if reply_by else ()),
            *_counts(items, reading),
        ),
        items=_card_items(items, reading),
    )


def _statutory_words(content: StatutoryContent, reading: Reading) -> CardWords:
    item = content.item
    dates = date_rows(content.dates) if content.dates and not item.code_name else ()
    return CardWords(
        heading=f"A date set by law: {long_date(item.due)}",
        lead="A date set by law does not move. If it is at risk, tell us today.",
        facts=tuple((row.label, row.words) for row in dates),
        items=_card_items((item,), reading),
    )


def _courtesy_words(content: CourtesyContent, reading: Reading) -> CardWords:
    days = sorted({item.raising.on for item in content.items if item.raising})
    number = len(content.items)
    what = "this item stands" if number == 1 else f"these {number} items stand"
    on = f" on {long_date(days[0])}" if days else ""
    before = f" before {long_date(days[0])}" if days else ""
    return CardWords(
        heading=f"To be raised{on}: {counted(number, 'item')} for {reading.reader.agency}",
        lead=f"Please tell us where {what}{before}. The mail says with whom we would speak.",
        facts=(),
        items=_card_items(content.items, reading),
    )


def _resolved_words(content: ResolvedContent) -> CardWords:
    number = len(content.items)
    bodies = listed(list(dict.fromkeys(one.held_by for one in content.items if one.held_by)))
    return CardWords(
        heading=f"{counted(number, 'item')} settled",
        lead="Nothing is asked: what was raised before is settled.",
        facts=((("Accountable", bodies),) if bodies else ()),
        items=_settled_items(content.items),
        answers=False,
    )


def _counts(items: Sequence[Item], reading: Reading) -> Iterable[tuple[str, str]]:
    """What the heading's count does not say."""
    statutory = sum(item.kind is ItemKind.STATUTORY for item in items)
    if statutory:
        yield "Dates set by law", str(statutory)
    late = sum(item.is_late for item in items)
    if late:
        yield late_words(own_staff=reading.reader.own_staff), f"{late} of {len(items)}"


def _card_items(items: Sequence[Item], reading: Reading) -> tuple[CardItem, ...]:
    """The items in reading order; those of an embargoed inspection as one line of counts."""
    lines: list[CardItem] = []
    embargoed: dict[str, list[Item]] = {}
    for item in sorted(items, key=reading_order):
        if item.code_name or item.withheld:
            embargoed.setdefault(item.code_name or item.inspection, []).append(item)
        else:
            lines.append(_card_item(item, reading))
    counts = (_embargoed_line(name, group) for name, group in embargoed.items())
    return (*counts, *lines)


def _card_item(item: Item, reading: Reading) -> CardItem:
    words = item_words(item, reader=reading.reader, today=reading.today)
    return CardItem(
        label=words.ref, title=words.title, state=words.status, inspection=item.inspection
    )


def _embargoed_line(name: str, items: Sequence[Item]) -> CardItem:
    first = min(item.due for item in items)
    which = "due" if len(items) == 1 else "the first due"
    return CardItem(
        label=name,
        title="",
        state=f"{counted(len(items), 'item')}, {which} {long_date(first)}.",
        inspection="",
    )


def _settled_items(items: Sequence[ResolvedItem]) -> tuple[CardItem, ...]:
    shown = tuple(
        CardItem(label=one.ref, title=one.title, state=one.how, inspection=one.inspection)
        for one in items
        if one.title is not None
    )
    withheld: dict[str, int] = {}
    for one in items:
        if one.title is None:
            withheld[one.inspection] = withheld.get(one.inspection, 0) + 1
    counts = tuple(
        CardItem(label=name, title="", state=f"{counted(number, 'item')} settled.", inspection="")
        for name, number in withheld.items()
    )
    return (*counts, *shown)
