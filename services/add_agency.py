"""Adding a body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.agencies import Agency
from models.queries.agencies import agency_named
from models.words import AgencyKind
from services.errors import Refused
from services.history import Subject, record

REF = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@dataclass(frozen=True, slots=True)
class NewAgency:
    """``ref`` is the short name used in commands and files; ``chosen_weekday`` 1 is Monday."""

    ref: str
    name: str
    kind: AgencyKind
    chosen_weekday: int = 1
    mail_domain: str | None = None


def add_agency(session: Session, order: NewAgency, *, now: datetime, by: str) -> Agency:
    """Add the body. Raises `Refused` if its reference or name is taken or unusable."""
    _check(session, order)
    agency = Agency(
        ref=order.ref,
        name=order.name.strip(),
        kind=order.kind,
        chosen_weekday=order.chosen_weekday,
        mail_domain=order.mail_domain,
    )
    session.add(agency)
    session.flush()
    record(
        session,
        now=now,
        actor=by,
        kind="agency_added",
        subject=Subject("agency", agency.id),
        payload={
            "ref": agency.ref,
            "name": agency.name,
            "kind": agency.kind,
            "chosen_weekday": agency.chosen_weekday,
        },
    )
    return agency


def _check(session: Session, order: NewAgency) -> None:
    if not REF.fullmatch(order.ref):
        raise Refused(
            f"{order.ref!r} cannot be a reference. Use small letters, digits and hyphens, "
            "such as 'estuary-police'."
        )
    if not order.name.strip():
        raise Refused("A body needs a name.")
    if not 1 <= order.chosen_weekday <= 5:
        raise Refused("The chosen day must be a working day, Monday to Friday.")
    for word in (order.ref, order.name):
        taken = agency_named(session, word)
        if taken is not None:
            raise Refused(
                f"There is a body {taken.name!r} already, with the reference {taken.ref!r}."
            )
