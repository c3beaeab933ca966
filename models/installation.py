"""What this database is, and the council's settings in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.base import stored_as_words
from models.words import DatabaseKind, PauseScope


class Installation(SQLModel, table=True):
    """The one row that says whether this is a demonstration, and its own date if so."""

    id: int = Field(default=1, primary_key=True)
    kind: DatabaseKind = Field(sa_type=stored_as_words(DatabaseKind))
    demonstration_date: date | None = None
    mail_channel: str | None = None
    council: str = Field(max_length=60)
    sending_stopped: bool = False
    stopped_by: str | None = None
    stopped_at: datetime | None = None
    stopped_because: str | None = None
    created_at: datetime
    # What the names of our messages are keyed with, so that only who has seen a message can cite
    # it. None in a demonstration, whose names are the same at every replay.
    naming_secret: str | None = Field(default=None, max_length=64)


class CouncilSetting(SQLModel, table=True):
    """A setting a person changed; it wins over the council's file."""

    __tablename__ = "council_setting"

    key: str = Field(primary_key=True, max_length=80)
    value: Any = Field(sa_type=sa.JSON)
    changed_by: str
    changed_at: datetime


class Pause(SQLModel, table=True):
    """A pause with its reason and its end; nothing is dropped, statutory dates go on."""

    id: int | None = Field(default=None, primary_key=True)
    scope: PauseScope = Field(sa_type=stored_as_words(PauseScope))
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    inspection_id: int | None = Field(default=None, foreign_key="inspection.id")
    starts_on: date
    ends_on: date
    reason: str
    set_by: str
    ended_early_on: date | None = None
