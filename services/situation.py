"""What stands on one day besides the items themselves: who holds which role, how far each body
has been told, whose day it is, what is paused. Read once a sweep, from a handful of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from models.agencies import Agency, Contact
from models.queries.agencies import effective_agency_ids
from models.queries.due_notices import BodyDays
from models.queries.watching import every_agency, holders_on, participations, pauses_on
from models.words import AgencyKind, BodyMode, ContactRole, PauseScope
from rules.routing import Body, Holder, Mode, People
from rules.sending_days import is_its_day
from rules.working_days import WorkingCalendar

BODY_OF_KIND = {
    AgencyKind.COUNCIL: Body.OWN_STAFF,
    AgencyKind.PARTNER: Body.OTHER_BODY,
    AgencyKind.OUTSIDE: Body.OUTSIDE,
}
MODE_OF_BODY = {mode: Mode(mode.value) for mode in BodyMode}
COUNCIL_ROLES = (ContactRole.DCS, ContactRole.CHAIR, ContactRole.PROGRAMME_MANAGER)
NEVER_MAILED = (ContactRole.INFORMED, ContactRole.CHIEF_OFFICER)


@dataclass(frozen=True)
class Situation:
    """The day's facts. ``successor`` maps a body to the one that stands for it today."""

    today: date
    previous_day: date | None
    people: People
    contacts: Mapping[int, Contact]
    successor: Mapping[int, int]
    modes: Mapping[tuple[int, int], Mode]
    days: BodyDays
    deputies: Mapping[int, int]

    def mode_of(self, *, inspection_id: int, agency_id: int) -> Mode:
        """How far a body has been told; one that takes no part has been told nothing."""
        stands_for = self.successor.get(agency_id, agency_id)
        mode = self.modes.get((inspection_id, agency_id))
        return mode or self.modes.get((inspection_id, stands_for), Mode.QUIET)


def read_situation(
    session: Session, *, today: date, previous_day: date | None, calendar: WorkingCalendar
) -> Situation:
    """Read the day's facts."""
    agencies = {agency.id: agency for agency in every_agency(session) if agency.id is not None}
    contacts = {one.id: one for one in holders_on(session, today) if one.id is not None}
    pauses = pauses_on(session, today)
    successor = effective_agency_ids(session, on=today)
    everything = any(pause.scope is PauseScope.EVERYTHING for pause in pauses)
    paused_bodies = {pause.agency_id for pause in pauses if pause.scope is PauseScope.AGENCY}
    open_bodies = [ident for ident in agencies if not everything and ident not in paused_bodies]
    return Situation(
        today=today,
        previous_day=previous_day,
        people=_people(agencies, contacts, successor, today=today),
        contacts=contacts,
        successor=successor,
        modes={part: MODE_OF_BODY[mode] for part, mode in participations(session).items()},
        days=BodyDays(
            open_agencies=frozenset(open_bodies),
            todays_agencies=frozenset(
                ident
                for ident in open_bodies
                if _may_be_written_to(
                    agencies[successor[ident]],
                    today=today,
                    previous_day=previous_day,
                    calendar=calendar,
                )
            ),
            paused_inspections=frozenset(
                pause.inspection_id
                for pause in pauses
                if pause.scope is PauseScope.INSPECTION and pause.inspection_id is not None
            ),
        ),
        deputies={
            contact.agency_id: ident
            for ident, contact in contacts.items()
            if contact.role is ContactRole.DEPUTY and trouble_with(contact, today=today) is None
        },
    )


def trouble_with(contact: Contact, *, today: date) -> str | None:
    """Why this person cannot be mailed today, in words that follow "cannot be told:"."""
    if contact.role in NEVER_MAILED:
        return "people in this role are informed by a person, never mailed"
    if contact.cover_email and contact.cover_until and contact.cover_until >= today:
        return _trouble_with_cover(contact)
    if not contact.email:
        return "no mail address is known"
    if contact.bounced_at is not None:
        return f"mail to {contact.email} came back"
    return None


def _trouble_with_cover(contact: Contact) -> str | None:
    if contact.cover_bounced_at is None:
        return None
    return f"mail to {contact.cover_email}, of who stands in, came back"


def _people(
    agencies: Mapping[int, Agency],
    contacts: Mapping[int, Contact],
    successor: Mapping[int, int],
    *,
    today: date,
) -> People:
    of_own: dict[int, dict[str, Holder]] = {}
    for contact in contacts.values():
        roles = of_own.setdefault(contact.agency_id, {})
        roles[ContactRole(contact.role).value] = _holder(contact, today=today)
    stands = {ident: agencies[successor[ident]] for ident in agencies}
    return People(
        of_body={
            (ident, role): holder
            for ident in stands
            for role, holder in of_own.get(successor[ident], {}).items()
        },
        of_council={
            ContactRole(contact.role).value: _holder(contact, today=today)
            for contact in contacts.values()
            if contact.role in COUNCIL_ROLES
        },
        body_names={ident: body.name for ident, body in stands.items()},
        body_kinds={ident: BODY_OF_KIND[AgencyKind(body.kind)] for ident, body in stands.items()},
    )


def _holder(contact: Contact, *, today: date) -> Holder:
    trouble = trouble_with(contact, today=today)
    return Holder(
        contact_id=contact.id or 0,
        is_usable=trouble is None,
        trouble=trouble,
        is_introduced=contact.introduced_on is not None,
    )


def _may_be_written_to(
    agency: Agency, *, today: date, previous_day: date | None, calendar: WorkingCalendar
) -> bool:
    """Own staff any working day; another body on the day of the week that it chose."""
    if agency.kind is AgencyKind.COUNCIL:
        return True
    return is_its_day(
        agency.chosen_weekday, today=today, previous_day=previous_day, calendar=calendar
    )
