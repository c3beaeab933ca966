"""What a report changes: a message that came back told nobody; one that arrived is not unknown."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Contact
from models.ledger import Delivery, Message
from models.queries.messages import briefs_of_message
from models.queries.outbox import notices_of
from models.queries.reports import fail_notices, newest_main_delivery
from models.words import BriefState, DeliveryState, NoticeState, SubjectKind
from services.deliver.closing import close_delivery, tell_message
from services.opening import london_date
from services.settle_unknown import arrived_state

# A report can be quicker than the record of the outcome: the server has the message then.
HANDED_OVER = (
    DeliveryState.SENT,
    DeliveryState.FILED,
    DeliveryState.UNKNOWN,
    DeliveryState.SENDING,
)


def came_back(session: Session, delivery: Delivery, *, words: str, now: datetime) -> bool:
    """Take back that the delivery reached anybody; False if that is known already.

    What it said counts as not told, so no wait above it runs on a message that nobody got.
    """
    if delivery.state not in HANDED_OVER:
        return False
    delivery.state, delivery.settled_at = DeliveryState.FAILED, now
    delivery.outcome = f"It came back: {words}" if words else "It came back."
    # A worker that has still to record its outcome finds that somebody knows more.
    delivery.claim_token = None
    session.add(delivery)
    session.flush()
    if _decides(session, delivery):
        _told_nobody(session, session.get_one(Message, delivery.message_id))
    # It was under way still, and its worker's answer will come too late to end it.
    tell_message(session, delivery.message_id, None, today=london_date(now))
    return True


def reached_a_server(
    session: Session, delivery: Delivery, *, words: str, now: datetime, today: date
) -> bool:
    """Settle an unknown delivery as arrived, on the day it was tried; False for any other."""
    if delivery.state is not DeliveryState.UNKNOWN:
        return False
    tried_on = london_date(delivery.claimed_at) if delivery.claimed_at else today
    delivery.outcome = f"{delivery.outcome or ''} {words}".strip()
    close_delivery(session, delivery, arrived_state(delivery), now=now, today=tried_on)
    return True


def _decides(session: Session, delivery: Delivery) -> bool:
    """Whether it decides for its message: not a copy, and not sent again since."""
    if delivery.is_copy:
        return False
    newest = newest_main_delivery(session, delivery.message_id)
    return newest is not None and newest.id == delivery.id


def _told_nobody(session: Session, message: Message) -> None:
    message_id = message.id or 0
    for notice in notices_of(session, message_id) if message.introduces else ():
        if notice.subject_kind is SubjectKind.CONTACT and notice.state is not NoticeState.WITHDRAWN:
            # Nobody was introduced; the next check introduces them in what it sends.
            notice.state, notice.reason = NoticeState.WITHDRAWN, "it came back"
            session.add(notice)
    fail_notices(session, message_id=message_id, reason="it came back")
    contact = session.get(Contact, message.contact_id)
    if message.introduces and contact is not None:
        contact.introduced_on = None
        session.add(contact)
    for brief in briefs_of_message(session, message_id, state=BriefState.SENT_FROM_HERE):
        # It was recorded as sent from here; a person has to speak to them after all.
        brief.state, brief.because = BriefState.WAITING, "the message came back"
        brief.recorded_by = brief.recorded_on = None
        session.add(brief)
