"""Recording that a partner signed off one version of a document (only documents are signed off)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Agency
from models.inspections import Inspection
from models.plans import SignOff
from models.queries.plans import sign_offs_of
from rules.wording import long_date
from services.child_level import refuse_child_detail
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record

PLAN = "plan"
STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Signature:
    """``authority`` is what lets the person sign (a board's minute, delegated powers);
    ``subject_to`` a condition that was made."""

    signed_by: str
    authority: str
    signed_on: date
    subject_to: str | None = None


def sign_off(
    session: Session,
    inspection: Inspection,
    agency: Agency,
    signature: Signature,
    *,
    document: str,
    version: int,
    today: date,
    now: datetime,
    by: str,
    no_child_confirmed: bool = False,
) -> SignOff:
    """Record the sign-off. Raises `Refused` if this version was signed off by the body before."""
    refuse_child_detail(
        {"the condition": signature.subject_to, "the authority": signature.authority},
        no_child_confirmed=no_child_confirmed,
    )
    if not signature.signed_by.strip() or not signature.authority.strip():
        raise Refused("A sign-off needs who signed, and under what authority.")
    if signature.signed_on > today:
        raise Refused(f"{long_date(signature.signed_on)} has not come yet.")
    for other in sign_offs_of(session, key_of(inspection.id), document=document):
        if (other.version, other.agency_id) == (version, agency.id):
            raise Refused(
                f"{agency.name} signed off version {version} on {long_date(other.signed_on)}."
            )
    row = SignOff(
        inspection_id=key_of(inspection.id),
        document=document,
        version=version,
        agency_id=key_of(agency.id),
        signed_by=signature.signed_by.strip(),
        authority=signature.authority.strip(),
        subject_to=signature.subject_to,
        signed_on=signature.signed_on,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    record(
        session,
        now=now,
        actor=by,
        kind="signed_off",
        subject=Subject("sign_off", row.id, inspection.id),
        payload={
            "document": document,
            "version": version,
            "agency": agency.ref,
            "signed_by": row.signed_by,
            "authority": row.authority,
            "subject_to": row.subject_to,
            "signed_on": row.signed_on,
        },
    )
    return row
