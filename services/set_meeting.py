"""Naming the meeting whose day is a key date, such as the Cabinet to which progress returns."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from models.inspections import Inspection
from models.milestones import Milestone
from models.queries.key_dates import rule_milestones_of
from models.queries.meetings import meeting_of
from models.words import MilestoneKind, MilestoneState
from rules.wording import long_date
from services.act import Act
from services.add_meeting import add_meeting
from services.errors import NotFoundError, Refused
from services.find import key_of
from services.framework_tasks import milestone_ref
from services.history import Subject, record
from services.recount import DateSet, recount
from services.timeline import MEETING


def set_meeting(
    session: Session,
    inspection: Inspection,
    *,
    rule_key: str,
    body: str,
    held_on: date,
    act: Act,
    past_date_confirmed: bool = False,
) -> tuple[DateSet, ...]:
    """Let this meeting decide the date of the rule's duty; the meeting is added if it is new.

    ``rule_key`` may be written with hyphens. A changed meeting is a recount, not a move. Raises
    `NotFoundError` for a rule that is no committee's, `NeedsConfirmation` for a day in the past.
    """
    milestone = _committee_milestone(session, inspection, rule_key)
    if milestone.state is not MilestoneState.OPEN:
        raise Refused(f"{milestone.ref} is not open any more; its meeting stays as it was.")
    meeting = meeting_of(session, body=body, held_on=held_on) or add_meeting(
        session, body=body, held_on=held_on, now=act.now, by=act.by
    )
    milestone.reading = {
        **milestone.reading,
        MEETING: {"day": held_on.isoformat(), "body": meeting.body},
    }
    session.add(milestone)
    record(
        session,
        now=act.now,
        actor=act.by,
        kind="meeting_set",
        subject=Subject("milestone", milestone.id, inspection.id),
        payload={"ref": milestone.ref, "body": meeting.body, "held_on": held_on},
    )
    return recount(
        session,
        inspection,
        act=act,
        reason=f"{meeting.body} meets on {long_date(held_on)}",
        past_date_confirmed=past_date_confirmed,
    )


def _committee_milestone(session: Session, inspection: Inspection, rule_key: str) -> Milestone:
    found = {
        key: milestone
        for key, milestone in rule_milestones_of(session, key_of(inspection.id)).items()
        if milestone.kind is MilestoneKind.COMMITTEE
    }
    milestone = found.get(rule_key.strip().lower().replace("-", "_"))
    if milestone is None:
        raise NotFoundError.of("date of a committee", rule_key, map(milestone_ref, found))
    return milestone
