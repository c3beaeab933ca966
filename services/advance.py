"""Moving a demonstration's date, day by day, through the real check and the real delivery."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.session import SessionFactory, reading, transaction
from models.words import DatabaseKind
from notifications.dispatch import Transport
from rules.wording import long_date
from services.deliver import DeliveryReport, deliver_outbox
from services.errors import Refused
from services.history import Subject, record
from services.installation import installation
from services.opening import NOON, london_time
from services.surroundings import surroundings
from services.watch import WatchReport, run_watch


@dataclass(frozen=True, slots=True)
class DayReport:
    """What one day brought. ``watch`` is None where a demonstration's day is no working day."""

    day: date
    watch: WatchReport | None
    delivery: DeliveryReport

    @property
    def has_news(self) -> bool:
        """Whether anything was decided or delivered that a person would want to hear of."""
        decided = self.watch is not None and self.watch.has_news
        return decided or self.delivery.total > 0


def nobody_acts(_day: date) -> None:
    """What people do in a demonstration unless a scenario says otherwise."""


def advance(
    factory: SessionFactory,
    *,
    until: date,
    transport: Transport,
    actor: str,
    teams: Transport | None = None,
    on_day: Callable[[DayReport], None] = lambda _report: None,
    before_day: Callable[[date], None] = nobody_acts,
    before_delivery: Callable[[date], None] = nobody_acts,
) -> list[DayReport]:
    """Move a demonstration's date to ``until`` (included), and live each day on the way.

    The present date is lived too, unless it was decided already: what a person did on it may
    be due today. ``before_day`` is called with each date once it has come and before its
    check, ``before_delivery`` between its check and its post, so that a replay can act on
    both sides; ``on_day`` hears what each day brought. Raises `Refused` on a live database, or
    if ``until`` lies in the demonstration's past.
    """
    first = _present(factory, until=until)
    _record(factory, first, until, actor=actor)
    reports = []
    for day in _days(first, until):
        _move_date(factory, day)
        before_day(day)
        report = live_day(
            factory,
            day=day,
            transport=transport,
            teams=teams,
            actor=actor,
            before_delivery=before_delivery,
        )
        on_day(report)
        reports.append(report)
    return reports


def live_day(
    factory: SessionFactory,
    *,
    day: date,
    transport: Transport,
    actor: str,
    teams: Transport | None = None,
    before_delivery: Callable[[date], None] = nobody_acts,
) -> DayReport:
    """The check and the delivery of one day of a demonstration, as the schedule would run them."""
    with reading(factory) as session:
        order = surroundings(session)
    decided = None
    if order.sending.is_working_day(day):
        at = london_time(day, order.council.day.decide_at)
        decided = run_watch(factory, today=day, now=at, actor=actor)
    before_delivery(day)
    delivered = DeliveryReport()
    # The day's mail goes at its hour; what a person approved on the day bears noon, the moment
    # at which people act in a demonstration.
    for hour in (order.council.day.send_at, NOON):
        now = london_time(day, hour)
        part = deliver_outbox(factory, transport=transport, teams=teams, now=now, today=day)
        delivered.counts += part.counts
        delivered.stopped_because = part.stopped_because
    return DayReport(day, decided, delivered)


def _present(factory: SessionFactory, *, until: date) -> date:
    with reading(factory) as session:
        row = installation(session)
        kind, present = row.kind, row.demonstration_date
    if kind is not DatabaseKind.DEMONSTRATION or present is None:
        raise Refused(
            "This database is live: it takes the real day, and its date cannot be moved. "
            "'longstop demo advance' works on a demonstration."
        )
    if until < present:
        raise Refused(
            f"The demonstration's date is {long_date(present)}; it only moves "
            f"forward. {long_date(until)} lies before it."
        )
    return present


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _move_date(factory: SessionFactory, day: date) -> None:
    with transaction(factory) as session:
        row = installation(session)
        row.demonstration_date = day
        session.add(row)


def _record(factory: SessionFactory, first: date, last: date, *, actor: str) -> None:
    if first == last:
        return
    with transaction(factory) as session:
        record(
            session,
            now=london_time(first, NOON),
            actor=actor,
            kind="demonstration moved",
            subject=Subject("installation", 1),
            payload={"from": first, "to": last},
        )
