"""The duties that a meeting meets, such as that Cabinet notes the letter: met by its minute."""

from __future__ import annotations

from sqlmodel import Session

from models.inspections import Inspection
from models.meetings import Meeting, Minute
from models.milestones import Milestone
from models.queries.key_dates import rule_milestones_of
from services.act import Act
from services.find import key_of
from services.framework_tasks import task_done
from services.minute_words import minute_words
from services.timeline import MEETING


def meet_by_minute(
    session: Session, inspection: Inspection, *, minute: Minute, meeting: Meeting, act: Act
) -> tuple[Milestone, ...]:
    """Close the open duties of the inspection that this meeting decides; the minute is the proof.

    So nobody is reminded of a meeting that was held and minuted.
    """
    wanted = {"day": meeting.held_on.isoformat(), "body": meeting.body}
    return tuple(
        milestone
        for key, milestone in rule_milestones_of(session, key_of(inspection.id)).items()
        if milestone.reading.get(MEETING) == wanted
        and task_done(
            session,
            inspection,
            rule_key=key,
            done_on=meeting.held_on,
            act=act,
            minute=minute_words(minute, meeting),
        )
    )
