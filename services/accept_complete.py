"""The third step: a board accepts the item as complete, by minute."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.meetings import Meeting, Minute
from models.milestones import Milestone
from models.words import MilestoneState
from services.errors import Refused
from services.history import Subject, record
from services.minute_words import minute_words


def accept_complete(
    session: Session,
    milestone: Milestone,
    *,
    minute: Minute,
    meeting: Meeting,
    today: date,
    now: datetime,
    by: str,
) -> Milestone:
    """Accept the item as complete on the day of the meeting.

    Raises `Refused` unless the evidence was checked before; the steps cannot be skipped.
    """
    if milestone.state is not MilestoneState.EVIDENCE_CHECKED:
        raise Refused(
            f"The evidence of {milestone.ref} is not checked yet. "
            "A board accepts only what was checked."
        )
    if meeting.held_on > today:
        raise Refused("That meeting has not been held yet.")
    milestone.state = MilestoneState.ACCEPTED
    milestone.accepted_on = meeting.held_on
    milestone.accepted_by_minute = minute_words(minute, meeting)
    session.add(milestone)
    record(
        session,
        now=now,
        actor=by,
        kind="milestone_accepted",
        subject=Subject("milestone", milestone.id, milestone.inspection_id),
        payload={"ref": milestone.ref, "minute": milestone.accepted_by_minute},
    )
    return milestone
