"""Finding what a person named, or saying what they may have meant.

A reference can be given with its inspection before it (``southend-2018/3.1``), which settles
it where two inspections use the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlmodel import Session

from models.agencies import Agency
from models.findings import Finding
from models.inspections import Inspection
from models.meetings import Meeting, Minute
from models.milestones import Milestone
from models.plans import Action, Plan
from models.queries.agencies import agency_named, agency_names
from models.queries.inspections import all_inspections, inspection_refs, inspection_with_ref
from models.queries.meetings import all_meetings, minute_numbered
from models.queries.plans import (
    action_refs,
    actions_with_ref,
    findings_of,
    findings_with_ref,
    milestone_refs,
    milestones_with_ref,
    plan_of,
)
from services.errors import NotFoundError, ServiceError

Row = TypeVar("Row", Action, Finding, Milestone)


def the_agency(session: Session, name: str) -> Agency:
    """The body with this reference or name. Raises `NotFoundError` with suggestions."""
    agency = agency_named(session, name)
    if agency is None:
        raise NotFoundError.of("agency", name, agency_names(session))
    return agency


def the_inspection(session: Session, ref: str | None = None) -> Inspection:
    """The inspection with this reference; without one, the only inspection there is.

    Raises `NotFoundError` with suggestions, or `ServiceError` where one must be named.
    """
    if ref is not None:
        found = inspection_with_ref(session, ref)
        if found is None:
            raise NotFoundError.of("inspection", ref, inspection_refs(session))
        return found
    inspections = all_inspections(session)
    if not inspections:
        raise NotFoundError("There is no inspection yet. Open one with 'longstop inspection open'.")
    if len(inspections) > 1:
        refs = ", ".join(sorted(inspection.ref for inspection in inspections))
        raise ServiceError(f"There are several inspections. Name one of them: {refs}.")
    return inspections[0]


def the_plan(session: Session, inspection: Inspection) -> Plan:
    """The plan of an inspection. Raises `NotFoundError` if it has none."""
    plan = plan_of(session, key_of(inspection.id))
    if plan is None:
        raise NotFoundError(f"Inspection {inspection.ref} has no plan yet.")
    return plan


def the_milestone(session: Session, ref: str, *, inspection: str | None = None) -> Milestone:
    """The milestone with this reference. Raises `NotFoundError` with suggestions."""
    wanted, name = _parted(session, ref, inspection)
    return _only(
        session,
        "milestone",
        ref=wanted,
        inspection=name,
        found=milestones_with_ref(session, wanted),
        inspection_of=lambda milestone: milestone.inspection_id,
        known=lambda number: milestone_refs(session, inspection_id=number),
    )


def the_milestones(
    session: Session, refs: Sequence[str], *, inspection: str | None = None
) -> list[Milestone]:
    """The milestones with these references. Raises `NotFoundError` for all that are not there."""
    found, unknown = [], []
    for ref in refs:
        try:
            found.append(the_milestone(session, ref, inspection=inspection))
        except NotFoundError as error:
            unknown.append(str(error))
    if unknown:
        raise NotFoundError("\n".join(unknown))
    return found


def the_action(session: Session, ref: str, *, inspection: str | None = None) -> Action:
    """The action with this reference. Raises `NotFoundError` with suggestions."""
    wanted, name = _parted(session, ref, inspection)
    pairs = actions_with_ref(session, wanted)
    owners = {action.id: plan.inspection_id for action, plan in pairs}
    return _only(
        session,
        "action",
        ref=wanted,
        inspection=name,
        found=[action for action, _ in pairs],
        inspection_of=lambda action: owners[action.id],
        known=lambda number: action_refs(session, inspection_id=number),
    )


def the_finding(session: Session, ref: str, *, inspection: str | None = None) -> Finding:
    """The finding with this reference. Raises `NotFoundError` with suggestions."""
    wanted, name = _parted(session, ref, inspection)
    return _only(
        session,
        "finding",
        ref=wanted,
        inspection=name,
        found=findings_with_ref(session, wanted),
        inspection_of=lambda finding: finding.inspection_id,
        known=lambda number: _finding_refs(session, number),
    )


def the_minute(
    session: Session, number: str, *, meeting: str | None = None
) -> tuple[Minute, Meeting]:
    """The minute with this number. Raises `NotFoundError` with suggestions."""
    found = minute_numbered(session, number, body=meeting)
    if len(found) == 1:
        return found[0]
    if found:
        places = ", ".join(f"{held.body} of {held.held_on.isoformat()}" for _, held in found)
        raise ServiceError(
            f"Minute {number!r} stands in several meetings: {places}. Name the body."
        )
    bodies = sorted({held.body for held in all_meetings(session)})
    hint = f" Bodies with meetings: {', '.join(bodies)}." if bodies else " There is no meeting yet."
    raise NotFoundError(f"There is no minute {number!r}.{hint} Record it with 'meeting minute'.")


def key_of(number: int | None) -> int:
    """The key of a row that is stored. A row gets its key at the first flush."""
    if number is None:
        raise LookupError("The row was not stored yet.")
    return number


def _parted(session: Session, ref: str, inspection: str | None) -> tuple[str, str | None]:
    """A reference without the inspection before it, and that inspection."""
    before, slash, after = ref.partition("/")
    if slash and inspection is None and inspection_with_ref(session, before) is not None:
        return after, before
    return ref, inspection


def _only(
    session: Session,
    what: str,
    *,
    ref: str,
    inspection: str | None,
    found: Sequence[Row],
    inspection_of: Callable[[Row], int],
    known: Callable[[int | None], list[str]],
) -> Row:
    number = key_of(the_inspection(session, inspection).id) if inspection is not None else None
    fitting = [row for row in found if number is None or inspection_of(row) == number]
    if not fitting:
        raise NotFoundError.of(what, ref, known(number))
    if len(fitting) > 1:
        places = sorted(session.get_one(Inspection, inspection_of(row)).ref for row in fitting)
        raise ServiceError(
            f"{what.capitalize()} {ref!r} stands in several inspections: {', '.join(places)}. "
            f"Write it as {places[0]}/{ref}."
        )
    return fitting[0]


def _finding_refs(session: Session, number: int | None) -> list[str]:
    if number is not None:
        return [finding.ref for finding in findings_of(session, number)]
    return [
        finding.ref
        for inspection in all_inspections(session)
        for finding in findings_of(session, key_of(inspection.id))
    ]
