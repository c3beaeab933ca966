"""Giving a milestone its date before it is fixed: reading a timescale, changing a draft."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.milestones import Milestone
from models.plans import Action
from models.words import MilestoneState
from rules.wording import long_date
from services.add_milestone import is_date_fixed
from services.arming import raise_version
from services.errors import Refused
from services.history import Subject, record
from services.past_dates import ask_about_past_dates
from services.rulebook import Rulebook


def set_due(
    session: Session,
    milestone: Milestone,
    *,
    due: date,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
    past_date_confirmed: bool = False,
) -> Milestone:
    """Set the date. Changes before the plan is agreed are not moves and are not counted.

    Raises `Refused` once the first date is fixed (move or correct it then), `NeedsConfirmation`
    for a date in the past.
    """
    if milestone.first_due is not None:
        raise Refused(
            f"The date of {milestone.ref} was fixed ({long_date(milestone.first_due)}). Move it "
            "with a reason and an approval, or correct it if it was a slip."
        )
    if milestone.state is not MilestoneState.OPEN:
        raise Refused(f"{milestone.ref} is not open; only an open item gets a date.")
    ask_about_past_dates({milestone.ref: due}, today=today, past_date_confirmed=past_date_confirmed)
    before = milestone.due
    action = session.get(Action, milestone.action_id) if milestone.action_id else None
    if is_date_fixed(session, milestone, action):
        milestone.first_due = due
    # Whoever gives the date answers the question about the timescale's words.
    milestone.reading = {**milestone.reading, "question": None, "read_by": by}
    raise_version(session, milestone, due=due, today=today, now=now, rulebook=rulebook)
    record(
        session,
        now=now,
        actor=by,
        kind="milestone_date_set",
        subject=Subject("milestone", milestone.id, milestone.inspection_id),
        payload={"ref": milestone.ref, "before": before, "due": due},
    )
    return milestone
