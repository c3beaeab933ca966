"""Which bodies answer for a finding: one is accountable, others contribute."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Agency
from models.findings import Finding, FindingBody
from models.inspections import Inspection
from models.queries.plans import bodies_of_finding
from models.words import AgencyKind
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record
from services.take_part import take_part


def propose_accountable(
    session: Session,
    finding: Finding,
    agency: Agency,
    *,
    now: datetime,
    by: str,
    proposed_by: str | None = None,
) -> Finding:
    """Propose the one body that is accountable; it accepts later. Another one is replaced."""
    _check(session, finding, agency)
    before = finding.accountable_agency_id
    finding.accountable_agency_id = agency.id
    finding.accountable_proposed_by = proposed_by or by
    finding.accountable_accepted_on = None
    session.add(finding)
    _record(session, finding, agency, "finding_accountable_proposed", now=now, by=by, before=before)
    return finding


def accept_accountable(
    session: Session, finding: Finding, *, on: date, now: datetime, by: str
) -> Finding:
    """The body accepts that it is accountable. Raises `Refused` if none was proposed."""
    if finding.accountable_agency_id is None:
        raise Refused(f"No accountable body was proposed for finding {finding.ref}.")
    finding.accountable_accepted_on = on
    session.add(finding)
    agency = session.get_one(Agency, finding.accountable_agency_id)
    _record(session, finding, agency, "finding_accountable_accepted", now=now, by=by, on=on)
    return finding


def propose_contributor(
    session: Session,
    finding: Finding,
    agency: Agency,
    *,
    now: datetime,
    by: str,
    proposed_by: str | None = None,
) -> FindingBody:
    """Propose a body that contributes. Raises `Refused` if it is named already."""
    _check(session, finding, agency)
    if agency.id == finding.accountable_agency_id:
        raise Refused(f"{agency.name} is accountable for finding {finding.ref} already.")
    if _contributor(session, finding, agency) is not None:
        raise Refused(f"{agency.name} contributes to finding {finding.ref} already.")
    row = FindingBody(
        finding_id=key_of(finding.id),
        agency_id=key_of(agency.id),
        proposed_by=proposed_by or by,
    )
    session.add(row)
    session.flush()
    _record(session, finding, agency, "finding_contributor_proposed", now=now, by=by)
    return row


def accept_contribution(
    session: Session, finding: Finding, agency: Agency, *, on: date, now: datetime, by: str
) -> FindingBody:
    """The body accepts that it contributes. Raises `Refused` if it was not proposed."""
    row = _contributor(session, finding, agency)
    if row is None:
        raise Refused(f"{agency.name} was not proposed for finding {finding.ref}.")
    row.accepted_on = on
    session.add(row)
    _record(session, finding, agency, "finding_contributor_accepted", now=now, by=by, on=on)
    return row


def _contributor(session: Session, finding: Finding, agency: Agency) -> FindingBody | None:
    rows = bodies_of_finding(session, key_of(finding.id))
    return next((row for row in rows if row.agency_id == agency.id), None)


def _check(session: Session, finding: Finding, agency: Agency) -> None:
    if agency.kind is AgencyKind.OUTSIDE:
        raise Refused(f"{agency.name} is an outside body and cannot answer for a finding.")
    if finding.withdrawn_reason is not None or finding.merged_into_id is not None:
        raise Refused(f"Finding {finding.ref} was withdrawn or merged.")
    take_part(session, session.get_one(Inspection, finding.inspection_id), agency)


def _record(
    session: Session,
    finding: Finding,
    agency: Agency,
    kind: str,
    *,
    now: datetime,
    by: str,
    **more: object,
) -> None:
    record(
        session,
        now=now,
        actor=by,
        kind=kind,
        subject=Subject("finding", finding.id, finding.inspection_id),
        payload={"ref": finding.ref, "agency": agency.ref, **more},
    )
