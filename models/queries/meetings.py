"""Reads of meetings and their minutes."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, func, select

from models.meetings import Meeting, Minute


def all_meetings(session: Session) -> list[Meeting]:
    """Every meeting by day."""
    return list(session.exec(select(Meeting).order_by(col(Meeting.held_on), Meeting.body)))


def meeting_of(session: Session, *, body: str, held_on: date) -> Meeting | None:
    """The meeting of a body on a day, the body written in any case."""
    query = select(Meeting).where(
        func.lower(Meeting.body) == body.strip().lower(), Meeting.held_on == held_on
    )
    return session.exec(query).one_or_none()


def minutes_of(session: Session, meeting_id: int) -> list[Minute]:
    """The minutes of one meeting in the order in which they were recorded."""
    query = select(Minute).where(Minute.meeting_id == meeting_id).order_by(col(Minute.id))
    return list(session.exec(query))


def minute_numbered(
    session: Session, number: str, *, body: str | None = None
) -> list[tuple[Minute, Meeting]]:
    """The minutes with this number, of one body if given, newest meeting first."""
    query = (
        select(Minute, Meeting)
        .join(Meeting, col(Meeting.id) == Minute.meeting_id)
        .where(func.lower(Minute.number) == number.strip().lower())
    )
    if body is not None:
        query = query.where(func.lower(Meeting.body) == body.strip().lower())
    return list(session.exec(query.order_by(col(Meeting.held_on).desc())))


def minutes_about(
    session: Session, *, inspection_id: int, body: str, held_on: date
) -> list[tuple[Minute, Meeting]]:
    """The minutes about an inspection of one meeting, in the order in which they were recorded."""
    query = (
        select(Minute, Meeting)
        .join(Meeting, col(Meeting.id) == Minute.meeting_id)
        .where(
            Minute.inspection_id == inspection_id,
            func.lower(Meeting.body) == body.strip().lower(),
            Meeting.held_on == held_on,
        )
    )
    return list(session.exec(query.order_by(col(Minute.id))))
