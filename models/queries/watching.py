"""What the watch reads besides the due steps: people, modes, pauses, earlier sweeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.agencies import Agency, Contact
from models.inspections import Participation
from models.installation import Pause
from models.ledger import Brief, Delivery, Escalation, Message, Notice
from models.milestones import DeadlineVersion, Milestone, StoredLadder, Update
from models.words import (
    BodyMode,
    BriefState,
    DeliveryState,
    MessageState,
    MilestoneKind,
    MilestoneState,
    NoticeState,
    SaidState,
    SubjectKind,
)


def ladders_in_use(session: Session) -> Sequence[StoredLadder]:
    """The ladders that current versions of dates are armed with."""
    in_use = (
        select(DeadlineVersion.ladder_id)
        .where(
            col(DeadlineVersion.is_current).is_(True), col(DeadlineVersion.armed_on).is_not(None)
        )
        .distinct()
    )
    return session.exec(
        select(StoredLadder).where(col(StoredLadder.id).in_(in_use)).order_by(col(StoredLadder.id))
    ).all()


def every_agency(session: Session) -> Sequence[Agency]:
    """All bodies."""
    return session.exec(select(Agency)).all()


def holders_on(session: Session, day: date) -> Sequence[Contact]:
    """Whoever holds a role on this day; of two rows of one role the later one stands last."""
    return session.exec(
        select(Contact)
        .where(
            Contact.held_from <= day,
            sa.or_(col(Contact.held_until).is_(None), col(Contact.held_until) >= day),
        )
        .order_by(col(Contact.held_from), col(Contact.id))
    ).all()


PARTICIPATIONS = sa.select(
    col(Participation.inspection_id), col(Participation.agency_id), col(Participation.mode)
)


def participations(session: Session) -> dict[tuple[int, int], BodyMode]:
    """How far each body of each inspection has been told, by inspection and body.

    Read as columns: a thousand bodies take part three thousand times.
    """
    rows = session.execute(PARTICIPATIONS).all()
    return {(inspection_id, agency_id): mode for inspection_id, agency_id, mode in rows}


def pauses_on(session: Session, day: date) -> Sequence[Pause]:
    """The pauses in force on this day, first and last day included."""
    return session.exec(
        select(Pause).where(
            Pause.starts_on <= day,
            Pause.ends_on >= day,
            sa.or_(col(Pause.ended_early_on).is_(None), col(Pause.ended_early_on) > day),
        )
    ).all()


@dataclass(frozen=True, slots=True)
class ToResolve:
    """An escalation that was closed, whose readers have not been told so yet."""

    escalation: Escalation
    milestone: Milestone


def closed_without_all_clear(session: Session) -> list[ToResolve]:
    """Closed escalations whose all-clear has not been decided."""
    rows = session.exec(
        select(Escalation, Milestone)
        .join(Milestone, col(Milestone.id) == col(Escalation.milestone_id))
        .where(col(Escalation.closed_on).is_not(None), col(Escalation.all_clear_on).is_(None))
        .order_by(col(Escalation.id))
    ).all()
    return [ToResolve(escalation, milestone) for escalation, milestone in rows]


def notices_about(session: Session, *, milestone_id: int, version: int) -> list[Notice]:
    """What the ledger holds about one version of a milestone's date, rehearsals left out."""
    return list(
        session.exec(
            select(Notice)
            .where(
                Notice.subject_kind == SubjectKind.MILESTONE,
                Notice.subject_id == milestone_id,
                Notice.deadline_version == version,
                col(Notice.rehearsal).is_(False),
                Notice.state != NoticeState.WITHDRAWN,
            )
            .order_by(col(Notice.id))
        )
    )


def bodies_with_armed_items(session: Session) -> set[int]:
    """Bodies accountable for at least one armed, open item."""
    return set(
        session.exec(
            select(Milestone.agency_id)
            .join(DeadlineVersion, col(DeadlineVersion.milestone_id) == col(Milestone.id))
            .where(
                col(DeadlineVersion.is_current).is_(True),
                col(DeadlineVersion.armed_on).is_not(None),
                col(DeadlineVersion.rehearsal).is_(False),
                Milestone.state == MilestoneState.OPEN,
            )
            .distinct()
        ).all()
    )


def introduced_already(session: Session) -> set[int]:
    """Contacts whose introduction or handover notice stands in the ledger."""
    return set(
        session.exec(
            select(Notice.subject_id).where(
                Notice.subject_kind == SubjectKind.CONTACT,
                Notice.state != NoticeState.WITHDRAWN,
            )
        ).all()
    )


def was_introduced_before(session: Session, *, agency_id: int, role: str, before: date) -> bool:
    """Whether somebody else held this role earlier and had been written to."""
    return (
        session.exec(
            select(Contact.id).where(
                Contact.agency_id == agency_id,
                Contact.role == role,
                Contact.held_from < before,
                col(Contact.introduced_on).is_not(None),
            )
        ).first()
        is not None
    )


def statutory_due_by(session: Session, day: date) -> set[int]:
    """Open statutory milestones due by this day."""
    rows = session.exec(
        select(Milestone.id).where(
            Milestone.kind == MilestoneKind.STATUTORY,
            Milestone.state == MilestoneState.OPEN,
            col(Milestone.due) <= day,
        )
    ).all()
    return {ident for ident in rows if ident is not None}


def escalated_already(session: Session, milestone_ids: set[int]) -> set[tuple[int, int]]:
    """The (milestone, version) pairs among these that were raised already."""
    if not milestone_ids:
        return set()
    rows = session.exec(
        select(Escalation.milestone_id, Escalation.deadline_version).where(
            col(Escalation.milestone_id).in_(sorted(milestone_ids))
        )
    ).all()
    return {(milestone_id, version) for milestone_id, version in rows}


def waits_in_outbox(session: Session) -> bool:
    """Whether anything waits for a person or is not known to have been sent."""
    held = select(Message.id).where(Message.state == MessageState.HELD).limit(1)
    unknown = select(Delivery.id).where(Delivery.state == DeliveryState.UNKNOWN).limit(1)
    brief = select(Brief.id).where(Brief.state == BriefState.WAITING).limit(1)
    return any(session.exec(query).first() is not None for query in (held, unknown, brief))


class Said(NamedTuple):
    """What a body said of an item, and when."""

    milestone_id: int
    state: SaidState
    words: str
    said_by: str
    said_on: date


UPDATES = (
    sa.select(*(getattr(Update, name) for name in Said._fields))
    .where(col(Update.milestone_id).in_(sa.bindparam("numbers", expanding=True)))
    .order_by(col(Update.said_on), col(Update.id))
)


def latest_updates(session: Session, milestone_ids: Sequence[int]) -> dict[int, Said]:
    """The last thing said of each of these milestones; a correction stands for what it corrects."""
    rows = session.connection().execute(UPDATES, {"numbers": list(milestone_ids)})
    return {row.milestone_id: Said._make(row) for row in rows}


def role_holders_before(session: Session, *, contact: Contact) -> Sequence[Contact]:
    """Who held this person's role before them, oldest first."""
    return session.exec(
        select(Contact)
        .where(
            Contact.agency_id == contact.agency_id,
            Contact.role == contact.role,
            Contact.held_from <= contact.held_from,
            Contact.id != contact.id,
        )
        .order_by(col(Contact.held_from), col(Contact.id))
    ).all()
