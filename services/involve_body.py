"""Saying which of our bodies is meant by the letter's words."""

from __future__ import annotations

from sqlmodel import Session

from models.agencies import Agency
from models.inspections import Inspection
from models.queries.inspections import involved_bodies_of
from models.words import AgencyKind
from services.act import Act
from services.errors import NotFoundError, Refused
from services.find import key_of
from services.history import Subject, record
from services.take_part import take_part


def involve_body(
    session: Session, inspection: Inspection, *, words: str, agency: Agency, act: Act
) -> None:
    """Record that ``words`` of the letter mean this body; it takes part from then on, quietly.

    Raises `NotFoundError` with suggestions if the letter has no such words, `Refused` for an
    outside body.
    """
    rows = involved_bodies_of(session, key_of(inspection.id))
    row = next((one for one in rows if one.name.lower() == words.strip().lower()), None)
    if row is None:
        raise NotFoundError.of("body in the letter", words, [one.name for one in rows])
    if agency.kind is AgencyKind.OUTSIDE:
        raise Refused(f"{agency.name} is an outside body: it is shown and never asked.")
    row.agency_id = key_of(agency.id)
    session.add(row)
    take_part(session, inspection, agency)
    record(
        session,
        now=act.now,
        actor=act.by,
        kind="body_involved",
        subject=Subject("inspection", inspection.id, inspection.id),
        payload={"words": row.name, "agency": agency.ref},
    )
