"""Writing a sweep's decisions into the ledger: messages, deliveries, notices, escalations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.agencies import Contact
from models.ledger import Batch, Brief, Delivery, Escalation, Message, Notice, Sweep
from models.queries.outbox import held_message
from models.queries.watching import escalated_already
from models.words import DeliveryState, MessageKind, MessageState, NoticeState, SubjectKind
from rules.folding import Candidate
from rules.ladders import Subject
from rules.routing import Release
from rules.windows import Window
from services.watch.plan import PlannedMessage, SweepPlan

Item = tuple[Candidate, Window, Subject]


@dataclass(frozen=True)
class Writing:
    """The sweep that writes, its moment, and when messages of the day may go."""

    session: Session
    sweep: Sweep
    today: date
    now: datetime
    goes_at: datetime
    channel: str
    deputies: Mapping[int, int]
    contacts: Mapping[int, Contact]
    braked: Batch | None = None
    # Statutory items that go in spite of the brake.
    spared: frozenset[int] = frozenset()


@dataclass
class Written:
    """What was written, for the sweep's row and the manager."""

    messages: list[Message] = field(default_factory=list)
    held: int = 0
    briefs: int = 0
    escalations: int = 0
    notice_rows: list[dict[str, Any]] = field(default_factory=list)


def write_plan(writing: Writing, plan: SweepPlan) -> Written:
    """Write messages first, then every notice in one statement, then escalations."""
    written = Written()
    for planned in plan.messages.values():
        _write_planned(writing, planned, written)
    written.notice_rows.extend(
        _row(writing, item, NoticeState.FOLDED, reason="folded into a later step")
        for item in plan.folded
    )
    written.notice_rows.extend(
        _row(writing, item, NoticeState.MISSED, reason="its days passed while nobody looked")
        for item in plan.missed
    )
    _insert_notices(writing.session, written.notice_rows)
    written.escalations = _open_escalations(writing, plan)
    return written


def write_message(
    writing: Writing,
    *,
    contact_id: int,
    kind: MessageKind,
    grouping: str,
    written: Written,
    held_because: str | None = None,
    goes_at: datetime | None = None,
    rehearsal: bool = False,
    introduces: bool = False,
    batch: Batch | None = None,
) -> Message:
    """Make one message, or add to the one already held for this person and grouping."""
    held_because = batch.reason if batch is not None else held_because
    if held_because is not None:
        existing = held_message(writing.session, contact_id=contact_id, grouping=grouping)
        if existing is not None:
            existing.introduces = existing.introduces or introduces
            return existing
        written.held += 1
    message = Message(
        contact_id=contact_id,
        kind=kind,
        grouping=grouping,
        london_date=writing.today,
        state=MessageState.QUEUED if held_because is None else MessageState.HELD,
        rehearsal=rehearsal,
        batch_id=batch.id if batch else None,
        held_because=held_because,
        introduces=introduces,
        created_at=writing.now,
    )
    writing.session.add(message)
    writing.session.flush()
    if held_because is None:
        queue_deliveries(writing, message, goes_at=goes_at or writing.goes_at)
    written.messages.append(message)
    return message


def queue_deliveries(writing: Writing, message: Message, *, goes_at: datetime) -> None:
    """One delivery to the person, and a copy to the body's deputy where there is one."""
    contact = writing.contacts.get(message.contact_id)
    deputy = writing.deputies.get(contact.agency_id) if contact and contact.role == "spoc" else None
    people = [(message.contact_id, False)]
    if deputy is not None and deputy != message.contact_id and not message.rehearsal:
        people.append((deputy, True))
    for contact_id, is_copy in people:
        writing.session.add(
            Delivery(
                message_id=message.id or 0,
                contact_id=contact_id,
                is_copy=is_copy,
                channel=writing.channel,
                state=DeliveryState.QUEUED,
                not_before=goes_at,
            )
        )


def write_notice(
    writing: Writing,
    *,
    subject_kind: SubjectKind,
    subject_id: int,
    version: int,
    rung_id: str,
    audience: str,
    message: Message,
    reason: str | None = None,
) -> None:
    """One notice that belongs to no ladder: an introduction, a handover, an all-clear."""
    writing.session.add(
        Notice(
            subject_kind=subject_kind,
            subject_id=subject_id,
            deadline_version=version,
            rung_id=rung_id,
            audience=audience,
            state=NoticeState.QUEUED,
            contact_id=message.contact_id,
            message_id=message.id,
            sweep_id=writing.sweep.id,
            decided_on=writing.today,
            reason=reason,
        )
    )


