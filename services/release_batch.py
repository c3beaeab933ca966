"""Releasing, as one, what the brake held back on one day (design 6.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.words import MessageKind
from services.approve_message import Approved, approve_with_post, post_of_now
from services.close_batch import close_batch
from services.find_message import held_of_batch, the_open_batch

STILL_WAITS = "Above the lead: a person reads the brief and approves."


@dataclass(frozen=True, slots=True)
class BatchReleased:
    """What became of each message: approved (or found to have nothing left), or still waiting."""

    number: int
    approved: tuple[Approved, ...]
    still_waiting: tuple[int, ...]


def release_batch(
    session: Session, number: int, *, by: str, today: date, now: datetime
) -> BatchReleased:
    """Release a batch with one approval.

    Each message is decided again. What goes above the lead waited for its own approval besides
    the brake's, and goes on waiting for it: a person reads each brief. Raises `NotFoundError`,
    or `Refused` if the batch was decided already.
    """
    batch = the_open_batch(session, number)
    post = post_of_now(session, today=today, now=now)
    approved, waiting = [], []
    for message in held_of_batch(session, number):
        if message.kind is MessageKind.ESCALATION:
            message.batch_id, message.held_because = None, STILL_WAITS
            session.add(message)
            waiting.append(message.id or 0)
            continue
        approved.append(approve_with_post(session, message, post=post, by=by, today=today, now=now))
    close_batch(session, batch, released=True, by=by, now=now, reason=None)
    return BatchReleased(number, tuple(approved), tuple(waiting))
