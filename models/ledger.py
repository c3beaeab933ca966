"""The ledger of notices, the messages made of them, and what became of each delivery."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel

from models.base import stored_as_words
from models.words import (
    BriefState,
    Channel,
    ContactRole,
    DeliveryState,
    MessageKind,
    MessageState,
    NoticeState,
    ReportKind,
    SubjectKind,
)


class Notice(SQLModel, table=True):
    """One line of the ledger: this step, for this version of this item, to this audience.

    The unique index is what makes every message go once: whatever runs twice, or at once,
    meets it. A withdrawn line leaves the index, so that the step can be decided anew.
    ``told_on`` is the London day on which it was sent (filed, in a demonstration).
    """

    __table_args__ = (
        Index(
            "uq_notice_once",
            "subject_id",
            "deadline_version",
            "rung_id",
            "occurrence",
            "audience",
            "subject_kind",
            "rehearsal",
            unique=True,
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        ),
        Index("ix_notice_message_id", "message_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    subject_kind: SubjectKind = Field(
        sa_type=stored_as_words(SubjectKind, length=12, checked=False)
    )
    subject_id: int
    deadline_version: int
    rung_id: str = Field(max_length=40)
    occurrence: int = 0
    audience: str = Field(max_length=24)
    rehearsal: bool = False
    state: NoticeState = Field(sa_type=stored_as_words(NoticeState, length=16, checked=False))
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    message_id: int | None = Field(default=None, foreign_key="message.id")
    brief_id: int | None = Field(default=None, foreign_key="brief.id")
    sweep_id: int | None = Field(default=None, foreign_key="sweep.id")
    decided_on: date
    told_on: date | None = None
    reason: str | None = Field(default=None, max_length=200)


class Message(SQLModel, table=True):
    """What one person gets at once. Its text is made when a delivery is claimed.

    ``grouping`` says what it gathers: ``digest``, ``statutory:12``, ``escalation:7`` ... One
    automatic message a person, London day and grouping; one held message open a person and
    grouping, to which later notices are added.
    """

    __table_args__ = (
        Index(
            "uq_message_automatic",
            "contact_id",
            "london_date",
            "grouping",
            unique=True,
            sqlite_where=sa.text("state IN ('queued', 'closed')"),
            postgresql_where=sa.text("state IN ('queued', 'closed')"),
        ),
        Index(
            "uq_message_held",
            "contact_id",
            "grouping",
            unique=True,
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        ),
        # Pressing twice, or crossing with another who presses, is one message a person.
        Index(
            "uq_message_chase",
            "chase_id",
            "contact_id",
            unique=True,
            sqlite_where=sa.text("chase_id IS NOT NULL AND state <> 'cancelled'"),
            postgresql_where=sa.text("chase_id IS NOT NULL AND state <> 'cancelled'"),
        ),
        Index("ix_message_state", "state"),
        Index("ix_message_contact_id", "contact_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    kind: MessageKind = Field(sa_type=stored_as_words(MessageKind))
    grouping: str = Field(max_length=60)
    london_date: date
    state: MessageState = Field(sa_type=stored_as_words(MessageState))
    rehearsal: bool = False
    batch_id: int | None = Field(default=None, foreign_key="batch.id")
    held_because: str | None = Field(default=None, max_length=200)
    introduces: bool = False
    chase_id: int | None = Field(default=None, foreign_key="chase.id")
    created_at: datetime
    approved_by: str | None = None
    approved_at: datetime | None = None
    cancelled_because: str | None = None


class Chase(SQLModel, table=True):
    """One request for updates made by hand (an ad hoc chase), as it was previewed.

    ``key`` is the digest of what the preview showed: who asks whom about which items, on which
    day, with which words. Pressing twice makes the same key, and so one chase. The notices of a
    chase have its id as their occurrence.
    """

    __table_args__ = (Index("ix_chase_agency_id", "agency_id"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=64)
    agency_id: int = Field(foreign_key="agency.id")
    role: ContactRole = Field(sa_type=stored_as_words(ContactRole))
    # What the person adds, in their own words; None for the fixed wording alone.
    words: str | None = None
    again_reason: str | None = None
    requested_by: str
    requested_at: datetime
    asked_on: date
    # The door it came through: "command", "prefect", "page".
    asked_through: str = Field(max_length=20)
    # The newest record of an answer when it was asked: whatever was said later stops an item.
    update_seen: int = 0


class Batch(SQLModel, table=True):
    """A sweep held back by the brake, waiting for one approval."""

    id: int | None = Field(default=None, primary_key=True)
    sweep_id: int = Field(foreign_key="sweep.id")
    reason: str
    notices: int
    escalations: int
    created_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    released: bool | None = None


class Delivery(SQLModel, table=True):
    """One message by one channel: its claim, its bytes as sent and its outcome."""

    __table_args__ = (
        Index("ix_delivery_state", "state", "not_before"),
        Index("ix_delivery_message_id", "message_id"),
        Index("ix_delivery_message_id_header", "message_id_header"),
    )

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id")
    # The person whose role it is addressed to; a copy goes to the deputy and decides nothing.
    contact_id: int = Field(foreign_key="contact.id")
    is_copy: bool = False
    channel: Channel = Field(sa_type=stored_as_words(Channel, length=20, checked=False))
    # What carried it, named at the claim: "maildir", "smtp", "notify", "workflow", "folder".
    carrier: str | None = Field(default=None, max_length=20)
    # The delivery that this one sends again, after a person said it did not arrive or asked for
    # another; it then has a Message-ID of its own that names the first.
    again_id: int | None = Field(default=None, foreign_key="delivery.id")
    state: DeliveryState = Field(sa_type=stored_as_words(DeliveryState))
    not_before: datetime | None = None
    attempts: int = 0
    claim_token: str | None = Field(default=None, max_length=32)
    claimed_at: datetime | None = None
    lease_until: datetime | None = None
    message_id_header: str | None = Field(default=None, max_length=200)
    sent_to: str | None = Field(default=None, max_length=254)
    # The address it would have gone to, where the operator diverts all mail.
    diverted_from: str | None = Field(default=None, max_length=254)
    in_reply_to: str | None = Field(default=None, max_length=200)
    subject: str | None = None
    raw: bytes | None = None
    # The server's own code ("250", "550", "429"), and beside it words for the operator.
    outcome_code: str | None = Field(default=None, max_length=20)
    outcome: str | None = None
    settled_at: datetime | None = None


class ChannelFault(SQLModel, table=True):
    """A channel that is out of order: no message and no contact is at fault. One row a channel.

    ``faults`` counts the tries in a row that failed before any recipient was named. While
    ``paused_until`` lies ahead nothing is tried; messages stay queued.
    """

    __tablename__ = "channel_fault"

    channel: Channel = Field(sa_type=stored_as_words(Channel), primary_key=True)
    faults: int = 0
    since: datetime
    paused_until: datetime
    because: str


class DeliveryReport(SQLModel, table=True):
    """What a mail server wrote back about one recipient, as read from a file or a mailbox.

    ``digest`` names the report by its bytes and recipient, so that a file read twice counts once.
    ``filed_at`` is null while the report waits for a person: nobody could tell what it is about.
    """

    __tablename__ = "delivery_report"
    __table_args__ = (Index("ix_delivery_report_delivery_id", "delivery_id"),)

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True, max_length=64)
    file_name: str = Field(max_length=255)
    read_at: datetime
    kind: ReportKind = Field(sa_type=stored_as_words(ReportKind))
    recipient: str | None = Field(default=None, max_length=254)
    code: str | None = Field(default=None, max_length=20)
    detail: str = ""
    delivery_id: int | None = Field(default=None, foreign_key="delivery.id")
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    filed_at: datetime | None = None
    filed_by: str | None = None
    filed_because: str | None = None


class Sweep(SQLModel, table=True):
    """One day decided by the watch: the watermark, one row a London day."""

    id: int | None = Field(default=None, primary_key=True)
    day: date = Field(unique=True)
    previous_day: date | None = None
    decided_at: datetime
    notices: int = 0
    messages: int = 0
    held: int = 0
    escalations: int = 0
    braked: bool = False
    digest: str | None = Field(default=None, max_length=64)
    trouble: list[Any] = Field(default_factory=list, sa_type=sa.JSON)
    # What the check did on its own to what waited, in sentences for the manager; None for nothing.
    news: list[Any] | None = Field(default=None, sa_type=sa.JSON, nullable=True)


class Escalation(SQLModel, table=True):
    """One open row per milestone and deadline version, from the first step above the lead."""

    __table_args__ = (sa.UniqueConstraint("milestone_id", "deadline_version"),)

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id")
    deadline_version: int
    opened_on: date
    closed_on: date | None = None
    closed_because: str | None = None
    acknowledged_by: str | None = None
    acknowledged_reason: str | None = None
    all_clear_on: date | None = None


class Brief(SQLModel, table=True):
    """What a person needs in order to speak to somebody above the lead."""

    __table_args__ = (Index("ix_brief_state", "state"),)

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    audience: str = Field(max_length=24)
    message_id: int | None = Field(default=None, foreign_key="message.id")
    prepared_on: date
    state: BriefState = Field(default=BriefState.WAITING, sa_type=stored_as_words(BriefState))
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    recorded_by: str | None = None
    recorded_on: date | None = None
    because: str | None = None
