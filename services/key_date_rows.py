"""An inspection's key dates as rows for people: the milestone beside its working."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from models.agencies import Agency
from models.inspections import Inspection
from models.milestones import Milestone
from models.queries.key_dates import rule_milestones_of
from models.words import AgencyKind, MilestoneState
from rules.counts import BeyondKnownHolidays
from rules.key_dates import KeyDate
from rules.status_words import MILESTONE_STATES
from rules.wording import days_left_words, long_date
from rules.working_days import WorkingCalendar
from services.find import key_of
from services.timeline import MEETING, key_dates

ROLE_WORDS = {"dcs": "director of children's services"}
FINISHED = (
    MilestoneState.REPORTED_COMPLETE,
    MilestoneState.EVIDENCE_CHECKED,
    MilestoneState.ACCEPTED,
    MilestoneState.NO_LONGER_NEEDED,
)


@dataclass(frozen=True, slots=True)
class KeyDateRow:
    """One key date. ``due`` is what the milestone carries; ``waiting`` a later count that a person
    has not confirmed yet. ``days_left`` is null where there is no date, where nothing is owed any
    more, and beyond the known bank holidays."""

    key_date: KeyDate
    ref: str
    owner: str
    state: str
    due: date | None
    done_on: date | None
    days_left: int | None
    days_left_words: str
    waiting: date | None

    @property
    def title(self) -> str:
        """What is to be done."""
        return self.key_date.title


def key_date_rows(
    session: Session, inspection: Inspection, *, today: date, calendar: WorkingCalendar
) -> tuple[KeyDateRow, ...]:
    """Every key date with its milestone, by date; those without one last."""
    milestones = rule_milestones_of(session, key_of(inspection.id))
    rows = [
        _row(session, milestones[one.key], one, today=today, calendar=calendar)
        for one in key_dates(session, inspection, calendar=calendar)
        if one.key in milestones
    ]
    return tuple(sorted(rows, key=lambda row: (row.due is None, row.due or date.max)))


def _row(
    session: Session,
    milestone: Milestone,
    key_date: KeyDate,
    *,
    today: date,
    calendar: WorkingCalendar,
) -> KeyDateRow:
    left, words = _days_left(milestone, today=today, calendar=calendar)
    is_open = milestone.state is MilestoneState.OPEN
    differs = is_open and key_date.work_to is not None and key_date.work_to != milestone.due
    return KeyDateRow(
        key_date=key_date,
        ref=milestone.ref,
        owner=_owner(session, milestone),
        state=MILESTONE_STATES[milestone.state],
        due=milestone.due,
        done_on=milestone.done_on,
        days_left=left,
        days_left_words=words,
        waiting=key_date.work_to if differs else None,
    )


def _owner(session: Session, milestone: Milestone) -> str:
    """Who holds it: the committee, the council's role, or another body with its role."""
    if milestone.reading.get(MEETING):
        return str(milestone.reading[MEETING]["body"])
    agency = session.get_one(Agency, milestone.agency_id)
    role = milestone.owner_role
    words = ROLE_WORDS.get(role, role.replace("_", " ")) if role else None
    if agency.kind is AgencyKind.COUNCIL:
        return words or agency.name
    return f"{agency.name}, {words}" if words else agency.name


def _days_left(
    milestone: Milestone, *, today: date, calendar: WorkingCalendar
) -> tuple[int | None, str]:
    if milestone.state in FINISHED:
        done = f"done on {long_date(milestone.done_on)}" if milestone.done_on else "nothing owed"
        return None, done
    if milestone.due is None:
        return None, "no date yet"
    try:
        left = calendar.days_left(milestone.due, today)
    except BeyondKnownHolidays:
        return None, "beyond the known bank holidays"
    return left, days_left_words(left, due=milestone.due, today=today)
