"""What has waited too long for an approver who is away is told to the council's deputy."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from models.agencies import Contact
from models.ledger import Delivery
from models.queries.approvals import last_decision, oldest_wait
from models.words import Channel, DeliveryState
from rules.approvals import Told, waited, who_hears
from services.opening import london_date
from services.situation import Situation
from services.surroundings import Surroundings
from services.watch.spare import THE_CHECK
from services.watch.write import Made, Writing


def copy_to_the_deputy(
    writing: Writing, situation: Situation, around: Surroundings, letter: Made
) -> None:
    """Queue a copy of the manager's message to the deputy, where `who_hears` says so.

    The deputy is that of the manager's own body. Without one the manager alone is told.
    """
    manager = situation.contacts[letter.contact_id]
    deputy = situation.deputies.get(manager.agency_id)
    if deputy is None or deputy == manager.id:
        return
    if not hears_today(writing.session, manager, around, today=writing.today).deputy:
        return
    writing.session.add(
        Delivery(
            message_id=letter.id,
            contact_id=deputy,
            is_copy=True,
            channel=Channel.MAIL,
            state=DeliveryState.QUEUED,
            not_before=writing.now,
        )
    )


def hears_today(session: Session, manager: Contact, around: Surroundings, *, today: date) -> Told:
    """Who hears today of what waits for a person."""
    calendar = around.calendar
    oldest = oldest_wait(session)
    decided = _last_day(session)
    return who_hears(
        around.council.approvals.patience,
        oldest=None if oldest is None else waited(oldest, today=today, calendar=calendar),
        last_decision=None if decided is None else waited(decided, today=today, calendar=calendar),
        is_covered=bool(
            manager.cover_email and manager.cover_until and manager.cover_until >= today
        ),
    )


def _last_day(session: Session) -> date | None:
    """The London day on which a person last decided anything that waited."""
    decided_at, acted_on = last_decision(session, not_by=THE_CHECK)
    days = [acted_on, london_date(decided_at) if decided_at is not None else None]
    return max((day for day in days if day is not None), default=None)
