"""The order of items in a message and how many it lists: statutory and latest first, at most 40."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from notifications.message import Item, ItemKind

LISTED_AT_MOST = 40

_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Section:
    """The listed items of one inspection. ``inspection`` is its title or code name."""

    inspection: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a message lists, and how many items of which inspection it leaves out."""

    sections: tuple[Section, ...]
    left_out: tuple[tuple[str, int], ...]

    @property
    def number_left_out(self) -> int:
        """How many items are not listed."""
        return sum(count for _, count in self.left_out)

    @property
    def first_refs(self) -> tuple[str, ...]:
        """The references of the first three items, for the example of an answer."""
        return tuple(item.ref for section in self.sections for item in section.items)[:3]


def arranged(items: Sequence[Item], *, at_most: int = LISTED_AT_MOST) -> Arrangement:
    """The items in reading order under their inspections, cut at ``at_most`` over all of them.

    An inspection stands where its first item stands, so the most pressing one is on top.
    """
    ordered = sorted(items, key=reading_order)
    sections = tuple(
        Section(inspection=title, items=listed)
        for title, listed in _by_inspection(ordered[:at_most]).items()
    )
    left_out = _by_inspection(ordered[at_most:])
    return Arrangement(
        sections=sections,
        left_out=tuple((title, len(rest)) for title, rest in left_out.items()),
    )


def reading_order(item: Item) -> tuple[object, ...]:
    """Sorts statutory dates first, then by date, earliest first, then by reference: 2.9, 2.10."""
    return (item.kind is not ItemKind.STATUTORY, item.due, _natural(item.ref), item.inspection)


@lru_cache(maxsize=4096)  # The same items stand in message after message.
def _natural(ref: str) -> tuple[tuple[bool, int, str], ...]:
    parts = (part for part in _NUMBER.split(ref) if part)
    return tuple(
        (False, int(part), "") if part.isdecimal() else (True, 0, part.casefold()) for part in parts
    )


def _by_inspection(items: Sequence[Item]) -> dict[str, tuple[Item, ...]]:
    found: dict[str, tuple[Item, ...]] = {}
    for item in items:
        found[item.inspection] = (*found.get(item.inspection, ()), item)
    return found
