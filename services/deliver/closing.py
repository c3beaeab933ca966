"""Giving a delivery its outcome, and what follows from it for its message and notices."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Contact
from models.ledger import Delivery, Message
from models.queries.messages import briefs_of_message
from models.queries.outbox import deliveries_of, settle_notices
from models.words import BriefState, DeliveryState, MessageState, NoticeState
from services.deliver.values import NOTICE_STATE, OPEN_STATES


def close_delivery(
    session: Session, delivery: Delivery, state: DeliveryState, *, now: datetime, today: date
) -> None:
    """Give a delivery its outcome; the main one decides for the message and its notices.

    A copy, to the deputy or to Teams, decides nothing.
    """
    delivery.state = state
    delivery.settled_at = now
    session.add(delivery)
    message = session.get_one(Message, delivery.message_id)
    if not delivery.is_copy:
        told = NOTICE_STATE[state]
        settle_notices(
            session,
            message_id=delivery.message_id,
            state=told,
            told_on=today if told is NoticeState.TOLD else None,
        )
        if told is NoticeState.TOLD and message.introduces:
            _mark_introduced(session, message.contact_id, today=today)
    _close_if_done(session, message)


def cancel_delivery(session: Session, delivery: Delivery, reason: str, *, now: datetime) -> None:
    """Cancel what has nothing left to say. A copy ends alone: its message may have gone."""
    for one in deliveries_of(session, delivery.message_id):
        if one.state in OPEN_STATES and (one.id == delivery.id or not delivery.is_copy):
            one.state, one.outcome, one.settled_at = DeliveryState.CANCELLED, reason, now
            session.add(one)
    message = session.get_one(Message, delivery.message_id)
    if delivery.is_copy:
        _close_if_done(session, message)
        return
    message.state, message.cancelled_because = MessageState.CANCELLED, reason
    session.add(message)
    # It was recorded as sent from here when it was approved; nothing was sent.
    for brief in briefs_of_message(session, message.id or 0, state=BriefState.SENT_FROM_HERE):
        brief.state, brief.because = BriefState.WITHDRAWN, reason
        session.add(brief)


def _close_if_done(session: Session, message: Message) -> None:
    """A message on its way is closed once none of its deliveries is open."""
    if message.state is not MessageState.QUEUED:
        return
    deliveries = deliveries_of(session, message.id or 0)
    if all(one.state not in OPEN_STATES for one in deliveries):
        message.state = MessageState.CLOSED
        session.add(message)


def _mark_introduced(session: Session, contact_id: int, *, today: date) -> None:
    contact = session.get(Contact, contact_id)
    if contact is not None and contact.introduced_on is None:
        contact.introduced_on = today
        session.add(contact)
