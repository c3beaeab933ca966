"""The days of a scenario, one after the other, in a demonstration made for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from config.inspections import InspectionFacts, shipped_inspection
from config.scenarios import Scenario
from models.session import SessionFactory, transaction
from models.words import DatabaseKind
from notifications.dispatch import Transport
from services.act import Act
from services.advance import DayReport, advance
from services.find import key_of, the_inspection
from services.installation import InstallationOrder, install
from services.opening import NOON, london_time

# Imported so that their performers are known to `perform`.
from services.replay import opening_acts, plan_acts, progress_acts, waiting_acts  # noqa: F401
from services.replay.opening_acts import take_up
from services.replay.performing import perform
from services.replay.scene import Scene
from services.rulebook import standing_rulebook
from services.statutory_stage import (
    StageOutcome,
    stage_action_plan,
    stage_cabinet_return,
    stage_letter,
    stage_statement,
)

EARLY = time(7, 0)
BETWEEN_CHECK_AND_POST = time(9, 0)
SCHEDULE = "the schedule"


def replay(
    factory: SessionFactory,
    scenario: Scenario,
    *,
    transport: Transport,
    teams: Transport | None = None,
    until: date | None = None,
    on_act: Callable[[date, str], None] = lambda _day, _told: None,
    on_day: Callable[[DayReport], None] = lambda _report: None,
) -> list[DayReport]:
    """Make the empty database a demonstration, and live the scenario in it up to ``until``.

    The whole scenario unless a day is given. ``on_act`` hears what is told of the acts, ``on_day``
    what each day brought. Raises what the services raise for an act that cannot be, and `Refused`
    if the database is anything already.
    """
    facts = shipped_inspection(scenario.inspection)
    _install(factory, scenario)

    def act(day: date, *, after_the_check: bool) -> None:
        _act(factory, scenario, facts, day=day, after_the_check=after_the_check, on_act=on_act)

    return advance(
        factory,
        until=min(until or scenario.ends_on, scenario.ends_on),
        transport=transport,
        teams=teams,
        actor=SCHEDULE,
        before_day=lambda day: act(day, after_the_check=False),
        before_delivery=lambda day: act(day, after_the_check=True),
        on_day=on_day,
    )


def stages_reached(
    factory: SessionFactory, scenario: Scenario, *, today: date
) -> tuple[StageOutcome, ...]:
    """Where the four stages stand on the replay's last day, asked as a person asks by hand."""
    with transaction(factory) as session:
        inspection = the_inspection(session, scenario.inspection)
        number, now = key_of(inspection.id), london_time(today, NOON)
        stages = (stage_letter, stage_action_plan, stage_statement, stage_cabinet_return)
        return tuple(stage(session, number, today=today, now=now) for stage in stages)


def _install(factory: SessionFactory, scenario: Scenario) -> None:
    order = InstallationOrder(
        kind=DatabaseKind.DEMONSTRATION,
        council=scenario.council,
        demonstration_date=scenario.starts_on,
    )
    with transaction(factory) as session:
        install(session, order, now=london_time(scenario.starts_on, EARLY), by=scenario.manager)


def _act(
    factory: SessionFactory,
    scenario: Scenario,
    facts: InspectionFacts,
    *,
    day: date,
    after_the_check: bool,
    on_act: Callable[[date, str], None],
) -> None:
    """Everything that people do at this hour of the day, in one transaction."""
    people = () if after_the_check else scenario.people_from(day)
    acts = scenario.acts_on(day, after_the_check=after_the_check)
    if not people and not acts:
        return
    now = london_time(day, BETWEEN_CHECK_AND_POST if after_the_check else EARLY)
    with transaction(factory) as session:
        for what in acts:
            perform(what, Scene(session, facts, _act_of(what.by or scenario.manager, day, now)))
            session.flush()
        for person in people:
            take_up(person, Scene(session, facts, _act_of(scenario.manager, day, now)))
    for what in acts:
        if what.tell:
            on_act(day, what.tell)


def _act_of(by: str, day: date, now: datetime) -> Act:
    return Act(by=by, today=day, now=now, rulebook=standing_rulebook())
