"""Meetings of Cabinet and boards, and their minutes."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class Meeting(SQLModel, table=True):
    """One meeting of one body on one day."""

    __table_args__ = (sa.UniqueConstraint("body", "held_on"),)

    id: int | None = Field(default=None, primary_key=True)
    body: str = Field(max_length=200)
    held_on: date
    agenda_published_on: date | None = None


class Minute(SQLModel, table=True):
    """A numbered minute of a meeting: what moves and closures cite."""

    __table_args__ = (sa.UniqueConstraint("meeting_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    inspection_id: int | None = Field(default=None, foreign_key="inspection.id", index=True)
    number: str = Field(max_length=40)
    title: str
    paper: str | None = None
    resolution: str
