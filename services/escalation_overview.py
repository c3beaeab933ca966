"""What was raised above its lead: with whom, since when, and until when it is acknowledged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from models.queries.escalations import EscalationRow, Raised, escalation_rows, raised_to
from models.words import NoticeState
from rules.ladder_words import ROLE_WORDS
from rules.ladders import Audience
from rules.wording import plain_date
from services.watch.resolved import RESOLVED

ABOVE = tuple(audience.value for audience in Audience if audience.is_above_lead)
STATE_WORDS = {
    NoticeState.QUEUED: "waits for a person",
    NoticeState.NOT_RAISED: "not raised",
    NoticeState.UNKNOWN: "not known whether it was sent: check",
    NoticeState.FAILED: "not sent",
}
SETTLED_WORDS = " (that it is settled)"


@dataclass(frozen=True, slots=True)
class EscalationLine:
    """One item that was raised. ``raised_with`` holds a line for each person, in words."""

    ref: str
    inspection: str
    title: str
    body: str
    due: date
    opened_on: date
    raised_with: tuple[str, ...]
    acknowledged_until: date | None
    acknowledged_by: str | None
    acknowledged_reason: str | None
    closed_on: date | None
    closed_because: str | None


def escalation_overview(
    session: Session, *, with_closed: bool = False
) -> tuple[EscalationLine, ...]:
    """What is raised now, or all that ever was; the oldest first."""
    rows = escalation_rows(session, with_closed=with_closed)
    raised: dict[tuple[int, int], list[Raised]] = {}
    for one in raised_to(session, [row.escalation.milestone_id for row in rows], audiences=ABOVE):
        raised.setdefault((one.milestone_id, one.version), []).append(one)
    return tuple(
        _line(row, raised.get((row.escalation.milestone_id, row.escalation.deadline_version), ()))
        for row in rows
    )


def _line(row: EscalationRow, raised: Iterable[Raised]) -> EscalationLine:
    escalation = row.escalation
    return EscalationLine(
        ref=row.milestone.ref,
        inspection=row.inspection.ref,
        title=row.milestone.title,
        body=row.agency.name,
        due=row.version.due,
        opened_on=escalation.opened_on,
        raised_with=tuple(_raised_words(one) for one in raised),
        acknowledged_until=row.version.acknowledged_until,
        acknowledged_by=escalation.acknowledged_by,
        acknowledged_reason=escalation.acknowledged_reason,
        closed_on=escalation.closed_on,
        closed_because=escalation.closed_because,
    )


def _raised_words(one: Raised) -> str:
    role = ROLE_WORDS[Audience(one.audience)]
    whom = f"{one.name}, {role}" if one.name else role
    said = STATE_WORDS.get(NoticeState(one.state), one.state)
    if one.told_on is not None:
        said = f"told on {plain_date(one.told_on)}"
    return f"{whom}: {said}{SETTLED_WORDS if one.rung_id == RESOLVED else ''}"
