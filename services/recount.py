"""Bringing the milestones of an inspection's key dates in step with what is recorded.

A date that comes earlier applies at once. One that comes later because a person confirmed or
corrected something applies as well, with that reason. One that comes later only because the
calendar changed waits until a person confirms it (design 6.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from models.agencies import Agency
from models.inspections import Inspection
from models.milestones import Milestone
from models.queries.key_dates import rule_milestones_of
from models.words import DateChangeKind, MilestoneKind, MilestoneState
from rules.frameworks import DutyKind
from rules.key_dates import DecidedBy, KeyDate
from services.act import Act
from services.add_milestone import NewMilestone, add_milestone
from services.date_changes import Why, change_date
from services.find import key_of
from services.framework_tasks import milestone_ref, owner_of
from services.past_dates import ask_about_past_dates
from services.timeline import STATED, key_dates

BASIS = "basis"
"""Key of a milestone's reading: what its date was worked out from, to tell whose change it is."""

KINDS = {
    DutyKind.STATUTORY: MilestoneKind.STATUTORY,
    DutyKind.COMMITTEE: MilestoneKind.COMMITTEE,
    DutyKind.PLAN: MilestoneKind.PLAN,
}
TASK_DAYS = 2
"""Working days that a task of our own gets at least, however long ago the letter was written."""


@dataclass(frozen=True, slots=True)
class DateSet:
    """One key date before and after. ``waits``: it comes later, and only a person may say so."""

    ref: str
    title: str
    before: date | None
    after: date | None
    waits: bool = False

    @property
    def differs(self) -> bool:
        """Whether the date is another one now."""
        return self.before != self.after

    @property
    def is_later(self) -> bool:
        """Whether there was a date, and this one comes after it."""
        return self.before is not None and self.after is not None and self.after > self.before


def recount(
    session: Session,
    inspection: Inspection,
    *,
    act: Act,
    reason: str,
    past_date_confirmed: bool = False,
    later_confirmed: bool = False,
) -> tuple[DateSet, ...]:
    """Make the milestones that are missing and date the open ones anew; returns what differs.

    Raises `NeedsConfirmation` if a date of law or a meeting that is new here has passed already.
    """
    found = _found(session, inspection, act=act)
    milestones = rule_milestones_of(session, key_of(inspection.id))
    _ask_about_new_past_dates(found, milestones, act=act, confirmed=past_date_confirmed)
    changes = []
    for key_date in found.values():
        milestone = milestones.get(key_date.key)
        basis = basis_of(key_date, found)
        if milestone is None:
            made = make_milestone(session, inspection, key_date, basis=basis, act=act)
            changes.append(DateSet(made.ref, made.title, None, made.due))
        elif milestone.state is MilestoneState.OPEN:
            change = _date_set(milestone, key_date, basis=basis, later_confirmed=later_confirmed)
            _date_anew(session, milestone, change, basis=basis, act=act, reason=reason)
            changes += [change] if change.differs else []
    return tuple(changes)


def pending(session: Session, inspection: Inspection, *, act: Act) -> tuple[DateSet, ...]:
    """What a recount would change now; nothing is changed."""
    found = _found(session, inspection, act=act)
    milestones = rule_milestones_of(session, key_of(inspection.id))
    changes = (
        _date_set(milestones[key], key_date, basis=basis_of(key_date, found))
        for key, key_date in found.items()
        if key in milestones and milestones[key].state is MilestoneState.OPEN
    )
    return tuple(change for change in changes if change.differs)


def _found(session: Session, inspection: Inspection, *, act: Act) -> dict[str, KeyDate]:
    dates = key_dates(session, inspection, calendar=act.rulebook.calendar)
    return {one.key: one for one in dates}


def _ask_about_new_past_dates(
    found: Mapping[str, KeyDate],
    milestones: dict[str, Milestone],
    *,
    act: Act,
    confirmed: bool,
) -> None:
    past = {
        one.title: one.work_to
        for one in found.values()
        if one.kind is not DutyKind.PLAN
        and (one.key not in milestones or milestones[one.key].due is None)
    }
    ask_about_past_dates(past, today=act.today, past_date_confirmed=confirmed)


