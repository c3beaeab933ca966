"""Where one inspection stands: one task a stage, in the order of the law."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from flows.announcements import announce_stages
from flows.door import FlowDoor, open_flow_door
from flows.pages import show_stages
from flows.words import stages_sentence
from models.session import reading, transaction
from services.day_overview import inspection_publicly_named, public_name
from services.find import key_of
from services.statutory_stage import (
    StageOutcome,
    stage_action_plan,
    stage_cabinet_return,
    stage_letter,
    stage_statement,
)

InspectionRef = Annotated[str, Field(min_length=1, max_length=60)]


@dataclass(frozen=True, slots=True)
class Case:
    """One inspection in one run. ``name`` is what it is called where anyone may read it."""

    door: FlowDoor
    inspection_id: int
    name: str

    async def at(self, stage: Callable[..., StageOutcome]) -> StageOutcome:
        """Ask one stage's service where it stands, in a transaction of its own."""
        return await asyncio.to_thread(self._ask, stage)

    def _ask(self, stage: Callable[..., StageOutcome]) -> StageOutcome:
        with transaction(self.door.factory) as session:
            return stage(session, self.inspection_id, today=self.door.today, now=self.door.now)


@task(name="letter", cache_policy=NO_CACHE)
async def letter(case: Case) -> StageOutcome:
    """The inspectorates' letter: received, its findings recorded."""
    return await case.at(stage_letter)


@task(name="action plan", cache_policy=NO_CACHE)
async def action_plan(case: Case) -> StageOutcome:
    """The multi-agency action plan: drafted, agreed by all partners."""
    return await case.at(stage_action_plan)


@task(name="written statement", cache_policy=NO_CACHE)
async def statement(case: Case) -> StageOutcome:
    """The written statement of proposed action: sent, with proof."""
    return await case.at(stage_statement)


@task(name="Cabinet return", cache_policy=NO_CACHE)
async def cabinet_return(case: Case) -> StageOutcome:
    """The report back to Cabinet: noted, minuted."""
    return await case.at(stage_cabinet_return)


@flow(name="statutory_timeline", flow_run_name="key stages of {inspection}")
async def statutory_timeline(inspection: InspectionRef) -> State[None]:
    """Say where an inspection stands, and open the duties of the next stage when one is met.

    Nothing is sent: what becomes due is queued by the next daily check.

    Args:
        inspection: The inspection's reference ('longstop inspection list' shows it), or its
            code name.
    """
    case = await asyncio.to_thread(_open_case, inspection)
    outcomes = [
        await letter(case),
        await action_plan(case),
        await statement(case),
        await cabinet_return(case),
    ]
    await show_stages(case.name, outcomes, is_demonstration=case.door.is_demonstration)
    announce_stages(case.name, outcomes)
    get_run_logger().info(stages_sentence(case.name, outcomes))
    return Completed(message=stages_sentence(case.name, outcomes))


def _open_case(ref: str) -> Case:
    door = open_flow_door()
    with reading(door.factory) as session:
        found = inspection_publicly_named(session, ref)
        return Case(door, key_of(found.id), public_name(found))
