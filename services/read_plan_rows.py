"""Reading a plan's rows against what the database knows: every fault and every question at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from documents.plan_sheet import (
    ACTION,
    AREA,
    BODY_REF,
    DUE,
    FINDING,
    LEAD_AGENCY,
    LEAD_OFFICER,
    MILESTONE,
    REF,
    SOURCE,
    SUCCESS_MEASURE,
    SUPPORTING,
    TIMESCALE,
)
from documents.sheet import Sheet, SheetFault, SheetRow
from models.agencies import Agency
from models.findings import Finding
from models.inspections import Inspection
from models.queries.agencies import agency_named
from models.queries.plans import action_refs, findings_of
from models.words import ActionSource, AgencyKind
from rules.timescales import Reading, read_timescale
from rules.written_dates import UnreadableDate, read_date
from services.add_action import NewAction
from services.child_level import details_in
from services.errors import NotFoundError
from services.find import key_of, the_agency


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One milestone to be. ``due`` is null where the reading is a question."""

    row: int
    title: str
    due: date | None
    reading: Reading
    is_read_by_person: bool = False


@dataclass(slots=True)
class PlannedAction:
    """One action to be, from one row or several."""

    row: SheetRow
    order: NewAction
    accountable: Agency
    supporting: list[Agency]
    finding: Finding | None
    steps: list[PlannedStep] = field(default_factory=list)


@dataclass(slots=True)
class PlanReading:
    """What a sheet says. ``asked`` are the rows that may hold child-level detail."""

    name: str
    sha256: str = ""
    actions: list[PlannedAction] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)
    asked: list[SheetFault] = field(default_factory=list)
    already_there: list[str] = field(default_factory=list)
    unknown_headings: tuple[str, ...] = ()

    @property
    def steps(self) -> list[PlannedStep]:
        """Every milestone to be, in the order of the sheet."""
        return [step for action in self.actions for step in action.steps]

    @property
    def questions(self) -> list[tuple[PlannedStep, str]]:
        """The milestones whose date is a question, with it."""
        return [
            (step, step.reading.question)
            for step in self.steps
            if step.due is None and step.reading.question
        ]

    def past_dates(self, today: date) -> dict[str, date | None]:
        """The dates that have passed, by row and title."""
        return {
            f"row {step.row}, {step.title}": step.due
            for step in self.steps
            if step.due is not None and step.due < today
        }


def read_plan_rows(
    session: Session, inspection: Inspection, sheet: Sheet, *, written_on: date | None
) -> PlanReading:
    """Read the sheet; changes nothing. ``written_on`` is the day the plan was written.

    Rows that repeat a reference with the same (or no) action are further milestones of it.
    """
    reading = PlanReading(sheet.name, sheet.sha256, unknown_headings=sheet.unknown_headings)
    findings = findings_of(session, key_of(inspection.id))
    there = {ref.lower() for ref in action_refs(session, inspection_id=inspection.id)}
    by_ref: dict[str, PlannedAction] = {}
    for row in sheet.rows:
        _check_child_level(row, reading)
        ref = row.cell(REF)
        if ref.lower() in there:
            reading.already_there.append(ref)
            continue
        first = by_ref.get(ref.lower())
        action = first or _read_action(session, row, findings, reading)
        if action is None:
            continue
        if first is not None and row.cell(ACTION) not in ("", first.order.title):
            message = f"row {first.row.number} gives {ref!r} to another action. Use a new one."
            reading.faults.append(SheetFault(row.number, REF, message))
            continue
        if first is None and ref:
            by_ref[ref.lower()] = action
            reading.actions.append(action)
        step = _read_step(row, action, reading, written_on=written_on)
        if step is not None:
            action.steps.append(step)
    return reading


def _read_action(
    session: Session, row: SheetRow, findings: list[Finding], reading: PlanReading
) -> PlannedAction | None:
    faults: list[SheetFault] = []
    for column in (REF, ACTION):
        if not row.cell(column):
            faults.append(SheetFault(row.number, column, "is empty. Every row needs one."))
    accountable = _lead(session, row, faults)
    supporting = list(_supporting(session, row, accountable, faults))
    finding = _finding(row, findings, faults)
    source = _source(row, faults)
    reading.faults.extend(faults)
    if faults or accountable is None:
        return None
    order = NewAction(
        ref=row.cell(REF),
        title=row.cell(ACTION),
        lead_role=row.cell(LEAD_OFFICER) or None,
        timescale=row.cell(TIMESCALE),
        success_measure=row.cell(SUCCESS_MEASURE) or None,
        body_ref=row.cell(BODY_REF) or None,
        source=source,
        other_columns={**_area_kept(row, finding), **row.others},
    )
    return PlannedAction(row, order, accountable, supporting, finding)


