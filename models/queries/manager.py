"""What the manager's daily message is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.agencies import Agency, Contact
from models.ledger import Batch, Delivery, Message, Notice
from models.milestones import DeadlineVersion, Milestone
from models.words import DeliveryState, MilestoneState, NoticeState, SubjectKind


def items_of_messages(session: Session, message_ids: Sequence[int]) -> dict[int, int]:
    """How many items each of these messages is about; an introduction is about none."""
    rows = session.exec(
        select(Notice.message_id, sa.func.count())
        .where(
            col(Notice.message_id).in_(message_ids),
            Notice.subject_kind != SubjectKind.CONTACT,
            col(Notice.state).in_([NoticeState.QUEUED, NoticeState.TOLD, NoticeState.UNKNOWN]),
        )
        .group_by(col(Notice.message_id))
    ).all()
    return {message_id: number for message_id, number in rows if message_id is not None}


def undelivered(session: Session) -> list[tuple[Delivery, date]]:
    """Deliveries of which it is not known whether they were sent, with the day they were tried."""
    rows = session.exec(
        select(Delivery, col(Message.london_date))
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .where(Delivery.state == DeliveryState.UNKNOWN)
        .order_by(col(Delivery.id))
    ).all()
    return [
        (delivery, delivery.claimed_at.date() if delivery.claimed_at else decided)
        for delivery, decided in rows
    ]


def bounced_contacts(session: Session) -> list[tuple[Contact, Agency]]:
    """People to whom mail came back and whose address nobody has put right."""
    rows = session.exec(
        select(Contact, Agency)
        .join(Agency, col(Agency.id) == col(Contact.agency_id))
        .where(
            sa.or_(
                col(Contact.bounced_at).is_not(None), col(Contact.cover_bounced_at).is_not(None)
            ),
            col(Contact.held_until).is_(None),
        )
        .order_by(Agency.name)
    ).all()
    return [(contact, agency) for contact, agency in rows]


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody who was told about items, the last time on ``asked_on``, and has not answered."""

    contact_id: int
    items: int
    asked_on: date


def unanswered_bodies(session: Session, *, asked_by: date) -> list[Silence]:
    """Who was last told about open items by that day, with no answer to them since."""
    rows = session.exec(
        select(
            Notice.contact_id,
            sa.func.count(sa.distinct(col(Notice.subject_id))),
            sa.func.max(Notice.told_on),
        )
        .join(
            DeadlineVersion,
            sa.and_(
                col(DeadlineVersion.milestone_id) == col(Notice.subject_id),
                col(DeadlineVersion.version) == col(Notice.deadline_version),
                col(DeadlineVersion.is_current).is_(True),
            ),
        )
        .join(Milestone, col(Milestone.id) == col(Notice.subject_id))
        .where(
            Notice.subject_kind == SubjectKind.MILESTONE,
            Notice.audience == "lead",
            Notice.state == NoticeState.TOLD,
            col(Notice.told_on) <= asked_by,
            col(Notice.rehearsal).is_(False),
            Milestone.state == MilestoneState.OPEN,
            sa.or_(
                col(DeadlineVersion.answered_on).is_(None),
                col(DeadlineVersion.answered_on) < col(Notice.told_on),
            ),
        )
        .group_by(col(Notice.contact_id))
        .order_by(col(Notice.contact_id))
    ).all()
    return [
        Silence(contact_id, items, asked_on)
        for contact_id, items, asked_on in rows
        if contact_id is not None and asked_on is not None
    ]


def open_batch(session: Session) -> Batch | None:
    """The oldest day that the brake holds back."""
    return session.exec(
        select(Batch).where(col(Batch.decided_at).is_(None)).order_by(col(Batch.id))
    ).first()


def open_questions(session: Session) -> list[str]:
    """The questions that stand open about dates, each with its item's reference."""
    rows = session.exec(
        select(Milestone.ref, Milestone.reading)
        .where(Milestone.state == MilestoneState.OPEN)
        .order_by(col(Milestone.id))
    ).all()
    return [
        f"{ref}: {reading['question']}"
        for ref, reading in rows
        if reading and reading.get("question")
    ]
