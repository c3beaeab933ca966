"""What follows when a reader above the lead does not answer: the step after theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rules.ladders import Audience, Ladder, Rung, Step
from rules.wording import long_date
from services.compose.looking import Kept
from services.compose.reader import Reader


def next_step(reader: Reader, kept: Sequence[Kept]) -> str | None:
    """The earliest day on which an item may be raised further, and with whom; None for the last.

    A full sentence. The day follows from the steps of the item and from today, on which its
    reader hears of it; it may come later, because a person speaks to anybody above the lead.
    """
    coming = [found for one in kept if (found := _next_of(reader, one)) is not None]
    if not coming:
        return None
    day, audience, agency_id = min(coming)
    whom = reader.name_of(audience, agency_id=agency_id)
    all_then = len(coming) == len(kept) and {one[0] for one in coming} == {day}
    what = "it" if len(kept) == 1 else "they" if all_then else "the first of them"
    return f"Without an update {what} may be raised with {whom}, not before {long_date(day)}."


def _next_of(reader: Reader, one: Kept) -> tuple[date, Audience, int] | None:
    rung = _rung_above(one.ladder, one.step)
    if rung is None:
        return None
    calendar = reader.around.calendar
    by_wait = calendar.working_days_after(reader.today, rung.wait or 1).result
    by_date = calendar.send_day(one.version.anchor, rung.offset)
    return max(by_wait, by_date), rung.audience, one.milestone.agency_id


def _rung_above(ladder: Ladder, step: Step) -> Rung | None:
    """The next rung above the lead after this step's own: rungs never jump."""
    above = [rung for rung in ladder.rungs if rung.audience.is_above_lead]
    names = [rung.id for rung in above]
    place = names.index(step.rung_id) + 1 if step.rung_id in names else len(names)
    return above[place] if place < len(above) else None
