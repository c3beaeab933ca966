"""Asking by hand, between the daily checks: about which items, and which are left out and why.

Plain values in, a reason out. Nobody who has answered is asked again (design, principle 9), and
nobody is asked twice about one item in a short time by any two routes (design 6.8): an item told
to the same role within one working day, or on its way to it, is left out and named. A person who
gives a reason puts back what was left out because of earlier asking or an answer, and nothing
else: what is not open, not theirs or not live stays out.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rules.ladders import Calendar, Step, Tone
from rules.wording import long_date

COOL_DOWN = 1
"""Told on a day, a role is left alone on that day and so many working days after it."""

STALE_AFTER = 5
"""What was asked by hand and has not gone so many working days later does not go any more."""


class Standing(StrEnum):
    """Where an earlier notice about the item stands."""

    WAITS_FOR_APPROVAL = "waits_for_approval"
    ON_ITS_WAY = "on_its_way"
    NOT_KNOWN = "not_known"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Earlier:
    """That the same role was told of the item, or is about to be: ``on`` is the day it was told,
    or decided where it has not gone. ``message`` is the number a person can look up."""

    standing: Standing
    on: datetime.date
    message: int
    whom: str


class Left(StrEnum):
    """Why an item is left out. The first that applies decides."""

    NOT_THEIRS = "not_theirs"
    NOT_OPEN = "not_open"
    NO_DATE = "no_date"
    NOT_LIVE = "not_live"
    REHEARSAL = "rehearsal"
    PAUSED = "paused"
    ANSWERED = "answered"
    WAITS_FOR_APPROVAL = "waits_for_approval"
    ON_ITS_WAY = "on_its_way"
    NOT_KNOWN = "not_known"
    TOLD = "told"


LEFT_WORDS = {
    Left.NOT_THEIRS: "another body's",
    Left.NOT_OPEN: "not open",
    Left.NO_DATE: "no date yet",
    Left.NOT_LIVE: "nothing goes out about it",
    Left.REHEARSAL: "in rehearsal",
    Left.PAUSED: "requests are paused",
    Left.ANSWERED: "answered lately",
    Left.WAITS_FOR_APPROVAL: "waits for approval",
    Left.ON_ITS_WAY: "on its way",
    Left.NOT_KNOWN: "not known whether it arrived",
    Left.TOLD: "told lately",
}
"""The reasons in short, with nobody's name in them."""

