"""Opening an inspection from declared facts, with its meetings and its plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlmodel import Session

from config.inspections import InspectionFacts
from models.inspections import Inspection
from models.queries.key_dates import rule_milestones_of
from models.queries.meetings import meeting_of
from models.words import MilestoneState
from services.act import Act
from services.add_meeting import add_meeting
from services.declare_plan import declare_plan
from services.find import key_of
from services.incoming import from_facts
from services.open_inspection import Opening, OpeningOrder, open_inspection
from services.recount import DateSet, recount
from services.set_meeting import set_meeting
from services.timeline import MEETING, STATED


def open_from_facts(
    session: Session,
    facts: InspectionFacts,
    *,
    order: OpeningOrder,
    act: Act,
    with_plan: bool = True,
) -> Opening:
    """Open the declared inspection, or complete the one it belongs to.

    Raises what `open_inspection`, `set_meeting` and `declare_plan` raise; then nothing is opened.
    """
    opening = open_inspection(session, from_facts(facts), order=order, act=act)
    dates = list(opening.dates)
    dates += _take_in_stated(session, opening.inspection, facts, act=act)
    dates += _take_in_meetings(session, opening.inspection, facts, order=order, act=act)
    questions = opening.questions
    if with_plan and facts.plan is not None:
        declared = declare_plan(
            session,
            opening.inspection,
            facts.plan,
            act=act,
            past_date_confirmed=order.past_date_confirmed,
        )
        questions += declared.questions
    return replace(opening, dates=_in_one(dates), questions=questions)


def _take_in_stated(
    session: Session, inspection: Inspection, facts: InspectionFacts, *, act: Act
) -> tuple[DateSet, ...]:
    """Dates that other documents state, kept with the milestone they are stated for."""
    milestones = rule_milestones_of(session, key_of(inspection.id))
    for said in facts.stated_elsewhere:
        milestone = milestones.get(said.rule)
        if milestone is None or milestone.state is not MilestoneState.OPEN:
            continue
        milestone.reading = {
            **milestone.reading,
            STATED: said.model_dump(mode="json", exclude={"rule"}, exclude_none=True),
        }
        session.add(milestone)
    if not facts.stated_elsewhere:
        return ()
    return recount(session, inspection, act=act, reason="another document states a date")


def _take_in_meetings(
    session: Session,
    inspection: Inspection,
    facts: InspectionFacts,
    *,
    order: OpeningOrder,
    act: Act,
) -> list[DateSet]:
    """The meetings that decide a key date, unless the same meeting does already."""
    dates: list[DateSet] = []
    for meeting in facts.meetings:
        if meeting.rule is None:
            if meeting_of(session, body=meeting.body, held_on=meeting.held_on) is None:
                add_meeting(
                    session, body=meeting.body, held_on=meeting.held_on, now=act.now, by=act.by
                )
            continue
        milestone = rule_milestones_of(session, key_of(inspection.id)).get(meeting.rule)
        known = milestone.reading.get(MEETING) if milestone is not None else None
        is_open = milestone is not None and milestone.state is MilestoneState.OPEN
        if not is_open or (known and known.get("day") == meeting.held_on.isoformat()):
            continue
        dates += set_meeting(
            session,
            inspection,
            rule_key=meeting.rule,
            body=meeting.body,
            held_on=meeting.held_on,
            act=act,
            past_date_confirmed=order.past_date_confirmed,
        )
    return dates


def _in_one(dates: Iterable[DateSet]) -> tuple[DateSet, ...]:
    """One change a milestone: from its first date before to its last date after."""
    by_ref: dict[str, DateSet] = {}
    for one in dates:
        first = by_ref.get(one.ref)
        by_ref[one.ref] = one if first is None else replace(one, before=first.before)
    return tuple(one for one in by_ref.values() if one.differs or one.before is None)
