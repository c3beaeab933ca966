"""The multi-agency action plan: its versions, actions and sign-offs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.base import stored_as_words
from models.words import ActionSource, ActionState, PlanState


class Plan(SQLModel, table=True):
    """One inspection's plan. Agreeing it fixes the first dates of its milestones."""

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id", unique=True)
    state: PlanState = Field(default=PlanState.DRAFT, sa_type=stored_as_words(PlanState))
    version: int = 1
    agreed_on: date | None = None
    agreed_by: str | None = None
    # Why it was agreed although an action was disputed or had no answer yet.
    agreed_despite: str | None = None
    closed_on: date | None = None
    closed_by_minute: str | None = None
    closed_reason: str | None = None


class Action(SQLModel, table=True):
    """One action of a plan, with exactly one accountable body (asked) and supporters (told)."""

    __table_args__ = (sa.UniqueConstraint("plan_id", "ref"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    finding_id: int | None = Field(default=None, foreign_key="finding.id", index=True)
    ref: str = Field(max_length=40)
    title: str
    accountable_agency_id: int = Field(foreign_key="agency.id", index=True)
    lead_role: str | None = Field(default=None, max_length=200)
    # The plan's own words are never lost, whatever date is read from them.
    timescale_text: str = ""
    success_measure: str | None = None
    body_ref: str | None = Field(default=None, max_length=60)
    other_columns: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    source: ActionSource = Field(default=ActionSource.LETTER, sa_type=stored_as_words(ActionSource))
    state: ActionState = Field(default=ActionState.PROPOSED, sa_type=stored_as_words(ActionState))
    state_reason: str | None = None
    start_now: bool = False


class ActionSupport(SQLModel, table=True):
    """A supporting body of an action."""

    __table_args__ = (sa.UniqueConstraint("action_id", "agency_id"),)

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id")
    agency_id: int = Field(foreign_key="agency.id")


class SignOff(SQLModel, table=True):
    """A partner's agreement to one version of a document, and on whose authority."""

    __table_args__ = (sa.UniqueConstraint("inspection_id", "document", "version", "agency_id"),)

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id")
    document: str = Field(max_length=40)
    version: int
    agency_id: int = Field(foreign_key="agency.id")
    signed_by: str
    authority: str
    subject_to: str | None = None
    signed_on: date
    recorded_at: datetime


class DocumentSent(SQLModel, table=True):
    """A document that left outside Longstop, recorded with its proof."""

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id", index=True)
    document: str = Field(max_length=40)
    sent_on: date
    sent_by: str
    sent_to: str
    proof: str
    proof_sha256: str | None = Field(default=None, max_length=64)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    recorded_at: datetime
