"""An inspection, its letters, and the bodies that take part in answering it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel

from models.base import stored_as_words
from models.words import BodyMode, LetterKind


class Inspection(SQLModel, table=True):
    """One inspection of one area, holding its four dates apart (design section 2).

    The law's date is counted (from ``received_on`` once confirmed, until then provisionally
    from the letter's date); ``stated_due`` is what the letter prints; ``confirmed_due`` what
    the inspectorate confirmed in writing; ``chosen_due`` an earlier day chosen with a reason.
    """

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True, max_length=60)
    code_name: str = Field(max_length=80)
    area: str = Field(max_length=200)
    framework: str = Field(max_length=60)
    theme: str | None = None
    fieldwork_start: date | None = None
    fieldwork_end: date | None = None
    letter_date: date | None = None
    published_on: date | None = None
    received_on: date | None = None
    receipt_confirmed_by: str | None = None
    stated_due: date | None = None
    stated_due_text: str | None = None
    confirmed_due: date | None = None
    confirmed_by: str | None = None
    confirmed_on: date | None = None
    confirmed_file: str | None = None
    chosen_due: date | None = None
    chosen_reason: str | None = None
    submit_to: str | None = Field(default=None, max_length=254)
    sender: str | None = None
    marking: str = Field(default="OFFICIAL", max_length=60)
    # Until publication a named circle alone sees it (design section 5).
    embargoed: bool = False
    # What in it is our choice or invented; whatever is made from such an inspection says so.
    invented: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    opened_at: datetime


class PrincipalAuthority(SQLModel, table=True):
    """A body that must make the statement; who makes it and who sends it can differ."""

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id", index=True)
    name: str
    agency_id: int | None = Field(default=None, foreign_key="agency.id")


class LetterVersion(SQLModel, table=True):
    """One version of the inspectorates' letter as it reached us."""

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id", index=True)
    kind: LetterKind = Field(sa_type=stored_as_words(LetterKind))
    received_on: date | None = None
    file_name: str
    sha256: str = Field(unique=True, max_length=64)
    reading: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    recorded_at: datetime


class Addressee(SQLModel, table=True):
    """A person the letter is addressed to, as printed."""

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id", index=True)
    name: str
    role: str | None = None
    body: str | None = None
    kind: str = Field(max_length=40)


class InvolvedBody(SQLModel, table=True):
    """A body the letter asks to involve, in its own words; whose they are once a person said so.

    Letters write "CCGs" or "health providers". Which bodies those are is never guessed.
    """

    __tablename__ = "involved_body"
    __table_args__ = (sa.UniqueConstraint("inspection_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id")
    name: str = Field(max_length=200)
    agency_id: int | None = Field(default=None, foreign_key="agency.id")


class EmbargoMember(SQLModel, table=True):
    """A member of the circle that may see an inspection before publication."""

    __table_args__ = (sa.UniqueConstraint("inspection_id", "email"),)

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id")
    name: str
    email: str = Field(max_length=254)


class Participation(SQLModel, table=True):
    """One body's part in answering one inspection, and how far it has been told."""

    __table_args__ = (
        sa.UniqueConstraint("inspection_id", "agency_id"),
        Index("ix_participation_mode", "mode"),
    )

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id")
    agency_id: int = Field(foreign_key="agency.id", index=True)
    mode: BodyMode = Field(default=BodyMode.QUIET, sa_type=stored_as_words(BodyMode))
    live_on: date | None = None
