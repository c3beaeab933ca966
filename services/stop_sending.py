"""The one switch that stops all sending and keeps the queue, and starts it again.

Delivery looks at it at every claim, so what is under way at that moment is the last that goes.
Days are decided as ever: what is due then waits with the rest.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from models.installation import Installation
from rules.status_words import time_of_day
from rules.wording import long_date
from services.errors import Refused
from services.history import Subject, record
from services.installation import installation
from services.opening import LONDON


def stop_sending(session: Session, *, because: str, now: datetime, by: str) -> Installation:
    """Stop all sending. Raises `Refused` without a reason, or if it is stopped already."""
    row = installation(session)
    why = because.strip()
    if not why:
        raise Refused("Say why sending stops: whoever finds it stopped will ask.")
    if row.sending_stopped:
        raise Refused(f"{stopped_words(row)} To start it again: 'longstop sending start'.")
    row.sending_stopped = True
    row.stopped_by, row.stopped_at, row.stopped_because = by, now, why
    session.add(row)
    record(
        session,
        now=now,
        actor=by,
        kind="sending_stopped",
        subject=Subject("installation", 1),
        payload={"because": why},
    )
    return row


def start_sending(session: Session, *, now: datetime, by: str) -> Installation:
    """Let the queue go again. Raises `Refused` if it is not stopped."""
    row = installation(session)
    if not row.sending_stopped:
        raise Refused("Sending is not stopped.")
    since = row.stopped_at
    row.sending_stopped = False
    row.stopped_by = row.stopped_at = row.stopped_because = None
    session.add(row)
    record(
        session,
        now=now,
        actor=by,
        kind="sending_started",
        subject=Subject("installation", 1),
        payload={"stopped_since": since},
    )
    return row


def stopped_words(row: Installation) -> str:
    """``Sending is stopped since Monday 9 July 2018, 10am, by Ada Quill: ...``"""
    when = ""
    if row.stopped_at is not None:
        at = row.stopped_at.astimezone(LONDON)
        when = f" since {long_date(at.date())}, {time_of_day(at.time())}"
    who = f", by {row.stopped_by}" if row.stopped_by else ""
    why = f": {row.stopped_because.rstrip('.')}" if row.stopped_because else ""
    return f"Sending is stopped{when}{who}{why}. The queue is kept."
