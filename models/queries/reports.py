"""Reads and changes for mail that came back: whose address it was, which message, what stood."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.agencies import Agency, Contact
from models.ledger import Delivery, DeliveryReport, Message, Notice
from models.words import DeliveryState, NoticeState, ReportKind

# The bytes of a message are read only where somebody looks at them.
WITHOUT_BYTES = sa.orm.defer(Delivery.raw)  # type: ignore[arg-type]
REACHED = (DeliveryState.SENT, DeliveryState.FILED, DeliveryState.UNKNOWN)


def deliveries_named(session: Session, names: Collection[str]) -> Sequence[Delivery]:
    """The deliveries with these Message-IDs, the newest first; nobody else can settle them now."""
    if not names:
        return []
    return session.exec(
        select(Delivery)
        .where(col(Delivery.message_id_header).in_(names))
        .order_by(col(Delivery.id).desc())
        .options(WITHOUT_BYTES)
        .with_for_update()
    ).all()


def newest_main_delivery(session: Session, message_id: int) -> Delivery | None:
    """The delivery that decides for the message: the last one to the person themself."""
    return session.exec(
        select(Delivery)
        .where(Delivery.message_id == message_id, col(Delivery.is_copy).is_(False))
        .order_by(col(Delivery.id).desc())
        .options(WITHOUT_BYTES)
        .limit(1)
    ).one_or_none()


def holders_of_address(session: Session, address: str) -> Sequence[Contact]:
    """Everybody who holds a role today and is written to at this address, covers included."""
    wanted = address.lower()
    return session.exec(
        select(Contact)
        .where(
            col(Contact.held_until).is_(None),
            sa.or_(
                sa.func.lower(Contact.email) == wanted,
                sa.func.lower(Contact.cover_email) == wanted,
            ),
        )
        .order_by(col(Contact.id))
    ).all()


def was_written_to(session: Session, address: str, *, since: datetime) -> bool:
    """Whether a message went to this address since that moment, as far as is known."""
    return (
        session.exec(
            select(Delivery.id)
            .where(
                sa.func.lower(Delivery.sent_to) == address.lower(),
                col(Delivery.state).in_(REACHED),
                col(Delivery.claimed_at) >= since,
            )
            .limit(1)
        ).one_or_none()
        is not None
    )


def fail_notices(session: Session, *, message_id: int, reason: str) -> int:
    """What a message said was told to nobody after all; returns how many lines that are."""
    ended = session.execute(
        sa.update(Notice)
        .where(
            col(Notice.message_id) == message_id,
            # Queued still, where the report is quicker than the record of the outcome.
            col(Notice.state).in_([NoticeState.TOLD, NoticeState.UNKNOWN, NoticeState.QUEUED]),
        )
        .values(state=NoticeState.FAILED, told_on=None, reason=reason[:200])
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


def reopen_notices(session: Session, *, message_id: int, states: Collection[NoticeState]) -> None:
    """Let what a message said wait again, as before it was told."""
    session.execute(
        sa.update(Notice)
        .where(col(Notice.message_id) == message_id, col(Notice.state).in_(states))
        .values(state=NoticeState.QUEUED, told_on=None, reason=None)
    )


def unknown_deliveries(
    session: Session, *, carrier: str, message_id: int | None = None
) -> Sequence[Delivery]:
    """What this carrier was given without anybody knowing whether it took it."""
    query = (
        select(Delivery)
        .where(Delivery.state == DeliveryState.UNKNOWN, Delivery.carrier == carrier)
        .order_by(col(Delivery.id))
        .options(WITHOUT_BYTES)
    )
    if message_id is not None:
        query = query.where(Delivery.message_id == message_id)
    return session.exec(query).all()


def report_with(session: Session, digest: str) -> DeliveryReport | None:
    """The report of this digest, if it was read before."""
    return session.exec(select(DeliveryReport).where(DeliveryReport.digest == digest)).one_or_none()


def locked_report(session: Session, number: int) -> DeliveryReport | None:
    """The report with this number; two who file it at once wait for each other."""
    return session.exec(
        select(DeliveryReport).where(DeliveryReport.id == number).with_for_update()
    ).one_or_none()


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report with the message and the person it was found to be about."""

    report: DeliveryReport
    message: Message | None
    contact: Contact | None
    agency: Agency | None


def report_rows(
    session: Session, *, waiting: bool, limit: int = 200, since: datetime | None = None
) -> list[ReportRow]:
    """Reports, the newest first: those that wait for a person, or all of them."""
    query = (
        sa.select(DeliveryReport, Message, Contact, Agency)
        .outerjoin(Delivery, col(Delivery.id) == col(DeliveryReport.delivery_id))
        .outerjoin(Message, col(Message.id) == col(Delivery.message_id))
        .outerjoin(Contact, col(Contact.id) == col(DeliveryReport.contact_id))
        .outerjoin(Agency, col(Agency.id) == col(Contact.agency_id))
        .order_by(col(DeliveryReport.id).desc())
        .limit(limit)
    )
    if waiting:
        query = query.where(col(DeliveryReport.filed_at).is_(None))
    if since is not None:
        query = query.where(col(DeliveryReport.read_at) >= since)
    return [ReportRow(*row) for row in session.execute(query).all()]


def came_back_unmarked(session: Session, *, since: datetime) -> list[ReportRow]:
    """What came back since then although the address is not at fault for good."""
    return [
        row
        for row in report_rows(session, waiting=False, since=since)
        if row.report.kind is ReportKind.FAILED
        and row.contact is not None
        and row.contact.bounced_at is None
        and row.contact.cover_bounced_at is None
    ]


def waiting_reports(session: Session) -> int:
    """How many reports wait for a person."""
    return session.exec(
        select(sa.func.count(col(DeliveryReport.id))).where(col(DeliveryReport.filed_at).is_(None))
    ).one()
