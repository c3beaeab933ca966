"""Bodies, and the people who hold a role in them."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel

from models.base import stored_as_words
from models.words import AgencyKind, ContactRole


class Agency(SQLModel, table=True):
    """A council team, partner or outside body.

    ``chosen_weekday`` (Monday is 1) is the day on which the body takes its weekly message.
    An agency may be *succeeded by* another from a date (CCG to ICB): from then on whatever is
    addressed to it goes to the successor.
    """

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True, max_length=60)
    name: str = Field(max_length=200)
    kind: AgencyKind = Field(sa_type=stored_as_words(AgencyKind))
    chosen_weekday: int = Field(default=1)
    mail_domain: str | None = Field(default=None, max_length=200)
    succeeded_by_id: int | None = Field(default=None, foreign_key="agency.id")
    succeeded_on: date | None = None

    __table_args__ = (sa.CheckConstraint("chosen_weekday BETWEEN 1 AND 5", name="weekday"),)


class Contact(SQLModel, table=True):
    """One person's time in one role of an agency, from a date until it ends.

    The row is closed (``held_until``, the last day) when somebody else takes the role, so who
    was told what, when, stays answerable. ``cover_*`` stands in until ``cover_until``.
    """

    __table_args__ = (
        Index("ix_contact_holder", "agency_id", "role", "held_from"),
        # One holder of a role at a time.
        Index(
            "uq_contact_current_holder",
            "agency_id",
            "role",
            unique=True,
            sqlite_where=sa.text("held_until IS NULL"),
            postgresql_where=sa.text("held_until IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agency.id")
    role: ContactRole = Field(sa_type=stored_as_words(ContactRole))
    name: str = Field(max_length=200)
    email: str | None = Field(default=None, max_length=254)
    teams_channel: str | None = Field(default=None, max_length=100)
    held_from: date
    held_until: date | None = None
    cover_name: str | None = Field(default=None, max_length=200)
    cover_email: str | None = Field(default=None, max_length=254)
    cover_until: date | None = None
    confirmed_at: datetime | None = None
    bounced_at: datetime | None = None
    bounce_reason: str | None = None
    # The same of whoever stands in: their address is another, and so is the fault.
    cover_bounced_at: datetime | None = None
    cover_bounce_reason: str | None = None
    # Set when the introduction (or handover notice) to this person was written.
    introduced_on: date | None = None
