"""Which items of a message its reader hears of for the first time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from models.ledger import Message
from models.queries.earlier_mail import told_of_before
from notifications.message import Item


def marked_new(
    session: Session, message: Message, items: Sequence[tuple[int, Item]]
) -> tuple[Item, ...]:
    """The items, each given with the number of its milestone; those never told are marked new."""
    told = told_of_before(session, message, milestone_ids=[ident for ident, _ in items])
    return tuple(item if ident in told else replace(item, is_new=True) for ident, item in items)
