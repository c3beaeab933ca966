"""The channel that hands mail to a mail server, carried by Apprise like every other channel.

Importing this imports Apprise; only deliveries do. Apprise brings its services to a call and back;
what it must not do is wait, try again or give up on its own: that would leave a send under way of
which nobody knows. So its own limits are off, each try has ours (`relay.TRY_LASTS`), and a message
is carried in the thread that asked.
"""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass, field, replace
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyBase

from notifications.dispatch import ChannelState, Outcome, Receipt
from notifications.keys import DeliveryKey
from notifications.plugins.oauth import Tokens
from notifications.plugins.relay import TOKEN_TIMEOUT, Relay, TokenLogin
from notifications.plugins.smtp_line import Entry, Mail, Say, says_nothing
from notifications.plugins.smtp_pool import SmtpPool
from rules.mail_addresses import is_mail_address

CHANNEL = "smtp"

_LONGEST_LINE = 999  # 998 and the CR of its CRLF (RFC 5321 section 4.5.3.1.6).
_FROM = re.compile(rb"^From:(?:[^\r\n]|\r\n[ \t])*<([^<>\r\n]+)>", re.IGNORECASE | re.MULTILINE)


class NotifySmtp(NotifyBase):  # type: ignore[no-untyped-call]
    """One message for one recipient. After ``notify`` the server's answer is in ``receipt``."""

    service_name = "SMTP"  # type: ignore[assignment]  # Apprise types these as None
    secure_protocol = "longstop-smtp"  # type: ignore[assignment]
    # Apprise would wait seconds between two messages, as the servers of others ask.
    request_rate_per_sec = 0

    def __init__(self, *, pool: SmtpPool, mail: Mail, say: Say, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self._pool = pool
        self._mail = mail
        self._say = say
        self.receipt: Receipt | None = None
        self.has_begun = False

    def url(self, *_args: Any, **_kwargs: Any) -> str:
        """An address without any secret, for Apprise's own log."""
        return "longstop-smtp://"

    def send(self, *_args: Any, **_kwargs: Any) -> bool:
        """Hand the message over; what Apprise passes as title and text is not what is sent."""
        self.has_begun = True
        self.receipt = self._pool.carry(self._mail, say=self._say)
        return self.receipt.outcome is Outcome.SENT


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Hands every message to one relay. See :class:`notifications.dispatch.Transport`.

    ``say`` hears each stage as it passes, in a sentence for the operator.
    """

    relay: Relay
    pool: SmtpPool = field(repr=False)
    asset: AppriseAsset = field(repr=False)
    # Free to be used again: each new one looks up the languages of the system in four files.
    carriers: list[Apprise] = field(default_factory=list, repr=False)
    say: Say = field(default=says_nothing, repr=False)

    @property
    def channel(self) -> str:
        """``smtp``."""
        return CHANNEL

    @property
    def can_look_up(self) -> bool:
        """False: a mail server cannot be asked what became of a message."""
        return False

    @property
    def lines(self) -> int:
        """As many as the relay may have connections."""
        return self.relay.connections

    def heard_by(self, say: Say) -> SmtpTransport:
        """The same transport, whose every stage ``say`` hears."""
        return replace(self, say=say)

    def send(self, raw: bytes, *, recipient: str, key: DeliveryKey) -> Receipt:
        """Hand ``raw`` over for ``recipient``. Its From is the sender unless one is declared."""
        sender = _sender(raw)
        fault = _why_not(raw, recipient) if sender else "The message names no sender."
        if fault:
            return Receipt(Outcome.FAILED, code="not sent", detail=fault)
        mail = Mail(raw, sender=self.relay.bounce_address or sender, recipient=recipient)
        plugin = NotifySmtp(pool=self.pool, mail=mail, say=self.say, asset=self.asset)
        carrier = self._free_carrier()
        # Adding an instance needs no registration and loads no plugin.
        carrier.add(plugin)
        carrier.notify(body=key.file_name)
        carrier.clear()
        self.carriers.append(carrier)
        return plugin.receipt or _without_receipt(plugin)

    def _free_carrier(self) -> Apprise:
        """One that nobody uses; another thread may be quicker."""
        try:
            return self.carriers.pop()
        except IndexError:
            return Apprise(asset=self.asset)

    def look(self) -> ChannelState:
        """Connect, greet, encrypt, log in, and name the return path if one is declared."""
        return self.pool.look(sender=self.relay.bounce_address, say=self.say)

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.pool.close()

    def find(self, _key: DeliveryKey) -> Receipt | None:
        """It cannot be asked."""
        return None


def smtp_transport(relay: Relay) -> SmtpTransport:
    """A transport to ``relay``. Nothing is opened before the first message.

    Raises `OSError` or `ssl.SSLError` where its file of authorities cannot be read.
    """
    tls = _context(relay)
    tokens = None
    if isinstance(relay.login, TokenLogin):
        tokens = Tokens(relay.login, tls=tls, timeout=min(relay.timeout, TOKEN_TIMEOUT))
    # Without a limit of its own, and one after the other, Apprise calls us in this very thread.
    asset = AppriseAsset(http_redirects=False, async_mode=False, service_timeout=0)
    return SmtpTransport(relay, SmtpPool(Entry(relay, tls), tokens=tokens), asset)


def _context(relay: Relay) -> ssl.SSLContext:
    """Certificates and names verified, TLS 1.2 or newer. Made once: it takes 25 ms."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if relay.ca_file is not None:
        context.load_verify_locations(cafile=relay.ca_file)
    return context


def _without_receipt(plugin: NotifySmtp) -> Receipt:
    """It was never asked to send, or it broke in a way that nobody thought of, at any stage."""
    if plugin.has_begun:
        return Receipt(Outcome.UNKNOWN, code="no answer", detail="Nobody knows how far it came")
    detail = "Apprise did not hand the message over; nothing was sent"
    return Receipt(Outcome.CHANNEL_FAULT, code="not sent", detail=detail)


def _why_not(raw: bytes, recipient: str) -> str | None:
    """Why this message could not travel as it is, or None. Ours always can."""
    if not recipient.isascii():
        return (
            f"{recipient} has letters that mail servers do not take in an address (only a to z "
            "without accents). Ask the person for another one."
        )
    if not is_mail_address(recipient):
        return "That is not one plain mail address."
    if not raw.isascii() or not _has_right_lines(raw):
        return "The message is not as mail has to be (7 bit, lines of at most 998 ending in CRLF)."
    return None


def _has_right_lines(raw: bytes) -> bool:
    """Whether each line is short enough and ends in CRLF: servers differ about a bare one."""
    lines = raw.split(b"\n")
    alike = raw.count(b"\r\n") == len(lines) - 1 == raw.count(b"\r")
    return alike and max(map(len, lines)) <= _LONGEST_LINE


def _sender(raw: bytes) -> str:
    found = _FROM.search(raw.partition(b"\r\n\r\n")[0])
    return found[1].decode() if found else ""
