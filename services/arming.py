"""Arming: from when, and by which ladder, a version of a milestone's date may be asked about.

Every change of the date we work to, and every reopening, raises the version by one in the same
transaction. Steps whose day had passed when a version was armed are written into the ledger as
``before_arming`` and never sent, so that neither an import nor going live sends old reminders.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Notice
from models.milestones import DeadlineVersion, Milestone
from models.queries.plans import current_version, live_notices_of
from models.words import MilestoneState, NoticeState, SubjectKind
from rules.counts import BeyondKnownHolidays
from rules.ladders import BeforeArming, Ladder, Subject, rungs_before_arming
from services.close_escalations import close_escalations
from services.find import key_of
from services.liveness import liveness
from services.rulebook import Rulebook
from services.stored_ladders import store_ladder


def raise_version(
    session: Session,
    milestone: Milestone,
    *,
    due: date,
    today: date,
    now: datetime,
    rulebook: Rulebook,
    because: str = "its date was changed",
) -> DeadlineVersion:
    """Give the milestone this date as a new version, and arm it if its body is live.

    ``due`` is the date we work to. What was raised above the lead about the version before is
    closed with ``because``. The first date of a milestone makes its first version.
    """
    before = current_version(session, key_of(milestone.id))
    if before is not None:
        before.is_current = False
        session.add(before)
        close_escalations(session, milestone, today=today, because=because)
    version = DeadlineVersion(
        milestone_id=key_of(milestone.id),
        version=1 if before is None else before.version + 1,
        due=due,
        anchor=due,
        ladder_id=_ladder_id(session, rulebook.ladder_for(milestone), now=now),
    )
    milestone.due, milestone.version = due, version.version
    session.add(milestone)
    session.add(version)
    session.flush()
    arm(session, milestone, today=today, now=now, rulebook=rulebook)
    return version


def arm(
    session: Session, milestone: Milestone, *, today: date, now: datetime, rulebook: Rulebook
) -> bool:
    """Arm the current version today if its body is live; safe to repeat.

    Returns whether it was armed now. What is armed already stays as it is, unless it was armed
    for a rehearsal and the rehearsal is over (or the other way round): then it is armed anew.
    """
    version = current_version(session, key_of(milestone.id))
    live = liveness(session, milestone, today=today)
    if version is None or not live.is_live:
        return False
    if version.armed_on is not None and version.rehearsal == live.rehearsal:
        return False
    ladder = _ladder_in_force(milestone, rulebook)
    version.armed_on, version.rehearsal = today, live.rehearsal
    version.ladder_id = _ladder_id(session, ladder, now=now)
    session.add(version)
    _note_before_arming(session, version, ladder, today=today, rulebook=rulebook)
    return True


def disarm(session: Session, milestone: Milestone, *, today: date, because: str) -> bool:
    """Let nothing more go out about the current version. Returns whether it was armed.

    What is queued is looked at again when it is claimed, and withdrawn then.
    """
    version = current_version(session, key_of(milestone.id))
    close_escalations(session, milestone, today=today, because=because)
    if version is None or version.armed_on is None:
        return False
    version.armed_on = None
    session.add(version)
    return True


def owe_check(
    session: Session,
    milestone: Milestone,
    *,
    reported_on: date,
    today: date,
    now: datetime,
    rulebook: Rulebook,
) -> None:
    """From the day it was reported complete *we* owe the check, on our own ladder.

    The version stays the same; its anchor becomes the reported day. The state must be
    *reported complete* already.
    """
    close_escalations(session, milestone, today=today, because="it was reported complete")
    version = current_version(session, key_of(milestone.id))
    if version is None:
        return
    version.anchor = reported_on
    version.armed_on = None
    version.ladder_id = _ladder_id(session, rulebook.check_ladder, now=now)
    session.add(version)
    arm(session, milestone, today=today, now=now, rulebook=rulebook)


def _ladder_in_force(milestone: Milestone, rulebook: Rulebook) -> Ladder:
    if milestone.state is MilestoneState.REPORTED_COMPLETE:
        return rulebook.check_ladder
    return rulebook.ladder_for(milestone)


def _ladder_id(session: Session, ladder: Ladder, *, now: datetime) -> int:
    return key_of(store_ladder(session, ladder, now=now).id)


def _note_before_arming(
    session: Session,
    version: DeadlineVersion,
    ladder: Ladder,
    *,
    today: date,
    rulebook: Rulebook,
) -> None:
    """Write the steps that were passed into the ledger, unless they stand there already."""
    subject = SubjectKind.CHECK if ladder.subject is Subject.CHECK else SubjectKind.MILESTONE
    noted = {
        (notice.rung_id, notice.occurrence, notice.audience)
        for notice in live_notices_of(
            session, subject_id=version.milestone_id, version=version.version
        )
        if notice.subject_kind is subject and notice.rehearsal == version.rehearsal
    }
    for step in _passed_steps(version, ladder, today=today, rulebook=rulebook):
        if (step.rung_id, step.occurrence, step.audience.value) not in noted:
            session.add(_before_arming(version, step, subject=subject, today=today))
    session.flush()


def _passed_steps(
    version: DeadlineVersion, ladder: Ladder, *, today: date, rulebook: Rulebook
) -> tuple[BeforeArming, ...]:
    try:
        return rungs_before_arming(ladder, rulebook.calendar, anchor=version.anchor, armed_on=today)
    except BeyondKnownHolidays:
        # A date years ahead can be held but not counted; none of its steps has passed.
        return ()


def _before_arming(
    version: DeadlineVersion, step: BeforeArming, *, subject: SubjectKind, today: date
) -> Notice:
    return Notice(
        subject_kind=subject,
        subject_id=version.milestone_id,
        deadline_version=version.version,
        rung_id=step.rung_id,
        occurrence=step.occurrence,
        audience=step.audience.value,
        rehearsal=version.rehearsal,
        state=NoticeState.BEFORE_ARMING,
        decided_on=today,
    )
