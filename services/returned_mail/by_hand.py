"""A person files a report that nobody could tell apart: with a reason, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.ledger import DeliveryReport
from models.queries.reports import locked_report
from models.words import ReportKind
from services.errors import NotFoundError, Refused
from services.history import Subject, record
from services.mark_bounced import mark_bounced


@dataclass(frozen=True, slots=True)
class FiledReport:
    """A report that was filed, and the names of those whose address was marked."""

    number: int
    recipient: str | None
    marked: tuple[str, ...]


def file_by_hand(
    session: Session,
    number: int,
    *,
    because: str,
    now: datetime,
    by: str,
    address_is_wrong: bool = False,
) -> FiledReport:
    """File the report with this number; ``address_is_wrong`` marks the address it speaks of.

    Raises `NotFoundError`, or `Refused` without a reason, for one that is filed already, or where
    there is no address to mark.
    """
    report = _the_waiting_report(session, number)
    why = because.strip()
    if not why:
        raise Refused("Say why it is filed so: whoever looks next will ask.")
    marked = _mark(session, report, now=now, by=by) if address_is_wrong else ()
    report.filed_at, report.filed_by, report.filed_because = now, by, why
    if address_is_wrong:
        report.kind = ReportKind.FAILED
    session.add(report)
    record(
        session,
        now=now,
        actor=by,
        kind="report_filed",
        subject=Subject("delivery_report", report.id),
        payload={"report": number, "because": why, "marked": list(marked)},
    )
    return FiledReport(number, report.recipient, marked)


def _the_waiting_report(session: Session, number: int) -> DeliveryReport:
    report = locked_report(session, number)
    if report is None:
        raise NotFoundError(
            f"There is no report {number}. 'longstop mail reports' shows the numbers."
        )
    if report.filed_at is not None:
        raise Refused(f"Report {number} was filed already, by {report.filed_by}.")
    return report


def _mark(session: Session, report: DeliveryReport, *, now: datetime, by: str) -> tuple[str, ...]:
    if report.recipient is None:
        raise Refused(f"Report {report.id} names no address, so none can be marked.")
    words = f"{report.code or ''} {report.detail}".strip() or "no reason was given"
    marked = mark_bounced(session, report.recipient, reason=words, now=now, by=by)
    if not marked:
        raise Refused(
            f"Nobody has the address {report.recipient} any longer, or it is marked already. "
            "File the report without marking it."
        )
    return tuple(one.name for one in marked)
