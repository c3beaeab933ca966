"""The child process that takes mail apart. Run as a script, never imported by the reader.

Mail that comes back is written by strangers: it is parsed here, under limits on processor time and
memory, with no files to write. Messages come in one after the other on standard input, each after
a line with its length; for each one line of JSON goes out. Only the standard library is imported.

An answer is ``{"nature", "about": [{"address", "original", "action", "code", "words"}], "cited":
[...], "returned": [...], "sender"}`` or ``{"refused": why}``. ``nature`` is report, automatic_reply or letter.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from contextlib import suppress
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from typing import Any

CPU_SECONDS = 5
MEMORY_BYTES = 512 * 1024 * 1024
PARTS = 200
LONGEST_TEXT = 200_000
LONGEST_WORDS = 500
MOST_CITED = 100
MOST_RECIPIENTS = 50
CITING = ("In-Reply-To", "References", "Original-Message-ID", "X-Original-Message-ID")
NAMED = ("Message-ID", "Original-Message-ID", "X-Original-Message-ID")

# Every part has a limit, so that no text makes the search slow.
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_NAME = re.compile(r"<[^<>\s@]{1,150}@[^<>\s@]{1,100}>")
_NAMED_LINE = re.compile(
    r"^(?:[\w-]*original-)?message-id:\s*(<[^<>\s@]{1,150}@[^<>\s]{1,100}>)",
    re.IGNORECASE | re.MULTILINE,
)
_CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
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


def limit_this_process() -> None:
    """A hostile message may exhaust this process, and only this process."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # Some systems refuse a limit on memory; the limit on waiting time still holds there.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def limit_the_next_message() -> None:
    """Processor time counts for the life of a process, so the limit moves on with each message."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    used = int(spent.ru_utime + spent.ru_stime)
    with suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (used + CPU_SECONDS, hard))


def take_apart(content: bytes) -> dict[str, Any]:
    """What one message is, and what it says of whose delivery."""
    mail = message_from_bytes(content, policy=compat32)
    if not mail.keys():
        return {"refused": "it has no headers, so it is not a mail"}
    parts = _parts(mail)
    about, nature = _about(mail, parts)
    return {
        "nature": nature,
        "about": about[:MOST_RECIPIENTS],
        "cited": _cited(mail, parts),
        "returned": _returned(mail, parts),
        "sender": _first(_ADDRESS, _header(mail, "From")),
    }


def _parts(mail: Message) -> list[Message]:
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


def _about(mail: Message, parts: list[Message]) -> tuple[list[dict[str, Any]], str]:
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
    for block in _blocks(part):
        if not block.get("Action") and not block.get("Final-Recipient"):
            continue
        words = re.sub(r"^[\w-]+;\s*", "", _plain(block.get("Diagnostic-Code", "")))
        rows.append(
            {
                "address": _first(_ADDRESS, block.get("Final-Recipient", "")),
                "original": _first(_ADDRESS, _unwritten(block.get("Original-Recipient", ""))),
                "action": _plain(block.get("Action", "")).split(" ")[0].lower(),
                # Servers that pass a report on often write 5.0.0, and leave the true code in words.
                "code": _best_code(block.get("Status", ""), words),
                "words": words[:LONGEST_WORDS],
            }
        )
    return rows


def _blocks(part: Message) -> list[dict[str, str]]:
    """The blocks of fields of a status part, however the parser has taken it apart."""
    inner: Any = part.get_payload()
    if isinstance(inner, list):
        return [{k.title(): str(v) for k, v in one.items()} for one in inner if one.keys()]
    read = (message_from_bytes(text.encode()) for text in re.split(r"\n\s*\n", _text_of(part)))
    return [{k.title(): str(v) for k, v in one.items()} for one in read]


def _of_receipt(part: Message) -> list[dict[str, Any]]:
    """RFC 8098: shown to its reader, or deleted unread. In either case it arrived."""
    return [
        {
            "address": _first(_ADDRESS, block.get("Final-Recipient", "")),
            "original": _first(_ADDRESS, _unwritten(block.get("Original-Recipient", ""))),
            "action": "delivered",
            "code": None,
            "words": _plain(block.get("Disposition", ""))[:LONGEST_WORDS],
        }
        for block in _blocks(part)
        if block.get("Disposition")
    ]


def _is_automatic_reply(mail: Message) -> bool:
    """RFC 3834, and what systems wrote before it or write beside it."""
    if mail.get("X-Failed-Recipients") or mail.get("X-MS-Exchange-Message-Is-Ndr") is not None:
        return False
    said = _header(mail, "Auto-Submitted").lower()
    if said.startswith("auto-") and not _is_about_a_delivery(mail):
        return True
    if any(mail.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Vacation")):
        return True
    if _header(mail, "Precedence").lower() in ("auto_reply", "auto-reply"):
        return True
    return bool(_ABSENCE_SUBJECT.match(_header(mail, "Subject").strip()))


def _is_bounce_in_words(mail: Message) -> bool:
    """A mail system writes, and says that it is about a delivery: the old ways of bouncing."""
    if mail.get("X-Failed-Recipients") or mail.get("X-MS-Exchange-Message-Is-Ndr") is not None:
        return True
    return _is_about_a_delivery(mail)


def _is_about_a_delivery(mail: Message) -> bool:
    """Whether a mail system wrote it and its subject speaks of a delivery.

    An absence has no return path either (RFC 3834), so that alone says nothing.
    """
    sender, way_back = _header(mail, "From"), _header(mail, "Return-Path").strip()
    is_system = bool(_BOUNCE_SENDER.search(sender)) or way_back == "<>"
    return is_system and bool(_BOUNCE_SUBJECT.search(_header(mail, "Subject")))


def _of_words(mail: Message, parts: list[Message]) -> list[dict[str, Any]]:
    """A bounce in plain words: the addresses it names, each with the words nearest to it."""
    text = next((_text_of(part) for part in parts if _is_text(part)), "")
    begins = _OUR_MESSAGE.search(text)
    words = text[: begins.start()] if begins else text
    named = _header(mail, "X-Failed-Recipients")
    addresses = _unique(_ADDRESS.findall(named) or _ADDRESS.findall(words))
    delayed = _DELAYED.search(words) or re.search("warning|delay", _header(mail, "Subject"), re.I)
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
    told = _plain("\n\n".join(re.split(r"\n\s*\n", after)[:2]))
    if not (_CODE.search(told) or _REPLY_CODE.search(told)):
        # The reason may stand before the address, or far below it.
        told = _plain(words) if len(words) < 2 * LONGEST_WORDS else told
    code = _first(_CODE, told) or _first(_REPLY_CODE, told)
    before = told.find(code) - 80 if code else 0
    words = told[before:].partition(" ")[2] if before > 0 else told
    return {"code": code, "words": words[:LONGEST_WORDS]}


def _returned(mail: Message, parts: list[Message]) -> list[str]:
    """The names of the messages it is about: in its headers, and in what it returns of them."""
    found: list[str] = []
    for name in CITING:
        found += _NAME.findall(_header(mail, name))
    for part in parts[1:]:
        for name in ("Message-ID", *CITING):
            found += _NAME.findall(_header(part, name))
        for block in _blocks(part) if part.get_content_maintype() == "message" else ():
            found += _NAME.findall(" ".join(block.get(name.title(), "") for name in NAMED))
    for part in parts:
        if _is_text(part) or part.get_content_type().endswith("rfc822-headers"):
            found += _NAMED_LINE.findall(_text_of(part))
    return _unique(found)[:MOST_CITED]


def _cited(mail: Message, parts: list[Message]) -> list[str]:
    """The same, and whatever in its text looks like the name of a message."""
    found = _returned(mail, parts)
    for part in parts:
        if _is_text(part) or part.get_content_type().endswith("rfc822-headers"):
            found += _NAME.findall(_text_of(part))
    return _unique(found)[:MOST_CITED]


def _is_text(part: Message) -> bool:
    """Whether a part is to be read, be it a multipart whose boundaries nobody can find."""
    is_lost = part.get_content_maintype() == "multipart" and not part.is_multipart()
    return is_lost or part.get_content_type() in ("text/plain", "text/html")


def _text_of(part: Message) -> str:
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


def _header(mail: Message, name: str) -> str:
    """A header in words, on one line."""
    value = mail.get(name)
    if value is None:
        return ""
    try:
        return " ".join(str(make_header(decode_header(str(value)))).split())
    except (HeaderParseError, LookupError, ValueError):
        return " ".join(str(value).split())


def _unwritten(text: str) -> str:
    """RFC 3461: "+2B" stands for the character with that number in an original recipient."""
    return re.sub(r"\+([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), text)


def _best_code(status: str, words: str) -> str | None:
    code, in_words = _first(_CODE, status), _first(_CODE, words)
    if code and code.endswith(".0.0") and in_words:
        return in_words
    return code or in_words or _first(_REPLY_CODE, words)


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    if found is None:
        return None
    return found[1] if pattern.groups else found[0]


def _plain(text: str) -> str:
    """One line of printable text."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _unique(found: list[str]) -> list[str]:
    return list(dict.fromkeys(one.strip(".") for one in found))


def answer(content: bytes) -> dict[str, Any]:
    """What the message says, or why it is refused."""
    try:
        return take_apart(content)
    except (MemoryError, RecursionError):
        return {"refused": "it needs more memory than a mail may"}
    except Exception as error:
        # The parser meets whatever strangers write, and one mail must not end the others.
        return {"refused": f"it is no mail that can be read ({type(error).__name__})"}


def main() -> None:
    """Answer one message after the other until the input ends."""
    limit_this_process()
    while length := sys.stdin.buffer.readline():
        limit_the_next_message()
        content = sys.stdin.buffer.read(int(length))
        line = json.dumps(answer(content), ensure_ascii=True, separators=(",", ":"))
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
