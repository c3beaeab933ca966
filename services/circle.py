"""The named circle that sees an inspection before publication: adding and taking off."""

from __future__ import annotations

from sqlmodel import Session

from models.inspections import EmbargoMember, Inspection
from models.queries.inspections import circle_of
from rules.mail_addresses import is_mail_address
from services.act import Act
from services.errors import NotFoundError, Refused
from services.find import key_of
from services.history import Subject, record


def add_to_circle(
    session: Session, inspection: Inspection, *, name: str, email: str, act: Act
) -> EmbargoMember:
    """Let this person see the inspection before publication.

    Raises `Refused` if the letter is published already, the address is none, or is in the circle.
    """
    if not inspection.embargoed:
        raise Refused(
            f"{inspection.ref} is published: everybody may see it, so it has no circle any more."
        )
    address = email.strip().lower()
    if not is_mail_address(address):
        raise Refused(f"{email!r} is not one plain mail address. Write it as name@body.example.")
    members = circle_of(session, key_of(inspection.id))
    if any(member.email.lower() == address for member in members):
        raise Refused(f"{address} is in the circle of {inspection.ref} already.")
    member = EmbargoMember(
        inspection_id=key_of(inspection.id), name=name.strip() or address, email=address
    )
    session.add(member)
    _record(session, inspection, "circle_joined", member, act=act)
    return member


def take_off_circle(
    session: Session, inspection: Inspection, *, email: str, act: Act
) -> EmbargoMember:
    """Let this person see it no longer. What was sent stays sent. Raises `NotFoundError`."""
    members = circle_of(session, key_of(inspection.id))
    found = next((one for one in members if one.email.lower() == email.strip().lower()), None)
    if found is None:
        raise NotFoundError.of("member of the circle", email, [one.email for one in members])
    session.delete(found)
    _record(session, inspection, "circle_left", found, act=act)
    return found


def _record(
    session: Session, inspection: Inspection, kind: str, member: EmbargoMember, *, act: Act
) -> None:
    record(
        session,
        now=act.now,
        actor=act.by,
        kind=kind,
        subject=Subject("inspection", inspection.id, inspection.id),
        payload={"name": member.name, "email": member.email},
    )
