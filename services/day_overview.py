"""What the operator's page shows of a day: key dates, and what goes out or waits.

Only references, bodies, roles, dates and counts: no finding, no title that a person wrote, no
name of a person, and an embargoed inspection under its code name. It may stand in a run's
record, where anyone who runs the server can read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from models.inspections import Inspection
from models.ledger import Sweep
from models.milestones import Milestone
from models.queries.overview import (
    KeyDateRow,
    MessagesOfDay,
    became_late,
    dated_duties,
    inspection_with_code_name,
    inspections_noticed_by,
    messages_of_day,
)
from models.queries.sweeps import sweep_of
from models.words import ContactRole, MessageKind, MessageState
from rules.counts import BeyondKnownHolidays
from rules.status_words import MILESTONE_STATES, WAITING_FOR_APPROVAL
from rules.wording import days_left_words, long_date
from rules.working_days import WorkingCalendar
from services.embargo import public_title
from services.find import the_inspection
from services.surroundings import surroundings

KEY_DATES_AT_MOST = 40
LATE_AT_MOST = 200
NEWS_AT_MOST = 20

KIND_WORDS = {
    MessageKind.DIGEST: "Update request",
    MessageKind.STATUTORY: "Statutory date",
    MessageKind.INTRODUCTION: "Introduction",
    MessageKind.COURTESY: "Notice before raising",
    MessageKind.ESCALATION: "Raised",
    MessageKind.RESOLVED: "All clear",
    MessageKind.MANAGER_DAILY: "Daily summary",
    MessageKind.DCS_WEEKLY: "Weekly line",
    MessageKind.UPDATE_REQUEST: "Update request by hand",
    MessageKind.CORRECTION: "Correction",
}
ROLE_WORDS = {
    ContactRole.SPOC: "single point of contact",
    ContactRole.DCS: "director of children's services",
}
STATE_WORDS = {
    MessageState.HELD: WAITING_FOR_APPROVAL,
    MessageState.QUEUED: "Going out",
    MessageState.CLOSED: "Dealt with",
    MessageState.CANCELLED: "Cancelled",
}


@dataclass(frozen=True, slots=True)
class KeyDateLine:
    """One dated duty as shown. ``standing`` is the days left, or the day it was done."""

    inspection: str
    ref: str
    what: str
    due: date
    standing: str
    owner: str
    state: str


@dataclass(frozen=True, slots=True)
class GoingLine:
    """How many messages of one kind one role of one body gets."""

    to: str
    kind: str
    number: int
    state: str


@dataclass(frozen=True, slots=True)
class LateItem:
    """A milestone that has become late, by references alone."""

    inspection: str
    ref: str
    due: date


@dataclass(frozen=True, slots=True)
class DayOverview:
    """A day in references. ``late`` is what became late since the day decided before it.

    ``with_news`` names the inspections about whose key dates something was written.
    """

    day: date
    key_dates: tuple[KeyDateLine, ...]
    key_dates_left_out: int
    going: tuple[GoingLine, ...]
    late: tuple[LateItem, ...]
    with_news: tuple[str, ...]


def day_overview(session: Session, *, today: date) -> DayOverview:
    """Read what the operator's page shows of this day. Changes nothing."""
    calendar = surroundings(session).calendar
    rows = dated_duties(session)
    sweep = sweep_of(session, today)
    return DayOverview(
        day=today,
        key_dates=tuple(
            _key_date(row, today=today, calendar=calendar) for row in rows[:KEY_DATES_AT_MOST]
        ),
        key_dates_left_out=max(0, len(rows) - KEY_DATES_AT_MOST),
        going=tuple(_going(line) for line in messages_of_day(session, today)),
        late=_late(session, sweep, today=today),
        with_news=_with_news(session, sweep),
    )


def _key_date(row: KeyDateRow, *, today: date, calendar: WorkingCalendar) -> KeyDateLine:
    milestone, inspection, agency = row
    due = milestone.due or today
    return KeyDateLine(
        inspection=public_name(inspection),
        ref=milestone.ref,
        what=_what(milestone),
        due=due,
        standing=_standing(milestone, due, today=today, calendar=calendar),
        owner=agency.name,
        state=MILESTONE_STATES[milestone.state],
    )


def public_name(inspection: Inspection) -> str:
    """What an inspection is called where anyone may read it: its code name under embargo."""
    return public_title(inspection) if inspection.embargoed else inspection.ref


def inspection_publicly_named(session: Session, name: str) -> Inspection:
    """The inspection with this reference or code name. Raises `NotFoundError` with suggestions."""
    return inspection_with_code_name(session, name) or the_inspection(session, name)


def _what(milestone: Milestone) -> str:
    # A title that came from a framework says what the law asks for. Any other was written by a
    # person, and may say what the inspectors found.
    return milestone.title if milestone.rule_key else f"{milestone.kind.capitalize()} date"


def _standing(milestone: Milestone, due: date, *, today: date, calendar: WorkingCalendar) -> str:
    if milestone.done_on is not None:
        return f"done on {long_date(milestone.done_on)}"
    try:
        left = calendar.days_left(due, today)
    except BeyondKnownHolidays:
        return f"not counted: {long_date(due)} lies beyond the known bank holidays"
    return days_left_words(left, due=due, today=today)


def _going(line: MessagesOfDay) -> GoingLine:
    role = ROLE_WORDS.get(line.role, line.role.replace("_", " "))
    return GoingLine(
        to=f"{line.agency}, {role}",
        kind=KIND_WORDS[line.kind],
        number=line.number,
        state=STATE_WORDS[line.state],
    )


def _late(session: Session, sweep: Sweep | None, *, today: date) -> tuple[LateItem, ...]:
    if sweep is None or sweep.previous_day is None:
        return ()
    found = became_late(session, since=sweep.previous_day, today=today, limit=LATE_AT_MOST)
    return tuple(
        LateItem(public_name(inspection), milestone.ref, milestone.due or today)
        for milestone, inspection in found
    )


def _with_news(session: Session, sweep: Sweep | None) -> tuple[str, ...]:
    if sweep is None or sweep.id is None:
        return ()
    found = inspections_noticed_by(session, sweep.id, limit=NEWS_AT_MOST)
    return tuple(public_name(inspection) for inspection in found)
