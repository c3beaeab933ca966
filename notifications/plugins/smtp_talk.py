"""Commands and answers on one connection to a mail server, each within a limit of time.

The standard library's smtplib is not used: it limits each read and not each answer, so that a
server which sends a byte a minute is waited for without end; it makes up a 500 of its own that
nobody can tell from the server's (after the final dot that would be the difference between *not
sent* and *not known*); and it keeps what a server said in plain before TLS began.
"""

from __future__ import annotations

import re
import socket
import ssl
import time

from notifications.plugins.smtp_answers import Answer

# Never reached by a server that means well (RFC 5321: 512 octets a line).
_LONGEST_ANSWER = 64 * 1024
# What is shorter would be found within ordinary words.
_LONG_ENOUGH = 4
_AN_ANSWER = re.compile(rb"[2-5][0-9][0-9](?:[ -]|$)")
_UNPRINTABLE = re.compile(r"[^ -~]")


class Talk:
    """An open connection. Whatever goes wrong with it is an `OSError` that says what.

    ``timeout`` is seconds for one answer; `until` is the end of the whole try, on the monotonic
    clock, and is set anew for each message.
    """

    def __init__(
        self, host: str, port: int, *, timeout: float, until: float, tls: ssl.SSLContext | None
    ) -> None:
        self.until = until
        self._timeout = timeout
        self._unread = b""
        self._hidden: list[bytes] = []
        self._line = _connected(host, port, within=self._wait())
        # Otherwise the second of two short writes may wait for an acknowledgement (40 ms).
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls is not None:
            self.encrypt(tls, host=host)

    def encrypt(self, tls: ssl.SSLContext, *, host: str) -> None:
        """Turn to TLS, the server's certificate and name verified."""
        if self._unread:
            # What somebody on the way put in before the encryption would count as said after it.
            raise ConnectionError("It spoke on in plain after it had agreed to encryption")
        self._line.settimeout(self._wait())
        try:
            self._line = tls.wrap_socket(self._line, server_hostname=host)
        except OSError:
            self.close()
            raise

    @property
    def tls_version(self) -> str | None:
        """``TLSv1.3``, or None while the connection is plain."""
        return self._line.version() if isinstance(self._line, ssl.SSLSocket) else None

    @property
    def own_address(self) -> str:
        """This end's address as RFC 5321 writes it where there is no name: ``[10.0.0.5]``."""
        address = self._line.getsockname()[0]
        return f"[IPv6:{address}]" if ":" in address else f"[{address}]"

    def ask(self, command: str) -> Answer:
        """Give a command and wait for its answer."""
        self.hand_over(command.encode("ascii") + b"\r\n")
        return self.answer()

    def hide(self, *secrets: str) -> None:
        """Leave these out of whatever the server says from now on: some repeat what they refuse."""
        self._hidden += [secret.encode() for secret in secrets if len(secret) >= _LONG_ENOUGH]

    def hand_over(self, raw: bytes) -> None:
        """Hand these bytes to the system. An error means that it did not take the last of them."""
        if self._unread:
            # An answer that nobody waits for could be taken for that to the finished message.
            raise ConnectionError("It spoke before it was asked")
        self._line.settimeout(self._wait())
        self._line.sendall(raw)

    def answer(self, *, limits: int = 1) -> Answer:
        """The next answer, all its lines, waited for as long as so many limits allow."""
        ends_at = time.monotonic() + self._wait(limits=limits)
        lines: list[str] = []
        while True:
            line = self._next_line(ends_at)
            if not _AN_ANSWER.match(line):
                raise ConnectionError(f"It did not speak SMTP: {_shown(line[:80])!r}")
            lines.append(_shown(self._without_secrets(line[4:])))
            if line[3:4] != b"-":
                return Answer(int(line[:3]), tuple(lines))

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _without_secrets(self, words: bytes) -> bytes:
        for secret in self._hidden:
            words = words.replace(secret, b"***")
        return words

    def _wait(self, *, limits: int = 1) -> float:
        left = min(self._timeout * limits, self.until - time.monotonic())
        if left <= 0:
            raise TimeoutError("It took too long altogether")
        return left

    def _next_line(self, ends_at: float) -> bytes:
        while b"\n" not in self._unread:
            if len(self._unread) > _LONGEST_ANSWER:
                raise ConnectionError("Its answer did not end")
            left = ends_at - time.monotonic()
            if left <= 0:
                raise TimeoutError("It did not answer in time")
            self._line.settimeout(left)
            more = self._line.recv(4096)
            if not more:
                raise ConnectionError("It closed the connection")
            self._unread += more
        line, _, self._unread = self._unread.partition(b"\n")
        return line.rstrip(b"\r")


def _connected(host: str, port: int, *, within: float) -> socket.socket:
    """A connection to the first address of ``host`` that answers; the time is shared among them.

    The library's own would give each of them all of it, and large providers have a dozen.
    """
    ends_at = time.monotonic() + within
    addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for left, (*_, address) in zip(range(len(addresses), 0, -1), addresses, strict=True):
        share = max(ends_at - time.monotonic(), 0.001) / left
        try:
            return socket.create_connection((str(address[0]), port), share)
        except OSError as error:
            failure = error
    raise failure


def _shown(words: bytes) -> str:
    """A server's words as they may be shown and kept: printable, nothing that moves a cursor."""
    return _UNPRINTABLE.sub("?", words.decode("utf-8", "replace")).strip()
