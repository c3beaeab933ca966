"""Giving a delivery its outcome, and what follows from it for its message and notices."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Delivery, Message
from models.queries.claiming import close_message_if_done, mark_introduced, settle_notices
from models.queries.messages import briefs_of_message
from models.queries.outbox import deliveries_of
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
    session.flush()
    tell_message(session, delivery.message_id, None if delivery.is_copy else state, today=today)


def tell_message(
    session: Session, message_id: int, state: DeliveryState | None, *, today: date
) -> None:
    """What an outcome means for its message; ``state`` is None for a copy's."""
    if state is not None:
        told = NOTICE_STATE[state]
        told_on = today if told is NoticeState.TOLD else None
        settle_notices(session, message_id=message_id, state=told, told_on=told_on)
        if told is NoticeState.TOLD:
            mark_introduced(session, message_id, day=today)
    _close_if_done(session, message_id)


def cancel_delivery(session: Session, delivery: Delivery, reason: str, *, now: datetime) -> None:
    """Cancel what has nothing left to say. A copy ends alone: its message may have gone."""
    for one in deliveries_of(session, delivery.message_id):
        if one.state in OPEN_STATES and (one.id == delivery.id or not delivery.is_copy):
            one.state, one.outcome, one.settled_at = DeliveryState.CANCELLED, reason, now
            session.add(one)
    if delivery.is_copy:
        session.flush()
        _close_if_done(session, delivery.message_id)
        return
    message = session.get_one(Message, delivery.message_id)
    message.state, message.cancelled_because = MessageState.CANCELLED, reason
    session.add(message)
    # It was recorded as sent from here when it was approved; nothing was sent.
    for brief in briefs_of_message(session, message.id or 0, state=BriefState.SENT_FROM_HERE):
        brief.state, brief.because = BriefState.WITHDRAWN, reason
        session.add(brief)


def _close_if_done(session: Session, message_id: int) -> None:
    if close_message_if_done(session, message_id):
        # Whoever holds the message in this session reads its new state.
        held = session.identity_map.get(session.identity_key(Message, message_id))
        if held is not None:
            session.expire(held, ["state"])
