"""Noticed items as the values a message shows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from models.queries.watching import Said, latest_updates
from notifications.message import Item, ItemKind, LastSaid, Raising
from rules.ladders import COURTESY_SUFFIX, Subject, steps_of
from rules.ladders import Tone as StepTone
from rules.status_words import SAID_STATES
from rules.step_words import reason_of
from services.compose.looking import Kept, tone_of
from services.compose.reader import Reader
from services.embargo import sees, title_for

# A message lists 40; what was last said is read for those that can be among them.
LISTED = 60


def items_of(session: Session, reader: Reader, kept: Sequence[Kept]) -> tuple[Item, ...]:
    """The items of kept notices as this reader may see them, the most pressing first."""
    ordered = in_reading_order(kept)
    said = latest_updates(session, [one.milestone.id or 0 for one in ordered[:LISTED]])
    return tuple(_item(reader, one, said.get(one.milestone.id or 0)) for one in ordered)


def in_reading_order(kept: Sequence[Kept]) -> list[Kept]:
    """Statutory dates first, then the earliest: the order in which items are shown."""
    return sorted(kept, key=lambda one: (one.milestone.kind != "statutory", one.version.due))


def _item(reader: Reader, one: Kept, said: Said | None) -> Item:
    _, milestone, version, action, inspection = one.row
    circle = reader.circle_of(inspection)
    withheld = not sees(inspection, reader.email, circle=circle)
    raising = _raising(reader, one)
    # An open item bears a reason once it has come back; a check that we owe is about the report.
    reopened = milestone.state_reason if one.subject is not Subject.CHECK else None
    return Item(
        ref=milestone.ref,
        inspection=title_for(inspection, for_email=reader.email, circle=circle),
        title=None if withheld else milestone.title,
        due=version.due,
        kind=ItemKind(milestone.kind.value),
        tone=tone_of(one.step, one.subject),
        plan_words=None if withheld or action is None else action.timescale_text or None,
        reason=reason_of(one.step, subject=one.subject, is_open_again=reopened is not None),
        held_by=reader.body_names.get(milestone.agency_id)
        if reader.agency_id != reader.stands_for(milestone.agency_id)
        else None,
        days_left=reader.around.calendar.days_left(version.due, reader.today),
        last_said=None if withheld or said is None else said_of(said),
        raising=raising,
        reported_on=milestone.reported_on if one.subject is Subject.CHECK else None,
        success_measure=None if withheld or action is None else action.success_measure,
        reopened=None if withheld else reopened,
        code_name=inspection.code_name if inspection.embargoed else None,
        withheld=withheld,
    )


def _raising(reader: Reader, one: Kept) -> Raising | None:
    """When and with whom a courtesy notice says the item will be raised."""
    if one.step.tone is not StepTone.COURTESY:
        return None
    raised_id = one.step.rung_id.removesuffix(COURTESY_SUFFIX)
    raised = next(step for step in steps_of(one.ladder) if step.rung_id == raised_id)
    wait = raised.gate.wait if raised.gate else 1
    by_wait = reader.around.calendar.working_days_after(reader.today, wait).result
    by_date = reader.around.calendar.send_day(one.version.anchor, raised.offset)
    return Raising(
        on=max(by_wait, by_date),
        to=reader.name_of(raised.audience, agency_id=one.milestone.agency_id),
    )


def said_of(update: Said) -> LastSaid:
    """The last update as a message shows it."""
    return LastSaid(
        state=SAID_STATES[update.state.value],
        words=update.words,
        by=update.said_by,
        on=update.said_on,
    )
