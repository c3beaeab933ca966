"""What would go to whom and why, day by day, by the daily check's own code (issue 2, item 7).

The check runs on a private copy, one day after the other. After each day what was queued counts
as told on that day, so that the next day is decided as it would be. Nothing is sent, nothing is
written, nobody is blocked; what it assumes is said with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from models.queries.decided import tell_everyone, waiting_messages
from models.session import SessionFactory, transaction
from rules.wording import long_date
from services.approve_message import withdraw
from services.cancel_message import drop_message
from services.compose import Withdrawn, show
from services.decided_day import DecidedDay, Going, decided_day, only
from services.errors import Refused
from services.opening import london_time
from services.private_copy import private_copy
from services.surroundings import surroundings
from services.watch import decide_day

FORECASTER = "forecast"
LONGEST = timedelta(days=366)
NOBODY_ANSWERS = (
    "Nobody answers, and nothing is reported complete, moved, paused or acknowledged meanwhile."
)
ALL_APPROVED = (
    "What waits for approval is approved on the day it is decided, and a person speaks on the"
    " day each brief is ready."
)
NONE_APPROVED = (
    "Nobody approves or speaks: what waits goes on waiting, and no step follows that waits for it."
)
ALL_ARRIVES = "Every message arrives on the day it is decided."
AS_TODAY = "People, bodies, settings and steps stay as they are on {}."


@dataclass(frozen=True)
class Forecast:
    """The stories of the days asked for, and the sentences that say what was assumed."""

    days: tuple[DecidedDay, ...]
    assumes: tuple[str, ...]

    @property
    def messages(self) -> int:
        """How many messages and briefs there would be."""
        return sum(len(day.going) for day in self.days)


@dataclass(frozen=True, slots=True)
class Span:
    """The days asked for, first and last included, seen from ``today``."""

    today: date
    first: date
    last: date


def forecast(
    factory: SessionFactory,
    span: Span,
    *,
    nobody_approves: bool = False,
    inspection: str | None = None,
    body_id: int | None = None,
    prepare: Callable[[Session], None] = lambda _session: None,
    on_day: Callable[[date], None] = lambda _day: None,
) -> Forecast:
    """Play the days of ``span`` and tell what would go out on each.

    ``inspection`` (a reference) or ``body_id`` narrows what is told, never what is decided.
    ``prepare`` changes the copy first, to see what a change would bring. ``on_day`` hears of
    each day before it is played. Raises `Refused` for a span that lies in the past or is longer
    than a year.
    """
    _check(span)
    keep = _keeper(inspection, body_id)
    stories = []
    with private_copy(factory) as copy:
        with transaction(copy) as session:
            _check_holidays(session, span)
            prepare(session)
        for day in _days(span.today, span.last):
            on_day(day)
            with transaction(copy) as session:
                story = _play(session, day, is_first=day == span.today, approve=not nobody_approves)
            if day >= span.first:
                stories.append(only(story, keep))
    return Forecast(tuple(stories), _assumptions(span, nobody_approves=nobody_approves))


def _play(session: Session, day: date, *, is_first: bool, approve: bool) -> DecidedDay:
    """One day: decide, tell its story, and count what was queued as told."""
    decide_at = surroundings(session).council.day.decide_at
    now = london_time(day, decide_at)
    report = decide_day(session, today=day, now=now, actor=FORECASTER)
    if is_first:
        made_now = None if report.sweep_id is None else now
        _look_again_at_what_waited(session, day, now=now, made_now=made_now)
    story = decided_day(session, report, with_older=is_first)
    if report.sweep_id is not None or is_first:
        tell_everyone(session, day, at=now, with_held=approve)
    return story


def _look_again_at_what_waited(
    session: Session, day: date, *, now: datetime, made_now: datetime | None
) -> None:
    """What has been waiting is looked at again when it goes; what was made just now is fresh."""
    for message, _, _ in waiting_messages(session):
        if message.created_at == made_now:
            continue
        shown = show(session, message, today=day, now=now)
        if isinstance(shown, Withdrawn):
            drop_message(
                session, message, reason=shown.reason, by=FORECASTER, today=day, for_good=False
            )
        else:
            withdraw(session, shown.withdrawn)


def _check(span: Span) -> None:
    if span.last < span.first:
        raise Refused(f"{long_date(span.last)} lies before {long_date(span.first)}. Swap them.")
    if span.first < span.today:
        raise Refused(
            f"{long_date(span.first)} lies before today, {long_date(span.today)}. A forecast looks "
            "forward; what went out is in 'longstop outbox list'."
        )
    if span.last - span.today > LONGEST:
        raise Refused("A forecast looks at most a year ahead. Give an earlier last day.")


def _check_holidays(session: Session, span: Span) -> None:
    known_until = surroundings(session).calendar.last
    if span.last > known_until:
        raise Refused(
            f"The bank holidays are known until {long_date(known_until)}, and no further day can "
            "be decided. Give an earlier last day."
        )


def _keeper(inspection: str | None, body_id: int | None) -> Callable[[Going], Going | None]:
    """What is told of each message: all of it, or its items of one inspection or body."""

    def keep(one: Going) -> Going | None:
        if inspection is None and body_id is None:
            return one
        items = tuple(
            item
            for item in one.items
            if inspection in (None, item.inspection) and body_id in (None, item.body_id)
        )
        to_the_body = body_id is not None and one.body_id == body_id
        return replace(one, items=items) if items or to_the_body else None

    return keep


def _assumptions(span: Span, *, nobody_approves: bool) -> tuple[str, ...]:
    approvals = NONE_APPROVED if nobody_approves else ALL_APPROVED
    return (NOBODY_ANSWERS, approvals, ALL_ARRIVES, AS_TODAY.format(long_date(span.today)))


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
