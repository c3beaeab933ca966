"""What composing a message gives: its bytes, how it reads, or why nothing of it is left."""

from __future__ import annotations

from dataclasses import dataclass

from documents.calendar_file import CalendarEntry
from models.ledger import Notice
from notifications.contents import Content
from notifications.keys import DeliveryKey
from notifications.message import Recipient
from services.compose.thread import ALONE, Thread


@dataclass(frozen=True, slots=True)
class Composed:
    """A message as bytes, for whom, and the names it is known by; a card has no Message-ID."""

    raw: bytes
    to: str
    subject: str
    key: DeliveryKey
    message_id_header: str | None
    in_reply_to: str | None = None
    # The address it would have gone to, where all mail is diverted.
    diverted_from: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Nothing of the message is left to say, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it would read now: for approval, and for looking at what waits.

    ``marking`` is that of the one inspection it is about; None for the council's own.
    ``diverted_from`` is the address it would have gone to, where all mail is diverted.
    """

    to: Recipient
    subject: str
    text: str
    html: str
    content: Content
    marking: str | None = None
    withdrawn: tuple[tuple[Notice, str], ...] = ()
    thread: Thread = ALONE
    dates: tuple[CalendarEntry, ...] = ()
    diverted_from: str | None = None
