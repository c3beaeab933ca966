"""Connections to one mail server, kept open and used again."""

from __future__ import annotations

import threading
import time

from notifications.dispatch import ChannelState, Outcome, Receipt
from notifications.plugins.oauth import TokenFault, Tokens
from notifications.plugins.relay import TRY_LASTS
from notifications.plugins.smtp_answers import StageFault, receipt_of
from notifications.plugins.smtp_line import Entry, Mail, Say, SmtpLine, says_nothing

# Servers limit how many messages they take by one connection, and close it when it is idle.
MESSAGES_A_LINE = 200
IDLE_SECONDS = 45.0
_WRONG_LOGIN = "535"


class SmtpPool:
    """At most as many connections as the relay allows, opened when needed. Safe in threads."""

    def __init__(self, entry: Entry, *, tokens: Tokens | None = None) -> None:
        self._entry = entry
        self._tokens = tokens
        self._idle: list[SmtpLine] = []
        self._lock = threading.Lock()
        # Raised by `close`: a connection of an earlier count is not kept.
        self._closings = 0
        self._slots = threading.BoundedSemaphore(entry.relay.connections)

    def carry(self, mail: Mail, *, say: Say = says_nothing) -> Receipt:
        """Hand a message over by a free connection, or a new one."""
        lasts = TRY_LASTS * self._entry.relay.timeout
        until = time.monotonic() + lasts
        if not self._slots.acquire(timeout=lasts):
            busy = "All connections are busy and none became free"
            return Receipt(Outcome.CHANNEL_FAULT, code="busy", detail=busy)
        try:
            return self._carry(mail, until=until, say=say)
        finally:
            self._slots.release()

    def look(self, *, sender: str | None = None, say: Say = says_nothing) -> ChannelState:
        """Open a connection and log in, ask about the sender if one is named, and close."""
        until = time.monotonic() + TRY_LASTS * self._entry.relay.timeout
        line = self._opened(until=until, say=say)
        if isinstance(line, Receipt):
            return ChannelState(False, _sentence(line))
        try:
            if sender:
                line.takes_sender(sender)
        except StageFault as fault:
            return ChannelState(False, _sentence(receipt_of(fault, host=self._entry.relay.host)))
        finally:
            line.close()
        relay = self._entry.relay
        return ChannelState(True, f"{relay.host} port {relay.port} is ready to take mail.")

    def close(self) -> None:
        """Close what is idle; what is in use closes itself when it is given back."""
        with self._lock:
            idle, self._idle = self._idle, []
            self._closings += 1
        for line in idle:
            line.close()

    def _carry(self, mail: Mail, *, until: float, say: Say) -> Receipt:
        line = self._used_line()
        if line is not None:
            receipt = self._by(line, mail, until=until, say=say)
            # A used connection that fails before any recipient was named may only have been
            # idle, or used, for too long. Nothing was lost: a new one is tried once.
            if receipt.outcome is not Outcome.CHANNEL_FAULT:
                return receipt
        new = self._opened(until=until, say=say)
        if isinstance(new, Receipt):
            return new
        return self._by(new, mail, until=until, say=say)

    def _by(self, line: SmtpLine, mail: Mail, *, until: float, say: Say) -> Receipt:
        closings = self._closings
        receipt = line.carry(mail, until=until, say=say)
        is_used_up = line.messages >= MESSAGES_A_LINE or closings != self._closings
        if receipt.outcome is Outcome.CHANNEL_FAULT or is_used_up:
            line.close()
        if line.is_open:
            with self._lock:
                self._idle.append(line)
        return receipt

    def _used_line(self) -> SmtpLine | None:
        """The connection used last, unless it has been idle for long."""
        with self._lock:
            line = self._idle.pop() if self._idle else None
        if line is None or time.monotonic() - line.used_at < IDLE_SECONDS:
            return line
        line.close()
        return None

    def _opened(self, *, until: float, say: Say) -> SmtpLine | Receipt:
        """A new connection, or what keeps us from one. A refused token is tried once anew."""
        try:
            token = self._tokens.token() if self._tokens else None
            line = self._open_once(token, until=until, say=say)
            if token and self._tokens and isinstance(line, Receipt) and line.code == _WRONG_LOGIN:
                self._tokens.drop(token)
                line = self._open_once(self._tokens.token(), until=until, say=say)
        except TokenFault as fault:
            say(str(fault))
            return Receipt(Outcome.CHANNEL_FAULT, code="no token", detail=str(fault))
        return line

    def _open_once(self, token: str | None, *, until: float, say: Say) -> SmtpLine | Receipt:
        try:
            return SmtpLine(self._entry, until=until, token=token, say=say)
        except StageFault as fault:
            receipt = receipt_of(fault, host=self._entry.relay.host)
            say(receipt.detail)
            return receipt


def _sentence(receipt: Receipt) -> str:
    return f"{receipt.detail.rstrip('.')}."
