"""The second step: somebody of ours looks at the proof, and says what they saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.milestones import Evidence, Milestone
from models.queries.plans import evidence_of
from models.words import MilestoneState
from services.arming import disarm
from services.child_level import refuse_child_detail
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record
from services.reopen_item import reopen_item
from services.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reason`` is needed where the evidence is refused; it is what the body is told.

    ``reference`` names the proof where the body gave none, or another one was looked at.
    """

    is_accepted: bool
    reason: str = ""
    reference: str | None = None


def check_evidence(
    session: Session,
    milestone: Milestone,
    verdict: Verdict,
    *,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
    no_child_confirmed: bool = False,
) -> Evidence:
    """Accept the evidence, or refuse it: then the item is open again and is asked about anew.

    Raises `Refused` if the item is not reported complete, no proof is named, or a refusal has
    no reason.
    """
    texts = {"the reason": verdict.reason, "the reference": verdict.reference}
    refuse_child_detail(texts, no_child_confirmed=no_child_confirmed)
    _check(milestone, verdict)
    evidence = _evidence_looked_at(session, milestone, verdict, today=today, now=now)
    evidence.accepted = verdict.is_accepted
    evidence.verdict_reason = verdict.reason.strip() or None
    evidence.checked_by, evidence.checked_on = by, today
    session.add(evidence)
    if verdict.is_accepted:
        _accept(session, milestone, today=today, by=by)
    else:
        because = f"its evidence was refused: {verdict.reason.strip()}"
        reopen_item(session, milestone, because=because, today=today, now=now, rulebook=rulebook)
    record(
        session,
        now=now,
        actor=by,
        kind="evidence_accepted" if verdict.is_accepted else "evidence_refused",
        subject=Subject("milestone", milestone.id, milestone.inspection_id),
        payload={
            "ref": milestone.ref,
            "evidence": evidence.reference,
            "reason": evidence.verdict_reason,
            "version": milestone.version,
        },
    )
    return evidence


def _check(milestone: Milestone, verdict: Verdict) -> None:
    if milestone.state is not MilestoneState.REPORTED_COMPLETE:
        raise Refused(f"{milestone.ref} is not reported complete, so there is nothing to check.")
    if not verdict.is_accepted and not verdict.reason.strip():
        raise Refused("Say why the evidence is refused: the body must know what to bring instead.")


def _evidence_looked_at(
    session: Session, milestone: Milestone, verdict: Verdict, *, today: date, now: datetime
) -> Evidence:
    if verdict.reference is None:
        waiting = [
            one for one in evidence_of(session, key_of(milestone.id)) if one.accepted is None
        ]
        if waiting:
            return waiting[-1]
        if verdict.is_accepted:
            raise Refused(
                f"No evidence is named for {milestone.ref}. Say what you looked at, by reference."
            )
    return Evidence(
        milestone_id=key_of(milestone.id),
        reference=verdict.reference or "none was named",
        offered_on=milestone.reported_on or today,
        recorded_at=now,
    )


def _accept(session: Session, milestone: Milestone, *, today: date, by: str) -> None:
    milestone.state = MilestoneState.EVIDENCE_CHECKED
    milestone.checked_on, milestone.checked_by = today, by
    session.add(milestone)
    disarm(session, milestone, today=today, because="its evidence was checked")
