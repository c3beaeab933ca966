"""Merging or withdrawing a finding. It keeps its row and its name: counts never shrink."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from models.findings import Finding
from services.child_level import refuse_child_detail
from services.errors import Refused
from services.history import Subject, record


def merge_finding(
    session: Session, finding: Finding, into: Finding, *, reason: str, now: datetime, by: str
) -> Finding:
    """Answer the finding together with another. Its own actions stay where they are."""
    _check_present(finding)
    _check_present(into)
    if finding.id == into.id or finding.inspection_id != into.inspection_id:
        raise Refused("A finding is merged into another one of the same inspection.")
    if finding.id in (into.part_of_id, into.merged_into_id):
        raise Refused(f"{into.ref} belongs to {finding.ref}; it cannot take it in.")
    refuse_child_detail({"the reason": reason}, no_child_confirmed=False)
    finding.merged_into_id = into.id
    session.add(finding)
    record(
        session,
        now=now,
        actor=by,
        kind="finding_merged",
        subject=Subject("finding", finding.id, finding.inspection_id),
        payload={"ref": finding.ref, "into": into.ref, "reason": reason},
    )
    return finding


def withdraw_finding(
    session: Session, finding: Finding, *, reason: str, now: datetime, by: str
) -> Finding:
    """Withdraw the finding, with its reason (the inspectorate took it out, say)."""
    _check_present(finding)
    if not reason.strip():
        raise Refused("Say why the finding is withdrawn.")
    refuse_child_detail({"the reason": reason}, no_child_confirmed=False)
    finding.withdrawn_reason = reason.strip()
    session.add(finding)
    record(
        session,
        now=now,
        actor=by,
        kind="finding_withdrawn",
        subject=Subject("finding", finding.id, finding.inspection_id),
        payload={"ref": finding.ref, "reason": finding.withdrawn_reason},
    )
    return finding


def _check_present(finding: Finding) -> None:
    if finding.withdrawn_reason is not None:
        raise Refused(f"Finding {finding.ref} was withdrawn: {finding.withdrawn_reason}")
    if finding.merged_into_id is not None:
        raise Refused(f"Finding {finding.ref} was merged already.")
