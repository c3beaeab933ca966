"""A database file that lost its newest commits after mail had gone, restored and run on.

The file is copied with its log, the log is cut after any of its commits, and both are put back:
a power cut on a disk that lies, or a backup taken a moment too early. Wherever the cut falls,
nobody gets a message twice, and what the database no longer knows is shown as unknown.
"""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from models.ledger import Delivery
from models.session import open_engine, session_factory
from models.words import DeliveryState
from notifications.dispatch import Transport
from notifications.plugins.relay import Relay, Security
from notifications.plugins.smtp import smtp_transport
from scripts.bench.large_database import NOW, TODAY, make_large_database
from services.watch import run_watch
from tests.servers.smtp import SmtpServer

PEOPLE = 3
FRAME_HEADER, LOG_HEADER = 24, 32


def _ends_of_commits(log: bytes) -> list[int]:
    """Where in a write-ahead log each commit ends (sqlite.org/fileformat2.html section 4.1).

    A frame is a header of 24 bytes and a page; the header's second number is not zero in the
    last frame of a commit. The third and fourth are the log's own, so that older frames further
    back, left from before a checkpoint, are told apart.
    """
    page = struct.unpack(">I", log[8:12])[0]
    salts = log[16:24]
    ends = []
    for place in range(LOG_HEADER, len(log) - FRAME_HEADER, FRAME_HEADER + page):
        header = log[place : place + FRAME_HEADER]
        if header[8:16] != salts:
            break
        if struct.unpack(">I", header[4:8])[0]:
            ends.append(place + FRAME_HEADER + page)
    return ends


@dataclass
class Copy:
    """A database and its log as they lay on the disk at one moment."""

    path: Path
    base: Path
    log: bytes

    @property
    def commits(self) -> int:
        """How many commits stand in the log."""
        return len(_ends_of_commits(self.log))

    def put_back(self, *, commits: int) -> None:
        """Put the file back with only the first so many commits of its log."""
        ends = [0, *_ends_of_commits(self.log)]
        shutil.copy(self.base, self.path)
        self.path.with_name(f"{self.path.name}-shm").unlink(missing_ok=True)
        self.path.with_name(f"{self.path.name}-wal").write_bytes(self.log[: ends[commits]])


def _copied(path: Path, folder: Path) -> Copy:
    base = Path(shutil.copy(path, folder / "copied.sqlite"))
    return Copy(path, base, path.with_name(f"{path.name}-wal").read_bytes())


@pytest.fixture
def undecided(tmp_path: Path) -> Path:
    """A live database on the morning of a day on which three people have something due."""
    path = tmp_path / "longstop.sqlite"
    make_large_database(
        f"sqlite:///{path}", milestones=PEOPLE, people=PEOPLE, inspections=1, mail="smtp"
    )
    return path


@pytest.fixture
def transport_to() -> Iterator[Callable[[SmtpServer], Transport]]:
    """A transport with one connection to this server."""
    made: list[Transport] = []

    def transport(server: SmtpServer) -> Transport:
        made.append(smtp_transport(Relay("127.0.0.1", server.port, Security.NONE, connections=1)))
        return made[-1]

    yield transport
    for one in made:
        one.close()


def _live_through(path: Path, live_day: Any, transport: Transport, folder: Path) -> Copy:
    """Decide and deliver the whole day, and copy the file before the log is folded into it."""
    engine = open_engine(f"sqlite:///{path}")
    with engine.connect() as keeps_the_log:
        keeps_the_log.exec_driver_sql("SELECT 1 FROM installation").all()
        keeps_the_log.rollback()
        _decide_and_deliver(engine, path, live_day, transport)
        copy = _copied(path, folder)
    engine.dispose()
    return copy


def _decide_and_deliver(engine: Any, path: Path, live_day: Any, transport: Transport) -> Any:
    factory = session_factory(engine)
    run_watch(factory, today=TODAY, now=NOW, actor="schedule")
    day = live_day(path, factory)
    day.deliver_until_done(transport)
    return day


def _run_on(path: Path, live_day: Any, transport: Transport) -> list[Delivery]:
    """What the schedule does with what was put back; returns how each delivery then stands."""
    engine = open_engine(f"sqlite:///{path}")
    day = _decide_and_deliver(engine, path, live_day, transport)
    found: list[Delivery] = day.deliveries()
    engine.dispose()
    return found


@pytest.mark.faults
def test_wherever_the_log_is_cut_nobody_gets_a_message_twice(
    undecided: Path,
    tmp_path: Path,
    live_day: Any,
    smtp_server: Callable[..., SmtpServer],
    transport_to: Callable[[SmtpServer], Transport],
) -> None:
    server = smtp_server()
    transport = transport_to(server)
    copy = _live_through(undecided, live_day, transport, tmp_path)
    assert len(server.messages) == PEOPLE
    cuts = range(copy.commits + 1)
    # At least the day's decision, and for each message its claim or its outcome.
    assert len(cuts) > PEOPLE + 2

    shown = []
    for commits in cuts:
        copy.put_back(commits=commits)
        standing = _run_on(undecided, live_day, transport)
        assert len(server.messages) == PEOPLE, f"sent again after a cut at commit {commits}"
        assert {one.state for one in standing} <= {DeliveryState.SENT, DeliveryState.UNKNOWN}
        assert len(standing) == PEOPLE
        shown.append(sum(one.state is DeliveryState.UNKNOWN for one in standing))

    # The further back the cut, the more is unknown; with the whole log nothing is.
    assert shown == sorted(shown, reverse=True)
    assert (shown[0], shown[-1]) == (PEOPLE, 0)


@pytest.mark.faults
def test_without_the_record_beside_it_a_restored_database_would_send_again(
    undecided: Path,
    tmp_path: Path,
    live_day: Any,
    smtp_server: Callable[..., SmtpServer],
    transport_to: Callable[[SmtpServer], Transport],
) -> None:
    server = smtp_server()
    transport = transport_to(server)
    copy = _live_through(undecided, live_day, transport, tmp_path)

    copy.put_back(commits=0)
    shutil.rmtree(undecided.with_name(f"{undecided.name}-claims"))
    _run_on(undecided, live_day, transport)

    assert len(server.messages) == 2 * PEOPLE


@pytest.mark.faults
def test_a_message_that_never_left_before_the_cut_leaves_after_it(
    undecided: Path,
    tmp_path: Path,
    live_day: Any,
    smtp_server: Callable[..., SmtpServer],
    transport_to: Callable[[SmtpServer], Transport],
) -> None:
    server = smtp_server()
    server.stop()
    transport = transport_to(server)
    engine = open_engine(f"sqlite:///{undecided}")
    factory = session_factory(engine)
    run_watch(factory, today=TODAY, now=NOW, actor="schedule")
    live_day(undecided, factory).deliver(transport)
    copy = _copied(undecided, tmp_path)
    engine.dispose()

    copy.put_back(commits=0)
    server.start()
    standing = _run_on(undecided, live_day, transport)

    assert [one.state for one in standing] == [DeliveryState.SENT] * PEOPLE
    assert len(server.messages) == PEOPLE
