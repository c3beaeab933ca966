"""Correcting any field of an inspection, its findings or addressees. A correction is history.

A correction mends what was read or typed wrongly. It is never counted as a move; where it touches
a date that others are counted from, they are counted anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from models.agencies import Agency
from models.findings import Finding
from models.inspections import Addressee, Inspection
from models.queries.inspections import addressees_of, authorities_of
from models.queries.key_dates import milestone_of_rule
from models.queries.plans import findings_of
from models.words import FindingKind, MilestoneState
from rules.mail_addresses import is_mail_address
from rules.written_dates import read_date
from services.act import Act
from services.arming import raise_version
from services.errors import NotFoundError, Refused
from services.find import key_of, the_agency
from services.framework_tasks import framework_named, stated_rule
from services.history import Subject, record
from services.letter_bodies import statement_body
from services.merge_fields import CORRECTED, is_public
from services.recount import DateSet, recount
from services.take_part import take_part

DATES = (
    "fieldwork_start",
    "fieldwork_end",
    "letter_date",
    "published_on",
    "received_on",
    "stated_due",
    "confirmed_due",
    "confirmed_on",
    "chosen_due",
)
TEXTS = (
    "area",
    "theme",
    "code_name",
    "sender",
    "submit_to",
    "marking",
    "stated_due_text",
    "receipt_confirmed_by",
    "confirmed_by",
    "confirmed_file",
    "chosen_reason",
)
NEVER_EMPTY = ("area", "code_name", "marking")
AUTHORITY = "principal_authority"
FINDING_FIELDS = ("words", "title", "kind", "page_start", "page_end")
ADDRESSEE_FIELDS = ("name", "role", "body", "kind")
PLAIN_FIELDS = (*DATES, *TEXTS, AUTHORITY)


@dataclass(frozen=True, slots=True)
class Correction:
    """One field, what it was, what it is now, and what dates moved with it."""

    field: str
    before: Any
    after: Any
    dates: tuple[DateSet, ...] = ()


def correct_inspection(
    session: Session,
    inspection: Inspection,
    *,
    field: str,
    value: str,
    reason: str,
    act: Act,
    past_date_confirmed: bool = False,
) -> Correction:
    """Set one field and count anew what hangs on it.

    ``field`` is a column's name, ``principal_authority`` (a body), ``finding:5:words`` or
    ``addressee:NAME:role``. An empty ``value`` means *not known*. Raises `NotFoundError` with
    suggestions for an unknown field, finding or person, `Refused` for a value that cannot be.
    """
    if not reason.strip():
        raise Refused("Give the reason for the correction with --reason. It stays in the history.")
    name = field.strip().lower().replace("-", "_") if ":" not in field else field.strip()
    before, after = _setter(name)(session, inspection, name, value.strip())
    if name == AUTHORITY:
        _hand_over_statement(session, inspection, act=act)
    if before == after:
        raise Refused(f"{name} is {value!r} already. Nothing was changed.")
    inspection.embargoed = not is_public(inspection, today=act.today)
    session.add(inspection)
    record(
        session,
        now=act.now,
        actor=act.by,
        kind=CORRECTED,
        subject=Subject("inspection", inspection.id, inspection.id),
        payload={"field": name, "before": before, "after": after, "reason": reason.strip()},
    )
    dates = recount(
        session,
        inspection,
        act=act,
        reason=f"{name.replace('_', ' ')} was corrected: {reason.strip()}",
        past_date_confirmed=past_date_confirmed,
    )
    return Correction(name, before, after, dates)


Setter = Callable[[Session, Inspection, str, str], tuple[Any, Any]]


def _setter(name: str) -> Setter:
    if name.startswith("finding:"):
        return _set_finding
    if name.startswith("addressee:"):
        return _set_addressee
    if name == AUTHORITY:
        return _set_authority
    if name in DATES:
        return _set_date
    if name in TEXTS:
        return _set_text
    known = [*PLAIN_FIELDS, "finding:REF:words", "addressee:NAME:role"]
    raise NotFoundError.of("field", name, known)


def _set_date(
    _session: Session, inspection: Inspection, name: str, value: str
) -> tuple[date | None, date | None]:
    before, after = getattr(inspection, name), _date(value) if value else None
    setattr(inspection, name, after)
    _refuse_impossible_order(inspection)
    return before, after


def _date(value: str) -> date:
    try:
        return read_date(value)
    except ValueError as error:
        raise Refused(str(error)) from error


def _refuse_impossible_order(inspection: Inspection) -> None:
    start, end = inspection.fieldwork_start, inspection.fieldwork_end
    if start and end and end < start:
        raise Refused("The fieldwork cannot end before it starts. Correct the other date first.")
    letter, stated = inspection.letter_date, inspection.stated_due
    if letter and stated and stated < letter:
        raise Refused("The letter cannot state a date before its own. Check the year.")


def _set_text(
    _session: Session, inspection: Inspection, name: str, value: str
) -> tuple[str | None, str | None]:
    if not value and name in NEVER_EMPTY:
        raise Refused(f"{name.replace('_', ' ').capitalize()} cannot be empty.")
    if name == "submit_to" and value and not is_mail_address(value):
        raise Refused(f"{value!r} is not one plain mail address.")
    before = getattr(inspection, name)
    setattr(inspection, name, value or None)
    return before, value or None


def _set_authority(
    session: Session, inspection: Inspection, _name: str, value: str
) -> tuple[str | None, str | None]:
    """Name the body that must make the statement: the first authority's, as printed, is kept."""
    agency = the_agency(session, value)
    rows = authorities_of(session, key_of(inspection.id))
    if not rows:
        raise Refused("The letter names no principal authority. Open it from a letter that does.")
    row = next((one for one in rows if one.agency_id is None), rows[0])
    before = _agency_name(session, row.agency_id)
    row.agency_id = key_of(agency.id)
    session.add(row)
    take_part(session, inspection, agency)
    return before, agency.name