def digest_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """A digest of what a sweep wrote, for its one event in History."""
    lines = sorted(
        f"{row['subject_kind']} {row['subject_id']} {row['deadline_version']} {row['rung_id']} "
        f"{row['occurrence']} {row['audience']} {row['state']}"
        for row in rows
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _write_planned(writing: Writing, planned: PlannedMessage, written: Written) -> None:
    """A braked day is split: what is statutory and near goes, the rest waits as one batch."""
    if writing.braked is None:
        _write_part(writing, planned, planned.items, written, batch=None)
        return
    spared = [item for item in planned.items if item[0].subject_id in writing.spared]
    others = [item for item in planned.items if item[0].subject_id not in writing.spared]
    _write_part(writing, planned, spared, written, batch=None)
    _write_part(writing, planned, others, written, batch=writing.braked)


def _write_part(
    writing: Writing,
    planned: PlannedMessage,
    items: list[Item],
    written: Written,
    *,
    batch: Batch | None,
) -> None:
    if not items:
        return
    key = planned.key
    brief = _brief_for(writing, planned) if key.release is not Release.GOES else None
    written.briefs += brief is not None
    message: Message | None = None
    if key.release is not Release.PERSON:
        message = write_message(
            writing,
            contact_id=key.contact_id,
            kind=MessageKind(key.kind.value),
            grouping=key.grouping,
            written=written,
            held_because=planned.held_because,
            rehearsal=key.rehearsal,
            introduces=planned.introduces,
            batch=batch,
        )
        if brief is not None:
            brief.message_id = message.id
    written.notice_rows.extend(
        _row(
            writing,
            item,
            NoticeState.QUEUED,
            contact_id=key.contact_id,
            message_id=message.id if message else None,
            brief_id=brief.id if brief else None,
        )
        for item in items
    )


def _brief_for(writing: Writing, planned: PlannedMessage) -> Brief | None:
    """A brief wherever somebody above the lead is to be spoken to."""
    audience = planned.items[0][1].step.audience
    if not audience.is_above_lead:
        return None
    brief = Brief(
        contact_id=planned.key.contact_id,
        audience=audience.value,
        prepared_on=writing.today,
    )
    writing.session.add(brief)
    writing.session.flush()
    return brief


def _row(
    writing: Writing,
    item: Item,
    state: NoticeState,
    *,
    contact_id: int | None = None,
    message_id: int | None = None,
    brief_id: int | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    candidate, window, subject = item
    step = window.step
    return {
        "subject_kind": SUBJECT_KIND[subject],
        "subject_id": candidate.subject_id,
        "deadline_version": candidate.version,
        "rung_id": step.rung_id,
        "occurrence": step.occurrence,
        "audience": step.audience.value,
        "rehearsal": candidate.rehearsal,
        "state": state,
        "contact_id": contact_id,
        "message_id": message_id,
        "brief_id": brief_id,
        "sweep_id": writing.sweep.id,
        "decided_on": writing.today,
        "told_on": None,
        "reason": reason,
    }


SUBJECT_KIND = {Subject.MILESTONE: SubjectKind.MILESTONE, Subject.CHECK: SubjectKind.CHECK}


def _insert_notices(session: Session, rows: list[dict[str, Any]]) -> None:
    """All notices in one statement: the index ``uq_notice_once`` is what keeps each to one."""
    if rows:
        session.flush()
        session.connection().execute(sa.insert(Notice), rows)


def _open_escalations(writing: Writing, plan: SweepPlan) -> int:
    raised = {
        (candidate.subject_id, candidate.version)
        for planned in plan.messages.values()
        for candidate, window, _ in planned.items
        if window.step.audience.is_above_lead and not candidate.rehearsal
    }
    new = raised - escalated_already(writing.session, {ident for ident, _ in raised})
    for milestone_id, version in sorted(new):
        writing.session.add(
            Escalation(milestone_id=milestone_id, deadline_version=version, opened_on=writing.today)
        )
    return len(new)
