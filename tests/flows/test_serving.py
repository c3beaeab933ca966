"""What start-up does with the records of an earlier life, and what it queues."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.states import Running, Scheduled

from config.councils import Day
from flows.clock import utc_now
from flows.daily_watch import daily_watch
from flows.deployments import DAILY_WATCH, runner_deployments
from flows.serving import clear_away_runs_left_behind, queue_a_check

pytestmark = [
    pytest.mark.prefect,
    pytest.mark.usefixtures("prefect_server"),
]


async def state_of(client: PrefectClient, ident: UUID) -> tuple[str, str | None]:
    """The state of a run by name, and what it says."""
    run: FlowRun = await client.read_flow_run(ident)
    assert run.state is not None
    return run.state.name or "", run.state.message


def test_a_run_that_was_killed_does_not_stay_running_for_ever() -> None:
    async def scenario() -> tuple[str, str | None]:
        async with get_client() as client:
            killed = await client.create_flow_run(daily_watch, state=Running())
            await clear_away_runs_left_behind(client, now=utc_now())
            return await state_of(client, killed.id)

    assert asyncio.run(scenario()) == ("Crashed", "Longstop was stopped while it ran.")


def test_a_run_whose_time_passed_is_not_made_up_for_and_one_to_come_stays() -> None:
    async def scenario() -> list[str]:
        now = utc_now()
        async with get_client() as client:
            runs = [
                await client.create_flow_run(
                    daily_watch, state=Scheduled(scheduled_time=now + when)
                )
                for when in (timedelta(days=-2), timedelta(days=2))
            ]
            await clear_away_runs_left_behind(client, now=now)
            return [(await state_of(client, run.id))[0] for run in runs]

    assert asyncio.run(scenario()) == ["Cancelled", "Scheduled"]


def test_start_up_queues_one_check_that_says_who_asked() -> None:
    async def scenario() -> list[dict[str, object]]:
        for deployment in await runner_deployments(day=Day(), schedules_on=False):
            await deployment.aapply()
        await queue_a_check()
        async with get_client() as client:
            found = await client.read_deployment_by_name(DAILY_WATCH.full_name)
            runs = await client.read_flow_runs()
            return [run.parameters for run in runs if run.deployment_id == found.id]

    assert asyncio.run(scenario()) == [{"requested_by": "start-up"}]