def _lead(session: Session, row: SheetRow, faults: list[SheetFault]) -> Agency | None:
    written = row.cell(LEAD_AGENCY)
    if not written:
        message = "is empty. Name the one body that is asked; it may dispute the action later."
        faults.append(SheetFault(row.number, LEAD_AGENCY, message))
        return None
    agency = _agency(session, row, LEAD_AGENCY, written, faults)
    if agency is not None and agency.kind is AgencyKind.OUTSIDE:
        message = f"{agency.name} is an outside body and is never asked. Name one of yours."
        faults.append(SheetFault(row.number, LEAD_AGENCY, message))
        return None
    return agency


def _supporting(
    session: Session, row: SheetRow, lead: Agency | None, faults: list[SheetFault]
) -> Iterator[Agency]:
    seen = {lead.id} if lead else set()
    for written in row.cell(SUPPORTING).replace("\n", ";").replace(",", ";").split(";"):
        if not written.strip():
            continue
        agency = _agency(session, row, SUPPORTING, written.strip(), faults)
        if agency is not None and agency.id not in seen:
            seen.add(agency.id)
            yield agency


def _agency(
    session: Session, row: SheetRow, column: str, written: str, faults: list[SheetFault]
) -> Agency | None:
    agency = agency_named(session, written)
    if agency is not None:
        return agency
    message = ""
    try:
        the_agency(session, written)
    except NotFoundError as error:
        message = str(error)
    if ";" in written or "," in written or " and " in written:
        message += " One body leads; write the others under Supporting partners."
    faults.append(SheetFault(row.number, column, message))
    return None


def _finding(row: SheetRow, findings: list[Finding], faults: list[SheetFault]) -> Finding | None:
    by_ref = {finding.ref.lower(): finding for finding in findings}
    written = row.cell(FINDING)
    if written:
        found = by_ref.get(written.lower())
        if found is None:
            error = NotFoundError.of("finding", written, [finding.ref for finding in findings])
            faults.append(SheetFault(row.number, FINDING, str(error)))
        return found
    area = " ".join(row.cell(AREA).lower().split())
    for finding in findings:
        if area and area in _names_of(finding):
            return finding
    return None


def _names_of(finding: Finding) -> set[str]:
    """What a plan may call a finding: its reference, its title or the letter's words."""
    names = (finding.ref, finding.short_title or "", finding.words)
    return {" ".join(name.lower().split()) for name in names if name}


def _area_kept(row: SheetRow, finding: Finding | None) -> dict[str, str]:
    """The area's words where they name no finding that we know: they are not lost."""
    area = row.cell(AREA)
    return {AREA: area} if area and (finding is None or row.cell(FINDING)) else {}


def _source(row: SheetRow, faults: list[SheetFault]) -> ActionSource:
    written = row.cell(SOURCE).lower().replace(" ", "_")
    if not written:
        return ActionSource.LETTER
    try:
        return ActionSource(written)
    except ValueError:
        known = ", ".join(source.value.replace("_", " ") for source in ActionSource)
        message = f"{row.cell(SOURCE)!r} is not a source. Choose from {known}."
        faults.append(SheetFault(row.number, SOURCE, message))
        return ActionSource.LETTER


def _read_step(
    row: SheetRow, action: PlannedAction, reading: PlanReading, *, written_on: date | None
) -> PlannedStep | None:
    timescale = read_timescale(row.cell(TIMESCALE), written_on)
    title = row.cell(MILESTONE) or action.order.title
    if row.cell(DUE):
        try:
            due = read_date(row.cell(DUE))
        except UnreadableDate as error:
            reading.faults.append(SheetFault(row.number, DUE, str(error)))
            return None
        return PlannedStep(row.number, title, due, timescale, is_read_by_person=True)
    # A reading that is only likely is a question: it is suggested, and never used by itself.
    certain = timescale.question is None
    return PlannedStep(row.number, title, timescale.latest if certain else None, timescale)


def _check_child_level(row: SheetRow, reading: PlanReading) -> None:
    for column, text in {**row.cells, **row.others}.items():
        refused, asked = details_in({"it": text})
        reading.faults.extend(
            SheetFault(row.number, column, f"{words}. Take it out; it is never kept here.")
            for words in refused
        )
        reading.asked.extend(SheetFault(row.number, column, f"{words}.") for words in asked)
