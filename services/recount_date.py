"""Counting a statutory date again after the day it is counted from was corrected."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.milestones import DateChange, Milestone
from models.words import DateChangeKind, MilestoneKind, MilestoneState
from services.date_changes import Why, change_date
from services.errors import Refused
from services.rulebook import Rulebook


def recount_date(
    session: Session,
    milestone: Milestone,
    *,
    due: date,
    reason: str,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
) -> DateChange | None:
    """Give a statutory milestone its newly counted date; ``None`` if the count gives the same.

    A date that now lies in the past is not asked about: it follows from the law, not from a
    person's typing. Raises `Refused` for a date that is not statutory, or not open.
    """
    if milestone.kind is not MilestoneKind.STATUTORY:
        raise Refused(f"{milestone.ref} is not a date of law; move or correct it instead.")
    if milestone.state is not MilestoneState.OPEN:
        raise Refused(f"{milestone.ref} is not open any more; its date stays as it was.")
    if due == milestone.due:
        return None
    if milestone.first_due is None:
        milestone.first_due = due
    why = Why(DateChangeKind.RECOUNT, reason)
    return change_date(
        session, milestone, why, due=due, today=today, now=now, by=by, rulebook=rulebook
    )
