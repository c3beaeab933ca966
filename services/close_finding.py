"""Closing a finding by a board's minute, and opening it again."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.findings import Finding
from models.meetings import Meeting, Minute
from rules.finding_state import FindingState
from services.child_level import refuse_child_detail
from services.errors import Refused
from services.finding_standing import standing_of
from services.history import Subject, record
from services.minute_words import minute_words


def close_finding(
    session: Session,
    finding: Finding,
    *,
    minute: Minute,
    meeting: Meeting,
    what_is_different: str,
    today: date,
    now: datetime,
    by: str,
    no_child_confirmed: bool = False,
) -> Finding:
    """Close the finding: a board said so, and what is different for children is written down.

    Raises `Refused` while its actions are not all accepted as complete, or without the words.
    """
    refuse_child_detail(
        {"what is different": what_is_different}, no_child_confirmed=no_child_confirmed
    )
    if not what_is_different.strip():
        raise Refused("Say what is different for children now; a finding is not closed without it.")
    if meeting.held_on > today:
        raise Refused("That meeting has not been held yet.")
    state = standing_of(session, finding).state
    if state is not FindingState.ACTIONS_COMPLETE:
        raise Refused(
            f"Finding {finding.ref} is {state.words.lower()}. "
            "It can be closed once all its actions are accepted as complete."
        )
    finding.closed_on = meeting.held_on
    finding.closed_by_minute = minute_words(minute, meeting)
    finding.what_is_different = what_is_different.strip()
    session.add(finding)
    record(
        session,
        now=now,
        actor=by,
        kind="finding_closed",
        subject=Subject("finding", finding.id, finding.inspection_id),
        payload={
            "ref": finding.ref,
            "minute": finding.closed_by_minute,
            "what_is_different": finding.what_is_different,
        },
    )
    return finding


def reopen_finding(
    session: Session, finding: Finding, *, reason: str, today: date, now: datetime, by: str
) -> Finding:
    """Open a closed finding again; who closed it, and why, stays in History."""
    if finding.closed_on is None:
        raise Refused(f"Finding {finding.ref} is not closed.")
    if not reason.strip():
        raise Refused("Say why the finding is opened again.")
    refuse_child_detail({"the reason": reason}, no_child_confirmed=False)
    before = finding.closed_by_minute
    finding.closed_on, finding.closed_by_minute = None, None
    finding.reopened_on = today
    session.add(finding)
    record(
        session,
        now=now,
        actor=by,
        kind="finding_reopened",
        subject=Subject("finding", finding.id, finding.inspection_id),
        payload={"ref": finding.ref, "closed_before_by": before, "reason": reason.strip()},
    )
    return finding
