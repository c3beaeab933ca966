"""What a mail says of deliveries: the standard report, the old ways in words, absences."""

from __future__ import annotations

import re
from email.message import Message
from typing import Any

from documents.delivery_report.mail_parts import (
    ADDRESS,
    blocks_of,
    first,
    header,
    is_text,
    plain,
    text_of,
    unique,
    unwritten,
)

LONGEST_WORDS = 500

CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
REPLY_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
# Where a server's own words end and our message, or its headers, begin again.
_OUR_MESSAGE = re.compile(
    r"^(?:-+ ?(?:this is a copy of|below this line is a copy|original message|"
    r"the body of the message|unsent message|message header follows|forwarded message)|"
    r"original message headers?:|included is a copy of|"
    r"received: from|return-path: <)",
    re.IGNORECASE | re.MULTILINE,
)
_BOUNCE_SENDER = re.compile(r"mailer-daemon|postmaster|mail delivery|mmdf|<>", re.IGNORECASE)
_BOUNCE_SUBJECT = re.compile(
    r"undeliver|not deliver|delivery (?:status notification|fail|report|has failed|incomplete)|"
    r"failure notice|returned mail|mail (?:delivery )?(?:failed|failure)|returning message|"
    r"warning: (?:message|could not send)|delayed (?:mail|message)|delivery delayed",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"will (?:be )?(?:retried|keep trying|continue to (?:be )?(?:try|tried|retried))|"
    r"delivery (?:attempts )?(?:is|has been|will continue|delayed)|not yet been delivered|"
    r"no action is required on your part|this is a warning message only|do not need to resend",
    re.IGNORECASE,
)
_ABSENCE_SUBJECT = re.compile(
    r"^(?:auto(?:matic|mated)?[ -]?(?:reply|response)|auto:|out of (?:the )?office|"
    r"i am (?:out|away|on)|away from|on (?:annual )?leave|.*\bis out of the office)",
    re.IGNORECASE,
)


def about_whom(mail: Message, parts: list[Message]) -> tuple[list[dict[str, Any]], str]:
    """What it says of deliveries, and so its nature. A standard report is the surest of all."""
    for kind, read in (
        ("message/delivery-status", _of_status),
        ("message/disposition-notification", _of_receipt),
    ):
        rows = [row for part in parts if part.get_content_type() == kind for row in read(part)]
        if rows:
            return rows, "report"
    if _is_automatic_reply(mail):
        return [], "automatic_reply"
    if _is_bounce_in_words(mail):
        return _of_words(mail, parts), "report"
    return [], "letter"


def _of_status(part: Message) -> list[dict[str, Any]]:
    """RFC 3464: one block of fields for the message, then one for each recipient."""
    rows = []
    for block in blocks_of(part):
        if not block.get("Action") and not block.get("Final-Recipient"):
            continue
        words = re.sub(r"^[\w-]+;\s*", "", plain(block.get("Diagnostic-Code", "")))
        rows.append(
            {
                "address": first(ADDRESS, block.get("Final-Recipient", "")),
                "original": first(ADDRESS, unwritten(block.get("Original-Recipient", ""))),
                "action": plain(block.get("Action", "")).split(" ")[0].lower(),
                # Servers that pass a report on often write 5.0.0, and leave the true code in words.
                "code": _best_code(block.get("Status", ""), words),
                "words": words[:LONGEST_WORDS],
            }
        )
    return rows


def _best_code(status: str, words: str) -> str | None:
    code, in_words = first(CODE, status), first(CODE, words)
    if code and code.endswith(".0.0") and in_words:
        return in_words
    return code or in_words or first(REPLY_CODE, words)


def _of_receipt(part: Message) -> list[dict[str, Any]]:
    """RFC 8098: shown to its reader, or deleted unread. In either case it arrived."""
    return [
        {
            "address": first(ADDRESS, block.get("Final-Recipient", "")),
            "original": first(ADDRESS, unwritten(block.get("Original-Recipient", ""))),
            "action": "delivered",
            "code": None,
            "words": plain(block.get("Disposition", ""))[:LONGEST_WORDS],
        }
        for block in blocks_of(part)
        if block.get("Disposition")
    ]


def _is_automatic_reply(mail: Message) -> bool:
    """RFC 3834, and what systems wrote before it or write beside it."""
    if mail.get("X-Failed-Recipients") or mail.get("X-MS-Exchange-Message-Is-Ndr") is not None:
        return False
    said = header(mail, "Auto-Submitted").lower()
    if said.startswith("auto-") and not _is_about_a_delivery(mail):
        return True
    if any(mail.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Vacation")):
        return True
    if header(mail, "Precedence").lower() in ("auto_reply", "auto-reply"):
        return True
    return bool(_ABSENCE_SUBJECT.match(header(mail, "Subject").strip()))


def _is_bounce_in_words(mail: Message) -> bool:
    """A mail system writes, and says that it is about a delivery: the old ways of bouncing."""
    if mail.get("X-Failed-Recipients") or mail.get("X-MS-Exchange-Message-Is-Ndr") is not None:
        return True
    return _is_about_a_delivery(mail)


def _is_about_a_delivery(mail: Message) -> bool:
    """Whether a mail system wrote it and its subject speaks of a delivery.

    An absence has no return path either (RFC 3834), so that alone says nothing.
    """
    sender, way_back = header(mail, "From"), header(mail, "Return-Path").strip()
    is_system = bool(_BOUNCE_SENDER.search(sender)) or way_back == "<>"
    return is_system and bool(_BOUNCE_SUBJECT.search(header(mail, "Subject")))


def _of_words(mail: Message, parts: list[Message]) -> list[dict[str, Any]]:
    """A bounce in plain words: the addresses it names, each with the words nearest to it."""
    text = next((text_of(part) for part in parts if is_text(part)), "")
    begins = _OUR_MESSAGE.search(text)
    words = text[: begins.start()] if begins else text
    named = header(mail, "X-Failed-Recipients")
    addresses = unique(ADDRESS.findall(named) or ADDRESS.findall(words))
    delayed = _DELAYED.search(words) or re.search("warning|delay", header(mail, "Subject"), re.I)
    rows = [
        {
            "address": address,
            "original": None,
            "action": "delayed" if delayed else "failed",
            **_nearest(words, address),
        }
        for address in addresses
    ]
    return rows or [
        {
            "address": None,
            "original": None,
            "action": "delayed" if delayed else "failed",
            **_nearest(words, None),
        }
    ]


def _nearest(words: str, address: str | None) -> dict[str, Any]:
    """The words about an address: from where it stands to the next empty line but one."""
    start = words.find(address) if address else 0
    after = words[max(start, 0) :]
    told = plain("\n\n".join(re.split(r"\n\s*\n", after)[:2]))
    if not (CODE.search(told) or REPLY_CODE.search(told)):
        # The reason may stand before the address, or far below it.
        told = plain(words) if len(words) < 2 * LONGEST_WORDS else told
    code = first(CODE, told) or first(REPLY_CODE, told)
    before = told.find(code) - 80 if code else 0
    words = told[before:].partition(" ")[2] if before > 0 else told
    return {"code": code, "words": words[:LONGEST_WORDS]}
