"""What went before a message: what it answers, what its reader was told, which dates they hold."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.inspections import Inspection
from models.ledger import Delivery, Message, Notice
from models.milestones import Milestone
from models.words import (
    Channel,
    DeliveryState,
    MessageKind,
    MilestoneState,
    NoticeState,
    SubjectKind,
)

# Whatever may have arrived can be answered; what is known to have failed cannot.
MAY_HAVE_ARRIVED = (DeliveryState.SENT, DeliveryState.FILED, DeliveryState.UNKNOWN)


def message_id_before(session: Session, message: Message, *, contact_id: int) -> str | None:
    """The Message-ID of the last mail to this person that gathers the same as ``message`` does.

    Only of the same version of the date: one that moved is asked about anew.
    """
    versions = select(Notice.deadline_version).where(Notice.message_id == message.id)
    earlier = (
        select(Delivery.message_id_header)
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .join(Notice, col(Notice.message_id) == col(Message.id))
        .where(
            Message.grouping == message.grouping,
            col(Message.rehearsal) == message.rehearsal,
            col(Message.id) < message.id,
            Delivery.contact_id == contact_id,
            Delivery.channel == Channel.MAIL,
            col(Delivery.state).in_(MAY_HAVE_ARRIVED),
            col(Delivery.message_id_header).is_not(None),
            col(Notice.deadline_version).in_(versions),
        )
    )
    return session.exec(earlier.order_by(col(Delivery.id).desc()).limit(1)).first()


def main_message_id(session: Session, message_id: int) -> str | None:
    """The Message-ID of a message's last delivery to the person it is addressed to."""
    return session.exec(
        select(Delivery.message_id_header)
        .where(
            Delivery.message_id == message_id,
            Delivery.channel == Channel.MAIL,
            col(Delivery.is_copy).is_(False),
            col(Delivery.message_id_header).is_not(None),
        )
        .order_by(col(Delivery.id).desc())
        .limit(1)
    ).first()


def told_of_before(
    session: Session, message: Message, *, milestone_ids: Collection[int]
) -> dict[int, date]:
    """The last day on which the person of ``message`` was told of each of these, if ever.

    What this message itself tells is left out, so that a copy says the same as the first.
    """
    rows = session.exec(
        select(Notice.subject_id, sa.func.max(col(Notice.told_on)))
        .where(
            col(Notice.subject_id).in_(milestone_ids),
            Notice.subject_kind == SubjectKind.MILESTONE,
            Notice.contact_id == message.contact_id,
            Notice.state == NoticeState.TOLD,
            # Said once more in the words of the index, which a query must repeat to use it.
            Notice.state != NoticeState.WITHDRAWN,
            col(Notice.rehearsal) == message.rehearsal,
            # What a person said by telephone or letter stands in no message.
            col(Notice.message_id).is_distinct_from(message.id),
            col(Notice.told_on).is_not(None),
        )
        .group_by(col(Notice.subject_id))
    ).all()
    return {milestone_id: day for milestone_id, day in rows if day is not None}


class DateHeld(NamedTuple):
    """A date that somebody holds in their calendar and that has changed since."""

    milestone: Milestone
    inspection: Inspection


def dates_held_wrongly(session: Session, *, contact_id: int, today: date) -> list[DateHeld]:
    """Dates sent to this person whose item has moved since, or is settled while its date is ahead.

    By date. One that moved stays among them until the person was told of its new version.
    """
    held = (
        sa.select(
            col(Notice.subject_id).label("milestone_id"),
            sa.func.max(col(Notice.deadline_version)).label("version"),
        )
        .join(Message, col(Message.id) == col(Notice.message_id))
        .where(
            col(Message.contact_id) == contact_id,
            col(Message.kind) == MessageKind.DIGEST,
            col(Message.rehearsal).is_(False),
            col(Notice.subject_kind) == SubjectKind.MILESTONE,
            col(Notice.state) == NoticeState.TOLD,
        )
        .group_by(col(Notice.subject_id))
        .subquery()
    )
    settled = (MilestoneState.ACCEPTED, MilestoneState.NO_LONGER_NEEDED)
    rows = session.execute(
        sa.select(Milestone, Inspection)
        .join(held, held.c.milestone_id == col(Milestone.id))
        .join(Inspection, col(Inspection.id) == col(Milestone.inspection_id))
        .where(
            col(Milestone.due).is_not(None),
            sa.or_(
                sa.and_(col(Milestone.state).in_(settled), col(Milestone.due) >= today),
                sa.and_(
                    col(Milestone.state).not_in(settled), held.c.version < col(Milestone.version)
                ),
            ),
        )
        .order_by(col(Milestone.due), col(Milestone.id))
    ).all()
    return [DateHeld(*row) for row in rows]
