"""Writing a sweep's decisions into the ledger: messages, deliveries, notices, escalations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from models.bulk import insert_alike
from models.ledger import Batch, Escalation, Message, Notice, Sweep
from models.queries.outbox import held_message
from models.queries.watching import escalated_already
from models.words import MessageKind, MessageState, NoticeState, SubjectKind
from rules.folding import Candidate
from rules.ladders import Step, Subject
from rules.routing import Release
from rules.windows import Window
from services.queue_deliveries import Post, queue_deliveries
from services.watch.briefs import brief_for
from services.watch.plan import PlannedMessage, SweepPlan

Item = tuple[Candidate, Window, Subject]
NOTICES: sa.Table = SQLModel.metadata.tables[str(Notice.__tablename__)]


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


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """Notices that share all but their item and step."""

    items: list[Item]
    state: NoticeState
    contact_id: int | None = None
    message_id: int | None = None
    brief_id: int | None = None
    reason: str | None = None


@dataclass
class Written:
    """What was written, for the sweep's row and the manager."""

    messages: list[Message] = field(default_factory=list)
    held: int = 0
    briefs: int = 0
    escalations: int = 0
    groups: list[NoticeGroup] = field(default_factory=list)
    # What the check did to what waited, each a sentence for the manager.
    news: list[str] = field(default_factory=list)


def write_plan(writing: Writing, plan: SweepPlan) -> Written:
    """Write messages first, then every notice in one statement, then escalations."""
    written = Written()
    for planned in plan.messages.values():
        _write_planned(writing, planned, written)
    written.groups.append(NoticeGroup(plan.folded, NoticeState.FOLDED, reason=FOLDED_BECAUSE))
    written.groups.append(NoticeGroup(plan.missed, NoticeState.MISSED, reason=MISSED_BECAUSE))
    writing.session.flush()
    for group in written.groups:
        _insert_group(writing, group)
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
        queue_deliveries(writing.session, message, post=writing.post, at=goes_at)
    written.messages.append(message)
    return message


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


def digest_of(groups: Iterable[NoticeGroup]) -> str:
    """A digest of the notices a sweep wrote, for its one event in History."""
    digest = hashlib.sha256()
    for group in groups:
        lines = [
            f"{one.subject_id} {one.version} {window.step.rung_id} {window.step.occurrence}"
            for one, window, _ in group.items
        ]
        digest.update("\n".join((group.state.value, str(group.contact_id), *lines)).encode())
    return digest.hexdigest()


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
            items,
            NoticeState.QUEUED,
            contact_id=key.contact_id,
            message_id=message.id if message else None,
            brief_id=brief.id if brief else None,
        )
    )


SUBJECT_KINDS = {Subject.MILESTONE: SubjectKind.MILESTONE, Subject.CHECK: SubjectKind.CHECK}
FOLDED_BECAUSE = "folded into a later step"
MISSED_BECAUSE = "its days passed while nobody looked"


def _insert_group(writing: Writing, group: NoticeGroup) -> None:
    """One statement for each step of the group; the index ``uq_notice_once`` keeps each to one."""
    for alike, items in _alike(group).items():
        insert_alike(
            writing.session,
            NOTICES,
            shared={
                "subject_kind": SUBJECT_KINDS[alike.subject],
                "deadline_version": alike.version,
                "rung_id": alike.step.rung_id,
                "occurrence": alike.step.occurrence,
                "audience": alike.step.audience.value,
                "rehearsal": alike.rehearsal,
                "state": group.state,
                "contact_id": group.contact_id,
                "message_id": group.message_id,
                "brief_id": group.brief_id,
                "sweep_id": writing.sweep.id,
                "decided_on": writing.today,
                "reason": group.reason,
            },
            varying="subject_id",
            numbers=items,
        )


class _Alike(NamedTuple):
    """What notices of one group may differ in, besides their item."""

    step: Step
    subject: Subject
    version: int
    rehearsal: bool


def _alike(group: NoticeGroup) -> dict[_Alike, list[int]]:
    """The group's items by step, version and rehearsal. A window's identity stands for its step
    while they are sorted: hashing a step a hundred thousand times takes its time."""
    found: dict[tuple[int, int, int], list[int]] = {}
    met: dict[int, tuple[Step, Subject]] = {}
    for one, window, subject in group.items:
        met.setdefault(id(window), (window.step, subject))
        found.setdefault((id(window), one.version, one.rehearsal), []).append(one.subject_id)
    alike: dict[_Alike, list[int]] = {}
    for (window_id, version, rehearsal), items in found.items():
        alike.setdefault(_Alike(*met[window_id], version, bool(rehearsal)), []).extend(items)
    return alike


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
