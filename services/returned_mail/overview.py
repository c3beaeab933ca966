"""The reports that were read, as a list: those that wait for a person, or all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.queries.reports import ReportRow, report_rows
from models.words import ReportKind
from services.opening import london_date

KIND_WORDS = {
    ReportKind.FAILED: "came back",
    ReportKind.DELAYED: "delayed",
    ReportKind.DELIVERED: "arrived",
    ReportKind.UNCLEAR: "came back, unclear",
    ReportKind.AUTOMATIC_REPLY: "automatic reply",
}


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report. ``filed`` says who looked at it and why; None while it waits."""

    number: int
    kind: str
    recipient: str | None
    message: int | None
    to: str | None
    body: str | None
    code: str | None
    words: str
    file_name: str
    read_on: date
    filed_at: datetime | None
    filed_by: str | None
    filed_because: str | None


def reports(session: Session, *, waiting: bool = True) -> list[ReportLine]:
    """The reports, the newest first."""
    return [_line(row) for row in report_rows(session, waiting=waiting)]


def _line(row: ReportRow) -> ReportLine:
    report = row.report
    return ReportLine(
        number=report.id or 0,
        kind=KIND_WORDS[ReportKind(report.kind)],
        recipient=report.recipient,
        message=row.message.id if row.message else None,
        to=row.contact.name if row.contact else None,
        body=row.agency.name if row.agency else None,
        code=report.code,
        words=report.detail,
        file_name=report.file_name,
        read_on=london_date(report.read_at),
        filed_at=report.filed_at,
        filed_by=report.filed_by,
        filed_because=report.filed_because,
    )
