"""Writing a sweep's decisions into the ledger: messages, deliveries, notices, escalations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from models.bulk import insert_numbered
from models.ledger import Batch, Escalation, Message, Notice, Sweep
from models.queries.outbox import held_message
from models.queries.watching import escalated_already
from models.words import MessageKind, MessageState, NoticeState, SubjectKind
from rules.routing import Release
from services.queue_deliveries import Post, queue_deliveries, queue_many
from services.watch.briefs import brief_for
from services.watch.notices import Item, NoticeGroup, insert_groups
from services.watch.plan import PlannedMessage, SweepPlan

FOLDED_BECAUSE = "folded into a later step"
MISSED_BECAUSE = "its days passed while nobody looked"
MESSAGES: sa.Table = SQLModel.metadata.tables[str(Message.__tablename__)]


@dataclass(frozen=True)
class Writing:
    """The sweep that writes, its moment, and when messages of the day may go."""

    session: Session
    sweep: Sweep
    today: date
    now: datetime
    post: Post
    braked: Batch | None = None
    # Statutory items that go in spite of the brake.
    spared: frozenset[int] = frozenset()


class Made(NamedTuple):
    """A message that was written today, as what follows in the same check needs to know it."""

    id: int
    contact_id: int
    kind: MessageKind
    state: MessageState
    rehearsal: bool = False
    batch_id: int | None = None


@dataclass
class Written:
    """What was written, for the sweep's row and the manager."""

    messages: list[Made] = field(default_factory=list)
    held: int = 0
    briefs: int = 0
    escalations: int = 0
    groups: list[NoticeGroup] = field(default_factory=list)
    # What the check did to what waited, each a sentence for the manager.
    news: list[str] = field(default_factory=list)


def write_plan(writing: Writing, plan: SweepPlan) -> Written:
    """Write messages first, then every notice in few statements, then escalations."""
    written = Written()
    for goes, parts in groupby(_parts(writing, plan), key=_goes_by_itself):
        if goes:
            _write_together(writing, list(parts), written)
            continue
        for part in parts:
            _write_part(writing, part, written)
    written.groups.append(NoticeGroup(plan.folded, NoticeState.FOLDED, reason=FOLDED_BECAUSE))
    written.groups.append(NoticeGroup(plan.missed, NoticeState.MISSED, reason=MISSED_BECAUSE))
    writing.session.flush()
    insert_groups(writing.session, written.groups, sweep_id=writing.sweep.id, today=writing.today)
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
) -> Made:
    """Make one message, or add to the one already held for this person and grouping."""
    held_because = batch.reason if batch is not None else held_because
    if held_because is not None:
        existing = held_message(writing.session, contact_id=contact_id, grouping=grouping)
        if existing is not None:
            existing.introduces = existing.introduces or introduces
            return _made(existing)
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
        queue_deliveries(writing.session, message, post=writing.post, at=goes_at)
    made = _made(message)
    written.messages.append(made)
    return made


def _made(message: Message) -> Made:
    return Made(
        id=message.id or 0,
        contact_id=message.contact_id,
        kind=message.kind,
        state=message.state,
        rehearsal=message.rehearsal,
        batch_id=message.batch_id,
    )


def write_notice(
    writing: Writing,
    *,
    subject_kind: SubjectKind,
    subject_id: int,
    version: int,
    rung_id: str,
    audience: str,
    message: Made,
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


class _Part(NamedTuple):
    """What becomes one message: all that is planned for it, or one half of that on a braked day."""

    planned: PlannedMessage
    items: list[Item]
    batch: Batch | None


def _parts(writing: Writing, plan: SweepPlan) -> Iterator[_Part]:
    """A braked day is split: what is statutory and near goes, the rest waits as one batch."""
    for planned in plan.messages.values():
        if writing.braked is None:
            spared, others = planned.items, []
        else:
            spared = [item for item in planned.items if item[0].subject_id in writing.spared]
            others = [item for item in planned.items if item[0].subject_id not in writing.spared]
        if spared:
            yield _Part(planned, spared, None)
        if others:
            yield _Part(planned, others, writing.braked)


def _goes_by_itself(part: _Part) -> bool:
    """Whether no person has a part in it: it is new, and waits for nobody."""
    planned = part.planned
    return (
        part.batch is None and planned.held_because is None and planned.key.release is Release.GOES
    )


def _write_together(writing: Writing, parts: Sequence[_Part], written: Written) -> None:
    """Write messages that go by themselves: a large day has a thousand, so in few statements."""
    session = writing.session
    # What was written one by one before these is numbered before them too.
    session.flush()
    numbers = insert_numbered(session, MESSAGES, [_row(writing, part.planned) for part in parts])
    made = [
        Made(
            id=number,
            contact_id=part.planned.key.contact_id,
            kind=MessageKind(part.planned.key.kind.value),
            state=MessageState.QUEUED,
            rehearsal=part.planned.key.rehearsal,
        )
        for number, part in zip(numbers, parts, strict=True)
    ]
    queue_many(session, made, post=writing.post)
    written.messages += made
    written.groups += [
        NoticeGroup(
            part.items, NoticeState.QUEUED, contact_id=message.contact_id, message_id=message.id
        )
        for message, part in zip(made, parts, strict=True)
    ]


def _row(writing: Writing, planned: PlannedMessage) -> dict[str, object]:
    key = planned.key
    return {
        "contact_id": key.contact_id,
        "kind": MessageKind(key.kind.value),
        "grouping": key.grouping,
        "london_date": writing.today,
        "state": MessageState.QUEUED,
        "rehearsal": bool(key.rehearsal),
        "introduces": planned.introduces,
        "created_at": writing.now,
    }


def _write_part(writing: Writing, part: _Part, written: Written) -> None:
    planned = part.planned
    key = planned.key
    message: Made | None = None
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
            batch=part.batch,
        )
    brief = None
    if key.release is not Release.GOES:
        brief, is_new = brief_for(
            writing.session,
            planned,
            message_id=message.id if message else None,
            today=writing.today,
        )
        written.briefs += is_new
    written.groups.append(
        NoticeGroup(
            part.items,
            NoticeState.QUEUED,
            contact_id=key.contact_id,
            message_id=message.id if message else None,
            brief_id=brief.id if brief else None,
        )
    )


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