AGAIN_PUTS_BACK = frozenset(
    {Left.ANSWERED, Left.WAITS_FOR_APPROVAL, Left.ON_ITS_WAY, Left.NOT_KNOWN, Left.TOLD}
)
"""What a person's reason for asking again overrules."""


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One item as it stands when somebody wants to ask about it.

    ``held_by`` is the body it belongs to where that is not the one asked. ``rest`` says in words
    why it is not open ("it was reported complete"), ``not_live`` why nothing may go out about it
    ("its plan is a draft"), ``paused`` that and why requests are paused. ``answered_on`` is the
    day of the last answer, which holds for ``answer_holds`` working days. ``earlier`` is what the
    same role was told, or is about to be.
    """

    held_by: str | None = None
    rest: str | None = None
    has_date: bool = True
    not_live: str | None = None
    is_in_rehearsal: bool = False
    paused: str | None = None
    answered_on: datetime.date | None = None
    answer_holds: int = 0
    earlier: Sequence[Earlier] = ()


@dataclass(frozen=True, slots=True)
class WhyLeft:
    """Why an item is left out; ``sentence`` follows its reference and ends with a full stop."""

    reason: Left
    sentence: str


def why_left_out(
    item: AskedItem,
    *,
    today: datetime.date,
    calendar: Calendar,
    in_rehearsal: bool = False,
    is_again: bool = False,
) -> WhyLeft | None:
    """Why this item is not asked about, or None if it is.

    ``in_rehearsal``: the message goes to the programme manager alone, so that only items in
    rehearsal can be in it. ``is_again``: a person gave a reason for asking again.
    """
    found = _why_never(item, in_rehearsal=in_rehearsal)
    if found is not None or is_again:
        return found
    return _why_answered(item, today=today, calendar=calendar) or _why_told(
        item.earlier, today=today, calendar=calendar
    )


def is_cooling(told_on: datetime.date, *, today: datetime.date, calendar: Calendar) -> bool:
    """Whether somebody told on that day is left alone today: the day itself, and the working day
    after it (so Friday and Monday)."""
    return calendar.send_day(told_on, COOL_DOWN) >= today


def why_not_any_more(
    *,
    asked_on: datetime.date,
    has_answered: bool,
    other: Earlier | None,
    today: datetime.date,
    calendar: Calendar,
) -> str | None:
    """Why an item asked about by hand does not go any more, looked at again before it goes.

    ``has_answered``: something was said of it since it was asked. ``other`` is what another
    message has told the same role, or is about to: what is asked by hand always yields, so that
    two that cross are one.
    """
    if has_answered:
        return "an answer has come since"
    if calendar.send_day(asked_on, STALE_AFTER) < today:
        return f"it was asked for on {long_date(asked_on)}, which is too long ago"
    if other is not None:
        return _crossed(other)
    return None


def newest_that_counts(
    earlier: Sequence[Earlier], *, today: datetime.date, calendar: Calendar
) -> Earlier | None:
    """Of earlier notices the one that keeps the item out today: what waits or is on its way
    whatever its age, what was told (or may have been) while it cools down."""
    standing = [
        one
        for one in earlier
        if one.standing in (Standing.WAITS_FOR_APPROVAL, Standing.ON_ITS_WAY)
        or is_cooling(one.on, today=today, calendar=calendar)
    ]
    return max(standing, key=lambda one: (one.on, one.message), default=None)


def yields_to_a_request(step: Step) -> bool:
    """Whether a step waits on the day on which its role is asked by hand about the item.

    Only a step that asks the lead (or the programme manager) waits, and only on that day: asking
    by hand is no step of the ladder, so it may neither stand in for one nor delay for long what
    opens the step above. A courtesy names a day and a person, and never waits.
    """
    return step.tone is not Tone.COURTESY and not step.audience.is_above_lead


def _why_never(item: AskedItem, *, in_rehearsal: bool) -> WhyLeft | None:
    if item.held_by is not None:
        return WhyLeft(Left.NOT_THEIRS, f"is accountable to {item.held_by}, not asked of others.")
    if item.rest is not None:
        return WhyLeft(Left.NOT_OPEN, f"is not asked for, because {item.rest}.")
    if not item.has_date:
        return WhyLeft(Left.NO_DATE, "has no date yet: settle its date first.")
    if item.not_live is not None:
        return WhyLeft(Left.NOT_LIVE, f"is not asked for, because {item.not_live}.")
    if item.is_in_rehearsal and not in_rehearsal:
        return WhyLeft(Left.REHEARSAL, "is in rehearsal: ask for it by itself.")
    if item.paused is not None:
        return WhyLeft(Left.PAUSED, f"is not asked for, because {item.paused}.")
    return None


def _why_answered(item: AskedItem, *, today: datetime.date, calendar: Calendar) -> WhyLeft | None:
    if item.answered_on is None:
        return None
    until = calendar.send_day(item.answered_on, max(item.answer_holds, COOL_DOWN))
    if until < today:
        return None
    answered = long_date(item.answered_on)
    return WhyLeft(
        Left.ANSWERED, f"was answered on {answered}; the answer holds until {long_date(until)}."
    )


def _why_told(
    earlier: Sequence[Earlier], *, today: datetime.date, calendar: Calendar
) -> WhyLeft | None:
    found = newest_that_counts(earlier, today=today, calendar=calendar)
    return None if found is None else WhyLeft(Left(found.standing.value), _told_words(found))


def _told_words(one: Earlier) -> str:
    match one.standing:
        case Standing.WAITS_FOR_APPROVAL:
            return f"waits for approval in message {one.message}: approve or cancel that one."
        case Standing.ON_ITS_WAY:
            return f"is on its way to {one.whom} in message {one.message}."
        case Standing.NOT_KNOWN:
            return (
                f"went to {one.whom} on {long_date(one.on)} in message {one.message}, and it is "
                "not known whether it arrived: settle that first."
            )
        case Standing.TOLD:
            return f"was told to {one.whom} on {long_date(one.on)} in message {one.message}."


def _crossed(other: Earlier) -> str:
    match other.standing:
        case Standing.WAITS_FOR_APPROVAL | Standing.ON_ITS_WAY:
            return f"message {other.message} asks for it as well"
        case Standing.NOT_KNOWN:
            return f"message {other.message} of {long_date(other.on)} may have asked for it"
        case Standing.TOLD:
            return f"message {other.message} asked for it on {long_date(other.on)}"
