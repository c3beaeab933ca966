"""What a replay ends with, read from the rows like everything else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlmodel import Session

from models.inspections import Inspection
from models.queries.inspections import letter_findings_of
from models.queries.plans import milestones_of
from models.queries.who_was_told import ToldRow, told_rows
from models.words import FindingKind, MessageKind, MilestoneState
from rules.finding_state import FindingState
from rules.status_words import MILESTONE_STATES
from services.compose.reader import role_words
from services.escalation_overview import EscalationLine, escalation_overview
from services.find import key_of
from services.finding_standing import standings

WHY = {
    MessageKind.DIGEST: "Update request",
    MessageKind.STATUTORY: "Statutory date",
    MessageKind.INTRODUCTION: "Introduction",
    MessageKind.COURTESY: "Notice before raising",
    MessageKind.ESCALATION: "Raised",
    MessageKind.RESOLVED: "All-clear",
    MessageKind.MANAGER_DAILY: "Daily message",
    MessageKind.DCS_WEEKLY: "Weekly line",
}


@dataclass(frozen=True, slots=True)
class ToldLine:
    """How many messages one person got for one reason. ``example`` is the newest's number."""

    person: str
    role: str
    body: str
    why: str
    number: int
    example: int


@dataclass(frozen=True, slots=True)
class ReplaySummary:
    """``letter`` counts findings by kind; ``items`` the plan's items by state, in words."""

    letter: dict[str, int]
    closed_findings: int
    items: dict[str, int]
    moves: int
    told: tuple[ToldLine, ...]
    raised: tuple[EscalationLine, ...]


def summary_of(session: Session, inspection: Inspection) -> ReplaySummary:
    """What became of the inspection up to the present day of its demonstration."""
    number = key_of(inspection.id)
    findings = letter_findings_of(session, number)
    items = [one for one in milestones_of(session, number) if one.rule_key is None]
    states = Counter(MilestoneState(one.state) for one in items)
    return ReplaySummary(
        letter={
            "strengths": sum(one.kind is FindingKind.STRENGTH for one in findings),
            "areas for improvement": sum(
                one.kind is FindingKind.AREA_FOR_IMPROVEMENT for one in findings
            ),
        },
        closed_findings=sum(one.state is FindingState.CLOSED for one in standings(session, number)),
        items={
            MILESTONE_STATES[state.value]: states[state]
            for state in MilestoneState
            if states[state]
        },
        moves=sum(one.moves for one in items),
        told=tuple(_told(row) for row in told_rows(session)),
        raised=escalation_overview(session, with_closed=True),
    )


def _told(row: ToldRow) -> ToldLine:
    return ToldLine(
        person=row.name,
        role=role_words(row.role),
        body=row.body,
        why=_why(row),
        number=row.number,
        example=row.latest,
    )


def _why(row: ToldRow) -> str:
    why = WHY[MessageKind(row.kind)]
    if row.introduces and row.kind is not MessageKind.INTRODUCTION:
        why = f"{why}, with introduction"
    return f"{why} (copy)" if row.is_copy else why
