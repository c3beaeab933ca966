"""The results, as JSON for programs and as a table for people."""

from __future__ import annotations

import json
import os
import platform
import re
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rules.wording import long_date
from scripts.bench.cases import Case
from scripts.bench.measure import Median

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
LIBRARIES = ("sqlalchemy", "sqlmodel", "apprise", "jinja2")


@dataclass(frozen=True, slots=True)
class Result:
    """A case and the medians of its subjects."""

    case: Case
    medians: Mapping[str, Median]

    def above_empty(self, name: str, empty: str) -> tuple[float, float]:
        """Seconds by the clock and of processor time that a subject takes above its empty run."""
        full, nothing = self.medians[name], self.medians[empty]
        return full.wall - nothing.wall, full.cpu - nothing.cpu

    @property
    def is_day(self) -> bool:
        """Whether it is a whole day, and not delivery against the loop."""
        return "full" in self.medians

    @property
    def speed_against_loop(self) -> float:
        """How many messages a second delivery sends, for each that the loop sends."""
        ours, _ = self.above_empty("longstop", "longstop empty")
        loop, _ = self.above_empty("loop", "loop empty")
        return loop / ours

    def as_json(self) -> dict[str, Any]:
        """For the file of results."""
        values: dict[str, Any] = {
            "case": self.case.name,
            "what": self.case.title,
            "connections": self.case.connections,
            "sink_delay_ms": self.case.delay_ms,
            **{name: median.as_json() for name, median in self.medians.items()},
        }
        if self.is_day:
            wall, cpu = self.above_empty("full", "empty")
            values["above_empty"] = {"wall_s": round(wall, 3), "cpu_s": round(cpu, 3)}
        else:
            values["speed_against_loop"] = round(self.speed_against_loop, 3)
        return values


def machine(root: Path) -> dict[str, Any]:
    """What the figures were measured on; no name and no path of it."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
        "commit": _commit(root),
        "cores": os.cpu_count(),
        "memory_gib": round(pages / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load_before": round(os.getloadavg()[0], 2),
        **{name: version(name) for name in LIBRARIES},
    }


def _commit(root: Path) -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=root, capture_output=True, text=True
    )
    return done.stdout.strip() or "unknown"


def summary_of(results: Sequence[Result]) -> str:
    """The tables, in Markdown."""
    parts = [_days([one for one in results if one.is_day])]
    parts.append(_deliveries([one for one in results if not one.is_day]))
    return "\n\n".join(part for part in parts if part)


def _days(results: Sequence[Result]) -> str:
    if not results:
        return ""
    lines = [
        "| A day | runs | wall s | CPU s | MB | empty: wall s | CPU s | MB | CPU s above |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in results:
        full, empty = one.medians["full"], one.medians["empty"]
        _, cpu = one.above_empty("full", "empty")
        lines.append(
            f"| {one.case.title} | {full.runs} | {full.wall:.2f} | {full.cpu:.2f} "
            f"| {full.megabytes:.0f} | {empty.wall:.2f} | {empty.cpu:.2f} "
            f"| {empty.megabytes:.0f} | **{cpu:.2f}** |"
        )
    return "\n".join(lines)


def _deliveries(results: Sequence[Result]) -> str:
    if not results:
        return ""
    lines = [
        "| Delivery alone | runs | wall s (empty) | CPU s (empty) | loop: wall s | CPU s | speed |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in results:
        ours, ours_empty = one.medians["longstop"], one.medians["longstop empty"]
        loop, loop_empty = one.medians["loop"], one.medians["loop empty"]
        lines.append(
            f"| {one.case.title} | {ours.runs} | {_both(ours.wall, ours_empty.wall)} "
            f"| {_both(ours.cpu, ours_empty.cpu)} | {_both(loop.wall, loop_empty.wall)} "
            f"| {_both(loop.cpu, loop_empty.cpu)} | **{one.speed_against_loop:.2f}** |"
        )
    return "\n".join(lines)


def _both(full: float, empty: float) -> str:
    return f"{full:.2f} ({empty:.2f})"


def write_results(
    root: Path, about: Mapping[str, Any], results: Sequence[Result]
) -> tuple[Path, Path]:
    """Write the file of results, and the tables between the marks of the page."""
    reference = root / "docs" / "reference"
    values = reference / "performance.json"
    content = {"machine": about, "cases": [one.as_json() for one in results]}
    values.write_text(json.dumps(content, indent=2) + "\n")
    page = reference / "performance.md"
    between = f"{BEGIN}\n\n{_measured_on(about)}\n\n{summary_of(results)}\n\n{END}"
    marked = re.compile(re.escape(BEGIN) + ".*" + re.escape(END), re.DOTALL)
    page.write_text(marked.sub(lambda _: between, page.read_text()))
    return values, page


def _measured_on(about: Mapping[str, Any]) -> str:
    day = datetime.fromisoformat(about["measured_at"]).date()
    libraries = ", ".join(f"{name} {about[name]}" for name in LIBRARIES)
    return (
        f"Measured on {long_date(day)}, commit {about['commit']}: {about['cores']} cores, "
        f"{about['memory_gib']} GiB, {about['system']}, Python {about['python']}, "
        f"SQLite {about['sqlite']}, {libraries}. Load before: {about['load_before']}."
    )
