"""A message as the bytes that travel: RFC 5322, CRLF, a text part, an HTML part, attachments.

The standard library's ``EmailMessage`` takes about 1.5 ms a message, most of the time of a whole
delivery. These bytes are put together by hand: our headers are few and known. A header that needs
encoding or folding is left to the standard library.
"""

from __future__ import annotations

import binascii
import datetime
import re
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from textwrap import wrap
from zoneinfo import ZoneInfo

from notifications.message import Recipient, Sender
from notifications.plain_text import one_line
from rules.mail_addresses import is_mail_address

LONDON = ZoneInfo("Europe/London")
CRLF = b"\r\n"
CRLF_FOLD = "\r\n "

_MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_LONGEST_PLAIN = 75
_LONGEST_NAME = 60
_FAR_LONGER = 1.5
_LONGEST_LINE = 990  # RFC 5322 allows 998; what a relay adds must fit too.


class UnusableAddress(ValueError):
    """A message cannot be addressed: one of its addresses is not one plain mail address."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a message. ``content_type`` is written as it is: it is ours."""

    file_name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message with all that its headers say.

    ``message_id`` is ``<...>`` and follows from the delivery (``DeliveryKey``), so that a retry
    carries the same one. ``date`` is an aware instant, written in London time. ``in_reply_to``
    is the Message-ID of an earlier message of the same request; ``references`` names others that
    belong to it, oldest first (RFC 5322, 3.6.4). Nobody stands in Cc: a copy is a mail of its own,
    so that an answer to all never reaches somebody whom a rehearsal or a diversion kept out.
    """

    sender: Sender
    recipient: Recipient
    subject: str
    text: str
    html: str
    message_id: str
    date: datetime.datetime
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


def build_mail(envelope: Envelope) -> bytes:
    """The bytes of ``envelope``: the same envelope gives the same bytes.

    Whatever stands in a name or a subject, it stays within its header: line ends and other
    control characters become spaces.

    Raises:
        UnusableAddress: an address is not one plain mail address.
        ValueError: a Message-ID is malformed, or ``date`` has no zone.
    """
    entity = _alternatives(envelope)
    if envelope.attachments:
        entity = _with_attachments(entity, envelope)
    return CRLF.join((*_headers(envelope), entity))


def _alternatives(envelope: Envelope) -> bytes:
    """The text part and after it the HTML part: a mail program shows the last it understands."""
    parts = (_part("plain", envelope.text), _part("html", envelope.html))
    return _multipart("alternative", parts, message_id=envelope.message_id)


def _with_attachments(entity: bytes, envelope: Envelope) -> bytes:
    """The written message first, then each file.

    A calendar stands among the attachments and never among the alternatives: there Outlook reads
    no more than one entry of it, and takes none that is published ([MS-STANOICAL] 2.2.175).
    """
    files = (_file_part(one) for one in envelope.attachments)
    return _multipart("mixed", (entity, *files), message_id=envelope.message_id)


def _file_part(file: Attachment) -> bytes:
    # In base64 nothing on the way can touch its line ends.
    body = _base64(file.content)
    head = (
        f'Content-Type: {file.content_type}; name="{file.file_name}"',
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{file.file_name}"',
    )
    return CRLF.join((*(line.encode("ascii") for line in head), b"", body))


def _multipart(kind: str, parts: tuple[bytes, ...], *, message_id: str) -> bytes:
    """Entities between boundaries, with the header that names them."""
    boundary = _boundary(f"{kind} {message_id}", parts)
    mark = b"--" + boundary
    lines = [f"Content-Type: multipart/{kind};".encode(), b' boundary="' + boundary + b'"', b""]
    for part in parts:
        lines += [mark, part]
    return CRLF.join((*lines, mark + b"--", b""))


def _headers(envelope: Envelope) -> list[bytes]:
    sender, recipient = envelope.sender, envelope.recipient
    headers = [
        _mailbox(sender.team, sender.from_address, header="From"),
        _mailbox(recipient.name, recipient.email, header="To"),
        _mailbox(sender.team, sender.reply_to, header="Reply-To"),
        _header("Subject", one_line(envelope.subject)),
        _header("Date", _date(envelope.date)),
        _message_ids_header("Message-ID", (envelope.message_id,)),
    ]
    if envelope.in_reply_to:
        headers.append(_message_ids_header("In-Reply-To", (envelope.in_reply_to,)))
    thread = dict.fromkeys((*envelope.references, *filter(None, (envelope.in_reply_to,))))
    if thread:
        headers.append(_message_ids_header("References", tuple(thread)))
    return [
        *headers,
        # RFC 3834: so that no robot answers, and an absence is told from an answer.
        b"Auto-Submitted: auto-generated",
        _header("X-Protective-Marking", one_line(sender.marking)),
        b"Content-Language: en-GB",
        b"MIME-Version: 1.0",
    ]


def _header(name: str, value: str) -> bytes:
    """A header of free text, folded at spaces, or in encoded words where it is not plain."""
    words = value.split(" ")
    if value.isascii() and "=?" not in value and max(map(len, words)) < _LONGEST_PLAIN:
        lines = wrap(
            f"{name}: {value}", _LONGEST_PLAIN, break_long_words=False, break_on_hyphens=False
        )
        return "\r\n ".join(lines).encode()
    return f"{name}: {_encoded_words(value, already=len(name) + 2)}".encode()


@lru_cache(maxsize=256)  # The sender's are the same in every message.
def _mailbox(name: str, address: str, *, header: str) -> bytes:
    """A header that names one person or team with one address."""
    if not is_mail_address(address):
        raise UnusableAddress(f"'{one_line(address)}' is not one plain mail address.")
    display = _phrase(one_line(name), already=len(header) + 2)
    line = f"{header}: {display} <{address}>"
    if len(line.rpartition("\r\n")[2]) > _LONGEST_PLAIN:
        line = f"{header}: {display}\r\n <{address}>"
    return line.encode()


def _phrase(name: str, *, already: int) -> str:
    """A display name: as it is, between quotation marks, or in encoded words."""
    if _PLAIN_NAME.fullmatch(name) and "=?" not in name and len(name) <= _LONGEST_NAME:
        return name
    if name.isascii() and "=?" not in name and len(name) <= _LONGEST_NAME:
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _encoded_words(name, already=already)


def _encoded_words(text: str, *, already: int) -> str:
    """RFC 2047 words of ``text``; ``already`` columns of the first line are taken."""
    words = Header(text, "utf-8", maxlinelen=75, header_name="x" * (already - 2))
    return words.encode(linesep="\r\n")


def _message_ids_header(name: str, message_ids: tuple[str, ...]) -> bytes:
    # One is never encoded or broken: a program on the way must find it unchanged.
    for message_id in message_ids:
        if not _MESSAGE_ID.fullmatch(message_id):
            raise ValueError(f"'{one_line(message_id)}' is not a Message-ID.")
    return f"{name}: {CRLF_FOLD.join(message_ids)}".encode()


def _date(instant: datetime.datetime) -> str:
    if instant.tzinfo is None:
        raise ValueError("A message is dated by an instant with a zone.")
    return format_datetime(instant.astimezone(LONDON))


def _part(kind: str, content: str) -> bytes:
    """One body part with its headers, readable as it is wherever that is safe."""
    lines = content.splitlines()
    if content.isascii() and all(len(line) <= _LONGEST_LINE for line in lines):
        charset, encoding = b"us-ascii", b"7bit"
        body = "\r\n".join(lines).encode()
    else:
        charset = b"utf-8"
        encoding, body = _encoded(lines)
    head = (
        f"Content-Type: text/{kind}; charset=".encode() + charset,
        b"Content-Transfer-Encoding: " + encoding,
    )
    return CRLF.join((*head, b"", body))


def _encoded(lines: list[str]) -> tuple[bytes, bytes]:
    """Quoted-printable, in which English can be read as it is; base64 where that is far shorter."""
    # Encoded with LF first: quoted-printable ends its soft line breaks as the first line ends.
    quoted = binascii.b2a_qp("\n".join(lines).encode(), istext=True).replace(b"\n", CRLF)
    in_base64 = _base64("\r\n".join(lines).encode())
    if len(quoted) < _FAR_LONGER * len(in_base64):
        return b"quoted-printable", quoted
    return b"base64", in_base64


def _base64(content: bytes) -> bytes:
    lines = binascii.b2a_base64(content, newline=False)
    return CRLF.join(lines[start : start + 76] for start in range(0, len(lines), 76))


def _boundary(salt: str, parts: tuple[bytes, ...]) -> bytes:
    """A boundary that follows from the message and stands in none of its parts."""
    number = 0
    while True:
        digest = sha256(f"{salt} {number}".encode()).hexdigest()[:24]
        boundary = f"=_{digest}".encode()
        if not any(boundary in part for part in parts):
            return boundary
        number += 1
