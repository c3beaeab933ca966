"""Items prepared for the templates: sections in reading order, and an example of an answer."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from notifications.arranging import LISTED_AT_MOST, Arrangement, Section, arranged
from notifications.contents import Rest
from notifications.item_words import ItemWords, item_words
from notifications.message import Item, Recipient
from rules.status_words import near_date
from rules.wording import counted, listed

Values = dict[str, Any]

# The words of all items together, in bytes: with both parts and their markup a message then stays
# below 100 KB, above which mail programs cut it.
MOST_WORDS = 28_000


@dataclass(frozen=True, slots=True)
class Reading:
    """For whom, and on which day, a message is put in words."""

    reader: Recipient
    today: datetime.date


@dataclass(frozen=True, slots=True)
class SectionWords:
    """The listed items of one inspection, in words."""

    inspection: str
    items: tuple[ItemWords, ...]


def items_view(items: Sequence[Item], *, reading: Reading, rest: Sequence[Rest] = ()) -> Values:
    """The values that ``_layout/items`` prints, for any number of items.

    ``rest`` counts items besides these, all of them less pressing: none of it is listed.
    """
    arrangement, sections = _what_fits(items, reading=reading)
    return {
        "number": len(items) + sum(one.number for one in rest),
        "sections": sections,
        **left_out_view(arrangement, rest=rest),
        "example": example_of_an_answer(arrangement.first_refs, today=reading.today),
    }


def _what_fits(
    items: Sequence[Item], *, reading: Reading
) -> tuple[Arrangement, tuple[SectionWords, ...]]:
    """The items to list: at most 40, and fewer where each of them has very much to say."""
    at_most = LISTED_AT_MOST
    while True:
        arrangement = arranged(items, at_most=at_most)
        sections = tuple(_in_words(section, reading=reading) for section in arrangement.sections)
        size = sum(_size(item) for section in sections for item in section.items)
        if size <= MOST_WORDS or at_most == 1:
            return arrangement, sections
        at_most = max(1, at_most * MOST_WORDS // size)


def _in_words(section: Section, *, reading: Reading) -> SectionWords:
    return SectionWords(
        inspection=section.inspection,
        items=tuple(
            item_words(item, reader=reading.reader, today=reading.today) for item in section.items
        ),
    )


def _size(item: ItemWords) -> int:
    words = "".join((item.ref, item.title, item.status, *(line.words for line in item.lines)))
    return len(words) if words.isascii() else len(words.encode())


def left_out_view(arrangement: Arrangement, *, rest: Sequence[Rest] = ()) -> Values:
    """How many items are not listed, and of which inspections."""
    left_out = Counter(dict(arrangement.left_out))
    for one in rest:
        left_out[one.inspection] += one.number
    return {"left_out": left_out.total(), "left_out_words": left_out_words(left_out)}


def left_out_words(left_out: Counter[str]) -> str:
    """``20 more items (12 of one inspection and 8 of another)``; "" for none."""
    number = left_out.total()
    of_which = listed([f"{count} of {title}" for title, count in left_out.items()])
    return f"{counted(number, 'more item')} ({of_which})" if number else ""


def example_of_an_answer(refs: Sequence[str], *, today: datetime.date) -> tuple[str, ...]:
    """Lines that show what an answer may look like, with the reader's own references."""
    answers = (f"done on {near_date(today, today=today)}", "on track", "at risk, because ...")
    return tuple(f"{ref}: {answer}" for ref, answer in zip(refs, answers, strict=False))


def bodies_of(items: Sequence[Item], *, otherwise: str) -> tuple[str, ...]:
    """The bodies accountable for ``items``, each once, in order."""
    return tuple(dict.fromkeys(item.held_by or otherwise for item in items))
