"""The tutorial is run as it is written, in a home of its own, so that it cannot rot."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "..."
# What sets up the checkout, and what the test does in its own way: a path, a home.
NOT_RUN_HERE = ("make ", "export ")


@dataclass(frozen=True)
class Typed:
    """One command of the tutorial, and the lines that are shown under it."""

    command: str
    shown: tuple[str, ...]


def typed_in(text: str) -> Iterator[Typed]:
    """Every command of the console blocks, in order."""
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = part.rstrip("\n").split("\n")
            yield Typed(command, tuple(shown))


def not_found(typed: Typed, said: str) -> str | None:
    """The first shown line that was not said, or not in this order; null if all were."""
    lines = iter(" ".join(line.split()) for line in said.split("\n"))
    for line in typed.shown:
        wanted = " ".join(line.split())
        if wanted != LEFT_OUT and not any(wanted in other for other in lines):
            return line
    return None


@pytest.mark.slow
def test_every_command_of_the_tutorial_says_what_the_page_shows(
    repository: Path, tmp_path: Path
) -> None:
    text = (repository / "docs" / "tutorial" / "index.md").read_text(encoding="utf-8")
    commands = [one for one in typed_in(text) if not one.command.startswith(NOT_RUN_HERE)]
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "LONGSTOP_HOME": str(tmp_path / "home"),
        "COLUMNS": "100",
    }
    environment.pop("LONGSTOP_DATABASE_URL", None)

    assert len(commands) > 20
    for typed in commands:
        done = subprocess.run(
            ["bash", "-c", typed.command],
            cwd=repository,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        said = f"{typed.command}\n{done.stdout}{done.stderr}"
        assert done.returncode == 0, said
        assert not_found(typed, done.stdout) is None, f"not said: {not_found(typed, said)}\n{said}"


def test_what_is_not_run_here_is_only_the_set_up_and_the_demo(repository: Path) -> None:
    text = (repository / "docs" / "tutorial" / "index.md").read_text(encoding="utf-8")
    left = [one.command for one in typed_in(text) if one.command.startswith(NOT_RUN_HERE)]

    assert left == [
        "make setup",
        "make demo",
        'export PATH="$PWD/.venv/bin:$PATH" LONGSTOP_HOME=var/tutorial',
    ]


def test_a_line_that_was_not_said_is_found() -> None:
    typed = Typed("longstop why 1.1", ("first", LEFT_OUT, "third"))

    assert not_found(typed, "first\nsecond\nthird") is None
    assert not_found(typed, "third\nfirst") == "third"
