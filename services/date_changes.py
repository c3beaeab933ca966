"""Writing down why a date differs from what it was; used by move, correct and recount."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.milestones import DateChange, Milestone
from models.words import DateChangeKind
from services.arming import raise_version
from services.find import key_of
from services.history import Subject, record
from services.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Why:
    """What a change of a date rests on; ``minute`` is the minute's words, if a board decided."""

    kind: DateChangeKind
    reason: str
    approved_by: str | None = None
    minute: str | None = None


def change_date(
    session: Session,
    milestone: Milestone,
    why: Why,
    *,
    due: date,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
) -> DateChange:
    """Record the change, raise the version, and append it to History."""
    change = DateChange(
        milestone_id=key_of(milestone.id),
        kind=why.kind,
        before=milestone.due,
        after=due,
        reason=why.reason.strip(),
        approved_by=why.approved_by,
        minute=why.minute,
        recorded_by=by,
        recorded_at=now,
    )
    session.add(change)
    raise_version(
        session,
        milestone,
        due=due,
        today=today,
        now=now,
        rulebook=rulebook,
        because=_BECAUSE[why.kind],
    )
    record(
        session,
        now=now,
        actor=by,
        kind=f"milestone_{why.kind.value}",
        subject=Subject("milestone", milestone.id, milestone.inspection_id),
        payload={
            "ref": milestone.ref,
            "before": change.before,
            "after": due,
            "reason": change.reason,
            "approved_by": why.approved_by,
            "minute": why.minute,
            "version": milestone.version,
        },
    )
    return change


_BECAUSE = {
    DateChangeKind.MOVE: "its date was moved",
    DateChangeKind.CORRECTION: "its date was corrected",
    DateChangeKind.RECOUNT: "its date was counted again",
}
