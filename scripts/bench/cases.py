"""What is measured: a database, the commands run on a fresh copy of it, and the sink they send to.

Every figure has its empty run beside it: the same process on a database without items, or the
loop without messages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.bench.databases import Place, mail
from scripts.bench.measure import Run, run_child
from tests.servers.smtp_sink import Sink, sink_process

RunIt = Callable[[Sink], Run]

DAY = ("scripts.bench.commands", "watch-run", "outbox-deliver")
DELIVERY = ("scripts.bench.commands", "outbox-deliver")


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that is run several times. ``messages`` is how many must reach the sink."""

    name: str
    run: RunIt
    messages: int


@dataclass(frozen=True, slots=True)
class Case:
    """Subjects that are measured together, in turn, so that the machine is alike for each."""

    name: str
    title: str
    subjects: Sequence[Subject]
    runs: int
    delay_ms: float = 0.0
    connections: int = 1


@dataclass
class Bench:
    """Where the bench works: its folder, and the databases that are copied for each run."""

    folder: Path
    places: Mapping[str, Place]
    made: int = 0

    def commands(self, template: str, *, arguments: Sequence[str], connections: int) -> RunIt:
        """Run Longstop's commands on a fresh copy of this database."""

        def run(sink: Sink) -> Run:
            with self._copy(template) as place:
                return run_child(
                    arguments,
                    environment={**place.environment, **mail(sink.port, connections)},
                    folder=self.folder,
                )

        return run

    def loop(self, prepared: Path, *, connections: int, count: int | None = None) -> RunIt:
        """Run the plain loop over the prepared values."""

        def run(sink: Sink) -> Run:
            arguments = ["scripts.bench.raw_loop", str(prepared), str(sink.port), str(connections)]
            if count is not None:
                arguments.append(str(count))
            return run_child(arguments, environment={}, folder=self.folder)

        return run

    @contextmanager
    def _copy(self, template: str) -> Iterator[Place]:
        self.made += 1
        place = self.places[template].copied(self.folder / f"run-{self.made}")
        try:
            yield place
        finally:
            place.remove()


def day_case(bench: Bench, name: str, title: str, *, messages: int, runs: int) -> Case:
    """A whole day in one process: decide, queue and deliver, against the same day without items."""
    return Case(
        name=name,
        title=title,
        subjects=(
            Subject("full", bench.commands(name, arguments=DAY, connections=4), messages),
            Subject("empty", bench.commands(f"{name}-empty", arguments=DAY, connections=4), 0),
        ),
        runs=runs,
        connections=4,
    )


def delivery_case(
    bench: Bench,
    prepared: Path,
    *,
    messages: int,
    connections: int,
    delay_ms: float,
    runs: int,
) -> Case:
    """Delivery alone against the loop, with equal connections, each with its empty run."""
    at = f"a sink that answers after {delay_ms:g} ms" if delay_ms else "an instant sink"
    lines = f"{connections} connections" if connections > 1 else "1 connection"
    return Case(
        name=f"delivery-{delay_ms:g}ms-{connections}",
        title=f"{messages:,} messages delivered to {at}, {lines}",
        subjects=(
            Subject(
                "longstop",
                bench.commands("queued", arguments=DELIVERY, connections=connections),
                messages,
            ),
            Subject("loop", bench.loop(prepared, connections=connections), messages),
            Subject(
                "longstop empty",
                bench.commands("queued-empty", arguments=DELIVERY, connections=connections),
                0,
            ),
            Subject("loop empty", bench.loop(prepared, connections=connections, count=0), 0),
        ),
        runs=runs,
        delay_ms=delay_ms,
        connections=connections,
    )


def measure(case: Case, *, say: Callable[[str], None]) -> dict[str, list[Run]]:
    """Run every subject of a case as often as it asks, in turn."""
    found: dict[str, list[Run]] = {subject.name: [] for subject in case.subjects}
    for number in range(1, case.runs + 1):
        for subject in case.subjects:
            run = _run(subject, delay_ms=case.delay_ms)
            found[subject.name].append(run)
            say(
                f"  {case.name} {number}/{case.runs} {subject.name}: {run.wall:.2f} s, "
                f"{run.cpu:.2f} s of CPU, {run.megabytes:.0f} MB"
            )
    return found


def _run(subject: Subject, *, delay_ms: float) -> Run:
    with sink_process(delay_ms=delay_ms) as sink:
        run = subject.run(sink)
        came = sink.stop().get("messages")
    if came != subject.messages:
        raise SystemExit(
            f"{subject.name}: {came} messages reached the sink, {subject.messages} should have. "
            f"The process said: {dict(run.told)}"
        )
    return run
