"""Which messages a mail cites: by their names, in headers, in what it returns, and in its text."""

from __future__ import annotations

import re
from email.message import Message

from documents.delivery_report.mail_parts import (
    NAME,
    blocks_of,
    header,
    is_text,
    text_of,
    unique,
)

MOST_CITED = 100
CITING = ("In-Reply-To", "References", "Original-Message-ID", "X-Original-Message-ID")
NAMED = ("Message-ID", "Original-Message-ID", "X-Original-Message-ID")


_NAMED_LINE = re.compile(
    r"^(?:[\w-]*original-)?message-id:\s*(<[^<>\s@]{1,150}@[^<>\s]{1,100}>)",
    re.IGNORECASE | re.MULTILINE,
)


def returned_by(mail: Message, parts: list[Message]) -> list[str]:
    """The names of the messages it is about: in its headers, and in what it returns of them."""
    found: list[str] = []
    for name in CITING:
        found += NAME.findall(header(mail, name))
    for part in parts[1:]:
        for name in ("Message-ID", *CITING):
            found += NAME.findall(header(part, name))
        for block in blocks_of(part) if part.get_content_maintype() == "message" else ():
            found += NAME.findall(" ".join(block.get(name.title(), "") for name in NAMED))
    for part in parts:
        if is_text(part) or part.get_content_type().endswith("rfc822-headers"):
            found += _NAMED_LINE.findall(text_of(part))
    return unique(found)[:MOST_CITED]


def cited_by(mail: Message, parts: list[Message]) -> list[str]:
    """The same, and whatever in its text looks like the name of a message."""
    found = returned_by(mail, parts)
    for part in parts:
        if is_text(part) or part.get_content_type().endswith("rfc822-headers"):
            found += NAME.findall(text_of(part))
    return unique(found)[:MOST_CITED]
