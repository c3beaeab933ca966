"""What a changed calendar does to the open key dates of every inspection.

A date that comes earlier applies at once, since it would otherwise be missed. One that comes later
waits until a person confirms it: the inspectorate may see it differently, as in September 2022.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from models.inspections import Inspection
from models.queries.key_dates import inspections_with_open_rules
from services.act import Act
from services.embargo import public_title
from services.recount import DateSet, pending, recount


@dataclass(frozen=True, slots=True)
class MovedDate:
    """A key date that the calendar moves, and the name its inspection may be called by."""

    inspection: str
    date: DateSet


def apply_holidays(
    session: Session, *, act: Act, later_confirmed: bool = False
) -> tuple[MovedDate, ...]:
    """Count every open key date on the newest calendar; returns what moved and what waits.

    With ``later_confirmed`` a person has said that the later dates stand too.
    """
    version = act.rulebook.calendar.version
    moved: list[MovedDate] = []
    for inspection in inspections_with_open_rules(session):
        dates = recount(
            session,
            inspection,
            act=act,
            reason=f"bank holidays, version {version}",
            # These dates were entered before; what had passed was asked about then.
            past_date_confirmed=True,
            later_confirmed=later_confirmed,
        )
        moved += [MovedDate(name_of(inspection), one) for one in dates if one.differs]
    return tuple(moved)


def pending_dates(session: Session, *, act: Act) -> tuple[MovedDate, ...]:
    """What `apply_holidays` would move or hold now; nothing is changed."""
    return tuple(
        MovedDate(name_of(inspection), one)
        for inspection in inspections_with_open_rules(session)
        for one in pending(session, inspection, act=act)
    )


def name_of(inspection: Inspection) -> str:
    """The reference, or under embargo the code name."""
    return public_title(inspection) if inspection.embargoed else inspection.ref
