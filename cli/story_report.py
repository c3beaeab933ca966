"""The story of decided days in lines for people, and in values for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rules.wording import counted, long_date

if TYPE_CHECKING:
    from services.decided_day import DecidedDay, Going, GoingItem
    from services.forecast import Forecast

ITEMS_LISTED = 12
NOTHING = "Nothing would go out, and nothing would wait."


def day_lines(day: DecidedDay, *, items_listed: int = ITEMS_LISTED) -> Iterator[str]:
    """One day: what goes, what waits and why, what is in trouble."""
    yield long_date(day.day)
    if day.not_decided:
        yield f"  {day.not_decided}"
    if day.braked:
        yield f"  The brake holds this day back: {day.braked}"
    for one in (*day.goes, *day.waits):
        yield from _going_lines(one, items_listed)
    for sentence in day.trouble:
        yield f"  Trouble: {sentence}"


def forecast_lines(found: Forecast, *, items_listed: int = ITEMS_LISTED) -> Iterator[str]:
    """Every day with news, then how much there is, then what was assumed."""
    with_news = [day for day in found.days if day.going or day.trouble]
    for day in with_news:
        yield from day_lines(day, items_listed=items_listed)
        yield ""
    yield totals(found) if with_news else NOTHING
    yield "This assumes:"
    yield from (f"- {sentence}" for sentence in found.assumes)


def totals(found: Forecast) -> str:
    """``12 messages and 1 brief on 5 days.``"""
    briefs = sum(one.is_brief for day in found.days for one in day.going)
    days = sum(bool(day.going) for day in found.days)
    said = counted(found.messages - briefs, "message")
    if briefs:
        said += f" and {counted(briefs, 'brief')}"
    return f"{said} on {counted(days, 'day')}."


def _going_lines(one: Going, items_listed: int) -> Iterator[str]:
    what = f"{one.kind} to {one.to}, {one.role}, {one.body}"
    rehearsed = " (rehearsal: it goes to the programme manager instead)" if one.is_rehearsal else ""
    if one.waits_because is None:
        yield f"  Goes: {what}{rehearsed}"
    else:
        yield f"  Waits: {what}{rehearsed}"
        yield f"    {one.waits_because}"
    if one.because:
        yield f"    {one.because}"
    yield from _item_lines(one.items, items_listed, not_read=one.more_items)


def _item_lines(items: Sequence[GoingItem], items_listed: int, *, not_read: int) -> Iterator[str]:
    for item in items[:items_listed]:
        due = f", due {long_date(item.due)}" if item.due else ""
        yield f"    - {item.inspection}/{item.ref}, {item.title}{due}"
        yield f"      {item.why}."
    more = max(0, len(items) - items_listed) + not_read
    if more:
        yield f"    and {counted(more, 'more item')}"


def day_values(day: DecidedDay) -> dict[str, Any]:
    """A day for a script."""
    return {
        "day": day.day,
        "not_decided": day.not_decided,
        "braked": day.braked,
        "trouble": list(day.trouble),
        "messages": [_going_values(one) for one in day.going],
    }


def forecast_values(found: Forecast) -> dict[str, Any]:
    """A forecast for a script."""
    return {
        "assumes": list(found.assumes),
        "days": [day_values(day) for day in found.days],
    }


def _going_values(one: Going) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "to": one.to,
        "role": one.role,
        "body": one.body,
        "waits_because": one.waits_because,
        "because": one.because,
        "is_brief": one.is_brief,
        "is_rehearsal": one.is_rehearsal,
        "items": [
            {
                "ref": item.ref,
                "inspection": item.inspection,
                "title": item.title,
                "due": item.due,
                "why": item.why,
            }
            for item in one.items
        ],
    }
