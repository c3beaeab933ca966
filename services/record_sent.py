"""Recording that a document was sent outside Longstop, with the proof of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from models.inspections import Inspection
from models.milestones import Milestone
from models.plans import DocumentSent
from models.queries.plans import statutory_milestones_of
from models.words import MilestoneKind, MilestoneState
from rules.wording import listed, long_date
from services.arming import disarm
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record

STILL_OWED = (
    MilestoneState.OPEN,
    MilestoneState.REPORTED_COMPLETE,
    MilestoneState.EVIDENCE_CHECKED,
)


@dataclass(frozen=True, slots=True)
class Sending:
    """``proof`` says what shows that it went (a receipt's words, or a file's name);
    ``proof_sha256`` is the file's hash, if there is a file."""

    document: str
    sent_on: date
    sent_by: str
    sent_to: str
    proof: str
    proof_sha256: str | None = None
    details: dict[str, Any] = field(default_factory=dict)


def record_sent(
    session: Session,
    inspection: Inspection,
    sending: Sending,
    *,
    today: date,
    now: datetime,
    by: str,
    milestone: Milestone | None = None,
) -> tuple[DocumentSent, Milestone]:
    """Record it and close the statutory duty that it meets, as done on the day it was sent.

    Without ``milestone`` it is the only statutory duty of the inspection that is still owed.
    Raises `Refused` without proof, for a day to come, or where the duty must be named.
    """
    _check(sending, today=today)
    duty = milestone or _only_duty(session, inspection)
    if duty.kind is not MilestoneKind.STATUTORY or duty.inspection_id != inspection.id:
        raise Refused(f"{duty.ref} is no statutory duty of {inspection.ref}.")
    if duty.state not in STILL_OWED:
        raise Refused(f"{duty.ref} was met already.")
    row = DocumentSent(
        inspection_id=key_of(inspection.id),
        document=sending.document,
        sent_on=sending.sent_on,
        sent_by=sending.sent_by.strip(),
        sent_to=sending.sent_to.strip(),
        proof=sending.proof.strip(),
        proof_sha256=sending.proof_sha256,
        details=dict(sending.details),
        recorded_at=now,
    )
    session.add(row)
    _meet(session, duty, sending, today=today, by=by)
    session.flush()
    record(
        session,
        now=now,
        actor=by,
        kind="document_sent_outside",
        subject=Subject("document", row.id, inspection.id),
        payload={
            "document": row.document,
            "milestone": duty.ref,
            "due": duty.due,
            "sent_on": row.sent_on,
            "sent_by": row.sent_by,
            "sent_to": row.sent_to,
            "proof": row.proof,
            "proof_sha256": row.proof_sha256,
        },
    )
    return row, duty


def _check(sending: Sending, *, today: date) -> None:
    if sending.sent_on > today:
        raise Refused(f"{long_date(sending.sent_on)} has not come yet. When was it sent?")
    if not sending.sent_by.strip() or not sending.sent_to.strip():
        raise Refused("Say who sent it, and to whom.")
    if not sending.proof.strip():
        raise Refused("Say what proves that it was sent: a receipt, a reply, or a file.")


def _only_duty(session: Session, inspection: Inspection) -> Milestone:
    owed = [
        milestone
        for milestone in statutory_milestones_of(session, key_of(inspection.id))
        if milestone.state in STILL_OWED
    ]
    if not owed:
        raise Refused(f"{inspection.ref} has no statutory duty that is still owed.")
    if len(owed) > 1:
        names = listed([f"{one.ref} ({one.title})" for one in owed], joined_by="or")
        raise Refused(f"{inspection.ref} owes more than one thing by law. Name it: {names}.")
    return owed[0]


def _meet(session: Session, duty: Milestone, sending: Sending, *, today: date, by: str) -> None:
    """The proof is its evidence and no board accepts it: it was owed to the inspectorate."""
    duty.state, duty.state_reason = MilestoneState.ACCEPTED, f"{sending.document} sent"
    duty.reported_on, duty.done_on = today, sending.sent_on
    duty.checked_on, duty.checked_by = today, by
    duty.accepted_on = today
    session.add(duty)
    disarm(session, duty, today=today, because="it was sent")
