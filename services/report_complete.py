"""The first of three steps: the body says it is done, and since when (design section 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.milestones import Evidence, Milestone
from models.words import MilestoneState
from rules.wording import long_date
from services.arming import owe_check
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record
from services.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Completion:
    """``done_on`` is the day it was done, by which lateness is judged; ``reported_on`` the day
    the body said so; ``evidence`` where the proof lies (a reference, not the proof itself)."""

    done_on: date
    reported_on: date
    evidence: str | None = None


def report_complete(
    session: Session,
    milestone: Milestone,
    completion: Completion,
    *,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
    is_batched: bool = False,
) -> Milestone:
    """Note that it is reported complete. The body is not asked any more; *we* owe the check.

    ``is_batched``: the caller writes one event for the whole batch. Raises `Refused` for an item
    that is not open or paused, or a day that has not come.
    """
    check_completion(milestone, completion, today=today)
    milestone.state, milestone.state_reason = MilestoneState.REPORTED_COMPLETE, None
    milestone.reported_on, milestone.done_on = completion.reported_on, completion.done_on
    milestone.paused_until = None
    session.add(milestone)
    if completion.evidence:
        session.add(
            Evidence(
                milestone_id=key_of(milestone.id),
                reference=completion.evidence.strip(),
                offered_on=completion.reported_on,
                recorded_at=now,
            )
        )
    owe_check(
        session,
        milestone,
        reported_on=completion.reported_on,
        today=today,
        now=now,
        rulebook=rulebook,
    )
    if is_batched:
        return milestone
    record(
        session,
        now=now,
        actor=by,
        kind="milestone_reported_complete",
        subject=Subject("milestone", milestone.id, milestone.inspection_id),
        payload={
            "ref": milestone.ref,
            "done_on": completion.done_on,
            "reported_on": completion.reported_on,
            "evidence": completion.evidence,
        },
    )
    return milestone


def check_completion(milestone: Milestone, completion: Completion, *, today: date) -> None:
    """Raise `Refused` for what cannot be reported complete so."""
    if milestone.state not in (MilestoneState.OPEN, MilestoneState.PAUSED):
        raise Refused(f"{milestone.ref} is not open, so it cannot be reported complete again.")
    for day in (completion.done_on, completion.reported_on):
        if day > today:
            raise Refused(f"{long_date(day)} has not come yet. When was it done?")
    if completion.done_on > completion.reported_on:
        raise Refused("It cannot have been reported complete before it was done.")
