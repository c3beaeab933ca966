"""Dropping, as one, what the brake held back on one day."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from services.cancel_message import Cancelled, drop_message
from services.close_batch import close_batch
from services.errors import Refused
from services.find_message import held_of_batch, the_open_batch


def drop_batch(
    session: Session,
    number: int,
    *,
    reason: str,
    by: str,
    today: date,
    now: datetime,
    for_good: bool = False,
) -> list[Cancelled]:
    """Cancel every message of the batch that waits.

    Without ``for_good`` its steps are decided anew by the next daily check, which may hold them
    back again; with it they never go. Raises `Refused` without a reason.
    """
    why = reason.strip()
    if not why:
        raise Refused("Say why the batch is dropped: it stands in History.")
    batch = the_open_batch(session, number)
    cancelled = [
        drop_message(session, message, reason=why, by=by, today=today, for_good=for_good)
        for message in held_of_batch(session, number)
    ]
    facts = {"messages": len(cancelled), "items": sum(one.notices for one in cancelled)}
    close_batch(session, batch, released=False, by=by, now=now, reason=why, facts=facts)
    return cancelled
