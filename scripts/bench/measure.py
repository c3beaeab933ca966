"""What a whole process takes, measured from outside: time, processor time and peak of memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

# Runs the command and prints what it took. A process of its own, since the peak of memory of a
# child counts what its parent held when it was forked.
LAUNCHER = """
import json, os, subprocess, sys, time
with open(sys.argv[1], "w") as said, open(sys.argv[2], "w") as complained:
    began = time.monotonic()
    process = subprocess.Popen(sys.argv[3:], stdout=said, stderr=complained)
    _, status, usage = os.wait4(process.pid, 0)
    ended = time.monotonic()
print(json.dumps([os.waitstatus_to_exitcode(status), ended - began,
                  usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds by the clock and of processor time, peak memory in MB.

    ``told`` is what the process itself printed last, as JSON.
    """

    wall: float
    cpu: float
    megabytes: float
    told: Mapping[str, Any]


class BenchFailed(Exception):
    """A measured process did not do its work; the text is what it said."""


def run_child(arguments: Sequence[str], *, environment: Mapping[str, str], folder: Path) -> Run:
    """Run ``python -m ARGUMENTS`` in a fresh process and measure it."""
    said, complained = folder / "said.txt", folder / "complained.txt"
    command = [sys.executable, "-S", "-c", LAUNCHER, str(said), str(complained)]
    done = subprocess.run(
        [*command, sys.executable, "-m", *arguments],
        cwd=ROOT,
        env={**_clean_environment(), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    code, wall, cpu, megabytes = json.loads(done.stdout)
    if code != 0:
        raise BenchFailed(f"{arguments}: exit {code}\n{said.read_text()}\n{complained.read_text()}")
    lines = said.read_text().splitlines()
    return Run(wall, cpu, megabytes, json.loads(lines[-1]) if lines else {})


def _clean_environment() -> dict[str, str]:
    """The environment without the operator's own settings of Longstop."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LONGSTOP_")}


@dataclass(frozen=True, slots=True)
class Median:
    """The medians of several runs of one thing; ``spread`` is from the least wall to the most."""

    runs: int
    wall: float
    cpu: float
    megabytes: float
    spread: tuple[float, float]
    inner: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Rounded, for the file of results."""
        values: dict[str, Any] = {
            "runs": self.runs,
            "wall_s": round(self.wall, 3),
            "wall_s_least_and_most": [round(value, 3) for value in self.spread],
            "cpu_s": round(self.cpu, 3),
            "peak_mb": round(self.megabytes),
        }
        if self.inner is not None:
            values["inside_s"] = round(self.inner, 3)
        return values


def median_of(runs: Sequence[Run]) -> Median:
    """The median of each figure by itself. ``inner`` is what the processes timed themselves."""
    inner = [run.told["inside_s"] for run in runs if "inside_s" in run.told]
    return Median(
        runs=len(runs),
        wall=statistics.median(run.wall for run in runs),
        cpu=statistics.median(run.cpu for run in runs),
        megabytes=statistics.median(run.megabytes for run in runs),
        spread=(min(run.wall for run in runs), max(run.wall for run in runs)),
        inner=statistics.median(inner) if inner else None,
    )
