"""Items prepared for the templates: sections in reading order, and an example of an answer."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from notifications.arranging import Arrangement, arranged
from notifications.item_words import ItemWords, item_words
from notifications.message import Item, Recipient
from rules.status_words import near_date
from rules.wording import counted, listed

Values = dict[str, Any]


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


def items_view(items: Sequence[Item], *, reading: Reading) -> Values:
    """The values that ``_layout/items`` prints, for any number of items."""
    arrangement = arranged(items)
    return {
        "number": len(items),
        "sections": tuple(
            SectionWords(
                inspection=section.inspection,
                items=tuple(
                    item_words(item, reader=reading.reader, today=reading.today)
                    for item in section.items
                ),
            )
            for section in arrangement.sections
        ),
        **left_out_view(arrangement),
        "example": example_of_an_answer(arrangement.first_refs, today=reading.today),
    }


def left_out_view(arrangement: Arrangement) -> Values:
    """How many items are not listed, and of which inspections."""
    number = arrangement.number_left_out
    of_which = listed([f"{count} of {title}" for title, count in arrangement.left_out])
    return {
        "left_out": number,
        "left_out_words": f"{counted(number, 'more item')} ({of_which})" if number else "",
    }


def example_of_an_answer(refs: Sequence[str], *, today: datetime.date) -> tuple[str, ...]:
    """Lines that show what an answer may look like, with the reader's own references."""
    answers = (f"done on {near_date(today, today=today)}", "on track", "at risk, because ...")
    return tuple(f"{ref}: {answer}" for ref, answer in zip(refs, answers, strict=False))


def bodies_of(items: Sequence[Item], *, otherwise: str) -> tuple[str, ...]:
    """The bodies accountable for ``items``, each once, in order."""
    return tuple(dict.fromkeys(item.held_by or otherwise for item in items))
