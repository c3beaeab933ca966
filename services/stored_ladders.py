"""Keeping each ladder exactly as it stood when something was armed with it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from config.ladders import ladder_body, ladder_hash
from models.milestones import StoredLadder
from models.queries.plans import stored_ladder_with_hash
from rules.ladders import Ladder


def store_ladder(session: Session, ladder: Ladder, *, now: datetime) -> StoredLadder:
    """The row of exactly this ladder, made if it is new. A changed file makes a new row."""
    sha256 = ladder_hash(ladder)
    row = stored_ladder_with_hash(session, sha256)
    if row is None:
        row = StoredLadder(name=ladder.name, sha256=sha256, body=ladder_body(ladder), stored_at=now)
        session.add(row)
        session.flush()
    return row
