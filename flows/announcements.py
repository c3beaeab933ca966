"""What runs tell the rest of Prefect, so that an operator can hang an automation on it.

An event carries references, dates and counts. No finding, no title, no name of a person and no
text that somebody wrote: Prefect keeps events for as long as its operator likes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from prefect.events import emit_event

from services.day_overview import DayOverview
from services.deliver import DeliveryReport
from services.statutory_stage import StageOutcome
from services.watch import WatchReport

WATCH_DECIDED = "longstop.watch.decided"
WATCH_BRAKED = "longstop.watch.braked"
MILESTONE_OVERDUE = "longstop.milestone.overdue"
OUTBOX_DELIVERED = "longstop.outbox.delivered"
STAGE_SEEN = "longstop.stage.seen"


def announce_day(report: WatchReport, overview: DayOverview) -> None:
    """Tell that a day was decided, and of each milestone that became late with it."""
    day = report.day.isoformat()
    _emit(
        WATCH_DECIDED,
        f"longstop.day.{day}",
        notices=report.notices,
        messages=report.messages,
        held=report.held,
        escalations=report.escalations,
    )
    if report.braked:
        _emit(WATCH_BRAKED, f"longstop.day.{day}", notices=report.notices)
    for item in overview.late:
        _emit(
            MILESTONE_OVERDUE,
            f"longstop.milestone.{item.inspection}.{item.ref}",
            inspection=item.inspection,
            ref=item.ref,
            due=item.due.isoformat(),
        )


def announce_delivery(report: DeliveryReport, *, today: date) -> None:
    """Tell what one run of delivery did; says nothing if there was nothing to do."""
    if report.total:
        _emit(OUTBOX_DELIVERED, f"longstop.day.{today.isoformat()}", **report.counts)


def announce_stages(name: str, outcomes: Sequence[StageOutcome]) -> None:
    """Tell where each stage of an inspection stands."""
    for outcome in outcomes:
        _emit(
            STAGE_SEEN,
            f"longstop.inspection.{name}",
            stage=str(outcome.stage),
            state=str(outcome.state),
            date=outcome.date.isoformat() if outcome.date else None,
        )


def _emit(event: str, subject: str, **payload: object) -> None:
    emit_event(event, resource={"prefect.resource.id": subject}, payload=payload)
