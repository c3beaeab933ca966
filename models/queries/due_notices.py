"""One query a ladder: which steps are due for which items and not yet in the ledger.

The windows travel as rows of the query itself, so that a ladder of any length is one statement.
``rules/chase.py`` states the same rule for one milestone; a property test over random histories
proves the two equal on both databases (docs/decisions, "One query a ladder").
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ColumnExpressionArgument
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col

from models.ledger import Notice
from models.milestones import DeadlineVersion, Milestone
from models.words import MilestoneKind, MilestoneState, NoticeState
from rules.folding import Candidate
from rules.ladders import Subject
from rules.windows import Window, WindowVerdict

STATE_OF_SUBJECT = {
    Subject.MILESTONE: MilestoneState.OPEN,
    Subject.CHECK: MilestoneState.REPORTED_COMPLETE,
}


@dataclass(frozen=True, slots=True)
class BodyDays:
    """Which bodies may be spoken to today; a statutory item is held up by none of it.

    ``open_agencies``: those that are not paused. ``todays_agencies``: those of them whose chosen
    day it is (a council's own team: every day). ``paused_inspections``: whose plan is paused.
    """

    open_agencies: frozenset[int]
    todays_agencies: frozenset[int]
    paused_inspections: frozenset[int] = frozenset()


def due_candidates(
    session: Session,
    *,
    ladder_id: int,
    subject: Subject,
    windows: Sequence[Window],
    today: datetime.date,
    days: BodyDays,
) -> list[Candidate]:
    """Every step of this ladder that is due, or was missed, for an armed item.

    ``ladder_id`` is the stored ladder's row, ``subject`` what that ladder is about. Give the
    result to ``rules.folding.fold``, which says what goes and what is folded.
    """
    if not windows:
        return []
    statement = _statement(
        ladder_id=ladder_id, subject=subject, windows=windows, today=today, days=days
    )
    # The driver's own rows: nothing in them needs converting, and there may be very many.
    cursor = session.connection().execute(statement).cursor
    return list(map(Candidate._make, cursor.fetchall())) if cursor is not None else []


def _statement(
    *,
    ladder_id: int,
    subject: Subject,
    windows: Sequence[Window],
    today: datetime.date,
    days: BodyDays,
) -> sa.Select[tuple[int, int, int, int, int, str, bool, int]]:
    window = _windows_as_rows(windows)
    version, milestone = DeadlineVersion, Milestone
    is_missed = window.c.is_missed == 1
    return (
        sa.select(
            col(version.milestone_id),
            col(version.id),
            col(version.version),
            col(milestone.inspection_id),
            col(milestone.agency_id),
            # Read as plain text: making an enumeration of each row would take half the time.
            sa.type_coerce(col(milestone.kind), sa.String()),
            col(version.rehearsal),
            window.c.number,
        )
        .select_from(window)
        .join(
            version,
            sa.and_(
                col(version.is_current).is_(True),
                col(version.ladder_id) == ladder_id,
                col(version.anchor) >= window.c.anchor_from,
                col(version.anchor) <= window.c.anchor_to,
            ),
        )
        .join(milestone, col(milestone.id) == col(version.milestone_id))
        .where(
            col(version.armed_on) <= today,
            sa.or_(window.c.is_late_when_entered == 0, col(version.anchor) < col(version.armed_on)),
            col(milestone.state) == STATE_OF_SUBJECT[subject],
            sa.or_(is_missed, _may_be_asked(window, today=today, days=days)),
            ~_in_ledger(window, subject=subject),
            sa.or_(window.c.is_gated == 0, _told_below(windows, window, subject=subject)),
        )
    )


def _may_be_asked(window: sa.CTE, *, today: datetime.date, days: BodyDays) -> ColumnElement[bool]:
    """Nobody has answered or acknowledged it, and it is a day for speaking to this body."""
    version, milestone = DeadlineVersion, Milestone
    return sa.and_(
        sa.or_(
            col(version.answered_on).is_(None),
            col(version.answered_on) < window.c.answered_before,
        ),
        sa.or_(
            window.c.is_above == 0,
            col(version.acknowledged_until).is_(None),
            col(version.acknowledged_until) < today,
        ),
        sa.or_(
            col(milestone.kind) == MilestoneKind.STATUTORY,
            sa.and_(
                col(milestone.agency_id).in_(sorted(days.todays_agencies)),
                col(milestone.inspection_id).not_in(sorted(days.paused_inspections)),
            ),
            sa.and_(
                window.c.is_any_day == 1,
                col(milestone.agency_id).in_(sorted(days.open_agencies)),
                col(milestone.inspection_id).not_in(sorted(days.paused_inspections)),
            ),
        ),
    )


def _in_ledger(window: sa.CTE, *, subject: Subject) -> ColumnElement[bool]:
    """The ledger holds this step already; the condition is that of the index ``uq_notice_once``."""
    return sa.exists().where(
        *_notice_of_version(subject),
        col(Notice.rung_id) == window.c.rung_id,
        col(Notice.occurrence) == window.c.occurrence,
        col(Notice.audience) == window.c.audience,
    )


def _told_below(
    windows: Sequence[Window], window: sa.CTE, *, subject: Subject
) -> ColumnElement[bool]:
    """One of the steps that the window waits for was told in time.

    Only ``told`` counts: of an ``unknown`` it is not known that anybody heard it.
    """
    below = _told_rungs_as_rows(windows)
    return sa.exists().where(
        below.c.number == window.c.number,
        *_notice_of_version(subject),
        col(Notice.rung_id) == below.c.rung_id,
        col(Notice.state) == NoticeState.TOLD,
        col(Notice.told_on) <= window.c.told_by,
    )


def _notice_of_version(subject: Subject) -> tuple[ColumnExpressionArgument[bool], ...]:
    return (
        col(Notice.subject_id) == col(DeadlineVersion.milestone_id),
        col(Notice.deadline_version) == col(DeadlineVersion.version),
        col(Notice.subject_kind) == subject.value,
        col(Notice.rehearsal) == col(DeadlineVersion.rehearsal),
        # Written out, because SQLite takes a partial index only for its own literal condition.
        sa.text("notice.state <> 'withdrawn'"),
    )


def _windows_as_rows(windows: Sequence[Window]) -> sa.CTE:
    """The windows as a table of the query. Nothing in it is null: sentinel days stand in."""
    columns = sa.values(
        sa.column("number", sa.Integer),
        sa.column("rung_id", sa.String),
        sa.column("occurrence", sa.Integer),
        sa.column("audience", sa.String),
        sa.column("anchor_from", sa.Date),
        sa.column("anchor_to", sa.Date),
        sa.column("told_by", sa.Date),
        sa.column("answered_before", sa.Date),
        sa.column("is_missed", sa.Integer),
        sa.column("is_gated", sa.Integer),
        sa.column("is_above", sa.Integer),
        sa.column("is_any_day", sa.Integer),
        sa.column("is_late_when_entered", sa.Integer),
        name="due_window",
    )
    return columns.data([_row(number, window) for number, window in enumerate(windows)]).cte()


def _row(number: int, window: Window) -> tuple[object, ...]:
    step = window.step
    return (
        number,
        step.rung_id,
        step.occurrence,
        step.audience.value,
        window.anchor_from,
        window.anchor_to,
        window.told_by,
        window.answered_before,
        int(window.verdict is WindowVerdict.MISSED),
        int(bool(window.told_rungs)),
        int(step.concerns_those_above),
        int(step.any_day),
        int(step.is_late_when_entered),
    )


def _told_rungs_as_rows(windows: Sequence[Window]) -> sa.CTE:
    rows = [
        (number, rung_id) for number, window in enumerate(windows) for rung_id in window.told_rungs
    ]
    columns = sa.values(
        sa.column("number", sa.Integer), sa.column("rung_id", sa.String), name="told_rung"
    )
    # A table of no rows cannot be written; a number that no window has stands for it.
    return columns.data(rows or [(-1, "")]).cte()
