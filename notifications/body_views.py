"""What the templates of messages to a body, its seniors and own staff may print."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from notifications.arranging import LISTED_AT_MOST, reading_order
from notifications.contents import (
    CourtesyContent,
    DigestContent,
    EscalationContent,
    RaisedItem,
    ResolvedContent,
    ResolvedItem,
    StatutoryContent,
)
from notifications.date_words import date_rows, date_sentences
from notifications.item_views import (
    Reading,
    SectionWords,
    Values,
    bodies_of,
    items_view,
    left_out_words,
)
from notifications.item_words import TITLED_AT_MOST, WITHHELD, ItemWords, Line, status_words
from notifications.message import Cover, Handover, Introduction, Item, ItemKind, Opening
from notifications.plain_text import shortened
from rules.status_words import late_words, near_date, near_long_date
from rules.wording import counted, listed

NAMED_AT_MOST = 8

_OPENINGS = {Introduction: "introduction", Handover: "handover", Cover: "cover"}


@dataclass(frozen=True, slots=True)
class _Pressing:
    """The statutory item that the subject of a daily or weekly message names."""

    status_word: str
    due: datetime.date
    words: str


def digest_view(content: DigestContent, reading: Reading) -> Values:
    """Values of ``digest``."""
    items, rest = content.items, content.rest
    return {
        **items_view(items, reading=reading, rest=rest),
        **opening_view(content.opening),
        "late": sum(item.is_late for item in items) + sum(one.late for one in rest),
        "new": _new_words(items, besides=sum(one.new for one in rest)),
        "statutory": _most_pressing(items, reading=reading),
    }


def statutory_view(content: StatutoryContent, reading: Reading) -> Values:
    """Values of ``statutory``."""
    item, today = content.item, reading.today
    return {
        **_without_repeats(items_view((replace(item, ask=None),), reading=reading)),
        **opening_view(content.opening),
        "item": item,
        "what": _what(item),
        "status": status_words(item, reader=reading.reader, today=today),
        "late_word": late_words(own_staff=reading.reader.own_staff),
        "date_sentences": date_sentences(content.dates, today=today) if content.dates else (),
        "date_rows": date_rows(content.dates) if content.dates else (),
    }


def _without_repeats(view: Values) -> Values:
    """What stands in "what to do" is not said again under the item."""
    sections: tuple[SectionWords, ...] = view["sections"]
    return {
        **view,
        "sections": tuple(
            replace(section, items=tuple(replace(item, status="") for item in section.items))
            for section in sections
        ),
    }


def courtesy_view(content: CourtesyContent, reading: Reading) -> Values:
    """Values of ``courtesy``."""
    days = sorted({item.raising.on for item in content.items if item.raising})
    if not days:
        raise ValueError("A courtesy notice names the day on which each item will be raised.")
    return {
        **items_view(content.items, reading=reading),
        **opening_view(content.opening),
        "first_day": days[0],
        "one_day": len(days) == 1,
    }


def escalation_view(content: EscalationContent, reading: Reading) -> Values:
    """Values of ``escalation``."""
    return {
        **raised_view(content.items, reading=reading),
        "late_word": late_words(own_staff=reading.reader.own_staff),
    }


def raised_view(raised: tuple[RaisedItem, ...], *, reading: Reading) -> Values:
    """Items with what was asked before, and the bodies that are accountable for them."""
    items = tuple(one.item for one in raised)
    view = items_view(items, reading=reading)
    asked = {
        (one.item.inspection, one.item.ref): _asked_line(one, today=reading.today) for one in raised
    }
    view["sections"] = tuple(
        replace(
            section,
            items=tuple(
                _with_line(words, asked[section.inspection, words.ref]) for words in section.items
            ),
        )
        for section in view["sections"]
    )
    view["bodies"] = bodies_of(items, otherwise=reading.reader.agency)
    view["late"] = sum(item.is_late for item in items)
    return view


def resolved_view(content: ResolvedContent, reading: Reading) -> Values:
    """Values of ``resolved``."""
    by_inspection: dict[str, list[ItemWords]] = {}
    left_out = Counter(item.inspection for item in content.items[LISTED_AT_MOST:])
    for item in content.items[:LISTED_AT_MOST]:
        words = _resolved_words(item, reading=reading)
        by_inspection.setdefault(item.inspection, []).append(words)
    return {
        "number": len(content.items),
        "bodies": tuple(dict.fromkeys(one.held_by for one in content.items if one.held_by)),
        "sections": tuple(
            SectionWords(inspection=title, items=tuple(items))
            for title, items in by_inspection.items()
        ),
        "left_out": left_out.total(),
        "left_out_words": left_out_words(left_out),
        "example": (),
    }


def _resolved_words(item: ResolvedItem, *, reading: Reading) -> ItemWords:
    lines = []
    if item.held_by and item.held_by != reading.reader.agency:
        lines.append(Line("Accountable", item.held_by))
    if item.last_told:
        lines.append(Line("We last told you", near_long_date(item.last_told, today=reading.today)))
    return ItemWords(
        ref=item.ref,
        title=shortened(item.title, at_most=TITLED_AT_MOST) if item.title else WITHHELD,
        status=item.how,
        lines=tuple(lines),
    )


def opening_view(opening: Opening | None) -> Values:
    """How the message begins for somebody new to it, or standing in."""
    if opening is None:
        return {"opening": None}
    return {"opening": opening, "opening_kind": _OPENINGS[type(opening)]}


def _new_words(items: Sequence[Item], *, besides: int = 0) -> str:
    """The references that are new since the message before, or how many if they are many.

    ``besides`` is how many are new among the items that are not listed.
    """
    new = [item for item in items if item.is_new]
    if besides or len(new) > NAMED_AT_MOST:
        return counted(len(new) + besides, "item")
    return listed([item.ref for item in sorted(new, key=reading_order)])


def _most_pressing(items: Iterable[Item], *, reading: Reading) -> _Pressing | None:
    statutory = [item for item in items if item.kind is ItemKind.STATUTORY]
    if not statutory:
        return None
    item = min(statutory, key=lambda one: one.due)
    late = late_words(own_staff=reading.reader.own_staff)
    return _Pressing(
        status_word=f"{late}, the date was" if item.is_late else "By",
        due=item.due,
        words=_what(item),
    )


def _what(item: Item) -> str:
    """What a subject calls an item."""
    if item.code_name or not item.title:
        return f"item {item.ref} of {item.code_name or item.inspection}"
    return item.title


def _asked_line(raised: RaisedItem, *, today: datetime.date) -> Line:
    days: dict[str, list[str]] = {}
    for one in raised.asked:
        days.setdefault(f"{one.how} to {one.whom}", []).append(near_date(one.on, today=today))
    asked = "; ".join(f"{route}, on {listed(on)}" for route, on in days.items())
    return Line("Asked before", f"{asked}." if asked else "no day that we have on record.")


def _with_line(words: ItemWords, line: Line) -> ItemWords:
    return replace(words, lines=(*words.lines, line))
