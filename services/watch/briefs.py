"""The brief that a person needs before anybody above the lead is spoken to (design 6.6)."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from models.ledger import Brief
from models.queries.briefs import waiting_brief
from services.watch.plan import PlannedMessage


def brief_for(
    session: Session, planned: PlannedMessage, *, message_id: int | None, today: date
) -> tuple[Brief | None, bool]:
    """The brief for what is planned, and whether it is new; none unless it goes above the lead.

    One waits for each reader (and message): what is decided later is added to it.
    """
    audience = planned.items[0][1].step.audience
    if not audience.is_above_lead:
        return None, False
    contact_id = planned.key.contact_id
    waiting = waiting_brief(
        session, contact_id=contact_id, audience=audience.value, message_id=message_id
    )
    if waiting is not None:
        return waiting, False
    brief = Brief(
        contact_id=contact_id, audience=audience.value, message_id=message_id, prepared_on=today
    )
    session.add(brief)
    session.flush()
    return brief, True
