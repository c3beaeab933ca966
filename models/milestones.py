"""The unit that is chased, every version of its date, and what agencies said of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel

from models.base import stored_as_words
from models.words import (
    DateChangeKind,
    MilestoneKind,
    MilestoneState,
    Rating,
    SaidState,
    UpdateChannel,
)


class Milestone(SQLModel, table=True):
    """A dated duty: statutory, of a committee, or of the plan.

    ``agency_id`` is the accountable body, the one that is asked. ``first_due`` is fixed when
    the plan is agreed and never lost. A milestone without a date (``due`` is null) carries the
    question about it in ``reading``. Lateness is judged by ``done_on``.
    """

    __table_args__ = (
        sa.UniqueConstraint("inspection_id", "ref"),
        Index("ix_milestone_agency", "agency_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id")
    action_id: int | None = Field(default=None, foreign_key="action.id", index=True)
    ref: str = Field(max_length=60)
    rule_key: str | None = Field(default=None, max_length=60)
    # The steps its rule asks for; null means those of its kind.
    ladder: str | None = Field(default=None, max_length=60)
    kind: MilestoneKind = Field(sa_type=stored_as_words(MilestoneKind))
    title: str
    agency_id: int = Field(foreign_key="agency.id")
    owner_role: str | None = Field(default=None, max_length=80)
    state: MilestoneState = Field(
        default=MilestoneState.OPEN, sa_type=stored_as_words(MilestoneState)
    )
    first_due: date | None = None
    due: date | None = None
    version: int = 1
    moves: int = 0
    reading: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    reported_on: date | None = None
    done_on: date | None = None
    checked_on: date | None = None
    checked_by: str | None = None
    accepted_on: date | None = None
    accepted_by_minute: str | None = None
    paused_until: date | None = None
    state_reason: str | None = None


class DeadlineVersion(SQLModel, table=True):
    """One version of a milestone's date, and the ladder it was armed with.

    Raised by one in the transaction that changes the date we work to or reopens the item.
    ``armed_on`` is null while nothing may go out. ``anchor`` is the day the ladder is counted
    from: the due date while the item is open, the day it was reported complete while *we* owe
    the check. ``answered_on`` is the day of the last answer from the body.
    """

    __table_args__ = (
        sa.UniqueConstraint("milestone_id", "version"),
        # The watch reads nothing but this index and the rows it finds.
        Index("ix_deadline_version_watch", "is_current", "ladder_id", "anchor"),
    )

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id")
    version: int
    is_current: bool = True
    due: date
    anchor: date
    ladder_id: int = Field(foreign_key="stored_ladder.id")
    armed_on: date | None = None
    rehearsal: bool = False
    answered_on: date | None = None
    acknowledged_until: date | None = None


class StoredLadder(SQLModel, table=True):
    """A ladder exactly as it stood when something was armed with it, found by its hash."""

    __tablename__ = "stored_ladder"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=60)
    sha256: str = Field(unique=True, max_length=64)
    body: dict[str, Any] = Field(sa_type=sa.JSON)
    stored_at: datetime


class DateChange(SQLModel, table=True):
    """One change of a milestone's date; only moves are counted."""

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    kind: DateChangeKind = Field(sa_type=stored_as_words(DateChangeKind))
    before: date | None
    after: date | None
    reason: str
    approved_by: str | None = None
    minute: str | None = None
    recorded_by: str
    recorded_at: datetime


class Update(SQLModel, table=True):
    """What a body said of an item, dated, and never overwritten."""

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    agency_id: int = Field(foreign_key="agency.id")
    said_on: date
    state: SaidState = Field(sa_type=stored_as_words(SaidState))
    rating: Rating | None = Field(default=None, sa_type=stored_as_words(Rating))
    words: str = ""
    forecast: date | None = None
    done_on: date | None = None
    channel: UpdateChannel = Field(sa_type=stored_as_words(UpdateChannel))
    said_by: str
    recorded_by: str
    recorded_at: datetime
    corrects_id: int | None = Field(default=None, foreign_key="update.id")


class Evidence(SQLModel, table=True):
    """Proof by reference, and the verdict of whoever checked it."""

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    reference: str
    offered_on: date
    accepted: bool | None = None
    verdict_reason: str | None = None
    checked_by: str | None = None
    checked_on: date | None = None
    recorded_at: datetime
