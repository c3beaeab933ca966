"""Taking a message out of the grouping under which others are gathered.

The daily check keeps one message a person, day and purpose. One that a person approved, held or
sent again goes by itself, so that it neither takes the place of the day's own message nor gathers
what is decided later.
"""

from __future__ import annotations

from models.ledger import Message

MARK = ":alone-"


def stand_alone(message: Message) -> None:
    """Give the message a grouping of its own; safe to repeat."""
    base = message.grouping.partition(MARK)[0]
    message.grouping = f"{base}{MARK}{message.id}"


def stands_alone(message: Message) -> bool:
    """Whether it goes by itself. One that waits and does was held by a person."""
    return MARK in message.grouping
