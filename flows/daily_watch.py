"""The daily check: decide once for today, show what was decided, look after the key dates."""

from __future__ import annotations

import asyncio
from typing import Annotated

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from flows.announcements import announce_day
from flows.door import named_for_today, open_flow_door
from flows.pages import show_day
from flows.statutory_timeline import statutory_timeline
from flows.words import watch_sentence
from models.session import reading
from services.day_overview import day_overview
from services.divert import diverted_without_address
from services.watch import run_watch

RequestedBy = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[\w .,'@-]+$")]


def _run_name() -> str:
    return named_for_today("daily check")


@flow(name="daily_watch", flow_run_name=_run_name)
async def daily_watch(requested_by: RequestedBy = "the schedule") -> State[None]:
    """Decide once, for today, whom to tell what and why, and queue it.

    Safe at any time and any number of times: a day that was decided stays decided, and of
    several runs at once one decides. A missed day is not made up for; what is still due is
    asked for today.

    Args:
        requested_by: Who asks for the check, as History will name them.
    """
    door = await asyncio.to_thread(open_flow_door)
    report = await asyncio.to_thread(
        run_watch, door.factory, today=door.today, now=door.now, actor=requested_by
    )
    with reading(door.factory) as session:
        overview = await asyncio.to_thread(day_overview, session, today=door.today)
    await show_day(report, overview, is_demonstration=door.is_demonstration)
    if report.sweep_id is not None:
        announce_day(report, overview)
        for name in overview.with_news:
            await statutory_timeline(inspection=name)
    sentence = watch_sentence(report) + (diverted_without_address() or "")
    get_run_logger().info(sentence)
    return Completed(message=sentence)
