"""Telling a body, shortly, that what we had recorded of its words was corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Agency, Contact
from models.inspections import Inspection
from models.ledger import Message, Notice
from models.milestones import Milestone, Update
from models.queries.agencies import effective_agency
from models.words import (
    AgencyKind,
    ContactRole,
    MessageKind,
    MessageState,
    NoticeState,
    SubjectKind,
    UpdateChannel,
)
from rules.routing import Mode
from services.by_hand.whom import CannotBeTold, holder_of_role
from services.find import key_of
from services.find_message import person_words
from services.queue_deliveries import post_of, queue_deliveries
from services.situation import Situation, read_situation
from services.surroundings import Surroundings, surroundings

CORRECTION = "correction"
WAITS = "This body's messages wait for approval."
PAUSED = "Requests to this body are paused: approve it when they go on."


@dataclass(frozen=True, slots=True)
class CorrectionTold:
    """What became of it. ``because`` says why nobody is told, None where somebody is.

    ``leaves_at`` is when it may leave, None while it waits for approval.
    """

    message: int | None = None
    to: str | None = None
    leaves_at: datetime | None = None
    because: str | None = None


def tell_correction(
    session: Session, corrected: Update, *, today: date, now: datetime
) -> CorrectionTold:
    """Queue the mail about a correction, to the body's single point of contact and deputy.

    As far as the body is told: nothing while it is quiet, to the manager in rehearsal, held where
    its messages wait for approval. What the manager had noted alone were no words of the body.
    Whoever recorded the correction writes its History.
    """
    before = session.get_one(Update, corrected.corrects_id)
    milestone = session.get_one(Milestone, corrected.milestone_id)
    around = surroundings(session)
    situation = read_situation(session, today=today, previous_day=None, calendar=around.sending)
    body = effective_agency(session, before.agency_id, on=today)
    mode = situation.mode_of(inspection_id=milestone.inspection_id, agency_id=before.agency_id)
    because = _why_nobody(session, before, milestone, body, mode)
    if because is not None:
        return CorrectionTold(because=because)
    try:
        contact = holder_of_role(body, ContactRole.SPOC, situation)
    except CannotBeTold as trouble:
        return CorrectionTold(because=str(trouble).removesuffix("."))
    held_because = _why_held(milestone, body, mode, situation)
    message = _message(corrected, contact, mode, held_because, today=today, now=now)
    return _queued(session, corrected, milestone, message, situation, around)


def _why_nobody(
    session: Session, before: Update, milestone: Milestone, body: Agency, mode: Mode
) -> str | None:
    if before.channel is UpdateChannel.MANAGER:
        return "it was a note of our own"
    if body.kind is AgencyKind.OUTSIDE:
        return f"{body.name} is an outside body and is never written to"
    if mode is Mode.QUIET:
        inspection = session.get_one(Inspection, milestone.inspection_id)
        return f"{body.name} is quiet in {inspection.ref}"
    return None


def _why_held(milestone: Milestone, body: Agency, mode: Mode, situation: Situation) -> str | None:
    days = situation.days
    if mode is Mode.REHEARSAL:
        return None
    if body.id not in days.open_agencies or milestone.inspection_id in days.paused_inspections:
        return PAUSED
    return WAITS if mode is Mode.PREPARED else None


def _message(
    corrected: Update,
    contact: Contact,
    mode: Mode,
    held_because: str | None,
    *,
    today: date,
    now: datetime,
) -> Message:
    return Message(
        contact_id=key_of(contact.id),
        kind=MessageKind.CORRECTION,
        grouping=f"{CORRECTION}:{corrected.id}",
        london_date=today,
        state=MessageState.QUEUED if held_because is None else MessageState.HELD,
        rehearsal=mode is Mode.REHEARSAL,
        held_because=held_because,
        created_at=now,
    )


def _queued(
    session: Session,
    corrected: Update,
    milestone: Milestone,
    message: Message,
    situation: Situation,
    around: Surroundings,
) -> CorrectionTold:
    session.add(message)
    session.flush()
    session.add(
        Notice(
            subject_kind=SubjectKind.UPDATE,
            subject_id=key_of(corrected.id),
            deadline_version=milestone.version,
            rung_id=CORRECTION,
            audience="lead",
            rehearsal=message.rehearsal,
            state=NoticeState.QUEUED,
            contact_id=message.contact_id,
            message_id=message.id,
            decided_on=message.london_date,
        )
    )
    leaves_at = None
    if message.state is MessageState.QUEUED:
        post = post_of(situation, around, at=message.created_at)
        leaves_at = queue_deliveries(session, message, post=post)[0].not_before
    session.flush()
    return CorrectionTold(key_of(message.id), person_words(session, message.contact_id), leaves_at)
