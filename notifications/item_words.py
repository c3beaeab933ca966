"""One item in words. The text part and the HTML part print the same lines, so neither knows more.

What a line says depends on the reader: see ``rules.status_words`` for "Overdue".
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from notifications.message import Item, ItemKind, LastSaid, Raising, Recipient, Tone
from notifications.plain_text import shortened
from rules.status_words import NOT_YET_RECEIVED, OVERDUE, near_long_date
from rules.wording import days_left_words, long_date

QUOTED_AT_MOST = 400
TITLED_AT_MOST = 200
WITHHELD = "wording not shown until the letter is published"


@dataclass(frozen=True, slots=True)
class Line:
    """One line under an item. ``label`` is empty for a line that speaks for itself."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class ItemWords:
    """An item as a reader sees it: its reference, its title, where it stands, what else to know."""

    ref: str
    title: str
    status: str
    lines: tuple[Line, ...]


_NONE_RECEIVED = Line("Last update", "none received yet")


def item_words(item: Item, *, reader: Recipient, today: datetime.date) -> ItemWords:
    """The words of ``item`` for ``reader``."""
    return ItemWords(
        ref=item.ref,
        title=_title(item),
        status=status_words(item, reader=reader, today=today),
        lines=tuple(_lines(item, reader=reader, today=today)),
    )


def status_words(item: Item, *, reader: Recipient, today: datetime.date) -> str:
    """Where the item stands against its date, in one or two sentences."""
    match item.tone:
        case Tone.REMINDER:
            return _coming(item, today=today)
        case Tone.LATE:
            return _late(item, reader=reader, today=today)
        case Tone.COURTESY | Tone.ESCALATION:
            late = item.is_late
            return _late(item, reader=reader, today=today) if late else _coming(item, today=today)
        case Tone.LATE_WHEN_ENTERED:
            return _late_when_entered(item, reader=reader)
        case Tone.CHECK:
            return _check(item, today=today)
    assert_never(item.tone)


def _coming(item: Item, *, today: datetime.date) -> str:
    due = long_date(item.due)
    if item.due == today:
        return f"Due today, {due}."
    if item.days_left is None or item.days_left < 0:
        return f"Due {due}."
    return f"Due {due} ({days_left_words(item.days_left, due=item.due, today=today)})."


def _late(item: Item, *, reader: Recipient, today: datetime.date) -> str:
    due = long_date(item.due)
    if not reader.own_staff:
        return f"{NOT_YET_RECEIVED}. The date was {due}."
    if item.days_left is None or item.days_left >= 0:
        return f"{OVERDUE}. The date was {due}."
    late = days_left_words(item.days_left, due=item.due, today=today)
    return f"{OVERDUE}: {late}. The date was {due}."


def _late_when_entered(item: Item, *, reader: Recipient) -> str:
    late = OVERDUE if reader.own_staff else NOT_YET_RECEIVED
    before = "it was opened again" if item.reopened else "we could ask you"
    return f"{late}. Its date, {long_date(item.due)}, had passed before {before}."


def _check(item: Item, *, today: datetime.date) -> str:
    reported = f" on {long_date(item.reported_on)}" if item.reported_on else ""
    verb = "was" if item.due < today else "is"
    check = f"Our check of the evidence {verb} due on {long_date(item.due)}."
    return f"Reported complete{reported}. {check}"


def _title(item: Item) -> str:
    title = shortened(item.title, at_most=TITLED_AT_MOST) if item.title else WITHHELD
    if item.kind is ItemKind.STATUTORY:
        return f"{title} (statutory date)"
    if item.kind is ItemKind.COMMITTEE:
        return f"{title} (committee date)"
    return title


def _lines(item: Item, *, reader: Recipient, today: datetime.date) -> Iterator[Line]:
    if item.reopened:
        yield Line("Open again because", f"{item.reopened.rstrip('.')}.")
    if item.raising:
        yield Line("", _raising_words(item.raising, today=today))
    if item.held_by and item.held_by != reader.agency:
        yield Line("Accountable", item.held_by)
    yield from _plan_lines(item)
    if item.last_said:
        yield Line("Last update", said_words(item.last_said))
    elif item.tone is not Tone.CHECK and not item.withheld:
        yield _NONE_RECEIVED
    if item.reason:
        yield Line("Why it is here", item.reason)


def _plan_lines(item: Item) -> Iterator[Line]:
    if item.plan_words:
        whose = "letter" if item.kind is ItemKind.STATUTORY else "plan"
        yield Line(f"The {whose}'s words", quoted(item.plan_words))
    if item.success_measure:
        yield Line("Success measure", quoted(item.success_measure))
    if item.ask:
        yield Line("What we ask", f"{item.ask}.")


def _raising_words(raising: Raising, *, today: datetime.date) -> str:
    day = near_long_date(raising.on, today=today)
    return f"It will be raised on {day} with {raising.to}, unless an update arrives before."


def said_words(said: LastSaid) -> str:
    """``Tuesday 3 July 2018, from Priya Shah: On track. "Template agreed."``"""
    written = f" {quoted(said.words)}" if said.words.strip() else ""
    return f"{long_date(said.on)}, from {said.by}: {said.state}.{written}"


def quoted(words: str) -> str:
    """Somebody's own words in quotation marks; a line break in them is shown as " / ".

    Words without end are cut, which is said outside the quotation marks; they are kept whole where
    they were recorded.
    """
    lines = (line.strip() for line in words.splitlines())
    joined = " / ".join(line for line in lines if line)
    if len(joined) <= QUOTED_AT_MOST:
        return f'"{joined}"'
    return f'"{shortened(joined, at_most=QUOTED_AT_MOST)}" (shortened here)'
