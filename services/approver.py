"""Who approves, in words: a person in their own name, or covering for somebody.

While the programme manager is covered, whoever stands in approves in their place. Both names are
kept: the one who did it, and the one whose work it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from sqlmodel import Session

from models.agencies import Contact
from models.queries.watching import every_agency, holders_on
from models.words import AgencyKind, ContactRole
from services.errors import Refused

COVERING = ", covering for "


def who_approves(session: Session, by: str, *, today: date, covering_for: str | None = None) -> str:
    """``Ben Ode, covering for Ada Quill``, or the name alone.

    Whoever is named as the cover of the programme manager today covers without saying so.
    ``covering_for`` says it for anybody else at the council; raises `Refused` for a name that
    nobody there has.
    """
    name = " ".join(by.split())
    if COVERING in name:
        return name
    own = _of_the_council(session, today=today)
    if covering_for is not None:
        return f"{name}{COVERING}{_named(covering_for, own)}"
    covered = next((one.name for one in own if _is_cover(one, name, today=today)), None)
    return f"{name}{COVERING}{covered}" if covered else name


def _of_the_council(session: Session, *, today: date) -> list[Contact]:
    own = {one.id for one in every_agency(session) if one.kind is AgencyKind.COUNCIL}
    return [
        one
        for one in holders_on(session, today)
        if one.agency_id in own or one.role is ContactRole.PROGRAMME_MANAGER
    ]


def _is_cover(contact: Contact, name: str, *, today: date) -> bool:
    return (
        contact.role is ContactRole.PROGRAMME_MANAGER
        and contact.cover_until is not None
        and contact.cover_until >= today
        and (contact.cover_name or "").casefold() == name.casefold()
    )


def _named(name: str, contacts: Iterable[Contact]) -> str:
    known = {one.name.casefold(): one.name for one in contacts}
    found = known.get(" ".join(name.split()).casefold())
    if found is not None:
        return found
    near = get_close_matches(name.casefold(), known, n=1)
    suggestion = f" Did you mean {known[near[0]]}?" if near else ""
    raise Refused(f"Nobody at the council is called {name!r} today.{suggestion}")
