"""Arming or disarming every milestone of an action after the action itself has changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session

from models.milestones import Milestone
from models.plans import Action
from models.queries.plans import milestones_of_action
from services.arming import arm, disarm
from services.find import key_of
from services.liveness import liveness
from services.rulebook import Rulebook


def rearm_action(
    session: Session,
    action: Action,
    *,
    today: date,
    now: datetime,
    rulebook: Rulebook,
) -> int:
    """Bring the action's milestones into step with it. Returns how many were armed now."""
    milestones = milestones_of_action(session, key_of(action.id))
    return sum(
        rearm(session, milestone, today=today, now=now, rulebook=rulebook)
        for milestone in milestones
    )


def rearm(
    session: Session, milestone: Milestone, *, today: date, now: datetime, rulebook: Rulebook
) -> bool:
    """Arm the milestone if it is live today, or else let nothing more go out about it."""
    live = liveness(session, milestone, today=today)
    if live.because is not None:
        disarm(session, milestone, today=today, because=live.because)
        return False
    return arm(session, milestone, today=today, now=now, rulebook=rulebook)


def fix_first_dates(session: Session, milestones: Iterable[Milestone]) -> int:
    """Make the present dates of these milestones the first ones, where none is fixed."""
    fixed = 0
    for milestone in milestones:
        if milestone.first_due is None and milestone.due is not None:
            milestone.first_due = milestone.due
            session.add(milestone)
            fixed += 1
    return fixed
