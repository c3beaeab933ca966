"""An inspection's key dates, worked out from its rows by the rules of its framework."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from models.inspections import Inspection
from models.milestones import Milestone
from models.queries.key_dates import rule_milestones_of
from models.words import MilestoneState
from notifications.contents import FourDates
from rules.differences import law_words
from rules.frameworks import Framework
from rules.key_dates import ChosenDate, ConfirmedDate, KeyDate, StatedDate, TimelineFacts
from rules.provisions import Verified
from rules.timeline import timeline
from rules.working_days import WorkingCalendar
from services.find import key_of
from services.framework_tasks import framework_named, stated_rule
from services.rulebook import standing_rulebook

MEETING = "meeting"
"""Key of a milestone's reading: the day and body of the meeting that decides its date."""

STATED = "stated"
"""Key of a milestone's reading: a date that a document other than the letter states for it."""


def key_dates(
    session: Session, inspection: Inspection, *, calendar: WorkingCalendar
) -> tuple[KeyDate, ...]:
    """Every duty of the framework that applies to the inspection, with all its dates.

    Raises `Refused` if the inspection's framework is not known.
    """
    framework = framework_named(inspection.framework)
    return timeline(framework, facts_of(session, inspection), calendar=calendar)


def facts_of(session: Session, inspection: Inspection) -> TimelineFacts:
    """What is recorded of the inspection, as the rules take it.

    The day of receipt counts only once it was confirmed (design 6.3); until then the letter's own
    date stands in.
    """
    framework = framework_named(inspection.framework)
    milestones = rule_milestones_of(session, key_of(inspection.id))
    rule = stated_rule(framework)
    key = rule.key if rule else ""
    stated = _stated_elsewhere(milestones)
    if rule is not None and inspection.stated_due is not None:
        stated[key] = StatedDate(
            day=inspection.stated_due,
            text=inspection.stated_due_text or "",
            said_on=inspection.letter_date,
        )
    return TimelineFacts(
        dates=_event_dates(inspection, milestones, framework),
        stated=stated,
        confirmed=_confirmed(inspection, key),
        chosen=_chosen(inspection, key),
        switched=_switched(milestones, framework),
    )


def _event_dates(
    inspection: Inspection, milestones: dict[str, Milestone], framework: Framework
) -> dict[str, date]:
    received = inspection.received_on if inspection.receipt_confirmed_by else None
    recorded = {
        "letter_date": inspection.letter_date,
        "publication": inspection.published_on,
        "receipt": received,
    }
    for key, milestone in milestones.items():
        meeting = _day(milestone.reading.get(MEETING))
        if meeting is not None and framework.is_rule(key):
            recorded[framework.rule(key).anchor] = meeting
    return {key: day for key, day in recorded.items() if day is not None}


def _stated_elsewhere(milestones: dict[str, Milestone]) -> dict[str, StatedDate]:
    """Dates that other documents state, such as "August" in a report to Cabinet."""
    stated = {}
    for key, milestone in milestones.items():
        said = milestone.reading.get(STATED) or {}
        day = _day(said)
        if day is not None:
            stated[key] = StatedDate(
                day=day,
                text=said.get("text", ""),
                said_by=said.get("said_by", "the plan"),
                said_on=_iso(said.get("said_on")),
            )
    return stated


def _day(said: Any) -> date | None:
    return _iso(said.get("day")) if isinstance(said, dict) else None


def _iso(text: Any) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None


def _confirmed(inspection: Inspection, key: str) -> dict[str, ConfirmedDate]:
    if inspection.confirmed_due is None:
        return {}
    return {
        key: ConfirmedDate(
            day=inspection.confirmed_due,
            by=inspection.confirmed_by or "the inspectorate",
            on=inspection.confirmed_on,
            reference=inspection.confirmed_file or "",
        )
    }


def _chosen(inspection: Inspection, key: str) -> dict[str, ChosenDate]:
    if inspection.chosen_due is None:
        return {}
    reason = inspection.chosen_reason or "no reason was recorded"
    return {key: ChosenDate(inspection.chosen_due, reason)}


def _switched(milestones: dict[str, Milestone], framework: Framework) -> dict[str, bool]:
    """A rule that is off unless switched is on where a milestone of it was made; and back."""
    switched = {}
    for rule in framework.rules:
        milestone = milestones.get(rule.key)
        if milestone is None:
            continue
        dropped = milestone.state is MilestoneState.NO_LONGER_NEEDED
        if dropped == rule.is_on:
            switched[rule.key] = not dropped
    return switched


def statutory_dates(
    session: Session, milestone: Milestone, *, today: date
) -> tuple[FourDates | None, tuple[str, ...]]:
    """The dates of one duty for a message about it, and what stands open about them.

    ``None`` for a duty that has no count, stated or confirmed date behind it: it has one date.
    ``today`` decides nothing yet; it is taken so that a reading may come to depend on it.
    """
    del today
    inspection = session.get_one(Inspection, milestone.inspection_id)
    found = next(
        (
            one
            for one in key_dates(session, inspection, calendar=standing_rulebook().calendar)
            if one.key == milestone.rule_key
        ),
        None,
    )
    if found is None or milestone.due is None or not found.rule.is_law:
        return None, ()
    return four_dates(found, work_to=milestone.due), found.questions


def four_dates(key_date: KeyDate, *, work_to: date) -> FourDates:
    """The dates of a key date held apart, as a message shows them.

    ``work_to`` is the date the milestone carries: a later count waits there for a person.
    """
    confirmed, provision = key_date.confirmed, key_date.provision
    unseen = provision.verified is not Verified.VERIFIED and provision.caveat
    return FourDates(
        work_to=work_to,
        counted=key_date.law_date,
        counted_words=law_words(key_date) or None,
        stated=key_date.stated.day if key_date.stated else None,
        confirmed=confirmed.day if confirmed else None,
        confirmed_by=confirmed.by if confirmed else None,
        confirmed_on=confirmed.on if confirmed else None,
        chosen_reason=key_date.chosen.reason if key_date.chosen else None,
        provisional=key_date.is_provisional,
        caution=provision.caveat if unseen else None,
    )
