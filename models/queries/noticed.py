"""Notices of a message with the items they are about, as they stand now.

A message may have thousands of notices and lists forty. So all of them are read as the few facts
by which they are looked at again, and only those that can be listed with their words. Both are
read as columns: a row as an object that could be changed costs ten times as much.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableMapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.inspections import Inspection
from models.ledger import Notice
from models.milestones import DeadlineVersion, Milestone
from models.plans import Action
from models.queries.subjects import ABOUT_ITEMS
from models.words import MilestoneKind, MilestoneState, NoticeState, SubjectKind


class SeenNotice(NamedTuple):
    """A notice as it stands."""

    id: int
    subject_kind: SubjectKind
    subject_id: int
    deadline_version: int
    rung_id: str
    occurrence: int
    audience: str
    state: NoticeState
    decided_on: date


class SeenMilestone(NamedTuple):
    """The item it is about."""

    id: int
    inspection_id: int
    agency_id: int
    ref: str
    kind: MilestoneKind
    title: str
    state: MilestoneState
    due: date | None
    version: int
    rule_key: str | None
    reported_on: date | None
    state_reason: str | None


class SeenDate(NamedTuple):
    """The version of its date that counts now."""

    version: int
    due: date
    anchor: date
    ladder_id: int
    armed_on: date | None
    answered_on: date | None
    acknowledged_until: date | None


class SeenAction(NamedTuple):
    """What the plan says of it."""

    timescale_text: str | None
    success_measure: str | None


class NoticedItem(NamedTuple):
    """One notice with its item; ``action`` is None for a duty that is in no plan."""

    notice: SeenNotice
    milestone: SeenMilestone
    version: SeenDate
    action: SeenAction | None
    inspection: Inspection


class Facts(NamedTuple):
    """What decides whether a notice may still go, and where it stands in its message.

    Notices that are alike in it share one decision; a large message has a handful of them.
    """

    notice_state: NoticeState
    subject_kind: SubjectKind
    rung_id: str
    occurrence: int
    notice_version: int
    decided_on: date
    kind: MilestoneKind
    item_state: MilestoneState
    inspection_id: int
    version: int
    due: date
    anchor: date
    ladder_id: int
    armed_on: date | None
    answered_on: date | None
    acknowledged_until: date | None


Inspections = MutableMapping[int, Inspection]

NOTICE, MILESTONE, VERSION = SeenNotice._fields, SeenMilestone._fields, SeenDate._fields
N, M, V = len(NOTICE), len(MILESTONE), len(VERSION)
ITEM_COLUMNS = (
    *(getattr(Notice, name) for name in NOTICE),
    *(getattr(Milestone, name) for name in MILESTONE),
    *(getattr(DeadlineVersion, name) for name in VERSION),
    Action.id,
    Action.timescale_text,
    Action.success_measure,
)
FACT_COLUMNS = (
    Notice.state,
    Notice.subject_kind,
    Notice.rung_id,
    Notice.occurrence,
    Notice.deadline_version,
    Notice.decided_on,
    Milestone.kind,
    Milestone.state,
    Milestone.inspection_id,
    DeadlineVersion.version,
    DeadlineVersion.due,
    DeadlineVersion.anchor,
    DeadlineVersion.ladder_id,
    DeadlineVersion.armed_on,
    DeadlineVersion.answered_on,
    DeadlineVersion.acknowledged_until,
)


def noticed_items(
    session: Session, message_id: int, *, known: Inspections | None = None
) -> list[NoticedItem]:
    """Every notice of a message about an item, with the item as it stands now.

    ``known`` are inspections that were read already; it is added to.
    """
    return _items(session, ITEMS, {"message": message_id}, known=known)


def noticed_items_of_brief(session: Session, brief_id: int) -> list[NoticedItem]:
    """The same for the notices that a brief was prepared for."""
    of_brief = FROM_ITEMS.where(col(Notice.brief_id) == brief_id)
    return _items(session, of_brief, {})


def noticed_items_numbered(
    session: Session, notice_ids: Collection[int], *, known: Inspections | None = None
) -> list[NoticedItem]:
    """The same for the notices with these numbers."""
    return _items(session, NUMBERED, {"numbers": list(notice_ids)}, known=known)


def first_noticed_items(
    session: Session, message_id: int, *, at_most: int | None, known: Inspections | None = None
) -> list[NoticedItem]:
    """At most so many of a message's notices: the whole message, unless it has more."""
    if at_most is None:
        return noticed_items(session, message_id, known=known)
    asked = {"message": message_id, "at_most": at_most}
    return _items(session, FIRST_ITEMS, asked, known=known)


