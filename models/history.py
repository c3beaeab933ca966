"""History: acts of people and changes of duties, as a chain of salted digests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel


class Event(SQLModel, table=True):
    """One link of the chain.

    ``digest`` is taken over the salt and the payload, ``chain`` over the one before it and
    this digest. Redaction removes payload and salt and keeps both, so the chain still verifies.
    """

    __table_args__ = (Index("ix_event_subject", "subject_kind", "subject_id"),)

    seq: int = Field(primary_key=True)
    at: datetime
    actor: str = Field(max_length=120)
    kind: str = Field(max_length=60)
    subject_kind: str | None = Field(default=None, max_length=24)
    subject_id: int | None = None
    inspection_id: int | None = Field(default=None, index=True)
    payload: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    salt: str | None = Field(default=None, max_length=32)
    digest: str = Field(max_length=64)
    chain: str = Field(max_length=64)
    redacted_by: str | None = None
    redacted_reason: str | None = None


class ChainHead(SQLModel, table=True):
    """The end of the chain: one row, locked last before commit so that no two writers fork it."""

    __tablename__ = "chain_head"

    id: int = Field(default=1, primary_key=True)
    seq: int = 0
    chain: str = Field(max_length=64)
