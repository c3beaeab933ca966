"""Killing workers at random moments of the check and of delivery, and what that must not do.

Each worker is forked from the test's process, which has imported everything, so that a kill
strikes the work and not the start. It must never have delivered through Apprise itself: the
threads of that do not come along.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import time as clock
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlmodel import Session, select

from models.agencies import Agency, Contact
from models.inspections import Inspection, Participation
from models.installation import CouncilSetting, Installation
from models.ledger import Delivery, Message, Notice
from models.milestones import DeadlineVersion, Milestone
from models.schema import upgrade_schema
from models.session import SessionFactory, open_engine, session_factory
from models.words import (
    AgencyKind,
    BodyMode,
    ContactRole,
    DeliveryState,
    MilestoneKind,
    NoticeState,
)
from notifications.dispatch import ChannelState, Outcome, Receipt
from notifications.keys import DeliveryKey
from services.deliver import LEASE, deliver_outbox
from services.opening import london_time
from services.rulebook import standing_rulebook
from services.stored_ladders import store_ladder
from services.watch import run_watch

KILLS = 200
BODIES = 10
ITEMS = 200
DUE = date(2018, 11, 30)
NOW = datetime(2018, 9, 1, 9, 0, tzinfo=UTC)
STEPS = {-40: "eight-weeks", -20: "four-weeks", -10: "two-weeks", -5: "one-week", -2: "two-days"}
# Of the 40 kills of a day so many strike the check, the rest strike delivery.
OF_THE_CHECK = 10
LONGEST_WAIT = 0.12


def crowd(path: Path, installation: Installation) -> None:
    """Ten bodies with two hundred statutory items: a message an item on each step's day."""
    engine = open_engine(f"sqlite:///{path}")
    upgrade_schema(engine)
    with Session(engine) as session:
        session.add(installation)
        _fill(session)
        session.commit()
    engine.dispose()


def _fill(session: Session) -> None:
    session.add(CouncilSetting(key="brake.enabled", value=False, changed_by="t", changed_at=NOW))
    inspection = Inspection(
        ref="saltmarsh", code_name="Heron", area="Saltmarsh", framework="jtai", opened_at=NOW
    )
    session.add(inspection)
    session.flush()
    for number in range(1, BODIES + 1):
        body = Agency(ref=f"body-{number}", name=f"Body {number}", kind=AgencyKind.PARTNER)
        session.add(body)
        session.flush()
        session.add(
            Contact(
                agency_id=body.id,
                role=ContactRole.SPOC,
                name=f"Person {number}",
                email=f"person{number}@body.example",
                held_from=date(2018, 1, 1),
                introduced_on=date(2018, 6, 1),
            )
        )
        session.add(
            Participation(inspection_id=inspection.id, agency_id=body.id, mode=BodyMode.AUTOMATIC)
        )
    ladder = store_ladder(session, standing_rulebook().ladder("statutory"), now=NOW)
    for number in range(1, ITEMS + 1):
        milestone = Milestone(
            inspection_id=inspection.id,
            ref=f"M{number}",
            kind=MilestoneKind.STATUTORY,
            title=f"Statement {number} made",
            agency_id=number % BODIES + 1,
            first_due=DUE,
            due=DUE,
        )
        session.add(milestone)
        session.flush()
        session.add(
            DeadlineVersion(
                milestone_id=milestone.id,
                version=1,
                due=DUE,
                anchor=DUE,
                ladder_id=ladder.id,
                armed_on=date(2018, 9, 3),
            )
        )


def _moments(day: date) -> Iterator[datetime]:
    """Instants of one morning, so far apart that a killed worker's lease has always lapsed.

    They end before the hour after which nothing goes to another body on a Friday.
    """
    moment = london_time(day, time(7, 0))
    while True:
        yield moment
        moment += LEASE + timedelta(minutes=1)


Begun = Callable[[str], None]
Work = Callable[[date, datetime, Begun], None]


def factory_of(path: Path) -> SessionFactory:
    """Sessions on this file, by an engine of their own."""
    return session_factory(open_engine(f"sqlite:///{path}"))


