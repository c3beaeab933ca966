"""``make bench``: what a day costs, each figure with its empty run, and delivery against a loop.

    python -m scripts.bench.run [--quick] [--only NAME] [--no-write]

Writes docs/reference/performance.json and the table in docs/reference/performance.md; a quick
run only prints. Takes some minutes; it says how far it is.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.bench.capture import capture
from scripts.bench.cases import Bench, Case, day_case, delivery_case, measure
from scripts.bench.databases import Place, decided, make_place
from scripts.bench.measure import ROOT, median_of
from scripts.bench.report import Result, machine, summary_of, write_results

Say = Callable[[str], None]

FOLDER = ROOT / "var" / "bench"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    items: int
    items_of_many: int
    people_of_many: int
    runs: int
    delays: Sequence[tuple[float, int]]


FULL = Size(100_000, 10_000, 1_000, 5, ((0, 1), (20, 1), (20, 4), (20, 8)))
QUICK = Size(10_000, 1_000, 100, 1, ((0, 1), (20, 4)))
# A run of a whole day, or at 20 ms with one connection, takes long and moves less.
FEWER = 3


def main() -> None:
    """Measure, print, and write the results unless told otherwise."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small, each once; only printed")
    parser.add_argument("--only", action="append", default=[], help="a case whose name begins so")
    parser.add_argument("--no-write", action="store_true", help="print, and write nothing")
    given = parser.parse_args()
    began = time.monotonic()
    about = machine(ROOT)
    results = measured(QUICK if given.quick else FULL, FOLDER, only=given.only, say=_say)
    sys.stdout.write(summary_of(results) + "\n")
    _say(f"Took {time.monotonic() - began:.0f} s.")
    if not (given.quick or given.no_write or given.only):
        for path in write_results(ROOT, about, results):
            _say(f"Written: {path.relative_to(ROOT)}")


def measured(size: Size, folder: Path, *, only: Sequence[str] = (), say: Say) -> list[Result]:
    """Measure every case, or those whose names begin as ``only`` says, in a folder of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        return [
            Result(case, {name: median_of(runs) for name, runs in measure(case, say=say).items()})
            for case in _cases(size, folder, say=say)
            if not only or case.name.startswith(tuple(only))
        ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _cases(size: Size, folder: Path, *, say: Say) -> list[Case]:
    say("Making the databases ...")
    people = size.people_of_many
    places = {
        "few": make_place(folder / "few", milestones=size.items, people=20),
        "few-empty": make_place(folder / "few-empty", milestones=0, people=20),
        "many": make_place(folder / "many", milestones=size.items_of_many, people=people),
        "many-empty": make_place(folder / "many-empty", milestones=0, people=people),
    }
    queued = decided(places["many"], folder / "queued")
    bench = Bench(folder, {**places, "queued": queued, "queued-empty": places["many-empty"]})
    say("Preparing the values of the messages for the loop ...")
    prepared = _prepared(queued, folder, messages=people)
    fewer = min(size.runs, FEWER)
    return [
        day_case(bench, "few", f"{size.items:,} milestones, 20 people", messages=20, runs=fewer),
        day_case(
            bench,
            "many",
            f"{size.items_of_many:,} milestones, {people:,} people",
            messages=people,
            runs=fewer,
        ),
        *(
            delivery_case(
                bench,
                prepared,
                messages=people,
                connections=connections,
                delay_ms=delay,
                runs=fewer if delay else size.runs,
            )
            for delay, connections in size.delays
        ),
    ]


def _prepared(queued: Place, folder: Path, *, messages: int) -> Path:
    """The values of all messages, taken while a copy is delivered."""
    copy = queued.copied(folder / "captured")
    path = folder / "prepared.pickle"
    capture(copy, path, messages=messages)
    copy.remove()
    return path


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
