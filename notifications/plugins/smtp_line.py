"""One connection to a mail server: opened, logged in, and used for many messages.

The stages are driven one by one, so that it is always known how far a message had come when
something goes wrong (`Stage`).
"""

from __future__ import annotations

import base64
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass

from notifications.dispatch import Outcome, Receipt
from notifications.plugins.relay import ANSWER_LASTS, PasswordLogin, Relay, Security
from notifications.plugins.smtp_answers import Answer, Stage, StageFault, accepted, receipt_of
from notifications.plugins.smtp_talk import Talk

_HANGS_UP = 421

Say = Callable[[str], None]


def says_nothing(_sentence: str) -> None:
    """For when nobody watches."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as it travels, for one recipient."""

    raw: bytes
    sender: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Entry:
    """How to get in: the relay, and the TLS context by which it is verified."""

    relay: Relay
    tls: ssl.SSLContext


class SmtpLine:
    """An open connection, logged in. Used by one thread at a time."""

    def __init__(
        self, entry: Entry, *, until: float, token: str | None = None, say: Say = says_nothing
    ) -> None:
        """Connect, greet, encrypt and log in (with ``token``, where the login asks for one).

        ``until`` is when the try as a whole is given up, on the monotonic clock. Raises
        `StageFault` where it goes no further.
        """
        self.messages = 0
        self.is_open = True
        self._relay = entry.relay
        self._say = say
        self._is_mid_message = False
        self._features: dict[str, str] = {}
        self._talk = _connected(entry, until=until)
        try:
            self._greet(entry)
            self._log_in(token)
        except StageFault:
            self.close()
            raise
        self.used_at = time.monotonic()

    def carry(self, mail: Mail, *, until: float, say: Say = says_nothing) -> Receipt:
        """Hand one message over and say what became of it. Never raises for what is answered."""
        self._say = say
        self._talk.until = until
        try:
            receipt = accepted(self._carry(mail))
        except StageFault as fault:
            receipt = receipt_of(fault, host=self._relay.host)
            if fault.answer is None or not _goes_on_after(fault.answer):
                self.hang_up()
            say(receipt.detail)
        if receipt.outcome is Outcome.UNKNOWN:
            # What it says next could be taken for the answer to another message.
            self.hang_up()
        self.messages += 1
        self.used_at = time.monotonic()
        return receipt

    def takes_sender(self, sender: str) -> None:
        """Ask whether this sender may send; raises `StageFault` if not. Nothing is sent."""
        self._must(Stage.SENDER, f"MAIL FROM:<{sender}>")
        self._is_mid_message = True
        self._say(f"It takes {sender} as the sender.")

    def close(self) -> None:
        """Take leave without waiting for the answer to it, and hang up."""
        if not self.is_open:
            return
        # It may have hung up already.
        with suppress(OSError):
            self._talk.until = time.monotonic() + 1
            self._talk.hand_over(b"QUIT\r\n")
        self.hang_up()

    def hang_up(self) -> None:
        """Close at once, without a word that could be taken for part of a message."""
        self.is_open = False
        self._talk.close()

    def _carry(self, mail: Mail) -> Answer:
        too_long = self._longest and len(mail.raw) > self._longest
        if too_long:
            answer = Answer(552, (f"5.3.4 it takes {self._longest} bytes at most",))
            raise StageFault(Stage.DATA, answer=answer)
        if self._is_mid_message:
            self._must(Stage.SENDER, "RSET")
        self._must(Stage.SENDER, f"MAIL FROM:<{mail.sender}>")
        self._is_mid_message = True
        self._say(f"It takes {mail.sender} as the sender.")
        self._must(Stage.RECIPIENT, f"RCPT TO:<{mail.recipient}>")
        self._say(f"It takes mail for {mail.recipient}.")
        self._must(Stage.DATA, "DATA", wanted=(354,))
        return self._hand_over(mail.raw)

    def _hand_over(self, raw: bytes) -> Answer:
        with self._broken_at(Stage.BODY):
            # In one write: a body and a dot written apart wait for each other's acknowledgement.
            self._talk.hand_over(_stuffed(raw))
        with self._broken_at(Stage.ANSWER):
            answer = self._talk.answer(limits=ANSWER_LASTS)
        if answer.code // 100 != 2:
            raise StageFault(Stage.ANSWER, answer=answer)
        self._is_mid_message = False
        self._say(f"It has taken the message: {answer}")
        return answer

    def _must(self, stage: Stage, command: str, *, wanted: tuple[int, ...] = ()) -> Answer:
        """Give a command that must be answered well: with a 2xx, or with one ``wanted``."""
        with self._broken_at(stage):
            answer = self._talk.ask(command)
        if answer.code in wanted or (not wanted and answer.code // 100 == 2):
            return answer
        raise StageFault(stage, answer=answer)

    @property
    def _longest(self) -> int:
        """The largest message the server takes (RFC 1870), or 0 where it names none."""
        size = self._features.get("SIZE", "")
        return int(size) if size.isdigit() else 0

    def _greet(self, entry: Entry) -> None:
        relay = entry.relay
        with self._broken_at(Stage.GREETING):
            greeting = self._talk.answer()
        if greeting.code != 220:
            raise StageFault(Stage.GREETING, answer=greeting)
        self._say(f"Connected to {relay.host} port {relay.port}: {greeting}")
        self._hello()
        if relay.security is Security.STARTTLS:
            self._encrypt(entry)
        if self._talk.tls_version:
            self._say(f"Encrypted with {self._talk.tls_version}; its certificate is good.")

    def _hello(self) -> None:
        """Say who we are, by name if this machine has a full one, and hear what is offered."""
        name = socket.gethostname()
        full = name if "." in name and name.isascii() else self._talk.own_address
        answer = self._must(Stage.GREETING, f"EHLO {full}")
        self._features = _features(answer.lines[1:])

    def _encrypt(self, entry: Entry) -> None:
        host = entry.relay.host
        if "STARTTLS" not in self._features:
            why = (
                f"{host} offers no encryption (STARTTLS), and LONGSTOP_MAIL_SECURITY asks for it. "
                "Nothing was sent"
            )
            raise StageFault(Stage.ENCRYPTION, why=why)
        self._must(Stage.ENCRYPTION, "STARTTLS", wanted=(220,))
        with self._broken_at(Stage.ENCRYPTION):
            self._talk.encrypt(entry.tls, host=host)
        # What it offered in plain is forgotten (RFC 3207).
        self._hello()

    def _log_in(self, token: str | None) -> None:
        login = self._relay.login
        if login is None:
            return
        with self._broken_at(Stage.LOGIN):
            if isinstance(login, PasswordLogin):
                answer = self._by_password(login.user, login.password.get_secret_value())
            else:
                answer = self._by_token(login.user, token or "")
        if answer.code != 235:
            raise StageFault(Stage.LOGIN, answer=answer)
        self._say(f"Logged in as {login.user}.")

    def _by_password(self, user: str, password: str) -> Answer:
        offered = self._features.get("AUTH", "").split()
        plain = _encoded(f"\0{user}\0{password}")
        self._talk.hide(plain, _encoded(password), password)
        if "PLAIN" in offered:
            return self._talk.ask(f"AUTH PLAIN {plain}")
        if "LOGIN" not in offered:
            why = f"{self._relay.host} offers no login by password (PLAIN or LOGIN)"
            raise StageFault(Stage.LOGIN, why=why)
        answer = self._talk.ask("AUTH LOGIN")
        for words in (user, password):
            if answer.code != 334:
                break
            answer = self._talk.ask(_encoded(words))
        return answer

    def _by_token(self, user: str, token: str) -> Answer:
        words = _encoded(f"user={user}\x01auth=Bearer {token}\x01\x01")
        self._talk.hide(words, token)
        answer = self._talk.ask(f"AUTH XOAUTH2 {words}")
        if answer.code != 334:
            return answer
        # Refused: it gave its reason as JSON, and gives the code once nothing is said to that.
        return self._talk.ask("")

    def _broken_at(self, stage: Stage) -> AbstractContextManager[None]:
        return _broken_at(stage, host=self._relay.host)


def _goes_on_after(answer: Answer) -> bool:
    """Whether the server still follows: a refusal is plain, a good answer out of place is not."""
    return answer.code >= 400 and answer.code != _HANGS_UP


def _features(lines: tuple[str, ...]) -> dict[str, str]:
    """What a server offers, with its parameters; ``AUTH=LOGIN`` is an old way to write it."""
    found: dict[str, str] = {}
    for line in lines:
        name, _, rest = line.upper().replace("AUTH=", "AUTH ", 1).partition(" ")
        found[name] = f"{found.get(name, '')} {rest}".strip()
    return found


def _connected(entry: Entry, *, until: float) -> Talk:
    relay = entry.relay
    implicit = entry.tls if relay.security is Security.TLS else None
    with _broken_at(Stage.CONNECTION, host=f"{relay.host} port {relay.port}"):
        return Talk(relay.host, relay.port, timeout=relay.timeout, until=until, tls=implicit)


@contextmanager
def _broken_at(stage: Stage, *, host: str) -> Iterator[None]:
    """Turn what the network says into a fault of this stage, in words for the operator."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        why = f"The certificate of {host} is not right: {error.verify_message}"
        raise StageFault(stage, why=why) from error
    except TimeoutError as error:
        raise StageFault(stage, why=f"No answer from {host} about {stage} in time") from error
    except (OSError, UnicodeError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise StageFault(stage, why=f"{host}: {said}") from error


def _encoded(words: str) -> str:
    return base64.b64encode(words.encode()).decode()


def _stuffed(raw: bytes) -> bytes:
    """The message as it travels: a dot before each leading dot, and the dot that ends it."""
    stuffed = raw.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") or not stuffed else b"\r\n.\r\n")
