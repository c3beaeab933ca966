"""Taking in a sheet of contacts: all of it, or nothing and every fault at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

from sqlmodel import Session

from documents.contact_sheet import (
    AGENCY,
    CHOSEN_DAY,
    COVER_EMAIL,
    COVER_NAME,
    COVER_UNTIL,
    EMAIL,
    HELD_FROM,
    NAME,
    ROLE,
    TEAMS,
)
from documents.sheet import Sheet, SheetFault, SheetRow
from models.agencies import Agency
from models.queries.agencies import agency_names
from models.words import ContactRole
from rules.mail_addresses import is_mail_address
from rules.wording import WEEKDAYS
from rules.written_dates import UnreadableDate, read_date
from services.cover_contact import Cover, cover_contact
from services.errors import NotFoundError, ServiceError
from services.find import key_of, the_agency
from services.set_contact import ContactChange, ContactOrder, set_contact
from services.sheet_refused import SheetRefused

ROLE_WORDS = {role.value.replace("_", " "): role for role in ContactRole} | {
    "single point of contact": ContactRole.SPOC,
    "deputy spoc": ContactRole.DEPUTY,
    "director of children's services": ContactRole.DCS,
    "commissioner": ContactRole.INFORMED,
    "mayor": ContactRole.INFORMED,
}
WORKING_WEEKDAYS = WEEKDAYS[:5]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One row that is sound."""

    row: SheetRow
    agency: Agency
    order: ContactOrder
    cover: Cover | None


def import_contacts(
    session: Session, sheet: Sheet, *, today: date, now: datetime, by: str
) -> list[ContactChange]:
    """Set every contact. Raises `SheetRefused` with all faults of the sheet; then none is set."""
    faults: list[SheetFault] = []
    wanted = [one for row in sheet.rows if (one := _read(session, row, faults=faults))]
    faults.extend(_conflicts(wanted))
    if faults:
        raise SheetRefused(sheet.name, faults)
    return [_set(session, one, sheet, today=today, now=now, by=by) for one in wanted]


def _set(
    session: Session, one: _Wanted, sheet: Sheet, *, today: date, now: datetime, by: str
) -> ContactChange:
    try:
        change = set_contact(session, one.agency, one.order, today=today, now=now, by=by)
        if one.cover is not None:
            cover_contact(session, change.contact, one.cover, today=today, now=now, by=by)
    except ServiceError as error:
        # The door undoes what was set before: the whole sheet or nothing.
        raise SheetRefused(sheet.name, [SheetFault(one.row.number, None, str(error))]) from error
    return change


def _read(session: Session, row: SheetRow, *, faults: list[SheetFault]) -> _Wanted | None:
    """The row as an order; ``None`` (and its faults noted) if it is not sound."""
    before = len(faults)
    agency = _agency(session, row, faults)
    role = _role(row, faults)
    if not row.cell(NAME):
        faults.append(SheetFault(row.number, NAME, "is empty. Write the person's name."))
    for column in (EMAIL, COVER_EMAIL):
        if row.cell(column) and not is_mail_address(row.cell(column)):
            faults.append(
                SheetFault(
                    row.number,
                    column,
                    f"{row.cell(column)!r} is not a mail address, such as spoc@police.example.",
                )
            )
    weekday = _weekday(row, faults)
    held_from, until = _date(row, HELD_FROM, faults), _date(row, COVER_UNTIL, faults)
    cover = _cover(row, until, faults)
    if len(faults) > before or agency is None or role is None:
        return None
    order = ContactOrder(
        role=role,
        name=row.cell(NAME),
        email=row.cell(EMAIL) or None,
        held_from=held_from,
        teams_channel=row.cell(TEAMS) or None,
        chosen_weekday=weekday,
    )
    return _Wanted(row, agency, order, cover)


def _agency(session: Session, row: SheetRow, faults: list[SheetFault]) -> Agency | None:
    try:
        return the_agency(session, row.cell(AGENCY))
    except NotFoundError as error:
        hint = "" if agency_names(session) else " Add bodies with 'longstop agency add' first."
        faults.append(SheetFault(row.number, AGENCY, f"{error}{hint}"))
        return None


def _role(row: SheetRow, faults: list[SheetFault]) -> ContactRole | None:
    written = " ".join(re.split(r"[\s_-]+", row.cell(ROLE).strip().lower()))
    role = ROLE_WORDS.get(written)
    if role is None:
        close = get_close_matches(written, ROLE_WORDS, n=1, cutoff=0.5)
        hint = f"Did you mean {close[0]!r}?" if close else f"Choose from {', '.join(ContactRole)}."
        faults.append(SheetFault(row.number, ROLE, f"{row.cell(ROLE)!r} is not a role. {hint}"))
    return role


def _weekday(row: SheetRow, faults: list[SheetFault]) -> int | None:
    written = row.cell(CHOSEN_DAY).lower()
    if not written:
        return None
    for number, name in enumerate(WORKING_WEEKDAYS, start=1):
        if len(written) >= 3 and name.lower().startswith(written):
            return number
    faults.append(
        SheetFault(row.number, CHOSEN_DAY, f"{written!r} is not a working day, Monday to Friday.")
    )
    return None


def _date(row: SheetRow, column: str, faults: list[SheetFault]) -> date | None:
    if not row.cell(column):
        return None
    try:
        return read_date(row.cell(column))
    except UnreadableDate as error:
        faults.append(SheetFault(row.number, column, str(error)))
        return None


def _cover(row: SheetRow, until: date | None, faults: list[SheetFault]) -> Cover | None:
    given = [bool(row.cell(column)) for column in (COVER_NAME, COVER_EMAIL, COVER_UNTIL)]
    if not any(given):
        return None
    if not all(given):
        faults.append(
            SheetFault(row.number, COVER_NAME, "cover needs a name, a mail address and a last day.")
        )
        return None
    if until is None:
        return None
    return Cover(row.cell(COVER_NAME), row.cell(COVER_EMAIL), until)


def _conflicts(wanted: list[_Wanted]) -> Iterator[SheetFault]:
    """Two people for one role, or two chosen days for one body."""
    roles: dict[tuple[int, ContactRole], SheetRow] = {}
    days: dict[int, tuple[int, SheetRow]] = {}
    for one in wanted:
        body = key_of(one.agency.id)
        first = roles.setdefault((body, one.order.role), one.row)
        if first is not one.row:
            yield SheetFault(
                one.row.number, ROLE, f"row {first.number} names somebody for this role already."
            )
        if one.order.chosen_weekday is None:
            continue
        day, before = days.setdefault(body, (one.order.chosen_weekday, one.row))
        if day != one.order.chosen_weekday:
            yield SheetFault(
                one.row.number,
                CHOSEN_DAY,
                f"row {before.number} says {WEEKDAYS[day - 1]}; a body has one day.",
            )
