"""Recording that one body takes another's place from a date (a CCG becomes an ICB)."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Agency
from models.queries.agencies import effective_agency
from rules.wording import long_date
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record


def succeed_agency(
    session: Session, agency: Agency, successor: Agency, *, on: date, now: datetime, by: str
) -> Agency:
    """From ``on`` (the successor's first day) all that is open goes to ``successor``.

    Nothing is rewritten: milestones, parts in inspections and notices name the body they were
    given to, and who answers for it is looked up by date. Raises `Refused` for a body that was
    succeeded already, or a succession in a circle.
    """
    _check(session, agency, successor, on=on)
    agency.succeeded_by_id, agency.succeeded_on = successor.id, on
    session.add(agency)
    record(
        session,
        now=now,
        actor=by,
        kind="agency_succeeded",
        subject=Subject("agency", agency.id),
        payload={"agency": agency.ref, "successor": successor.ref, "on": on},
    )
    return agency


def _check(session: Session, agency: Agency, successor: Agency, *, on: date) -> None:
    if agency.id == successor.id:
        raise Refused("A body cannot succeed itself.")
    if agency.succeeded_by_id is not None and agency.succeeded_on is not None:
        known = session.get_one(Agency, agency.succeeded_by_id)
        raise Refused(
            f"{agency.name} was succeeded by {known.name} on {long_date(agency.succeeded_on)}."
        )
    end = effective_agency(session, key_of(successor.id), on=date.max)
    if end.id == agency.id:
        raise Refused(f"{successor.name} was itself succeeded by {agency.name}: that is a circle.")
    if successor.succeeded_on is not None and successor.succeeded_on <= on:
        raise Refused(f"{successor.name} had ended by then; name its own successor, {end.name}.")