def _hand_over_statement(session: Session, inspection: Inspection, *, act: Act) -> None:
    """Give the open duty to the body that must make the statement, as a new version of its date.

    So nothing that was prepared for the one before goes out, and the new one is asked only once it
    is live.
    """
    rule = stated_rule(framework_named(inspection.framework))
    found = rule and milestone_of_rule(session, key_of(inspection.id), rule_key=rule.key)
    agency_id = key_of(statement_body(session, inspection).id)
    if not found or found.state is not MilestoneState.OPEN or found.agency_id == agency_id:
        return
    found.agency_id = agency_id
    session.add(found)
    if found.due is not None:
        raise_version(
            session,
            found,
            due=found.due,
            today=act.today,
            now=act.now,
            rulebook=act.rulebook,
            because="another body makes the statement",
        )


def _agency_name(session: Session, agency_id: int | None) -> str | None:
    """The name of a body by its key."""
    return session.get_one(Agency, agency_id).name if agency_id is not None else None


def _set_finding(
    session: Session, inspection: Inspection, name: str, value: str
) -> tuple[Any, Any]:
    _, ref, part = _three_parts(name, FINDING_FIELDS)
    rows = findings_of(session, key_of(inspection.id))
    row = next((one for one in rows if one.ref.lower() == ref.lower()), None)
    if row is None:
        raise NotFoundError.of("finding", ref, [one.ref for one in rows])
    return _set(session, row, "short_title" if part == "title" else part, value)


def _set_addressee(
    session: Session, inspection: Inspection, name: str, value: str
) -> tuple[Any, Any]:
    _, person, part = _three_parts(name, ADDRESSEE_FIELDS)
    rows = addressees_of(session, key_of(inspection.id))
    row = next((one for one in rows if one.name.lower() == person.lower()), None)
    if row is None:
        raise NotFoundError.of("addressee", person, [one.name for one in rows])
    return _set(session, row, part, value)


def _three_parts(name: str, known: tuple[str, ...]) -> tuple[str, str, str]:
    kind, _, rest = name.partition(":")
    which, _, part = rest.rpartition(":")
    if part not in known or not which:
        raise NotFoundError.of(f"part of a {kind}", part, known)
    return kind, which, part


def _set(session: Session, row: Finding | Addressee, part: str, value: str) -> tuple[Any, Any]:
    before, after = getattr(row, part), _converted(row, part, value)
    setattr(row, part, after)
    session.add(row)
    return before, after


def _converted(row: Finding | Addressee, part: str, value: str) -> Any:
    if part.startswith("page_"):
        if not value.isdigit():
            raise Refused(f"{value!r} is not a page number.")
        return int(value)
    if isinstance(row, Finding) and part == "kind":
        try:
            return FindingKind(value.lower().replace(" ", "_"))
        except ValueError as error:
            known = [kind.value for kind in FindingKind]
            raise NotFoundError.of("kind of finding", value, known) from error
    if not value and part in ("words", "name", "kind"):
        raise Refused(f"The {part} cannot be empty.")
    return value or None
