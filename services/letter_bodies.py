"""Whose the bodies are that a letter names: matched with ours where that is certain, else asked.

Letters write "the director of children's services", "CCGs" or "health providers". A name is
matched with a body of the same name or one that was declared to answer for it; anything else
stays a question until a person says whose it is.
"""

from __future__ import annotations

import re

from sqlmodel import Session

from config.councils import UnknownCouncil, council
from models.agencies import Agency
from models.inspections import Inspection, InvolvedBody, PrincipalAuthority
from models.queries.agencies import agency_named, all_agencies, open_holder_of
from models.queries.inspections import authorities_of, involved_bodies_of
from models.words import AgencyKind, ContactRole
from services.errors import Refused
from services.find import key_of
from services.incoming import Incoming, IncomingBody
from services.installation import installation
from services.take_part import take_part

COUNCIL_REF = "council"
OF_THE_COUNCIL = re.compile(
    r"\bdirector (?:of|for) children|\bDCS\b|\blocal authority\b|\bcouncil\b", re.IGNORECASE
)


def own_council(session: Session) -> Agency:
    """The council itself, which holds what no other body does; made if there is none yet.

    It is the body with the ref ``council``, else the only one of that kind, else the one that bears
    the council's own name, else the one whose director of children's services is recorded.
    """
    key = installation(session).council
    try:
        name = council(key).name
    except UnknownCouncil:
        name = key
    named = agency_named(session, COUNCIL_REF)
    own = [agency for agency in all_agencies(session) if agency.kind is AgencyKind.COUNCIL]
    if named is not None or len(own) == 1:
        return named or own[0]
    bearing = [agency for agency in own if agency.name.lower() == name.lower()]
    directed = [agency for agency in own if _has_director(session, agency)]
    for found in (bearing, directed):
        if found:
            return found[0]
    return _add(session, ref=COUNCIL_REF, name=name, kind=AgencyKind.COUNCIL)


def _has_director(session: Session, agency: Agency) -> bool:
    return open_holder_of(session, key_of(agency.id), role=ContactRole.DCS) is not None


def add_bodies(session: Session, bodies: tuple[IncomingBody, ...]) -> list[str]:
    """Add the declared bodies that are not there yet. Returns the refs of those added.

    Raises `Refused` if one is there under another reference, by which the file must then name it.
    """
    added = []
    for body in bodies:
        if agency_named(session, body.ref) is not None:
            continue
        namesake = agency_named(session, body.name)
        if namesake is not None:
            raise Refused(
                f"{body.name} is there already, with the reference {namesake.ref!r}. Name it so in "
                f"the file, instead of {body.ref!r}."
            )
        agency = _add(session, ref=body.ref, name=body.name, kind=body.kind)
        agency.chosen_weekday = body.chosen_weekday
        added.append(body.ref)
    session.flush()
    return added


def take_in_bodies(session: Session, inspection: Inspection, incoming: Incoming) -> None:
    """Record the principal authorities and the bodies to involve, and whose we know them to be.

    Every body of ours takes part quietly; what a person matched before stays matched.
    """
    council_itself = own_council(session)
    _take_in_authorities(session, inspection, incoming, council_itself=council_itself)
    answering = {name.lower(): body.ref for body in incoming.bodies for name in body.answers_for}
    for name in incoming.involve:
        _take_in_involved(session, inspection, name, ref=answering.get(name.lower(), name))
    for body in incoming.bodies:
        agency = agency_named(session, body.ref)
        if agency is not None and agency.kind is not AgencyKind.OUTSIDE:
            take_part(session, inspection, agency)
    take_part(session, inspection, council_itself)


def statement_body(session: Session, inspection: Inspection) -> Agency:
    """The body that must make the statement: the first principal authority we know, else us.

    Where the authority is not known the council holds the duty and asks whose it is, so that
    nobody loses sight of it.
    """
    for authority in authorities_of(session, key_of(inspection.id)):
        if authority.agency_id is not None:
            return session.get_one(Agency, authority.agency_id)
    return own_council(session)


def body_questions(session: Session, inspection: Inspection) -> list[str]:
    """What a person must say about the letter's bodies, each with the command that says it."""
    questions = [
        f"The letter names {authority.name!r} as principal authority. Which body is that? Add it "
        f"with 'longstop agency add', then 'longstop inspection correct {inspection.ref} "
        "principal_authority BODY --reason ...'."
        for authority in authorities_of(session, key_of(inspection.id))
        if authority.agency_id is None
    ]
    questions += [
        f"The letter asks to involve {body.name!r}. Which body is that? "
        f'Say so with: longstop inspection involve "{body.name}" BODY --inspection {inspection.ref}'
        for body in involved_bodies_of(session, key_of(inspection.id))
        if body.agency_id is None
    ]
    return questions


def _take_in_authorities(
    session: Session, inspection: Inspection, incoming: Incoming, *, council_itself: Agency
) -> None:
    rows = authorities_of(session, key_of(inspection.id))
    names = {row.name.lower() for row in rows}
    bodies = {row.agency_id for row in rows if row.agency_id is not None}
    for name in incoming.principal_authorities:
        agency = agency_named(session, name)
        if agency is None and OF_THE_COUNCIL.search(name):
            agency = council_itself
        # A later letter may name the same body in other words.
        if name.lower() in names or (agency is not None and agency.id in bodies):
            continue
        session.add(
            PrincipalAuthority(
                inspection_id=key_of(inspection.id),
                name=agency.name if agency is not None and not incoming.document else name,
                agency_id=agency.id if agency is not None else None,
            )
        )
    session.flush()


def _take_in_involved(session: Session, inspection: Inspection, name: str, *, ref: str) -> None:
    rows = involved_bodies_of(session, key_of(inspection.id))
    agency = agency_named(session, ref)
    row = next((one for one in rows if one.name.lower() == name.lower()), None)
    if row is None:
        row = InvolvedBody(inspection_id=key_of(inspection.id), name=name)
    if row.agency_id is None and agency is not None:
        row.agency_id = agency.id
        take_part(session, inspection, agency)
    session.add(row)
    session.flush()


def _add(session: Session, *, ref: str, name: str, kind: AgencyKind) -> Agency:
    agency = Agency(ref=ref, name=name, kind=kind)
    session.add(agency)
    session.flush()
    return agency
