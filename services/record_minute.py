"""Recording a minute of a meeting: what moves, acceptances and closures cite."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.inspections import Inspection
from models.meetings import Meeting, Minute
from models.queries.meetings import minutes_of
from rules.wording import long_date
from services.act import Act
from services.child_level import refuse_child_detail
from services.committee_duties import meet_by_minute
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record
from services.minute_words import minute_words
from services.rulebook import standing_rulebook


@dataclass(frozen=True, slots=True)
class NewMinute:
    """``paper`` is the report it is about, ``resolution`` what was resolved, in its words."""

    number: str
    title: str
    resolution: str
    paper: str | None = None


def record_minute(
    session: Session,
    meeting: Meeting,
    order: NewMinute,
    *,
    today: date,
    now: datetime,
    by: str,
    inspection: Inspection | None = None,
    no_child_confirmed: bool = False,
) -> Minute:
    """Record the minute; it meets the inspection's duties that the meeting decides.

    Raises `Refused` before the meeting, or for a number that is taken.
    """
    refuse_child_detail(
        {"the title": order.title, "the resolution": order.resolution},
        no_child_confirmed=no_child_confirmed,
    )
    if meeting.held_on > today:
        raise Refused(
            f"{meeting.body} meets on {long_date(meeting.held_on)}; it has no minute yet."
        )
    if not order.number.strip() or not order.resolution.strip():
        raise Refused("A minute needs a number and a resolution.")
    taken = {minute.number.lower() for minute in minutes_of(session, key_of(meeting.id))}
    if order.number.strip().lower() in taken:
        raise Refused(f"Minute {order.number} of that meeting is recorded already.")
    minute = Minute(
        meeting_id=key_of(meeting.id),
        inspection_id=inspection.id if inspection else None,
        number=order.number.strip(),
        title=order.title.strip(),
        paper=order.paper,
        resolution=order.resolution.strip(),
    )
    session.add(minute)
    session.flush()
    record(
        session,
        now=now,
        actor=by,
        kind="minute_recorded",
        subject=Subject("minute", minute.id, minute.inspection_id),
        payload={
            "minute": minute_words(minute, meeting),
            "title": minute.title,
            "paper": minute.paper,
            "resolution": minute.resolution,
        },
    )
    if inspection is not None:
        act = Act(by=by, today=today, now=now, rulebook=standing_rulebook())
        meet_by_minute(session, inspection, minute=minute, meeting=meeting, act=act)
    return minute