@dataclass
class Killing:
    """Kills workers on one database. ``deliver`` is one worker's delivery.

    ``kills``, and ``unknown_made``: deliveries that a kill left without an outcome.
    """

    path: Path
    deliver: Work
    chance: random.Random
    kills: int = 0
    unknown_made: int = 0
    worked: float = 0.0
    struck: Counter[str] = field(default_factory=Counter)

    def strike(self) -> None:
        """Two hundred kills over the days of every step; each day is finished by a last run."""
        calendar = standing_rulebook().calendar
        days = [calendar.send_day(DUE, step) for step in STEPS]
        self._warm_up(days[0])
        began = _processor_time()
        for day in days:
            moments = _moments(day)
            for work, kills in (
                (self._check, OF_THE_CHECK),
                (self.deliver, KILLS // len(days) - OF_THE_CHECK),
            ):
                for _ in range(kills):
                    self._strike_once(work, day, next(moments))
                _, status = os.waitpid(_fork(work, day, next(moments)), 0)
                assert status == 0, "a worker that nobody killed failed"
        self.worked = _processor_time() - began

    def _check(self, day: date, now: datetime, begun: Begun) -> None:
        begun("check")
        run_watch(factory_of(self.path), today=day, now=now, actor="schedule")

    def _strike_once(self, work: Work, day: date, now: datetime) -> None:
        """Start a worker and kill it at a random moment; count what it left without an outcome."""
        before = self.sending()
        if not _kill_after(_fork(work, day, now), self.chance.uniform(0.0, LONGEST_WAIT)):
            self.struck["nothing: it was done"] += 1
        self.kills += 1
        left = self.sending() - before
        self.unknown_made += len(left)
        self.struck["in a delivery" if left else work.__name__] += 1

    def _warm_up(self, day: date) -> None:
        """One day on a copy, so that what is made once a process is made before a fork."""
        copy = Path(shutil.copy(self.path, self.path.with_name("copy.sqlite")))
        now = next(_moments(day))
        run_watch(factory_of(copy), today=day, now=now, actor="schedule")
        deliver_outbox(factory_of(copy), transport=_Nowhere(), now=now, today=day)

    def sending(self) -> set[int]:
        """Deliveries claimed and without an outcome."""
        return {one.id for one in self.rows(Delivery, state=DeliveryState.SENDING)}

    def rows(self, table: type, **wanted: object) -> list:
        """Rows of a table."""
        with factory_of(self.path)() as session:
            return list(session.exec(select(table).filter_by(**wanted)))

    def steps_without_a_line(self) -> list[str]:
        """Steps of items that the ledger does not have as told or unknown, and what is queued."""
        wanted = {(number, rung) for number in range(1, ITEMS + 1) for rung in STEPS.values()}
        ledger = {
            (notice.subject_id, notice.rung_id)
            for notice in self.rows(Notice, audience="lead")
            if notice.state in (NoticeState.TOLD, NoticeState.UNKNOWN)
        }
        queued = self.rows(Delivery, state=DeliveryState.QUEUED)
        missing = [f"item {item} {rung}" for item, rung in sorted(wanted - ledger)]
        return missing + [f"delivery {one.id} is queued" for one in queued]

    def told_twice(self) -> list[str]:
        """One step of an item in two deliveries."""
        messages = {message.id: message for message in self.rows(Message)}
        told = Counter(
            (
                messages[one.message_id].contact_id,
                messages[one.message_id].grouping,
                messages[one.message_id].london_date,
            )
            for one in self.rows(Delivery)
            if not one.is_copy
        )
        return [str(key) for key, number in told.items() if number > 1]

    def says(self, **found: object) -> str:
        """What was done and found, in a line."""
        more = ", ".join(f"{name} {value}" for name, value in found.items())
        return (
            f"kills {self.kills}, {self.worked:.0f} s of work, {more}, "
            f"unknown made {self.unknown_made}, struck {dict(self.struck)}"
        )


class _Nowhere:
    """A channel for warming up: Apprise's own threads must not be started before a fork."""

    channel = "nowhere"
    lines = 1
    can_look_up = False

    def send(self, raw: bytes, *, recipient: str, key: DeliveryKey) -> Receipt:
        return Receipt(Outcome.FILED, "", "")

    def look(self) -> ChannelState:
        return ChannelState(True, "")

    def close(self) -> None:
        pass

    def find(self, key: DeliveryKey) -> Receipt | None:
        return None


def _fork(work: Work, day: date, now: datetime) -> int:
    """Fork a worker and return once it has begun: at the check's start, or at a first delivery.

    Otherwise most kills on a busy machine would strike a worker that has done nothing yet.
    """
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(ours)
            work(day, now, lambda _: _tell_once(theirs))
            os._exit(0)
        except BaseException:
            os._exit(1)
    os.close(theirs)
    os.read(ours, 1)  # Returns when it has begun, or has ended.
    os.close(ours)
    return pid


def _tell_once(pipe: int) -> None:
    with contextlib.suppress(OSError):
        os.write(pipe, b".")
        os.close(pipe)


def _kill_after(pid: int, wait: float) -> bool:
    """Kill the worker after a while; false if it was done before (which must be without fault)."""
    end = clock.monotonic() + wait
    while clock.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            assert status == 0, "the worker failed by itself"
            return False
        clock.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return True


def _processor_time() -> float:
    """Seconds of processor time that this process and its workers have taken."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
