"""What ``longstop milestone show`` prints, and its values for scripts."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from cli.choices import as_read
from cli.plan_report import due_words, milestone_row, state_words
from models.agencies import Agency
from models.inspections import Inspection
from models.milestones import DateChange, Evidence, Milestone, Update
from models.plans import Action
from models.queries.agencies import effective_agency
from models.queries.plans import (
    changes_of,
    current_version,
    evidence_of,
    updates_of,
    versions_of,
)
from rules.status_words import SAID_STATES
from rules.wording import plain_date
from services.find import key_of
from services.liveness import liveness

WIDTH = 100


def milestone_lines(session: Session, row: Milestone, *, today: datetime.date) -> list[str]:
    """One duty as lines: what and whose, its dates, what was said, its evidence."""
    number = key_of(row.id)
    return [
        f"{row.ref}  {row.title}",
        "",
        *_fields(session, row, today=today),
        *_block("Dates", [_change_words(change) for change in changes_of(session, number)]),
        *_block("Said", [_said_words(update) for update in updates_of(session, number)]),
        *_block("Evidence", [_evidence_words(one) for one in evidence_of(session, number)]),
    ]


def milestone_values(session: Session, row: Milestone, *, today: datetime.date) -> dict[str, Any]:
    """The same for a script."""
    number = key_of(row.id)
    version = current_version(session, number)
    return {
        **milestone_row(row),
        "inspection": session.get_one(Inspection, row.inspection_id).ref,
        "agency": session.get_one(Agency, row.agency_id).ref,
        "armed_on": version.armed_on if version else None,
        "not_asked_because": liveness(session, row, today=today).because,
        "reading": row.reading,
        "versions": [
            {"version": one.version, "due": one.due, "armed_on": one.armed_on}
            for one in versions_of(session, number)
        ],
        "changes": [
            change.model_dump(exclude={"id", "milestone_id", "recorded_at"})
            for change in changes_of(session, number)
        ],
        "updates": [
            update.model_dump(exclude={"milestone_id", "agency_id", "recorded_at"})
            for update in updates_of(session, number)
        ],
        "evidence": [
            one.model_dump(exclude={"id", "milestone_id", "recorded_at"})
            for one in evidence_of(session, number)
        ],
    }


def _fields(session: Session, row: Milestone, *, today: datetime.date) -> Iterator[str]:
    agency = session.get_one(Agency, row.agency_id)
    answers = effective_agency(session, row.agency_id, on=today)
    body = agency.name if answers.id == agency.id else f"{agency.name}, now {answers.name}"
    action = session.get(Action, row.action_id) if row.action_id else None
    live = liveness(session, row, today=today)
    pairs = {
        "Inspection": session.get_one(Inspection, row.inspection_id).ref,
        "Body": body,
        "Kind": as_read(row.kind),
        "Timescale": action.timescale_text if action else "",
        "Due": due_words(row),
        "Question": row.reading.get("question") or "",
        "State": state_words(row, today=today),
        "Reason": row.state_reason or "",
        "Done on": plain_date(row.done_on) if row.done_on else "",
        "Checked": _by(row.checked_by, row.checked_on),
        "Accepted": row.accepted_by_minute or "",
        "Asked about": f"no: {live.because}" if live.because else "yes",
    }
    label = max(len(name) for name in pairs)
    yield from (f"{name:<{label}}  {value}" for name, value in pairs.items() if value)


def _by(who: str | None, on: datetime.date | None) -> str:
    return f"by {who} on {plain_date(on)}" if who and on else ""


def _change_words(change: DateChange) -> str:
    before = plain_date(change.before) if change.before else "no date"
    after = plain_date(change.after) if change.after else "no date"
    approved = f", approved by {change.approved_by}" if change.approved_by else ""
    minute = f" ({change.minute})" if change.minute else ""
    return f"{as_read(change.kind)}: {before} to {after}: {change.reason}{approved}{minute}"


def _said_words(update: Update) -> str:
    parts = [f"{update.id}  {plain_date(update.said_on)}: {SAID_STATES[update.state.value]}"]
    if update.rating:
        parts.append(f"rated {update.rating.value}")
    if update.forecast:
        parts.append(f"forecast {plain_date(update.forecast)}")
    if update.words:
        parts.append(f'"{update.words}"')
    parts.append(f"{update.said_by}, by {update.channel.value}")
    if update.corrects_id:
        parts.append(f"corrects {update.corrects_id}")
    return "; ".join(parts)


def _evidence_words(one: Evidence) -> str:
    verdict = {None: "not looked at yet", True: "accepted", False: "refused"}[one.accepted]
    reason = f": {one.verdict_reason}" if one.verdict_reason else ""
    return f"{one.reference} (offered {plain_date(one.offered_on)}): {verdict}{reason}"


def _block(heading: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    wrapped = (
        part
        for line in lines
        for part in textwrap.wrap(
            line, WIDTH, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False
        )
    )
    return ["", heading, *wrapped]