def as_seen(
    notice: Notice,
    milestone: Milestone,
    version: DeadlineVersion,
    action: Action | None,
    inspection: Inspection,
) -> NoticedItem:
    """A notice that may not be stored yet, with its item, as if it had been read."""
    return NoticedItem(
        SeenNotice._make(getattr(notice, name) for name in NOTICE),
        SeenMilestone._make(getattr(milestone, name) for name in MILESTONE),
        SeenDate._make(getattr(version, name) for name in VERSION),
        SeenAction(action.timescale_text, action.success_measure) if action else None,
        inspection,
    )


def facts_of_message(session: Session, message_id: int) -> dict[Facts, list[tuple[int, int]]]:
    """A message's notices by their facts: for each (number of its item, its own number)."""
    cursor = session.connection().execute(FACTS, {"message": message_id}).cursor
    found: dict[tuple[Any, ...], list[tuple[int, int]]] = {}
    # The driver's own rows: there may be thousands, of which only the kinds need converting.
    for row in cursor.fetchall() if cursor is not None else ():
        found.setdefault(row[2:], []).append((row[0], row[1]))
    return {_facts(values): numbers for values, numbers in found.items()}


def notices_numbered(session: Session, numbers: Collection[int]) -> dict[int, Notice]:
    """These notices by number, to be changed."""
    rows = session.exec(select(Notice).where(col(Notice.id).in_(numbers)))
    return {notice.id or 0: notice for notice in rows}


def from_notices(columns: Sequence[Any]) -> sa.Select[Any]:
    """Columns of notices about items, of each item, and of the version of its date that counts."""
    return (
        sa.select(*columns)
        .select_from(Notice)
        .join(Milestone, col(Milestone.id) == col(Notice.subject_id))
        .join(
            DeadlineVersion,
            sa.and_(
                col(DeadlineVersion.milestone_id) == col(Milestone.id),
                col(DeadlineVersion.is_current).is_(True),
            ),
        )
    )


FACTS = from_notices((Milestone.id, Notice.id, *FACT_COLUMNS)).where(
    col(Notice.message_id) == sa.bindparam("message"),
    col(Notice.subject_kind).in_(ABOUT_ITEMS),
)


FROM_ITEMS = (
    from_notices(ITEM_COLUMNS)
    .outerjoin(Action, col(Action.id) == col(Milestone.action_id))
    .where(col(Notice.subject_kind).in_(ABOUT_ITEMS))
    .order_by(col(Notice.id))
)
# Made once: a statement made anew for each message takes longer than the database.
ITEMS = FROM_ITEMS.where(col(Notice.message_id) == sa.bindparam("message"))
FIRST_ITEMS = ITEMS.limit(sa.bindparam("at_most"))
NUMBERED = FROM_ITEMS.where(col(Notice.id).in_(sa.bindparam("numbers", expanding=True)))


def _items(
    session: Session,
    statement: sa.Select[Any],
    asked: Mapping[str, Any],
    *,
    known: Inspections | None = None,
) -> list[NoticedItem]:
    rows = session.connection().execute(statement, asked).all()
    place = N + MILESTONE.index("inspection_id")
    inspections = _inspections(session, {row[place] for row in rows}, known=known)
    return [_item(row, inspections[row[place]]) for row in rows]


def _item(row: Sequence[Any], inspection: Inspection) -> NoticedItem:
    return NoticedItem(
        SeenNotice._make(row[:N]),
        SeenMilestone._make(row[N : N + M]),
        SeenDate._make(row[N + M : N + M + V]),
        SeenAction._make(row[-2:]) if row[-3] is not None else None,
        inspection,
    )


def _inspections(
    session: Session, numbers: Collection[int], *, known: Inspections | None
) -> Inspections:
    """These inspections by number; what is not known yet is read and added."""
    found: Inspections = {} if known is None else known
    missing = [number for number in numbers if number not in found]
    if missing:
        rows = session.exec(select(Inspection).where(col(Inspection.id).in_(missing)))
        found.update((row.id or 0, row) for row in rows)
    return found


def _facts(values: Sequence[Any]) -> Facts:
    """The driver's values as ours: SQLite gives days as text, Postgres as days."""
    raw = Facts._make(values)
    return raw._replace(
        notice_state=NoticeState(raw.notice_state),
        subject_kind=SubjectKind(raw.subject_kind),
        kind=MilestoneKind(raw.kind),
        item_state=MilestoneState(raw.item_state),
        **{name: _day(getattr(raw, name)) for name in DAYS},
    )


DAYS = ("decided_on", "due", "anchor", "armed_on", "answered_on", "acknowledged_until")


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value
