"""From bytes to values: starts the child process and turns its failures into refusals."""

from __future__ import annotations

import hashlib
import json
import selectors
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from documents.delivery_report.reading import MailRead, Nature, Told, UnreadableMail

WALL_SECONDS = 20.0
LARGEST_MAIL = 25 * 1024 * 1024
LARGEST_ANSWER = 1024 * 1024
# What Outlook saves by itself begins like this: its own format, which is not mail.
_OUTLOOK_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_CHILD = Path(__file__).with_name("child.py")


class ReportReader:
    """Reads mail in one child process for all of it, since starting one takes longer than reading.

    Use as a context manager. A message that exhausts the child costs that child; the next message
    has a new one.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> ReportReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def read(self, content: bytes) -> MailRead:
        """What this mail says. Raises :class:`UnreadableMail`."""
        if content.startswith(_OUTLOOK_FILE):
            raise UnreadableMail(
                "It is saved in Outlook's own format (.msg). Open it, and save it as a text or "
                ".eml file, or give the folder of the mailbox."
            )
        if len(content) > LARGEST_MAIL:
            raise UnreadableMail(f"It is larger than {LARGEST_MAIL // (1024 * 1024)} MB.")
        alike = content.replace(b"\r\n", b"\n")
        answer = self._ask(alike)
        if "refused" in answer:
            raise UnreadableMail(f"It was not read: {answer['refused']}.")
        return MailRead(
            sha256=hashlib.sha256(alike).hexdigest(),
            nature=Nature(answer["nature"]),
            about=tuple(Told(**one) for one in answer["about"]),
            cited=tuple(answer["cited"]),
            returned=tuple(answer["returned"]),
            sender=answer["sender"],
        )

    def _ask(self, content: bytes) -> dict[str, Any]:
        child = self._child = self._child or _start()
        try:
            line = _exchange(child, content)
        except OSError:
            line = b""
        if not line.endswith(b"\n"):
            self._end()
            return {"refused": "reading it broke the limits on time or memory"}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.communicate()


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", str(_CHILD)]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and script, the mail on stdin
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _exchange(child: subprocess.Popen[bytes], content: bytes) -> bytes:
    """Hand over one message and wait for its line; what came in time, whole or not."""
    if child.stdin is None or child.stdout is None:
        return b""
    child.stdin.write(f"{len(content)}\n".encode())
    child.stdin.write(content)
    child.stdin.flush()
    line = b""
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while not line.endswith(b"\n") and len(line) <= LARGEST_ANSWER:
            if not waiting.select(timeout=WALL_SECONDS):
                return line
            piece = child.stdout.read1(65536)  # type: ignore[attr-defined]
            if not piece:
                return line
            line += piece
    return line
