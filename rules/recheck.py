"""Looking at a notice again when its message is claimed (design 7): may it still be said?

Between the decision and the send an item may be reported complete, moved, answered or go stale;
then the notice is withdrawn with the reason given here, and is decided anew when due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.ladders import Calendar, Step


@dataclass(frozen=True, slots=True)
class NoticedItem:
    """An item as it stands at the claim, and what its notice was decided on."""

    is_still_asked: bool
    is_paused: bool
    current_version: int
    is_armed: bool
    anchor: date
    answered_on: date | None
    acknowledged_until: date | None
    notice_version: int
    decided_on: date


def why_withdrawn(
    item: NoticedItem, step: Step | None, *, today: date, calendar: Calendar
) -> str | None:
    """Why this notice must not go any more, or None if it may.

    ``step`` is the step of the ladder the item is armed with, None if that ladder has no such
    step any longer.
    """
    at_rest = _why_at_rest(item)
    if at_rest is not None:
        return at_rest
    if item.answered_on is not None and item.answered_on >= item.decided_on:
        return "an answer has come since"
    if step is None:
        return "its steps have changed since"
    if step.concerns_those_above and _is_acknowledged(item, today=today):
        return "it was acknowledged, which pauses it"
    if _is_stale(item, step, today=today, calendar=calendar):
        return "its day is too long past"
    return None


def _why_at_rest(item: NoticedItem) -> str | None:
    """Why nothing at all is said about the item as it stands."""
    if item.is_paused:
        return "the item is paused"
    if not item.is_still_asked:
        return "the item is no longer open"
    if item.current_version != item.notice_version:
        return "its date has changed since"
    return None if item.is_armed else "nothing goes out about it at present"


def _is_acknowledged(item: NoticedItem, *, today: date) -> bool:
    return item.acknowledged_until is not None and item.acknowledged_until >= today


def _is_stale(item: NoticedItem, step: Step, *, today: date, calendar: Calendar) -> bool:
    if step.stale_after is None:
        return False
    day = calendar.send_day(item.anchor, step.offset)
    return calendar.send_day(day, step.stale_after) < today
