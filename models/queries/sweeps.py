"""The watermark: which days were decided, and the claim of a day."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from models.ledger import Sweep


def claim_day(session: Session, *, today: date, now: datetime) -> Sweep | None:
    """Claim a day for deciding it, or None if it was decided, or is being decided, by another.

    The unique day is the lock. On Postgres an advisory lock is tried first, so that a second
    check does not wait for the first one's commit; on SQLite the transaction itself is the lock.
    """
    dialect = session.get_bind().dialect.name
    if dialect == "postgresql" and not _try_lock(session, today):
        return None
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    claimed = session.execute(
        insert(Sweep)
        .values(
            day=today,
            decided_at=now,
            notices=0,
            messages=0,
            held=0,
            escalations=0,
            braked=False,
            trouble=[],
        )
        .on_conflict_do_nothing(index_elements=["day"])
        .returning(col(Sweep.id))
    ).scalar_one_or_none()
    if claimed is None:
        return None
    return session.get(Sweep, claimed)


def _try_lock(session: Session, today: date) -> bool:
    lock = sa.select(sa.func.pg_try_advisory_xact_lock(LOCK_FAMILY, today.toordinal()))
    return bool(session.execute(lock).scalar())


LOCK_FAMILY = 7070


def last_sweep_before(session: Session, day: date) -> Sweep | None:
    """The last day decided before this one."""
    return session.exec(
        select(Sweep).where(Sweep.day < day).order_by(col(Sweep.day).desc()).limit(1)
    ).one_or_none()


def sweep_of(session: Session, day: date) -> Sweep | None:
    """The sweep of this day, if it was decided."""
    return session.exec(select(Sweep).where(Sweep.day == day)).one_or_none()


def notices_of_earlier_sweeps(session: Session, *, before: date, limit: int) -> list[int]:
    """How many notices the last sweeps wrote, newest last."""
    rows = session.exec(
        select(Sweep.notices).where(Sweep.day < before).order_by(col(Sweep.day).desc()).limit(limit)
    ).all()
    return list(reversed(rows))
