"""What the letter found, part by part, and how each finding is closed."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.base import stored_as_words
from models.words import FindingKind


class Finding(SQLModel, table=True):
    """One finding in the letter's full words; a *part* (5a) names its whole by ``part_of_id``.

    Counts never shrink: a merged or withdrawn finding keeps its row, named. The state (not
    started, in progress, actions complete) is worked out from its actions, and so not stored;
    ``closed_on`` is set by a board's minute.
    """

    __table_args__ = (sa.UniqueConstraint("inspection_id", "ref"),)

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id")
    kind: FindingKind = Field(sa_type=stored_as_words(FindingKind))
    ref: str = Field(max_length=20)
    position: int
    words: str
    short_title: str | None = Field(default=None, max_length=200)
    page_start: int | None = None
    page_end: int | None = None
    part_of_id: int | None = Field(default=None, foreign_key="finding.id")
    accountable_agency_id: int | None = Field(default=None, foreign_key="agency.id")
    accountable_proposed_by: str | None = None
    accountable_accepted_on: date | None = None
    overseeing_board: str | None = Field(default=None, max_length=200)
    themes: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    success_measure: str | None = None
    closed_on: date | None = None
    closed_by_minute: str | None = None
    what_is_different: str | None = None
    reopened_on: date | None = None
    merged_into_id: int | None = Field(default=None, foreign_key="finding.id")
    withdrawn_reason: str | None = None


class FindingBody(SQLModel, table=True):
    """A body that contributes to a finding: proposed by whom, accepted when."""

    __table_args__ = (sa.UniqueConstraint("finding_id", "agency_id"),)

    id: int | None = Field(default=None, primary_key=True)
    finding_id: int = Field(foreign_key="finding.id")
    agency_id: int = Field(foreign_key="agency.id")
    proposed_by: str
    accepted_on: date | None = None
