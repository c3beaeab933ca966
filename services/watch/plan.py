"""From what is due to what will be said: the part of the watch that decides and writes nothing.

The query has found the due steps and folding has chosen among them; here each gets its route
(``rules.routing``), and notices for one person and purpose come together in one message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from config.ladders import ladder_from_body
from models.milestones import StoredLadder
from models.queries.by_hand import AskedToday, asked_by_hand_today
from models.queries.due_notices import due_candidates
from models.queries.watching import ladders_in_use
from rules.ad_hoc import yields_to_a_request
from rules.folding import Candidate, Folded, fold
from rules.ladders import Subject
from rules.routing import Kind, Mode, NoRoute, Release, Route, Step, route
from rules.windows import Window, compile_windows
from rules.working_days import WorkingCalendar
from services.situation import Situation

STATUTORY = "statutory"


@dataclass(frozen=True, slots=True)
class MessageKey:
    """What makes two notices travel in one message."""

    contact_id: int
    kind: Kind
    grouping: str
    release: Release
    rehearsal: bool


@dataclass(slots=True)
class PlannedMessage:
    """One message to be made: its notices as (candidate, window, subject) and why it waits."""

    key: MessageKey
    held_because: str | None
    introduces: bool = False
    items: list[tuple[Candidate, Window, Subject]] = field(default_factory=list)


@dataclass(slots=True)
class SweepPlan:
    """Everything a sweep will write about items, and the contact trouble it met."""

    messages: dict[MessageKey, PlannedMessage] = field(default_factory=dict)
    folded: list[tuple[Candidate, Window, Subject]] = field(default_factory=list)
    missed: list[tuple[Candidate, Window, Subject]] = field(default_factory=list)
    trouble: Counter[str] = field(default_factory=Counter)
    asked_by_hand: set[AskedToday] = field(default_factory=set)

    @property
    def notices(self) -> int:
        """How many notices go out or wait (folded and missed ones are records only)."""
        return sum(len(message.items) for message in self.messages.values())

    @property
    def escalations(self) -> int:
        """How many items are raised above their lead."""
        return sum(
            window.step.audience.is_above_lead
            for message in self.messages.values()
            for _, window, _ in message.items
        )


def plan_sweep(session: Session, situation: Situation, calendar: WorkingCalendar) -> SweepPlan:
    """Ask the one query of each ladder in use, fold, and route what goes."""
    plan = SweepPlan(asked_by_hand=asked_by_hand_today(session, today=situation.today))
    for stored in ladders_in_use(session):
        _add_ladder(plan, session, stored, situation, calendar)
    return plan


def _add_ladder(
    plan: SweepPlan,
    session: Session,
    stored: StoredLadder,
    situation: Situation,
    calendar: WorkingCalendar,
) -> None:
    ladder = ladder_from_body(stored.body)
    windows = compile_windows(
        ladder, calendar, today=situation.today, previous_day=situation.previous_day
    )
    candidates = due_candidates(
        session,
        ladder_id=stored.id or 0,
        subject=ladder.subject,
        windows=windows,
        today=situation.today,
        days=situation.days,
    )
    _add_folded(plan, fold(candidates, windows), windows, ladder.subject, situation)


def _add_folded(
    plan: SweepPlan,
    folded: Folded,
    windows: Sequence[Window],
    subject: Subject,
    situation: Situation,
) -> None:
    stuck = _add_going(plan, folded.going, windows, subject, situation)
    plan.folded.extend(
        (one, windows[one.window], subject)
        for one in folded.folded
        # What is folded into a step that nobody could be told of must stay open with it.
        if (one.subject_id, windows[one.window].step.fold_group) not in stuck
    )
    plan.missed.extend((one, windows[one.window], subject) for one in folded.missed)


def _add_going(
    plan: SweepPlan,
    going: Iterable[Candidate],
    windows: Sequence[Window],
    subject: Subject,
    situation: Situation,
) -> set[tuple[int, str]]:
    """Route each step. A hundred thousand items share a handful of routes, so they are kept.

    Returns the items (with their fold group) whose step has nobody to go to, or yields to what
    the same role is asked by hand today.
    """
    ways: dict[tuple[object, ...], PlannedMessage | NoRoute] = {}
    stuck: set[tuple[int, str]] = set()
    for one in going:
        if plan.asked_by_hand and _is_asked_by_hand(plan, one, windows[one.window], subject):
            stuck.add((one.subject_id, windows[one.window].step.fold_group))
            continue
        memo = (
            one.inspection_id,
            one.agency_id,
            one.window,
            # A statutory item travels in a message of its own.
            one.subject_id if one.kind == STATUTORY else None,
            one.rehearsal,
        )
        way = ways.get(memo)
        if way is None:
            way = ways[memo] = _way(plan, one, windows[one.window], situation)
        if isinstance(way, NoRoute):
            plan.trouble[way.sentence] += 1
            stuck.add((one.subject_id, windows[one.window].step.fold_group))
            continue
        way.items.append((one, windows[one.window], subject))
    return stuck


def _is_asked_by_hand(plan: SweepPlan, one: Candidate, window: Window, subject: Subject) -> bool:
    step = window.step
    asked = AskedToday(one.subject_id, step.audience.value, bool(one.rehearsal))
    return (
        subject is Subject.MILESTONE and yields_to_a_request(step) and asked in plan.asked_by_hand
    )


def _way(
    plan: SweepPlan, one: Candidate, window: Window, situation: Situation
) -> PlannedMessage | NoRoute:
    """The message that the step travels in, made if it is the first to do so."""
    found = _route(one, window, situation)
    if isinstance(found, NoRoute):
        return found
    # A rehearsal goes to the manager alone, so nothing of it needs a person's approval.
    release = Release.GOES if one.rehearsal else found.release
    # A body may rehearse one inspection while it is asked about another on the same day.
    grouping = f"rehearsal:{found.grouping}" if one.rehearsal else found.grouping
    key = MessageKey(found.contact_id, found.kind, grouping, release, one.rehearsal)
    message = plan.messages.get(key)
    if message is None:
        held_because = None if one.rehearsal else found.held_because
        message = plan.messages[key] = PlannedMessage(key, held_because)
    message.introduces = message.introduces or (found.introduces and not one.rehearsal)
    return message


def _route(one: Candidate, window: Window, situation: Situation) -> Route | NoRoute:
    step = window.step
    return route(
        Step(rung_id=step.rung_id, audience=step.audience, way=step.way, tone=step.tone),
        milestone_id=one.subject_id,
        agency_id=one.agency_id,
        is_statutory=one.kind == STATUTORY,
        mode=Mode.REHEARSAL
        if one.rehearsal
        else situation.mode_of(inspection_id=one.inspection_id, agency_id=one.agency_id),
        people=situation.people,
    )
