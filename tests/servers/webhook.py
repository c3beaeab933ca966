"""An HTTP receiver on loopback that answers, or misbehaves, by a script.

    with WebhookServer([answers(429, {"Retry-After": "30"})]) as server:
        ...  # a client posts to server.address
        assert server.requests[0].body == b"..."

One act a request, in turn; when they are used up, the last one stays.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

DATE = "Wed, 25 Nov 2026 10:00:00 GMT"


@dataclass(frozen=True)
class Request:
    """What one client asked. ``body`` is what of it was read."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Act:
    """What the server does with one request. ``answer`` is None where it sends nothing.

    ``reads_body`` is false where it breaks off after the headers; ``stays_silent`` leaves the
    connection open; otherwise one without an answer is closed. ``closes`` after the answer.
    ``drips`` sends the answer a byte at a time, too slowly to end.
    """

    answer: bytes | None = None
    reads_body: bool = True
    stays_silent: bool = False
    drips: bool = False
    closes: bool = False
    # Made for the request, where an answer depends on it (the stub of GOV.UK Notify).
    made_by: Callable[[Request], bytes] | None = field(default=None, compare=False)


def answer_bytes(
    status: int, headers: Mapping[str, str] | None = None, body: str | bytes = b""
) -> bytes:
    """An HTTP answer whole."""
    content = body.encode() if isinstance(body, str) else body
    lines = {"Content-Length": str(len(content)), "Date": DATE, **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} So\r\n{head}\r\n".encode() + content


def answers(status: int, headers: Mapping[str, str] | None = None, body: str | bytes = b"") -> Act:
    """Reads everything and answers so."""
    return Act(answer=answer_bytes(status, headers, body))


def makes(answer: Callable[[Request], bytes]) -> Act:
    """Reads everything and answers what ``answer`` makes of it."""
    return Act(made_by=answer)


def stays_silent() -> Act:
    """Reads everything and says nothing."""
    return Act(stays_silent=True)


def drips() -> Act:
    """Reads everything and answers so slowly that each byte comes in time and the last never."""
    return Act(answer=answer_bytes(202), drips=True)


def closes_after_body() -> Act:
    """Reads everything and hangs up."""
    return Act()


def closes_before_body() -> Act:
    """Hangs up as soon as the headers have come."""
    return Act(reads_body=False)


def breaks_off(status: int) -> Act:
    """Promises more of an answer than it sends."""
    return Act(answer=answer_bytes(status, {"Content-Length": "100"}, "par"), closes=True)


class WebhookServer:
    """See the module. ``script`` may be replaced while it runs."""

    def __init__(
        self, script: Sequence[Act] = (answers(202),), *, tls: ssl.SSLContext | None = None
    ) -> None:
        self.script = list(script)
        self.requests: list[Request] = []
        self.connections = 0
        self._tls = tls
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"{'https' if self._tls else 'http'}://localhost:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Close everything; whoever connects now is refused."""
        self._stopped.set()
        # Closing alone does not wake a thread that waits in accept().
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout=5)

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.callback(connection.close)
            way = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
            stack.callback(way.close)
            with way.makefile("rb") as reader:
                while self._one(way, reader):
                    pass

    def _one(self, way: socket.socket, reader: object) -> bool:
        """Serve one request; False once the connection is over."""
        head = _head(reader)
        if head is None:
            return False
        method, target, headers = head
        act = self._next_act()
        if not act.reads_body:
            _reset(way)
            return False
        body = reader.read(int(headers.get("content-length", "0")))  # type: ignore[attr-defined]
        request = Request(method, target, headers, body)
        with self._lock:
            self.requests.append(request)
        if act.stays_silent:
            self._stopped.wait(30)
            return False
        answer = act.made_by(request) if act.made_by else act.answer
        if answer is None:
            return False
        if act.drips:
            return self._drip(way, answer)
        way.sendall(answer)
        return not act.closes

    def _drip(self, way: socket.socket, answer: bytes) -> bool:
        for byte in answer:
            if self._stopped.wait(0.2):
                break
            way.sendall(bytes([byte]))
        return False

    def _next_act(self) -> Act:
        with self._lock:
            return self.script.pop(0) if len(self.script) > 1 else self.script[0]


def _head(reader: object) -> tuple[str, str, dict[str, str]] | None:
    line = reader.readline().decode()  # type: ignore[attr-defined]
    if not line.strip():
        return None
    method, target, _ = line.split(" ", 2)
    headers: dict[str, str] = {}
    while (line := reader.readline().decode().strip()) != "":  # type: ignore[attr-defined]
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return method, target, headers


def _reset(way: socket.socket) -> None:
    """Close at once, dropping what was not read: the client's next write fails."""
    way.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    way.close()
