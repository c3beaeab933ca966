"""Closing what was raised above the lead, when the item itself has moved on (design 6.6)."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from models.milestones import Milestone
from models.queries.plans import open_escalations_of
from services.find import key_of


def close_escalations(session: Session, milestone: Milestone, *, today: date, because: str) -> int:
    """Close the item's open escalations; the daily check then tells everyone who was told.

    ``because`` is read by people: "it was reported complete". Returns how many were closed.
    """
    escalations = open_escalations_of(session, key_of(milestone.id))
    for escalation in escalations:
        escalation.closed_on = today
        escalation.closed_because = because
        session.add(escalation)
    return len(escalations)
