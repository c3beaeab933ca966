"""What the templates of the council's own messages may print: manager, director, brief."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from notifications.arranging import LISTED_AT_MOST
from notifications.body_views import raised_view
from notifications.contents import BriefContent, DcsWeeklyContent, InspectionWeek
from notifications.item_views import Reading, Values, bodies_of
from notifications.item_words import Line, item_words, said_words
from notifications.manager_contents import Braked, ManagerDailyContent, Waiting
from notifications.message import Item
from notifications.plain_text import sentence, shortened
from rules.status_words import (
    DELIVERY_STATES,
    age_words,
    near_date,
    time_of_day,
    waiting_words,
)
from rules.wording import counted, long_date

# A day of much trouble: so many lines together, and then a few of each kind that follows. The
# message stays below 100 KB.
LINES_AT_MOST = 120
A_FEW = 5
LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with lines under it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _NextDate:
    title: str
    inspection: str
    on: datetime.date


def manager_view(content: ManagerDailyContent, reading: Reading) -> Values:
    """Values of ``manager_daily``: only the blocks that have something to say, worst first."""
    return {
        "blocks": tuple(_that_fit(_manager_blocks(content, reading))),
        "headlines": _headlines(content),
        "sends_at": time_of_day(content.sends_at),
        "example": (),
    }


def _that_fit(blocks: Iterable[tuple[str, Iterable[str]]]) -> Iterator[Block]:
    """The blocks that say something: at most 40 lines each, a few once they are many together."""
    room = LINES_AT_MOST
    for title, lines in blocks:
        block = Block(title, _capped(lines, at_most=max(A_FEW, min(LISTED_AT_MOST, room))))
        room -= len(block.lines)
        if block.lines:
            yield block


def _manager_blocks(
    content: ManagerDailyContent, reading: Reading
) -> Iterator[tuple[str, Iterable[str]]]:
    today = reading.today
    long = _waiting_long(content)
    yield _long_title(content), _waiting_lines(long, today)
    yield "Sending is out of order", content.channels
    yield "Held back by the brake", _braked_lines(content.braked)
    yield DELIVERY_STATES["unknown"], _not_known_lines(content, today)
    yield (
        "Waiting for approval",
        _waiting_lines((one for one in content.waiting if one not in long), today),
    )
    yield "Going out", _going_out_lines(content)
    yield "Came back", _bounced_lines(content, today)
    yield "Contacts to put right", content.contact_trouble
    yield "No answer yet", _unanswered_lines(content, today)
    yield "Checks of evidence that we owe", _item_lines(content.checks, reading)
    yield "Your own items", _item_lines(content.own_items, reading)
    yield "Questions", content.questions
    yield "News", content.news


def _capped(lines: Iterable[str], *, at_most: int) -> tuple[str, ...]:
    """At most so many lines, each of a bearable length; a longer block says how many more."""
    every = tuple(lines)
    listed = tuple(shortened(line, at_most=LONGEST_LINE) for line in every[:at_most])
    more = len(every) - len(listed)
    return (*listed, f"And {more} more that are not listed here.") if more else listed


def _headlines(content: ManagerDailyContent) -> tuple[str, ...]:
    """At most three parts of the subject, the one that needs a person most first."""
    parts = []
    long = _waiting_long(content)
    if long:
        oldest = counted(max(one.days for one in long), "working day")
        up_to = "up to " if len(long) > 1 else ""
        parts.append(f"{len(long)} waiting for {up_to}{oldest}")
    if content.braked:
        parts.append(f"{counted(content.braked.messages, 'message')} held back by the brake")
    if content.not_known:
        parts.append(f"{len(content.not_known)} not known whether sent")
    if len(content.waiting) > len(long):
        parts.append(f"{len(content.waiting) - len(long)} waiting for approval")
    if content.going_out:
        time = time_of_day(content.sends_at)
        parts.append(f"{counted(len(content.going_out), 'message')} going out at {time}")
    if not parts and content.checks:
        parts.append(f"{counted(len(content.checks), 'check')} of evidence owed")
    if not parts and content.news:
        parts.append("Nothing goes out today; something that waited has changed")
    return tuple(parts[:3])


def _braked_lines(braked: Braked | None) -> tuple[str, ...]:
    if braked is None:
        return ()
    escalations = f" and {counted(braked.escalations, 'escalation')}" if braked.escalations else ""
    held = f"{counted(braked.messages, 'message')}{escalations}"
    age = f" {waiting_words(braked.days)}." if braked.days else ""
    why = sentence(braked.why)
    return (f"Batch {braked.number}: {held}. {why} Approve or cancel it as one.{age}",)


def _not_known_lines(content: ManagerDailyContent, today: datetime.date) -> Iterator[str]:
    for one in content.not_known:
        tried = near_date(one.tried_on, today=today)
        yield (
            f"{_numbered(one.number, one.to, one.agency)}: tried on {tried}. Ask whether it"
            " arrived, and record it; nothing is sent again until you do."
        )


def _waiting_long(content: ManagerDailyContent) -> tuple[Waiting, ...]:
    """What has waited as long as the council bears, the oldest first."""
    if content.remind_after is None:
        return ()
    long = (one for one in content.waiting if one.days >= content.remind_after)
    return tuple(sorted(long, key=lambda one: (-one.days, one.number)))


def _long_title(content: ManagerDailyContent) -> str:
    days = counted(content.remind_after or 0, "working day")
    return f"Waiting for {days} or more"


def _waiting_lines(waiting: Iterable[Waiting], today: datetime.date) -> Iterator[str]:
    for one in waiting:
        since = f"waiting {age_words(one.days)}"
        if one.days > 0:
            since += f", since {near_date(one.since, today=today)}"
        why = sentence(one.why)
        if one.what == "brief":
            yield f"Brief {one.number}, to speak to {one.to}, {one.agency}: {since}. {why}"
        else:
            yield f"{_numbered(one.number, one.to, one.agency)}: {one.what}, {since}. {why}"


def _going_out_lines(content: ManagerDailyContent) -> Iterator[str]:
    for one in content.going_out:
        items = f", {counted(one.items, 'item')}" if one.items else ""
        message = _numbered(one.number, one.to, one.agency)
        yield f"{message}: {one.what}{items}. {sentence(one.reason)}"


def _bounced_lines(content: ManagerDailyContent, today: datetime.date) -> Iterator[str]:
    for one in content.bounced:
        on = near_date(one.on, today=today)
        yield f"{one.to}, {one.agency}, on {on}: {sentence(one.why)}"


def _unanswered_lines(content: ManagerDailyContent, today: datetime.date) -> Iterator[str]:
    for one in content.unanswered:
        asked = near_date(one.asked_on, today=today)
        items = counted(one.items, "item")
        yield f"{one.to}, {one.agency}: {items}, no update received since we asked on {asked}."


def _item_lines(items: Iterable[Item], reading: Reading) -> Iterator[str]:
    for item in sorted(items, key=lambda one: (one.due, one.ref)):
        words = item_words(item, reader=reading.reader, today=reading.today)
        held_by = f" ({item.held_by})" if item.held_by else ""
        yield f"{words.ref}, {words.title}{held_by}: {words.status}"


def _numbered(number: int, to: str, agency: str) -> str:
    return f"Message {number} to {to}, {agency}"


def dcs_view(content: DcsWeeklyContent, _reading: Reading) -> Values:
    """Values of ``dcs_weekly``."""
    weeks = content.inspections
    nearest = [
        _NextDate(title=week.next_date.title, inspection=week.title, on=week.next_date.on)
        for week in weeks
        if week.next_date
    ]
    return {
        "open_items": sum(week.open_items for week in weeks),
        "overdue": sum(week.overdue for week in weeks),
        "next": min(nearest, key=lambda one: one.on, default=None),
        "rows": tuple(Line(week.title, _week_words(week)) for week in weeks),
        "example": (),
    }


def _week_words(week: InspectionWeek) -> str:
    counts = (
        f"{counted(week.open_items, 'open item')}, {week.overdue or 'none'} overdue, "
        f"{week.due_soon or 'none'} due in the next two weeks."
    )
    if week.next_date is None:
        return counts
    left = week.next_date.days_left
    left_words = f" ({counted(left, 'working day')} left)" if left is not None and left > 0 else ""
    return f"{counts} Next: {week.next_date.title}, {long_date(week.next_date.on)}{left_words}."


def _last_heard_lines(content: BriefContent) -> tuple[str, ...]:
    """The last update, unless it stands under one of the items already."""
    heard = content.last_heard
    if heard is None or any(one.item.last_said == heard for one in content.items):
        return ()
    return (said_words(heard),)


def brief_view(content: BriefContent, reading: Reading) -> Values:
    """Values of ``brief``; ``letter`` is added by the renderer, which knows the sender."""
    view = raised_view(content.items, reading=reading)
    items = [one.item for one in content.items]
    # The brief's reader is ours; the items are those of the body that is to be spoken to.
    view["bodies"] = bodies_of(items, otherwise=content.to.agency)
    blocks = (
        Block("What we last heard", _last_heard_lines(content)),
        Block("What we may be wrong about", content.may_be_wrong),
        Block(
            "What we are late with ourselves", tuple(_item_lines(content.our_own_overdue, reading))
        ),
    )
    return {**view, "blocks": tuple(block for block in blocks if block.lines), "example": ()}
