"""Whom a request by hand goes to, or why a person must speak to them instead."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from sqlmodel import Session

from models.agencies import Agency, Contact
from models.queries.agencies import agency_named, effective_agency, predecessors_of
from models.words import AgencyKind, ContactRole
from rules.ladders import Audience
from rules.wording import long_date
from services.compose.reader import role_words
from services.errors import NotFoundError, Refused
from services.find import key_of, the_agency
from services.situation import COUNCIL_ROLES, NEVER_MAILED, Situation

AUDIENCES = {
    ContactRole.SPOC: Audience.LEAD,
    # A deputy gets a copy of whatever goes to the lead, and stands in: told one, told both.
    ContactRole.DEPUTY: Audience.LEAD,
    ContactRole.SENIOR_LEAD: Audience.SENIOR_LEAD,
    ContactRole.PROGRAMME_MANAGER: Audience.PROGRAMME_MANAGER,
}
ROLE_NAMES = {role.value.replace("_", "-"): role for role in ContactRole}


class CannotBeTold(Refused):
    """Nobody in the role can be written to. ``in_short`` says so without anybody's address."""

    def __init__(self, in_short: str, remedy: str) -> None:
        self.in_short = in_short
        super().__init__(f"{in_short.removesuffix('.')}{remedy}")


@dataclass(frozen=True, slots=True)
class Target:
    """Who is asked. ``bodies`` are those for which ``agency`` answers today, its own first.
    ``notes`` say where it is not exactly who was named."""

    agency: Agency
    role: ContactRole
    contact: Contact
    audience: Audience
    bodies: tuple[int, ...]
    notes: tuple[str, ...] = ()


def find_target(session: Session, whom: str, situation: Situation) -> Target:
    """Who stands behind what was named. Raises `NotFoundError` with suggestions, and `Refused`
    for whom Longstop never asks, or where nobody can be told."""
    named, role = _named(session, whom, situation)
    agency = effective_agency(session, key_of(named.id), on=situation.today)
    notes = []
    if agency.id != named.id and named.succeeded_on is not None:
        since = long_date(named.succeeded_on)
        notes.append(f"{named.name} was succeeded by {agency.name} on {since}: it is asked.")
    _refuse_above_the_lead(agency, role)
    contact = holder_of_role(agency, role, situation)
    if contact.role is not role:
        notes.append(
            f"The {role_words(role)} cannot be told today; {contact.name}, deputy, stands in."
        )
    return Target(
        agency=agency,
        role=role,
        contact=contact,
        audience=AUDIENCES[role],
        bodies=tuple(predecessors_of(session, key_of(agency.id), on=situation.today)),
        notes=tuple(notes),
    )


def _named(session: Session, whom: str, situation: Situation) -> tuple[Agency, ContactRole]:
    """The body and role that were written: ``police``, ``police/deputy``, ``programme-manager``."""
    if agency_named(session, whom) is not None:
        return the_agency(session, whom), ContactRole.SPOC
    body, slash, written = whom.rpartition("/")
    if slash:
        return the_agency(session, body), _role(written)
    role = ROLE_NAMES.get(_typed(whom))
    if role not in COUNCIL_ROLES:
        return the_agency(session, whom), ContactRole.SPOC
    return _body_of_council_role(session, role, situation), role


def _body_of_council_role(session: Session, role: ContactRole, situation: Situation) -> Agency:
    holder = situation.people.of_council.get(role.value)
    if holder is None:
        raise NotFoundError(f"No {role_words(role)} is named for the council.")
    return session.get_one(Agency, situation.contacts[holder.contact_id].agency_id)


def _role(written: str) -> ContactRole:
    role = ROLE_NAMES.get(_typed(written))
    if role is None:
        close = get_close_matches(_typed(written), ROLE_NAMES, n=1, cutoff=0.5)
        hint = f"Did you mean {close[0]!r}?" if close else f"Roles: {', '.join(ROLE_NAMES)}."
        raise NotFoundError(f"There is no role {written!r}. {hint}")
    return role


def _typed(written: str) -> str:
    return "-".join(written.lower().replace("_", " ").replace("-", " ").split())


def _refuse_above_the_lead(agency: Agency, role: ContactRole) -> None:
    if agency.kind is AgencyKind.OUTSIDE:
        raise Refused(f"{agency.name} is an outside body: it is shown and never asked.")
    if role in NEVER_MAILED:
        raise Refused(
            f"Longstop never writes to people in the role {role_words(role)!r}: a person speaks "
            "to them. 'longstop brief list' shows what is prepared for that."
        )
    own_below_dcs = agency.kind is AgencyKind.COUNCIL and role is ContactRole.SENIOR_LEAD
    if role not in AUDIENCES or (role is ContactRole.SENIOR_LEAD and not own_below_dcs):
        raise Refused(
            f"The {role_words(role)} of {agency.name} stands above the lead, and a person speaks "
            "to anyone above the lead: 'longstop brief list' shows what is prepared for that. "
            f"To ask its lead: longstop chase {agency.ref}"
        )


def holder_of_role(agency: Agency, role: ContactRole, situation: Situation) -> Contact:
    """Who is told: the holder, or the deputy where the single point of contact cannot be.

    Raises `CannotBeTold`.
    """
    of_body = situation.people.of_body
    holder = of_body.get((key_of(agency.id), role.value))
    if role is ContactRole.SPOC and (holder is None or not holder.is_usable):
        deputy = of_body.get((key_of(agency.id), ContactRole.DEPUTY.value))
        holder = deputy if deputy is not None and deputy.is_usable else holder
    if holder is None:
        raise CannotBeTold(
            f"No {role_words(role)} is named for {agency.name}.",
            f". Name one: longstop contact set {agency.ref} {role.value.replace('_', '-')} "
            '"NAME" --email ADDRESS',
        )
    if not holder.is_usable:
        raise CannotBeTold(
            f"The {role_words(role)} of {agency.name} cannot be told.", f": {holder.trouble}."
        )
    return situation.contacts[holder.contact_id]
