"""The director's one line a week, even when all is well (design 6.8)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from models.inspections import Inspection
from models.milestones import Milestone
from models.queries.week import OpenItem, open_items
from notifications.contents import DcsWeeklyContent, InspectionWeek, NextDate
from rules.wording import counted, long_date
from services.compose.reader import Reader
from services.embargo import sees, title_for

SOON = 10


def week_content(session: Session, reader: Reader) -> DcsWeeklyContent | None:
    """Counts for each inspection with open items, then exceptions, most important first."""
    by_inspection: dict[int, list[OpenItem]] = {}
    for item in open_items(session):
        by_inspection.setdefault(item.inspection.id or 0, []).append(item)
    if not by_inspection:
        return None
    return DcsWeeklyContent(
        inspections=tuple(_week(reader, items) for items in by_inspection.values()),
        exceptions=tuple(
            sentence for items in by_inspection.values() for sentence in _exceptions(reader, items)
        ),
    )


def _week(reader: Reader, items: Sequence[OpenItem]) -> InspectionWeek:
    calendar, today = reader.around.calendar, reader.today
    inspection = items[0].inspection
    dated = [item.milestone for item in items if item.milestone.due is not None]
    left = [calendar.days_left(one.due, today) for one in dated if one.due is not None]
    return InspectionWeek(
        title=_title(reader, inspection),
        open_items=len(items),
        overdue=sum(days < 0 for days in left),
        due_soon=sum(0 <= days <= SOON for days in left),
        next_date=_next_date(reader, inspection, dated),
    )


def _next_date(
    reader: Reader, inspection: Inspection, dated: Sequence[Milestone]
) -> NextDate | None:
    coming = [
        (one.due, one.title, one.ref)
        for one in dated
        if one.kind != "plan" and one.due is not None and one.due >= reader.today
    ]
    if not coming:
        return None
    due, title, ref = min(coming)
    seen = sees(inspection, reader.email, circle=reader.circle_of(inspection))
    return NextDate(
        title=title if seen else f"Item {ref}",
        on=due,
        days_left=reader.around.calendar.days_left(due, reader.today),
    )


def _exceptions(reader: Reader, items: Sequence[OpenItem]) -> list[str]:
    """Statutory dates that have passed, then what was raised above its lead."""
    sentences: list[str] = []
    for item in items:
        milestone, due = item.milestone, item.milestone.due
        if due is None or due >= reader.today:
            continue
        late = counted(-reader.around.calendar.days_left(due, reader.today), "working day")
        if milestone.kind == "statutory":
            sentences.insert(0, f"Item {milestone.ref} was due {long_date(due)}, {late} ago.")
        elif item.raised_on is not None:
            sentences.append(
                f"Item {milestone.ref} of {reader.body_names.get(milestone.agency_id, '')} is "
                f"{late} late and was raised on {long_date(item.raised_on)}."
            )
    return sentences


def _title(reader: Reader, inspection: Inspection) -> str:
    return title_for(inspection, for_email=reader.email, circle=reader.circle_of(inspection))
