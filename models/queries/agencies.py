"""Reads of bodies, the people who hold roles in them, and their part in an inspection."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, func, or_, select

from models.agencies import Agency, Contact
from models.inspections import Participation
from models.words import ContactRole


def agency_named(session: Session, name: str) -> Agency | None:
    """The body with this reference or name, written in any case."""
    wanted = name.strip().lower()
    query = select(Agency).where(
        or_(func.lower(Agency.ref) == wanted, func.lower(Agency.name) == wanted)
    )
    # A reference wins over another body's name.
    found = sorted(session.exec(query), key=lambda agency: agency.ref.lower() != wanted)
    return found[0] if found else None


def all_agencies(session: Session) -> list[Agency]:
    """Every body by name."""
    return list(session.exec(select(Agency).order_by(Agency.name)))


def agency_names(session: Session) -> list[str]:
    """The references and the names of all bodies, for suggestions."""
    agencies = all_agencies(session)
    return [agency.ref for agency in agencies] + [agency.name for agency in agencies]


def effective_agency(session: Session, agency_id: int, *, on: date) -> Agency:
    """The body that answers on this day for the body named: itself, or who succeeded it.

    Successions are followed to their end (a CCG to another CCG, that one to an ICB). The day of
    the succession is the successor's first day.
    """
    agency = session.get_one(Agency, agency_id)
    seen = {agency.id}
    while agency.succeeded_by_id and agency.succeeded_on and agency.succeeded_on <= on:
        successor = session.get_one(Agency, agency.succeeded_by_id)
        if successor.id in seen:
            break
        seen.add(successor.id)
        agency = successor
    return agency


def predecessors_of(session: Session, agency_id: int, *, on: date) -> list[int]:
    """The ids of all bodies for which this one answers on this day, its own first."""
    ids = [agency_id]
    for one in ids:
        query = select(Agency.id).where(
            Agency.succeeded_by_id == one, col(Agency.succeeded_on) <= on
        )
        ids.extend(found for found in session.exec(query) if found and found not in ids)
    return ids


def effective_agency_ids(session: Session, *, on: date) -> dict[int, int]:
    """For every body, the id of the one that answers for it on this day."""
    agencies = {agency.id: agency for agency in all_agencies(session) if agency.id is not None}
    effective: dict[int, int] = {}
    for start in agencies:
        current, seen = start, {start}
        while True:
            agency = agencies[current]
            following = agency.succeeded_by_id
            if not (following and agency.succeeded_on and agency.succeeded_on <= on):
                break
            if following in seen:
                break
            seen.add(following)
            current = following
        effective[start] = current
    return effective


def holder_of(session: Session, agency_id: int, *, role: ContactRole, on: date) -> Contact | None:
    """Who holds a role in a body on this day; nobody if it is vacant."""
    query = (
        select(Contact)
        .where(
            Contact.agency_id == agency_id,
            Contact.role == role,
            Contact.held_from <= on,
            or_(col(Contact.held_until).is_(None), col(Contact.held_until) >= on),
        )
        .order_by(col(Contact.held_from).desc())
    )
    return session.exec(query).first()


def open_holder_of(session: Session, agency_id: int, *, role: ContactRole) -> Contact | None:
    """The row of a role that has no last day, even if its first day is still to come."""
    query = select(Contact).where(
        Contact.agency_id == agency_id, Contact.role == role, col(Contact.held_until).is_(None)
    )
    return session.exec(query).one_or_none()


def all_contacts(session: Session, *, on: date | None = None) -> list[tuple[Contact, Agency]]:
    """Every person with their body, by body and role; only holders on this day if one is given."""
    query = select(Contact, Agency).join(Agency, col(Agency.id) == Contact.agency_id)
    if on is not None:
        query = query.where(or_(col(Contact.held_until).is_(None), col(Contact.held_until) >= on))
    return list(session.exec(query.order_by(Agency.name, Contact.role, col(Contact.held_from))))


def participation_row(
    session: Session, *, inspection_id: int, agency_id: int
) -> Participation | None:
    """The row of exactly this body in this inspection."""
    query = select(Participation).where(
        Participation.inspection_id == inspection_id, Participation.agency_id == agency_id
    )
    return session.exec(query).one_or_none()


def effective_participation(
    session: Session, *, inspection_id: int, agency_id: int, on: date
) -> Participation | None:
    """How far the body that answers on this day was told: its own row, or its predecessor's."""
    current = effective_agency(session, agency_id, on=on)
    if current.id is None:
        return None
    for one in predecessors_of(session, current.id, on=on):
        row = participation_row(session, inspection_id=inspection_id, agency_id=one)
        if row is not None:
            return row
    return None
