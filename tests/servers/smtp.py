"""An SMTP receiver on loopback that behaves, or misbehaves, by a script.

    with SmtpServer({Stage.RCPT: says("550 5.1.1 No such mailbox")}) as server:
        ...  # a client speaks to server.host, server.port
        assert server.messages == []

A script says what the server does at a stage of the conversation instead of its ordinary answer:
one `Act` each time, or a tuple of them, one for each time in turn and then the ordinary answer
again. ``server.script`` may be replaced while it runs ("the relay was put right"), and the server
may be stopped and started again on the same port.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType

HOST = "127.0.0.1"
# A message longer than this in one go is more than any test sends.
LONGEST = 64 * 1024 * 1024


class Stage(StrEnum):
    """Where in a conversation something can go wrong, in the order they come."""

    CONNECT = "connect"  # Before the greeting.
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"  # The answer to the word DATA.
    BODY = "body"  # While the message is read; see `Act.at_byte`.
    END = "end"  # After the final dot, before the answer.
    IDLE = "idle"  # After a message was answered, before the next command.
    RSET = "rset"


@dataclass(frozen=True, slots=True)
class Act:
    """What the server does: waits, speaks, and then closes, falls silent, dies or goes on.

    With ``says`` None and nothing else asked, it gives its ordinary answer (after ``wait``
    seconds). ``drip`` is seconds between the bytes of what it says. ``at_byte`` is for
    `Stage.BODY`: after so many bytes of the message. ``keeps`` is for `Stage.END`: the message
    is kept although no good answer is given.
    """

    says: str | None = None
    wait: float = 0.0
    drip: float = 0.0
    closes: bool = False
    silent: bool = False
    dies: bool = False
    at_byte: int = 0
    keeps: bool = False


ORDINARY = Act()


def says(answer: str) -> Act:
    """Answer with this line, or these lines; ``250-...`` is for the writer of the script."""
    return Act(says=answer)


def says_and_closes(answer: str) -> Act:
    """Answer with this line and hang up (``421 Shutting down``)."""
    return Act(says=answer, closes=True)


def closes(*, at_byte: int = 0, keeps: bool = False) -> Act:
    """Hang up without a word."""
    return Act(closes=True, at_byte=at_byte, keeps=keeps)


def silent(*, keeps: bool = False) -> Act:
    """Say nothing more, and keep the connection open."""
    return Act(silent=True, keeps=keeps)


def late(seconds: float) -> Act:
    """Give the ordinary answer, late."""
    return Act(wait=seconds)


def dies() -> Act:
    """End the whole process at once. Only for a server in a process of its own."""
    return Act(dies=True, keeps=True)


Script = Mapping[Stage, Act | tuple[Act, ...]]


@dataclass(frozen=True, slots=True)
class Received:
    """One message as the server accepted it: dots unstuffed, line ends as they came."""

    sender: str
    recipient: str
    raw: bytes
    connection: int
    user: str | None
    encrypted: bool


@dataclass
class SmtpServer:
    """The receiver, running in a thread of its own between ``start`` and ``stop``.

    ``recipients`` answers RCPT by address, before the script does. ``security`` is ``none``,
    ``starttls`` (offered; needs ``context``) or ``tls`` (from the first byte). ``users`` are
    names with passwords, ``tokens`` bearer tokens that XOAUTH2 accepts; with either, nobody
    sends without a login. ``delay`` is waited before the answer to each message, in seconds.
    """

    script: Script = field(default_factory=dict)
    recipients: Mapping[str, Act] = field(default_factory=dict)
    security: str = "none"
    context: ssl.SSLContext | None = None
    users: Mapping[str, str] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    features: tuple[str, ...] = ("SIZE 10485760", "8BITMIME", "ENHANCEDSTATUSCODES")
    mechanisms: tuple[str, ...] = ("PLAIN", "LOGIN", "XOAUTH2")
    delay: float = 0.0
    port: int = 0
    host: str = HOST
    messages: list[Received] = field(default_factory=list)
    # Each command as it came, with the connection's number; the words of a login left out.
    commands: list[tuple[int, str]] = field(default_factory=list)
    connections: int = 0
    # The largest number of connections open at once.
    most_open: int = 0

    def __post_init__(self) -> None:
        self._times: dict[Stage, int] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = 0

    def start(self) -> SmtpServer:
        """Listen; on the port it had, if it was started before."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        if not ready.wait(10) or not self.port:
            raise RuntimeError("The SMTP server did not start.")
        return self

    def stop(self) -> None:
        """Hang up on everybody and listen no more."""
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(10)
        self._loop = self._thread = None

    def __enter__(self) -> SmtpServer:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def raws(self) -> list[bytes]:
        """The bytes of every message it kept, in order."""
        return [one.raw for one in self.messages]

    def said_to(self, connection: int) -> list[str]:
        """The commands of one connection (from 1), in order."""
        return [command for number, command in self.commands if number == connection]

    def next_act(self, stage: Stage) -> Act:
        """What the script wants at this stage, this time."""
        acts = self.script.get(stage, ORDINARY)
        if isinstance(acts, Act):
            return acts
        turn = self._times.get(stage, 0)
        self._times[stage] = turn + 1
        return acts[turn] if turn < len(acts) else ORDINARY

    def _run(self, ready: threading.Event) -> None:
        asyncio.run(self._serve(ready))

    async def _serve(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        implicit = self.context if self.security == "tls" else None
        server = await asyncio.start_server(
            self._meet, self.host, self.port, ssl=implicit, limit=LONGEST
        )
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stopping.wait()
        server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self.connections += 1
        self._open += 1
        self.most_open = max(self.most_open, self._open)
        conversation = Conversation(self, reader, writer, self.connections)
        conversation.encrypted = self.security == "tls"
        try:
            with contextlib.suppress(
                ConnectionError,
                asyncio.IncompleteReadError,
                asyncio.CancelledError,
                _HungUp,
                ssl.SSLError,
            ):
                await conversation.talk()
        finally:
            self._open -= 1
            writer.transport.abort() if conversation.abrupt else writer.close()


class _HungUp(Exception):  # It ends a conversation, and is no error.
    """The script, or QUIT, ended the conversation."""


class Conversation:
    """One connection, from the greeting to its end."""

    def __init__(
        self,
        server: SmtpServer,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        number: int,
    ) -> None:
        self.server = server
        self.reader = reader
        self.writer = writer
        self.number = number
        self.encrypted = False
        self.abrupt = False
        self.user: str | None = None
        self.sender: str | None = None
        self.recipients: list[str] = []

    async def talk(self) -> None:
        """Greet, then answer command after command."""
        await self._answer(Stage.CONNECT, "220 relay.example ESMTP")
        while True:
            line = await self.reader.readuntil(b"\r\n")
            command = line.decode("utf-8", "replace").rstrip("\r\n")
            word = command.partition(" ")[0].upper()
            self._note(command, word)
            await self._obey(word, command)

    async def _obey(self, word: str, command: str) -> None:
        known = {
            "EHLO": self._ehlo,
            "HELO": self._ehlo,
            "STARTTLS": self._starttls,
            "AUTH": self._auth,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._rset,
            "NOOP": self._noop,
            "QUIT": self._quit,
        }.get(word)
        if known is None:
            await self._write("500 5.5.1 Command not known")
        else:
            await known(command)

    async def _ehlo(self, _command: str) -> None:
        offers = list(self.server.features)
        if self.server.security == "starttls" and not self.encrypted:
            offers.append("STARTTLS")
        if self.server.users or self.server.tokens:
            offers.append(f"AUTH {' '.join(self.server.mechanisms)}")
        lines = ["relay.example", *offers]
        ordinary = "\n".join(
            f"250{' ' if place == len(lines) else '-'}{line}"
            for place, line in enumerate(lines, start=1)
        )
        await self._answer(Stage.EHLO, ordinary)

    async def _starttls(self, _command: str) -> None:
        if self.server.security != "starttls" or self.server.context is None:
            await self._write("502 5.5.1 Not offered")
            return
        if await self._answer(Stage.STARTTLS, "220 2.0.0 Go ahead"):
            await self.writer.start_tls(self.server.context)
            self.encrypted = True

    async def _auth(self, command: str) -> None:
        words = command.split(" ")
        mechanism = words[1].upper()
        given = words[2] if len(words) > 2 else await self._challenge(mechanism)
        user = await self._login(mechanism, given)
        refusal = "235 2.7.0 Accepted" if user else "535 5.7.8 Username and password not accepted"
        if user is None and mechanism == "XOAUTH2":
            # What the real ones do: an error as JSON, then the refusal after an empty line.
            await self._write("334 " + base64.b64encode(b'{"status":"401"}').decode())
            await self.reader.readuntil(b"\r\n")
        if await self._answer(Stage.AUTH, refusal):
            self.user = user

    async def _login(self, mechanism: str, given: str) -> str | None:
        """The user who proved who they are, or None."""
        decoded = base64.b64decode(given).decode()
        if mechanism == "PLAIN":
            _, user, password = decoded.split("\0")
            return user if self.server.users.get(user) == password else None
        if mechanism == "LOGIN":
            password = base64.b64decode(await self._challenge("UGFzc3dvcmQ6")).decode()
            return decoded if self.server.users.get(decoded) == password else None
        fields = dict(part.split("=", 1) for part in decoded.split("\x01") if "=" in part)
        token = fields.get("auth", "").removeprefix("Bearer ")
        return fields.get("user") if token in self.server.tokens else None

    async def _challenge(self, words: str) -> str:
        await self._write("334 " + ("VXNlcm5hbWU6" if words == "LOGIN" else words))
        return (await self.reader.readuntil(b"\r\n")).decode().strip()

    async def _mail(self, command: str) -> None:
        if (self.server.users or self.server.tokens) and self.user is None:
            await self._write("530 5.7.0 Authentication required")
            return
        if self.sender is not None:
            await self._write("503 5.5.1 Sender already named")
            return
        if await self._answer(Stage.MAIL, "250 2.1.0 Sender OK"):
            self.sender = _address(command)

    async def _rcpt(self, command: str) -> None:
        if self.sender is None:
            await self._write("503 5.5.1 Name the sender first")
            return
        recipient = _address(command)
        special = self.server.recipients.get(recipient)
        if await self._answer(Stage.RCPT, "250 2.1.5 Recipient OK", act=special):
            self.recipients.append(recipient)

    async def _data(self, _command: str) -> None:
        if not self.recipients:
            await self._write("503 5.5.1 Name a recipient first")
            return
        if not await self._answer(Stage.DATA, "354 End with a dot on a line by itself"):
            return
        raw = await self._body()
        act = self.server.next_act(Stage.END)
        if _accepts(act) or act.keeps:
            self._keep(raw)
        self.sender, self.recipients = None, []
        await asyncio.sleep(self.server.delay)
        await self._answer(Stage.END, f"250 2.0.0 Kept {len(self.server.messages)}", act=act)
        idle = self.server.next_act(Stage.IDLE)
        if idle is not ORDINARY:
            await self._do(idle, "")

    async def _body(self) -> bytes:
        act = self.server.next_act(Stage.BODY)
        if act is not ORDINARY:
            await self.reader.readexactly(act.at_byte)
            await self._do(act, "")
        first = await self.reader.readuntil(b"\r\n")
        if first == b".\r\n":
            return b""
        if first.endswith(b"\r\n") and not first.startswith(b"."):
            rest = await self._rest()
        else:
            first, rest = first[1:], await self._rest()
        return first + rest

    async def _rest(self) -> bytes:
        """What follows the first line, up to the dot; each line's stuffed dot taken away."""
        lines = []
        while (line := await self.reader.readuntil(b"\r\n")) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def _keep(self, raw: bytes) -> None:
        for recipient in self.recipients:
            self.server.messages.append(
                Received(self.sender or "", recipient, raw, self.number, self.user, self.encrypted)
            )

    async def _rset(self, _command: str) -> None:
        if await self._answer(Stage.RSET, "250 2.0.0 Forgotten"):
            self.sender, self.recipients = None, []

    async def _noop(self, _command: str) -> None:
        await self._write("250 2.0.0 Nothing done")

    async def _quit(self, _command: str) -> None:
        await self._write("221 2.0.0 Goodbye")
        raise _HungUp

    async def _answer(self, stage: Stage, ordinary: str, *, act: Act | None = None) -> bool:
        """Answer as the script wants; whether the answer was a good one (2xx or 3xx)."""
        act = act or self.server.next_act(stage)
        await self._do(act, ordinary)
        return (act.says or ordinary)[0] in "23"

    async def _do(self, act: Act, ordinary: str) -> None:
        if act.dies:
            os._exit(1)
        if act.wait:
            await asyncio.sleep(act.wait)
        if act.silent:
            # Until the client hangs up, or the server is stopped.
            await self.reader.read()
            raise _HungUp
        if act.says:
            await self._write(act.says, drip=act.drip)
        if act.closes:
            # Unread bytes make it a reset, as when a server dies; else the ordinary end.
            self.abrupt = act.says is None
            raise _HungUp
        if not act.says and ordinary:
            await self._write(ordinary)

    async def _write(self, answer: str, *, drip: float = 0.0) -> None:
        raw = answer.replace("\n", "\r\n").encode() + b"\r\n"
        for place in range(len(raw) if drip else 1):
            self.writer.write(raw[place : place + 1] if drip else raw)
            await self.writer.drain()
            await asyncio.sleep(drip)

    def _note(self, command: str, word: str) -> None:
        noted = " ".join(command.split(" ")[:2]) if word == "AUTH" else command
        self.server.commands.append((self.number, noted))


def _address(command: str) -> str:
    return command.partition("<")[2].partition(">")[0]


def _accepts(act: Act) -> bool:
    spoken = act.says is None or act.says.startswith("2")
    return spoken and not (act.closes or act.silent or act.dies)
