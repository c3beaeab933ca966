"""Acknowledging what was raised: it pauses, with a reason, for a few working days (design 6.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Escalation
from models.milestones import DeadlineVersion, Milestone
from models.queries.escalations import open_escalation
from models.queries.history import events_about
from models.queries.plans import current_version
from models.words import MilestoneKind
from rules.wording import counted, long_date
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record
from services.opening import london_date
from services.surroundings import Surroundings, surroundings

ACKNOWLEDGED = "escalation_acknowledged"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Until when (that day included) nothing is raised, and why not longer if it was cut."""

    until: date
    cut_because: str | None = None


def acknowledge_escalation(
    session: Session,
    milestone: Milestone,
    *,
    reason: str,
    by: str,
    today: date,
    now: datetime,
    working_days: int | None = None,
    recorder: str | None = None,
) -> Acknowledged:
    """Acknowledge the item's open escalation, so that no further step above the lead goes.

    Counted from tomorrow; the council's usual number of ``working_days`` unless given. The whole
    pause, renewals included, is bounded by the council's most, and never passes a statutory date.
    Then the next step follows after its wait; none is jumped over. ``recorder`` is who enters
    it, where that is not ``by``. Raises `Refused` if nothing is
    raised, or no pause is left.
    """
    why = reason.strip()
    if not why:
        raise Refused("Say why it is paused: the board may ask.")
    version = current_version(session, key_of(milestone.id))
    escalation = (
        open_escalation(session, key_of(milestone.id), version=version.version) if version else None
    )
    if version is None or escalation is None:
        raise Refused(
            f"Item {milestone.ref} is not raised above its lead: there is nothing to acknowledge."
        )
    done = _until(session, milestone, version, escalation, wanted=working_days, today=today)
    version.acknowledged_until = done.until
    escalation.acknowledged_by, escalation.acknowledged_reason = by, why
    session.add(version)
    session.add(escalation)
    record(
        session,
        now=now,
        actor=recorder or by,
        kind=ACKNOWLEDGED,
        subject=Subject("escalation", escalation.id, milestone.inspection_id),
        payload={"milestone": milestone.ref, "by": by, "until": done.until, "reason": why},
    )
    return done


def _until(
    session: Session,
    milestone: Milestone,
    version: DeadlineVersion,
    escalation: Escalation,
    *,
    wanted: int | None,
    today: date,
) -> Acknowledged:
    around = surroundings(session)
    rule = around.council.raised
    days = rule.acknowledged_for if wanted is None else wanted
    if not 1 <= days <= rule.acknowledged_at_most:
        raise Refused(
            f"It can be paused for 1 to {counted(rule.acknowledged_at_most, 'working day')}, "
            f"not for {days}."
        )
    done = Acknowledged(around.calendar.working_days_after(today, days).result)
    latest = _latest_by_earlier_ones(session, escalation, around)
    if latest is not None and latest <= today:
        raise Refused(
            f"Item {milestone.ref} was paused for "
            f"{counted(rule.acknowledged_at_most, 'working day')} already, the most there is. "
            "The next step follows."
        )
    if latest is not None and latest < done.until:
        done = Acknowledged(latest, "it was acknowledged before, and that is the most there is")
    return _not_past_the_law(milestone, version, done, today=today)


def _latest_by_earlier_ones(
    session: Session, escalation: Escalation, around: Surroundings
) -> date | None:
    """The day by which the pause ends at the latest, counted from the first acknowledgement."""
    earlier = [
        event
        for event in events_about(session, subject_kind="escalation", subject_id=escalation.id or 0)
        if event.kind == ACKNOWLEDGED
    ]
    if not earlier:
        return None
    most = around.council.raised.acknowledged_at_most
    return around.calendar.working_days_after(london_date(earlier[0].at), most).result


def _not_past_the_law(
    milestone: Milestone, version: DeadlineVersion, done: Acknowledged, *, today: date
) -> Acknowledged:
    if milestone.kind is not MilestoneKind.STATUTORY or done.until <= version.due:
        return done
    if version.due < today:
        raise Refused(
            f"Item {milestone.ref} is a statutory date that passed on {long_date(version.due)}; "
            "it cannot be paused."
        )
    return Acknowledged(version.due, "no pause passes a statutory date")
