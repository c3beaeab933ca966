"""An SMTP receiver as a process of its own, fast enough not to be what is measured.

    python tests/servers/smtp_sink.py --port 0 [--delay-ms 20] [--keep FOLDER] [--die-after N]

Prints the port it listens on as its first line. On SIGTERM it prints, as JSON, how many messages
and connections it had, and ends. It accepts everything; what misbehaves is `tests.servers.smtp`.

``--keep FOLDER`` writes each message durably before it answers: ``000001.eml`` with its bytes as
they were sent (dots unstuffed), and a line in ``envelopes.jsonl`` with sender, recipients and
Message-ID. ``--die-after N`` ends the process after the final dot of the Nth message, which is
kept and never answered. ``--delay-ms`` is waited before the answer to each message,
``--delay-every-ms`` before every answer.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>]*>)", re.IGNORECASE | re.MULTILINE)
EHLO = b"250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n"


@dataclass
class Tally:
    """What came in, and how the sink was told to behave."""

    keep: Path | None = None
    die_after: int | None = None
    delay: float = 0.0
    delay_every: float = 0.0
    messages: int = 0
    connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, sender: bytes, recipients: list[bytes], raw: bytes) -> None:
        """Count a message, and keep it where that was asked."""
        with self.lock:
            self.messages += 1
            if self.keep is not None:
                self._write(sender, recipients, raw)
            if self.die_after is not None and self.messages >= self.die_after:
                os._exit(1)

    def _write(self, sender: bytes, recipients: list[bytes], raw: bytes) -> None:
        assert self.keep is not None
        if raw.startswith(b"."):
            raw = raw[1:]
        raw = raw.replace(b"\r\n.", b"\r\n")
        found = MESSAGE_ID.search(raw)
        with (self.keep / f"{self.messages:06d}.eml").open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        envelope = {
            "number": self.messages,
            "sender": sender.decode(),
            "recipients": [one.decode() for one in recipients],
            "message_id": found[1].decode() if found else None,
        }
        with (self.keep / "envelopes.jsonl").open("a") as file:
            file.write(json.dumps(envelope) + "\n")
            file.flush()
            os.fsync(file.fileno())


class Receiver:
    """One connection: lines until DATA, then bytes until the dot."""

    def __init__(self, line: socket.socket, tally: Tally) -> None:
        # Otherwise an answer could wait 40 ms for an acknowledgement that comes with nothing.
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.line = line
        self.tally = tally
        self.buffer = b""
        self.sender = b""
        self.recipients: list[bytes] = []

    def talk(self) -> None:
        """Greet and answer until the client leaves."""
        self._say(b"220 sink.example ESMTP\r\n")
        with self.line, contextlib.suppress(ConnectionError):
            while (command := self._until(b"\r\n")) is not None and self._obey(command):
                pass

    def _until(self, end: bytes) -> bytes | None:
        """The bytes up to ``end``, or None once the client has left."""
        while (place := self.buffer.find(end)) < 0:
            more = self.line.recv(65536)
            if not more:
                return None
            self.buffer += more
        found, self.buffer = self.buffer[:place], self.buffer[place + len(end) :]
        return found

    def _obey(self, command: bytes) -> bool:
        word = command[:4].upper()
        if word == b"MAIL":
            self.sender, self.recipients = _address(command), []
            self._say(b"250 2.1.0 OK\r\n")
        elif word == b"RCPT":
            self.recipients.append(_address(command))
            self._say(b"250 2.1.5 OK\r\n")
        elif word == b"DATA":
            return self._take()
        elif word == b"QUIT":
            self._say(b"221 Goodbye\r\n")
            return False
        else:
            self._say(EHLO if word == b"EHLO" else b"250 OK\r\n")
        return True

    def _take(self) -> bool:
        self._say(b"354 Go on\r\n")
        # The dot may stand on the very first line: the line end before it is this one.
        self.buffer = b"\r\n" + self.buffer
        raw = self._until(b"\r\n.\r\n")
        if raw is None:
            return False
        self.tally.take(self.sender, self.recipients, raw[2:] + b"\r\n")
        self._say(b"250 2.0.0 Kept\r\n", delay=self.tally.delay)
        return True

    def _say(self, answer: bytes, *, delay: float = 0.0) -> None:
        wait = delay + self.tally.delay_every
        if wait:
            time.sleep(wait)
        self.line.sendall(answer)


def _address(command: bytes) -> bytes:
    return command[command.find(b"<") + 1 : command.rfind(b">")]


def serve(tally: Tally, *, port: int) -> None:
    """Listen until SIGTERM or SIGINT; says the port first, and at the end what it had."""
    stops = (signal.SIGTERM, signal.SIGINT)
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    server = socket.create_server(("127.0.0.1", port), backlog=1024)
    threading.Thread(target=_accept, args=(server, tally), daemon=True).start()
    _print_line(server.getsockname()[1])
    signal.sigwait(stops)
    counted = {"messages": tally.messages, "connections": tally.connections}
    _print_line(json.dumps(counted))


def _print_line(said: object) -> None:
    sys.stdout.write(f"{said}\n")
    sys.stdout.flush()


def _accept(server: socket.socket, tally: Tally) -> None:
    """One thread a connection: with few connections nothing in Python is faster."""
    while True:
        line, _ = server.accept()
        tally.connections += 1
        threading.Thread(target=Receiver(line, tally).talk, daemon=True).start()


@dataclass
class Sink:
    """A sink in a process of its own, as `sink_process` started it."""

    process: subprocess.Popen[str]
    port: int
    keep: Path | None

    def stop(self) -> dict[str, int]:
        """End it, and say what it had: ``messages`` and ``connections``."""
        self.process.terminate()
        said, _ = self.process.communicate(timeout=10)
        return dict(json.loads(said)) if said.strip() else {}

    def envelopes(self) -> list[dict[str, object]]:
        """What was kept, in order: number, sender, recipients, message_id."""
        if self.keep is None or not (self.keep / "envelopes.jsonl").exists():
            return []
        lines = (self.keep / "envelopes.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]


@contextmanager
def sink_process(
    *,
    port: int = 0,
    delay_ms: float = 0,
    delay_every_ms: float = 0,
    keep: Path | None = None,
    die_after: int | None = None,
) -> Iterator[Sink]:
    """A sink in a process of its own, ended afterwards."""
    command = [sys.executable, str(Path(__file__).resolve()), "--port", str(port)]
    command += ["--delay-ms", str(delay_ms), "--delay-every-ms", str(delay_every_ms)]
    command += ["--keep", str(keep)] if keep else []
    command += ["--die-after", str(die_after)] if die_after else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Sink(process, int(process.stdout.readline()), keep)
        finally:
            process.kill()


def main() -> None:
    """The command line above."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--delay-ms", type=float, default=0)
    parser.add_argument("--delay-every-ms", type=float, default=0)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--die-after", type=int)
    given = parser.parse_args()
    if given.keep is not None:
        given.keep.mkdir(parents=True, exist_ok=True)
    tally = Tally(
        keep=given.keep,
        die_after=given.die_after,
        delay=given.delay_ms / 1000,
        delay_every=given.delay_every_ms / 1000,
    )
    if given.keep is not None:
        tally.messages = len(list(given.keep.glob("*.eml")))
    serve(tally, port=given.port)


if __name__ == "__main__":
    main()
