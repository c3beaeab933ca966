"""Moving an agreed date: with a reason and an approval, counted, the first date kept."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Move:
    """``approved_by`` is the person or board that agreed; ``minute`` the minute's words."""

    due: date
    reason: str
    approved_by: str
    minute: str | None = None


def move_milestone(
    session: Session,
    milestone: Milestone,
    move: Move,
    *,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
    past_date_confirmed: bool = False,
    no_child_confirmed: bool = False,
) -> DateChange:
    """Move the date and count the move. Raises `Refused` for a statutory date, a date that is
    not fixed yet, an item that is not open, or a move without a reason or an approval."""
    _check(milestone, move)
    ask_about_past_dates(
        {milestone.ref: move.due}, today=today, past_date_confirmed=past_date_confirmed
    )
    refuse_child_detail({"the reason": move.reason}, no_child_confirmed=no_child_confirmed)
    milestone.moves += 1
    why = Why(DateChangeKind.MOVE, move.reason, move.approved_by, move.minute)
    return change_date(
        session, milestone, why, due=move.due, today=today, now=now, by=by, rulebook=rulebook
    )


def _check(milestone: Milestone, move: Move) -> None:
    if milestone.kind is MilestoneKind.STATUTORY:
        raise Refused(
            f"{milestone.ref} is a date of law and is never moved. If the day from which it is "
            "counted was wrong, correct that: the date is then counted again."
        )
    if milestone.first_due is None:
        raise Refused(
            f"The date of {milestone.ref} is not fixed before the plan is agreed. "
            "Set it instead; that is no move."
        )
    if milestone.state not in (MilestoneState.OPEN, MilestoneState.PAUSED):
        raise Refused(f"{milestone.ref} is not open; only an open item's date can be moved.")
    if not move.reason.strip() or not move.approved_by.strip():
        raise Refused("A move needs a reason and the name of whoever approved it.")
    if move.due == milestone.due:
        raise Refused(f"{milestone.ref} is due on {long_date(move.due)} already.")
