"""Two hundred kills at random moments of the check and of delivery lose and double nothing.

Each worker is forked from this process, which has imported everything, so that a kill strikes
the work and not the start. What a kill leaves half-done must be shown as *unknown*: exactly as
many as there were deliveries whose outcome nobody recorded.
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

import pytest
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
    DatabaseKind,
    DeliveryState,
    MilestoneKind,
    NoticeState,
)
from notifications.dispatch import ChannelState, Outcome, Receipt
from notifications.keys import DeliveryKey
from notifications.plugins.maildir import maildir_transport
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


@dataclass
class Tally:
    """What the killing did: kills, and deliveries each kill left without an outcome."""

    kills: int = 0
    unknown_made: int = 0
    struck: Counter[str] = field(default_factory=Counter)


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    """Ten bodies with two hundred statutory items: a message an item on each step's day."""
    path = tmp_path / "longstop.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    upgrade_schema(engine)
    with Session(engine) as session:
        _fill(session)
        session.commit()
    engine.dispose()
    return path


def _fill(session: Session) -> None:
    session.add(
        Installation(
            kind=DatabaseKind.DEMONSTRATION,
            council="example",
            demonstration_date=date(2018, 9, 3),
            created_at=NOW,
        )
    )
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
Work = Callable[[Path, Path, date, datetime, Begun], None]


def _check(path: Path, _mail: Path, day: date, now: datetime, begun: Begun) -> None:
    begun("check")
    run_watch(_factory(path), today=day, now=now, actor="schedule")


def _deliver(path: Path, mail: Path, day: date, now: datetime, begun: Begun) -> None:
    transport = maildir_transport(mail)
    deliver_outbox(_factory(path), transport=transport, now=now, today=day, on_delivery=begun)


def _factory(path: Path) -> SessionFactory:
    return session_factory(open_engine(f"sqlite:///{path}"))


def _fork(work: Work, path: Path, mail: Path, day: date, now: datetime) -> int:
    """Fork a worker and return once it has begun: at the check's start, or at a first delivery.

    Otherwise most kills on a busy machine would strike a worker that has done nothing yet.
    """
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(ours)
            work(path, mail, day, now, lambda _: _tell_once(theirs))
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


def _rows(factory: SessionFactory, table: type, **wanted: object) -> list:
    with factory() as session:
        return list(session.exec(select(table).filter_by(**wanted)))


@pytest.mark.faults
@pytest.mark.slow
def test_two_hundred_kills_lose_nothing_double_nothing_and_show_every_unknown(
    crowded: Path, tmp_path: Path
) -> None:
    mail, tally = tmp_path / "mail", Tally()
    # Fixed, so that a failure can be looked at again; the machine adds chance enough.
    chance = random.Random(1971)  # noqa: S311
    calendar = standing_rulebook().calendar
    days = [calendar.send_day(DUE, step) for step in STEPS]
    _warm_up(crowded, tmp_path, days[0])
    began, worked = clock.monotonic(), _processor_time()
    for day in days:
        moments = _moments(day)
        for work, kills in ((_check, OF_THE_CHECK), (_deliver, KILLS // len(days) - OF_THE_CHECK)):
            for _ in range(kills):
                _strike(work, crowded, mail, day, next(moments), chance, tally)
            assert _finished(_fork(work, crowded, mail, day, next(moments)))

    factory = session_factory(open_engine(f"sqlite:///{crowded}"))
    elapsed, worked = clock.monotonic() - began, _processor_time() - worked
    unknown = _rows(factory, Delivery, state=DeliveryState.UNKNOWN)
    lost = _lost(factory, mail)
    doubled = _doubled(factory, mail)
    print(  # noqa: T201
        f"kills {tally.kills}, seconds {elapsed:.0f} ({worked:.0f} of work), "
        f"lost {len(lost)}, doubled {len(doubled)}, "
        f"unknown made {tally.unknown_made}, unknown shown {len(unknown)}, "
        f"struck {dict(tally.struck)}"
    )
    assert tally.kills >= KILLS
    assert lost == []
    assert doubled == []
    assert len(unknown) == tally.unknown_made
    # Work and not the clock, since other work on the machine is not ours to answer for.
    assert worked < 120


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


def _warm_up(path: Path, tmp_path: Path, day: date) -> None:
    """One day on a copy, so that what is made once a process is made before the first fork."""
    factory = _factory(Path(shutil.copy(path, tmp_path / "copy.sqlite")))
    now = next(_moments(day))
    run_watch(factory, today=day, now=now, actor="schedule")
    deliver_outbox(factory, transport=_Nowhere(), now=now, today=day)


def _finished(pid: int) -> bool:
    """Let a worker finish, and say whether it did so without fault."""
    return os.waitpid(pid, 0)[1] == 0


def _strike(
    work: Work,
    path: Path,
    mail: Path,
    day: date,
    now: datetime,
    chance: random.Random,
    tally: Tally,
) -> None:
    """Start a worker and kill it at a random moment; count what it left without an outcome."""
    before = _sending(path)
    if not _kill_after(_fork(work, path, mail, day, now), chance.uniform(0.0, LONGEST_WAIT)):
        tally.struck["nothing: it was done"] += 1
    tally.kills += 1
    left = _sending(path) - before
    tally.unknown_made += len(left)
    tally.struck["in a delivery" if left else work.__name__] += 1


def _processor_time() -> float:
    """Seconds of processor time that this process and its workers have taken."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _sending(path: Path) -> set[int]:
    """Deliveries claimed and without an outcome."""
    return {one.id for one in _rows(_factory(path), Delivery, state=DeliveryState.SENDING)}


def _lost(factory: SessionFactory, mail: Path) -> list[str]:
    """Steps without a line in the ledger, and deliveries said to be filed that are not there."""
    wanted = {(number, rung) for number in range(1, ITEMS + 1) for rung in STEPS.values()}
    ledger = {
        (notice.subject_id, notice.rung_id)
        for notice in _rows(factory, Notice, audience="lead")
        if notice.state in (NoticeState.TOLD, NoticeState.UNKNOWN)
    }
    filed = {path.name.split(".")[0] for path in (mail / "new").iterdir()}
    missing = [
        f"delivery {one.id} is not in the folder"
        for one in _rows(factory, Delivery, state=DeliveryState.FILED)
        if f"{one.id:08d}" not in filed
    ]
    queued = [f"delivery {one.id}" for one in _rows(factory, Delivery, state=DeliveryState.QUEUED)]
    return [*(f"{item}" for item in sorted(wanted - ledger)), *missing, *queued]


def _doubled(factory: SessionFactory, mail: Path) -> list[str]:
    """One delivery filed twice, or one step of an item told in two messages."""
    files = Counter(path.name.split(".")[0] for path in (mail / "new").iterdir())
    messages = {message.id: message for message in _rows(factory, Message)}
    told = Counter(
        (
            messages[one.message_id].contact_id,
            messages[one.message_id].grouping,
            messages[one.message_id].london_date,
        )
        for one in _rows(factory, Delivery)
        if not one.is_copy
    )
    return [str(key) for counts in (files, told) for key, number in counts.items() if number > 1]
