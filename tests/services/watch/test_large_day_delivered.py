"""A large day decided, queued and delivered by one process, against an empty day of the same.

The channel answers at once and keeps nothing, so that the figure is that of the work itself;
``make bench`` measures the same day over SMTP.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

# Seconds of processor time above the empty run on a quiet machine. Both days are to take 2.5 and do
# not yet: these limits are what was measured, so that it does not get worse unseen.
CASES = [(100_000, 20, 7.0), (10_000, 1_000, 11.0)]
MOST_MEGABYTES = 300
# As in test_large_day.py: what the empty run takes on a quiet machine of the kind the limit was
# set for, and by how much single figures on a shared one move.
USUAL_EMPTY_SECONDS = 1.7
NOISE = 2.0

DAY = """
import json, os, sys
from models.session import open_engine, session_factory
from notifications.dispatch import ChannelState, Outcome, Receipt
from scripts.bench.day import NOW, TODAY
from services.deliver import deliver_outbox
from services.watch import run_watch

class Sink:
    channel, lines, can_look_up, taken = "smtp", 1, False, 0
    def send(self, raw, *, recipient, key):
        self.taken += 1
        return Receipt(Outcome.SENT, "250", "ok")

factory, sink = session_factory(open_engine(sys.argv[1])), Sink()
run_watch(factory, today=TODAY, now=NOW, actor="bench")
deliver_outbox(factory, transport=sink, now=NOW, today=TODAY)
spent = os.times()
# Not ru_maxrss: it begins with what the process that started this one had taken.
with open("/proc/self/status") as status:
    most = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
print(json.dumps([sink.taken, spent.user + spent.system, most]))
"""


class Day(NamedTuple):
    """What one process took."""

    messages: int
    cpu: float
    megabytes: float


def lived(repository: Path, folder: Path, *, milestones: int, people: int) -> Day:
    folder.mkdir()
    url = f"sqlite:///{folder}/longstop.sqlite"
    make = (
        "from scripts.bench.large_database import make_large_database; "
        f"make_large_database({url!r}, milestones={milestones}, people={people})"
    )
    subprocess.run([sys.executable, "-c", make], cwd=repository, check=True)
    done = subprocess.run(
        [sys.executable, "-c", DAY, url], cwd=repository, capture_output=True, text=True, check=True
    )
    return Day(*json.loads(done.stdout))


@pytest.mark.slow
@pytest.mark.parametrize(("milestones", "people", "most_seconds"), CASES)
def test_a_large_day_decided_and_delivered_takes_no_longer_than_it_did(
    repository: Path, tmp_path: Path, milestones: int, people: int, most_seconds: float
) -> None:
    empty = lived(repository, tmp_path / "empty", milestones=0, people=people)
    full = lived(repository, tmp_path / "full", milestones=milestones, people=people)

    print(  # noqa: T201
        f"empty {empty.cpu:.2f} s, full {full.cpu:.2f} s, above {full.cpu - empty.cpu:.2f} s, "
        f"{full.megabytes:.0f} MB"
    )
    assert full.messages == people
    slowness = max(1.0, empty.cpu / USUAL_EMPTY_SECONDS)
    assert full.cpu - empty.cpu <= most_seconds * slowness * NOISE
    assert full.megabytes <= MOST_MEGABYTES
