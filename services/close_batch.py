"""Closing a batch of the brake: by a person's decision, or because nothing of it waits any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.ledger import Batch
from models.queries.messages import held_numbers_of_batch
from services.history import Subject, record


def close_batch(
    session: Session,
    batch: Batch,
    *,
    released: bool,
    by: str,
    now: datetime,
    reason: str | None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Record that the batch was decided, and by whom; ``facts`` are counts and a digest."""
    batch.released, batch.decided_by, batch.decided_at = released, by, now
    session.add(batch)
    record(
        session,
        now=now,
        actor=by,
        kind="batch_released" if released else "batch_dropped",
        subject=Subject("batch", batch.id),
        payload={"batch": batch.id, "reason": reason, "notices": batch.notices, **(facts or {})},
    )


def close_batch_if_done(
    session: Session, batch_id: int | None, *, released: bool, by: str, now: datetime
) -> None:
    """Close a batch once the last of its messages was dealt with by itself."""
    if batch_id is None:
        return
    session.flush()
    batch = session.get_one(Batch, batch_id)
    if batch.decided_at is None and not held_numbers_of_batch(session, batch_id):
        close_batch(
            session, batch, released=released, by=by, now=now, reason="each message by itself"
        )
