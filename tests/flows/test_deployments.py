"""One list of deployments, and both ways of running made from it."""

from __future__ import annotations

import asyncio
import datetime
import importlib
from typing import Any

import pytest

from config.councils import Day
from flows.deployments import DEPLOYMENTS, runner_deployments


def made(*, schedules_on: bool = True, day: Day | None = None) -> dict[str, Any]:
    """What Prefect is given, by name."""
    found = asyncio.run(runner_deployments(day=day or Day(), schedules_on=schedules_on))
    return {f"{one.flow_name}/{one.name}": one for one in found}


def test_the_flows_of_the_design_are_deployed() -> None:
    assert set(made()) == {
        "daily_watch/each-working-day",
        "statutory_timeline/one-inspection",
        "deliver_outbox/each-quarter-hour",
        "ad_hoc_chase/by-hand",
    }


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda one: one.name)
def test_every_entrypoint_is_a_dotted_path_that_leads_to_the_flow(deployment: Any) -> None:
    given = made()[deployment.full_name].entrypoint
    module, _, name = given.rpartition(".")

    assert given == f"flows.{deployment.flow.name}.{deployment.flow.name}"
    assert getattr(importlib.import_module(module), name) is deployment.flow


def test_the_schedules_follow_the_councils_order_of_the_day_on_londons_clocks() -> None:
    given = made(day=Day(decide_at=datetime.time(7, 15)))

    schedules = {
        schedule.slug: (schedule.schedule.cron, schedule.schedule.timezone)
        for one in given.values()
        for schedule in one.schedules
    }
    assert schedules == {
        "decide": ("15 7 * * 1-5", "Europe/London"),
        "later-look": ("30 9 * * 1-5", "Europe/London"),
        # The manager reads what will go at ten in time to hold it.
        "managers-letter": ("30 7 * * 1-5", "Europe/London"),
        "send": ("*/15 10-18 * * *", "Europe/London"),
    }


def test_no_schedule_lies_in_the_hour_that_london_has_twice_or_not_at_all() -> None:
    hours = {
        schedule.schedule.cron.split()[1] for one in made().values() for schedule in one.schedules
    }

    assert hours.isdisjoint({"0", "1", "2", "*"})


def test_in_a_demonstration_the_schedules_are_there_and_off() -> None:
    schedules = [s for one in made(schedules_on=False).values() for s in one.schedules]

    assert len(schedules) == 4
    assert not any(schedule.active for schedule in schedules)


def test_every_parameter_of_a_run_form_is_explained() -> None:
    for name, one in made().items():
        for parameter, schema in one._parameter_openapi_schema.properties.items():
            assert schema.get("description"), f"{name}: {parameter}"
