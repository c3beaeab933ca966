"""Noting that a body takes part in answering an inspection. It begins quiet."""

from __future__ import annotations

from sqlmodel import Session

from models.agencies import Agency
from models.inspections import Inspection, Participation
from models.queries.agencies import participation_row
from services.find import key_of


def take_part(session: Session, inspection: Inspection, agency: Agency) -> Participation:
    """The body's part in the inspection, made (quiet) if it took none yet."""
    row = participation_row(
        session, inspection_id=key_of(inspection.id), agency_id=key_of(agency.id)
    )
    if row is None:
        row = Participation(inspection_id=key_of(inspection.id), agency_id=key_of(agency.id))
        session.add(row)
        session.flush()
    return row
