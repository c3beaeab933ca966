"""The columns of a plain action plan, by the names that councils use (domain.md section 3)."""

from __future__ import annotations

from pathlib import Path

from documents.sheet import Column, Sheet, read_sheet

REF = "Ref"
FINDING = "Finding ref"
AREA = "Area for improvement"
ACTION = "Action"
LEAD_AGENCY = "Lead agency"
LEAD_OFFICER = "Lead officer"
SUPPORTING = "Supporting partners"
TIMESCALE = "Timescale"
DUE = "Due"
MILESTONE = "Milestone"
SUCCESS_MEASURE = "Success measure"
BODY_REF = "Body reference"
SOURCE = "Source"

COLUMNS = (
    Column(REF, ("ref no", "reference", "no", "number", "action ref"), is_required=True),
    Column(FINDING, ("finding reference", "area ref", "recommendation ref")),
    Column(
        AREA, ("finding", "area requiring improvement", "recommendation", "area of improvement")
    ),
    Column(ACTION, ("action required", "actions"), is_required=True),
    Column(LEAD_AGENCY, ("lead body", "accountable agency", "agency"), is_required=True),
    Column(LEAD_OFFICER, ("lead", "responsible officer", "owner role", "lead role")),
    Column(SUPPORTING, ("supporting agencies", "supporting bodies", "partners", "support")),
    Column(
        TIMESCALE,
        ("timescales", "target date", "completion date", "planned completion date",
         "timescale text"),
    ),
    Column(DUE, ("due date", "date read")),
    Column(MILESTONE, ("milestones", "key milestone", "step")),
    Column(
        SUCCESS_MEASURE,
        ("success measure impact", "success criteria", "measure of success", "impact",
         "success measures"),
    ),
    Column(BODY_REF, ("agency reference", "own reference", "body ref")),
    Column(SOURCE, ()),
)  # fmt: skip


def read_plan(path: Path) -> Sheet:
    """The sheet. Raises `UnusableSheet` if it is none, or lacks a column it needs."""
    return read_sheet(path, COLUMNS)
