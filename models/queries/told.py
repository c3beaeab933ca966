"""What the ledger says of one item: every line, with the person told and the message it was in."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from models.agencies import Contact
from models.ledger import Message, Notice
from models.queries.subjects import ABOUT_ITEMS


class ToldLine(NamedTuple):
    """One line of the ledger."""

    notice: Notice
    contact: Contact | None
    message: Message | None


def told_lines(session: Session, milestone_id: int) -> list[ToldLine]:
    """Every line about a milestone and its check, in the order in which they were decided."""
    rows = session.execute(
        sa.select(Notice, Contact, Message)
        .outerjoin(Contact, col(Contact.id) == col(Notice.contact_id))
        .outerjoin(Message, col(Message.id) == col(Notice.message_id))
        .where(
            col(Notice.subject_id) == milestone_id,
            col(Notice.subject_kind).in_(ABOUT_ITEMS),
        )
        .order_by(col(Notice.decided_on), col(Notice.id))
    ).all()
    return [ToldLine(*row) for row in rows]
