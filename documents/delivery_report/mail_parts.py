"""The parts of a mail from outside, and the words in them, whatever strangers wrote."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

PARTS = 200
LONGEST_TEXT = 200_000

# Every part has a limit, so that no text makes the search slow.
ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
NAME = re.compile(r"<[^<>\s@]{1,150}@[^<>\s@]{1,100}>")


def parts_of(mail: Message) -> list[Message]:
    """Every part, outermost first, as far as anybody may nest them."""
    found: list[Message] = []
    waiting = [mail]
    while waiting and len(found) < PARTS:
        part = waiting.pop(0)
        found.append(part)
        inner = part.get_payload()
        if isinstance(inner, list):
            waiting.extend(one for one in inner if isinstance(one, Message))
    return found


def blocks_of(part: Message) -> list[dict[str, str]]:
    """The blocks of fields of a status part, however the parser has taken it apart."""
    inner: Any = part.get_payload()
    if isinstance(inner, list):
        return [{k.title(): str(v) for k, v in one.items()} for one in inner if one.keys()]
    read = (message_from_bytes(text.encode()) for text in re.split(r"\n\s*\n", text_of(part)))
    return [{k.title(): str(v) for k, v in one.items()} for one in read]


def is_text(part: Message) -> bool:
    """Whether a part is to be read, be it a multipart whose boundaries nobody can find."""
    is_lost = part.get_content_maintype() == "multipart" and not part.is_multipart()
    return is_lost or part.get_content_type() in ("text/plain", "text/html")


def text_of(part: Message) -> str:
    """A part's text, decoded as it says, or as it comes where it lies."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        payload = part.get_payload()
        return payload[:LONGEST_TEXT] if isinstance(payload, str) else ""
    charset = part.get_content_charset() or "utf-8"
    try:
        text = content[:LONGEST_TEXT].decode(charset, errors="replace")
    except LookupError:
        text = content[:LONGEST_TEXT].decode("latin-1")
    text = text.replace("\r\n", "\n")
    return re.sub(r"<(?:br|/p|/div|/tr)[^>]*>", "\n", text) if _is_html(part) else text


def _is_html(part: Message) -> bool:
    return part.get_content_type() == "text/html"


def header(mail: Message, name: str) -> str:
    """A header in words, on one line."""
    value = mail.get(name)
    if value is None:
        return ""
    try:
        return " ".join(str(make_header(decode_header(str(value)))).split())
    except (HeaderParseError, LookupError, ValueError):
        return " ".join(str(value).split())


def unwritten(text: str) -> str:
    """RFC 3461: "+2B" stands for the character with that number in an original recipient."""
    return re.sub(r"\+([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), text)


def first(pattern: re.Pattern[str], text: str) -> str | None:
    """What the pattern finds first (its group, if it has one), or None."""
    found = pattern.search(text)
    if found is None:
        return None
    return found[1] if pattern.groups else found[0]


def plain(text: str) -> str:
    """One line of printable text."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def unique(found: list[str]) -> list[str]:
    """Each once, in the order in which they were found."""
    return list(dict.fromkeys(one.strip(".") for one in found))
