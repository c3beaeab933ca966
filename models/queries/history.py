"""Reads of the chain of events."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, col, select

from models.history import ChainHead, Event


def locked_head(session: Session, *, genesis: str) -> ChainHead:
    """The head of the chain, locked until the end of the transaction; made if there is none."""
    head = session.exec(select(ChainHead).where(ChainHead.id == 1).with_for_update()).one_or_none()
    if head is None:
        head = ChainHead(id=1, seq=0, chain=genesis)
        session.add(head)
        session.flush()
    return head


def present_head(session: Session, *, genesis: str) -> ChainHead:
    """The head of the chain as it stands, for those who only read; it locks and makes nothing."""
    return session.get(ChainHead, 1) or ChainHead(id=1, seq=0, chain=genesis)


def all_events(session: Session) -> Iterator[Event]:
    """Every event in order, read in pieces so that years of history fit in memory."""
    yield from session.exec(
        select(Event).order_by(col(Event.seq)).execution_options(yield_per=1000)
    )


def events_about(session: Session, *, subject_kind: str, subject_id: int) -> list[Event]:
    """The events about one thing, oldest first."""
    return list(
        session.exec(
            select(Event)
            .where(Event.subject_kind == subject_kind, Event.subject_id == subject_id)
            .order_by(col(Event.seq))
        )
    )


def newest_events(session: Session, *, limit: int, inspection_id: int | None = None) -> list[Event]:
    """The newest events first, of one inspection or of all."""
    query = select(Event).order_by(col(Event.seq).desc()).limit(limit)
    if inspection_id is not None:
        query = query.where(Event.inspection_id == inspection_id)
    return list(session.exec(query))
