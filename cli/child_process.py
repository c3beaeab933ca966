"""A process of ours that must not outlive us, with its output in a file."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

TERMINATE_WITHIN = 20.0
"""Seconds that a child gets to stop by itself before it is killed."""

PR_SET_PDEATHSIG = 1


class ChildProcess:
    """One child in a process group of its own, so that Ctrl-C reaches only us.

    We then stop things in their order: first what asks, then what answers.
    """

    def __init__(self, name: str, command: Sequence[str], *, log: Path) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it. Call from the main thread: the child ends when the thread that made it does."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own command, no shell
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def last_words(self, lines: int = 12) -> str:
        """The end of what it wrote, for an operator who must see why it ended."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def stop(self) -> None:
        """Ask it to end, wait, and end whatever is left of its group. Safe to repeat."""
        if self._process is None:
            return
        if self.is_running:
            self._process.terminate()
            try:
                self._process.wait(TERMINATE_WITHIN)
            except subprocess.TimeoutExpired:
                self._signal_group(signal.SIGKILL)
                self._process.wait()
        # What it started itself would otherwise stay when it ended in a hurry.
        self._signal_group(signal.SIGKILL)

    def _signal_group(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            return


def _end_with_parent() -> None:
    # If we are killed without a chance to stop it, the kernel asks the child to end.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
