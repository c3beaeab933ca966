"""Everything that is wrong with a ladder, at once, each fault with its step, field and remedy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rules.ladders import (
    COURTESY_SUFFIX,
    RESERVED_NAMES,
    Audience,
    Ladder,
    Rung,
    Tone,
    Way,
    told_below,
)

# A body takes its weekly message on one day of the week: a reminder that lives for a shorter
# time could pass between two of them.
WEEK_OF_WORKING_DAYS = 5
MOST_REPEATS = 12
LONGEST_ID = 40 - len(COURTESY_SUFFIX)

LIVES_A_WEEK = (
    "a body takes its message once a week, so a step must live for at least"
    f" {WEEK_OF_WORKING_DAYS} working days. Leave it out to let it live for ever."
)
PEOPLE_SPEAK = (
    "is 'automatic', but a person speaks to anyone above the lead. Write 'approval' or 'person'."
)
NEVER_REACHED = (
    "can never be reached: the level below has no step that says it is late and never goes stale."
    " Add one."
)


@dataclass(frozen=True, slots=True)
class LadderFault:
    """One fault. ``rung`` is the place of the step in the file, from 0; ``field`` its key."""

    rung: int | None
    field: str
    message: str


def faults_of_ladder(ladder: Ladder) -> tuple[LadderFault, ...]:
    """Every fault of ``ladder``, in the order of its steps; empty if it can be used."""
    if not ladder.rungs:
        return (LadderFault(None, "rungs", "has no steps. Write at least one."),)
    return tuple(_faults(ladder))


def _faults(ladder: Ladder) -> Iterator[LadderFault]:
    if not 0 <= ladder.answer_holds <= 20:
        message = f"is {ladder.answer_holds}, but must lie between 0 and 20 working days."
        yield LadderFault(None, "answer_holds", message)
    yield from _name_faults(ladder)
    for place, rung in enumerate(ladder.rungs):
        faults = _above_faults if rung.audience.is_above_lead else _ground_faults
        for field, message in faults(ladder, rung):
            yield LadderFault(place, field, message)
    yield from _order_faults(ladder)


def _name_faults(ladder: Ladder) -> Iterator[LadderFault]:
    counts = Counter(rung.id for rung in ladder.rungs)
    for place, rung in enumerate(ladder.rungs):
        if counts[rung.id] > 1:
            message = f"'{rung.id}' stands twice. Give each step its own permanent name."
            yield LadderFault(place, "id", message)
        if rung.id in RESERVED_NAMES or rung.id.endswith(COURTESY_SUFFIX):
            message = f"'{rung.id}' is a name that Longstop itself writes. Choose another."
            yield LadderFault(place, "id", message)
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", rung.id) or len(rung.id) > LONGEST_ID:
            message = (
                f"'{rung.id}' cannot be a name. Use lower-case words joined by hyphens,"
                f" {LONGEST_ID} letters at most."
            )
            yield LadderFault(place, "id", message)


def _ground_faults(_ladder: Ladder, rung: Rung) -> Iterator[tuple[str, str]]:
    """Faults of a step to the lead or the programme manager."""
    if rung.tone not in (Tone.REMINDER, Tone.LATE):
        whom = "the lead or the programme manager"
        yield "tone", f"is '{rung.tone}', but a step to {whom} is a 'reminder' or 'late'."
    if rung.tone is Tone.REMINDER and rung.offset > 0:
        yield "tone", "is 'reminder', but the step comes after the date. Write 'late'."
    if rung.tone is Tone.LATE and rung.offset <= 0:
        yield "tone", "is 'late', but the step does not come after the date. Write 'reminder'."
    if rung.wait is not None:
        yield "wait", "belongs to steps above the lead, which wait since the level below was told."
    if rung.courtesy is not None:
        yield "courtesy", "belongs to steps above the lead, of which the lead is told before."
    if rung.stale_after is not None and rung.stale_after < WEEK_OF_WORKING_DAYS:
        yield "stale_after", f"is {rung.stale_after}, but {LIVES_A_WEEK}"
    yield from _repeat_faults(rung)


def _repeat_faults(rung: Rung) -> Iterator[tuple[str, str]]:
    if rung.repeat is None:
        return
    if rung.repeat.every < 1:
        yield "repeat.every", f"is {rung.repeat.every}, but must be at least 1 working day."
    if not 1 <= rung.repeat.times <= MOST_REPEATS:
        yield "repeat.times", f"is {rung.repeat.times}, but must lie between 1 and {MOST_REPEATS}."


def _above_faults(ladder: Ladder, rung: Rung) -> Iterator[tuple[str, str]]:
    """Faults of a step above the lead, which is bounded so that nobody is raised to in error."""
    if rung.tone is not Tone.ESCALATION:
        yield "tone", f"is '{rung.tone}', but a step above the lead is an 'escalation'."
    if rung.way is Way.AUTOMATIC:
        yield "way", PEOPLE_SPEAK
    if rung.repeat is not None:
        yield "repeat", "is not for steps above the lead: it is raised once."
    if rung.stale_after is not None:
        yield "stale_after", "is not for steps above the lead: it waits until it is raised."
    if not _is_told_below(ladder, rung):
        yield "audience", NEVER_REACHED
    if rung.wait is None or rung.wait < 1:
        yield (
            "wait",
            "is missing or below 1. Write the working days since the level below was told.",
        )
    yield from _courtesy_faults(ladder, rung)


def _courtesy_faults(ladder: Ladder, rung: Rung) -> Iterator[tuple[str, str]]:
    if not ladder.asks_the_lead:
        if rung.courtesy is not None:
            yield "courtesy", "needs a lead to be told, and this ladder speaks to none."
        return
    if rung.courtesy is None or rung.courtesy < 1:
        yield (
            "courtesy",
            "is missing or below 1. Write 2: the lead is told two working days before.",
        )
    elif rung.wait is not None and rung.courtesy >= rung.wait:
        yield "courtesy", f"is {rung.courtesy}, but must be less than the wait of {rung.wait}."


def _is_told_below(ladder: Ladder, rung: Rung) -> bool:
    names = set(told_below(ladder, rung))
    return any(other.id in names and other.stale_after is None for other in ladder.rungs)


def _order_faults(ladder: Ladder) -> Iterator[LadderFault]:
    """Steps of one audience follow each other, and levels above the lead are climbed in order."""
    places = list(enumerate(ladder.rungs))
    for audience in Audience:
        own = [(place, rung) for place, rung in places if rung.audience is audience]
        if audience.is_above_lead and len(own) > 1:
            message = f"'{audience}' has more than one step. It is raised to each level once."
            yield LadderFault(own[1][0], "audience", message)
            continue
        yield from _sequence_faults(own)
    yield from _sequence_faults([(p, rung) for p, rung in places if rung.audience.is_above_lead])


def _sequence_faults(own: list[tuple[int, Rung]]) -> Iterator[LadderFault]:
    for (_, before), (place, rung) in pairwise(own):
        if rung.offset <= before.last_offset:
            end = "ends" if before.repeat else "is"
            message = (
                f"is {rung.offset}, but '{before.id}' before it {end} at {before.last_offset}."
                " Put the steps in order, with repeats ended before the next step begins."
            )
            yield LadderFault(place, "offset", message)
