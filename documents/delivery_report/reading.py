"""What is read from one mail that came in: plain, frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Nature(StrEnum):
    """What a mail is to us."""

    REPORT = "report"
    AUTOMATIC_REPLY = "automatic_reply"
    # Written by a person, or by a machine about something else.
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says of one recipient, in the server's own words.

    ``address`` is where the server last tried, ``original`` where the mail was first sent (RFC
    3461); either may be missing. ``action`` is RFC 3464's word. ``code`` is an enhanced status
    ("5.1.1") or, for want of one, a reply code ("550").
    """

    address: str | None
    original: str | None
    action: str
    code: str | None
    words: str


@dataclass(frozen=True, slots=True)
class MailRead:
    """One mail, read. ``sha256`` is of its bytes with line ends made alike, so that the same mail
    from a Maildir and from an mbox is the same. ``returned`` are the names of the messages that it
    says it is about, ``cited`` these and all in its text that looks like such a name."""

    sha256: str
    nature: Nature
    about: tuple[Told, ...]
    cited: tuple[str, ...]
    returned: tuple[str, ...]
    sender: str | None


class UnreadableMail(Exception):
    """A mail that cannot be read; the message says why, and what to do."""
