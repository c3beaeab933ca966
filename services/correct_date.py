"""Correcting a date that was a slip or misread. A correction is not a move and not counted."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.milestones import DateChange, Milestone
from models.words import DateChangeKind, MilestoneKind, MilestoneState
from rules.wording import long_date
from services.child_level import refuse_child_detail
from services.date_changes import Why, change_date
from services.errors import Refused
from services.past_dates import ask_about_past_dates
from services.rulebook import Rulebook


def correct_date(
    session: Session,
    milestone: Milestone,
    *,
    due: date,
    reason: str,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
    past_date_confirmed: bool = False,
    no_child_confirmed: bool = False,
) -> DateChange:
    """Correct the date. If it was never moved, the first date was the slip and is corrected too;
    what stood there before stays in the change. Raises `Refused` for a statutory date."""
    _check(milestone, due=due, reason=reason)
    ask_about_past_dates({milestone.ref: due}, today=today, past_date_confirmed=past_date_confirmed)
    refuse_child_detail({"the reason": reason}, no_child_confirmed=no_child_confirmed)
    if milestone.moves == 0 and milestone.first_due is not None:
        milestone.first_due = due
    why = Why(DateChangeKind.CORRECTION, reason)
    return change_date(
        session, milestone, why, due=due, today=today, now=now, by=by, rulebook=rulebook
    )


def _check(milestone: Milestone, *, due: date, reason: str) -> None:
    if milestone.kind is MilestoneKind.STATUTORY:
        raise Refused(
            f"{milestone.ref} is a date of law. Correct the day from which it is counted; the "
            "date is then counted again."
        )
    if milestone.state not in (MilestoneState.OPEN, MilestoneState.PAUSED):
        raise Refused(f"{milestone.ref} is not open; only an open item's date can be corrected.")
    if not reason.strip():
        raise Refused("Say what was wrong with the date.")
    if due == milestone.due:
        raise Refused(f"{milestone.ref} is due on {long_date(due)} already.")
