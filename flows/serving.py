"""Putting the flows to work: served beside Prefect's own server, or through a work pool."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.deployments import arun_deployment
from prefect.exceptions import ObjectAlreadyExists
from prefect.runner import Runner
from prefect.states import Cancelled, Crashed

from config.councils import Day
from flows.clock import utc_now
from flows.deployments import DAILY_WATCH, runner_deployments

AT_ONCE = 4
"""Runs at the same time. Each is a process of about 100 MB."""


async def serve_until(
    stop: asyncio.Event, *, day: Day, schedules_on: bool, on_ready: Callable[[], None]
) -> None:
    """Serve every deployment until ``stop`` is set.

    ``on_ready`` is called once all is served and the day's check is queued. It takes back
    whatever signal handlers the caller had, because Prefect's runner sets its own.
    """
    # Schedules stay on when we stop: a pause would outlast us, and hide what was missed.
    runner = Runner(name="longstop", limit=AT_ONCE, pause_on_shutdown=False)
    for deployment in await runner_deployments(day=day, schedules_on=schedules_on):
        await runner.aadd_deployment(deployment)
    async with get_client() as client:
        await clear_away_runs_left_behind(client, now=utc_now())
    serving = asyncio.create_task(runner.start())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.sleep(0)
    await queue_a_check()
    on_ready()
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not serving.done():
        await runner.astop()
    await serving
    stopping.cancel()


async def clear_away_runs_left_behind(client: PrefectClient, *, now: datetime) -> None:
    """Close the records of runs that nobody will finish. Only for a server that is ours alone.

    A run that was killed with its server would stay *Running* for ever. Runs whose time passed
    while nothing ran would all start now, at once and out of order; the check that start-up
    queues takes their place.
    """
    for run in await _runs(client, StateType.RUNNING, StateType.PENDING):
        await _close(client, run, Crashed(message="Longstop was stopped while it ran."))
    for run in await _runs(client, StateType.SCHEDULED, before=now):
        await _close(client, run, Cancelled(message="Its time passed while Longstop was down."))


async def queue_a_check() -> None:
    """Queue one run of the daily check, since an outage may have swallowed today's."""
    await arun_deployment(DAILY_WATCH.full_name, parameters={"requested_by": "start-up"}, timeout=0)


async def put_on_work_pool(pool: str, *, day: Day, schedules_on: bool) -> list[str]:
    """Make the work pool if it is not there, and put every deployment on it. Safe to repeat."""
    async with get_client() as client:
        # It may be there from an earlier start, or with settings of the operator's own.
        with suppress(ObjectAlreadyExists):
            await client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
    deployments = await runner_deployments(day=day, schedules_on=schedules_on)
    for deployment in deployments:
        await deployment.aapply(work_pool_name=pool)
    return [deployment.full_name for deployment in deployments]


async def why_unreachable() -> str | None:
    """Why Prefect's server does not answer, or None if it does."""
    async with get_client() as client:
        error = await client.api_healthcheck()
    return None if error is None else str(error) or type(error).__name__


async def _runs(
    client: PrefectClient, *types: StateType, before: datetime | None = None
) -> list[FlowRun]:
    return await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types))),
            expected_start_time=FlowRunFilterExpectedStartTime(before_=before) if before else None,
        )
    )


async def _close(client: PrefectClient, run: FlowRun, state: State[None]) -> None:
    await client.set_flow_run_state(run.id, state, force=True)