def make_milestone(
    session: Session,
    inspection: Inspection,
    key_date: KeyDate,
    *,
    basis: dict[str, Any],
    act: Act,
    agency: Agency | None = None,
) -> Milestone:
    """The milestone of a key date; ``agency`` holds it instead of whom the rule names."""
    reading: dict[str, Any] = {BASIS: basis}
    due = key_date.work_to
    is_task = key_date.decided_by is DecidedBy.PROPOSAL and key_date.rule.before is None
    if is_task and due is not None and due < act.today:
        # A task of our own is asked for from the day on which somebody could do it.
        due = act.rulebook.calendar.send_day(act.today, TASK_DAYS)
        reading[STATED] = {"day": due.isoformat(), "said_by": "our planning on opening"}
    milestone = add_milestone(
        session,
        inspection,
        NewMilestone(
            title=key_date.title,
            kind=KINDS[key_date.kind],
            ref=milestone_ref(key_date.key),
            due=due,
            reading=reading,
            owner_role=key_date.owner_role,
            rule_key=key_date.key,
            ladder=key_date.rule.ladder,
        ),
        agency=agency or owner_of(session, inspection, key_date.rule),
        today=act.today,
        now=act.now,
        by=act.by,
        rulebook=act.rulebook,
        # What had to be asked was asked above, all at once.
        past_date_confirmed=True,
    )
    milestone.first_due = due
    session.add(milestone)
    return milestone


def _date_anew(
    session: Session,
    milestone: Milestone,
    change: DateSet,
    *,
    basis: dict[str, Any],
    act: Act,
    reason: str,
) -> None:
    if change.waits:
        return
    milestone.reading = {**milestone.reading, BASIS: basis}
    session.add(milestone)
    if change.after is None or not change.differs:
        return
    if milestone.first_due is None:
        milestone.first_due = change.after
    change_date(
        session,
        milestone,
        Why(DateChangeKind.RECOUNT, reason),
        due=change.after,
        today=act.today,
        now=act.now,
        by=act.by,
        rulebook=act.rulebook,
    )


def _date_set(
    milestone: Milestone, key_date: KeyDate, *, basis: dict[str, Any], later_confirmed: bool = False
) -> DateSet:
    """The milestone's date and the one that is counted now. A date that is lost stays."""
    change = DateSet(
        milestone.ref, milestone.title, milestone.due, key_date.work_to or milestone.due
    )
    waits = change.is_later and _rests_on_the_same(milestone, basis) and not later_confirmed
    return replace(change, waits=waits)


def _rests_on_the_same(milestone: Milestone, basis: dict[str, Any]) -> bool:
    """Whether nothing that people or documents say has changed since the date was set."""
    known = milestone.reading.get(BASIS)
    return isinstance(known, dict) and known.get("said") == basis["said"]


def basis_of(key_date: KeyDate, found: Mapping[str, KeyDate]) -> dict[str, Any]:
    """What a date rests on: ``said`` by people and documents, and the files it was counted with.

    A date that is counted from another one rests on what that one rests on.
    """
    return {
        "said": _said(key_date, found),
        "calendar": key_date.calendar_version,
        "framework": key_date.framework_version,
    }


def _said(key_date: KeyDate, found: Mapping[str, KeyDate]) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: one.day.isoformat()
        for name, one in (
            ("stated", key_date.stated),
            ("confirmed", key_date.confirmed),
            ("chosen", key_date.chosen),
        )
        if one is not None
    }
    for name, other in (("anchor", key_date.rule.anchor), ("before", key_date.rule.before)):
        if other is not None and other in found:
            said[name] = _said(found[other], found)
        elif name == "anchor" and key_date.anchor is not None:
            said[name] = key_date.anchor.day.isoformat()
    return said
