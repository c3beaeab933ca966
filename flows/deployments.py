"""The one list of deployments, from which both ways of running are made.

``longstop up`` serves them beside Prefect's own server; with ``PREFECT_API_URL`` set the same
list goes to a work pool. There is no second list that could drift from this one.

Prefect only starts and records runs. No deployment has a concurrency limit: a run that was
killed would hold its slot for minutes and block the runs after it, and our rows already see to
it that two runs at once do no harm.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from prefect import Flow
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType

from config.councils import Day
from flows.ad_hoc_chase import ad_hoc_chase
from flows.daily_watch import daily_watch
from flows.deliver_outbox import deliver_outbox
from flows.statutory_timeline import statutory_timeline

TIMEZONE = "Europe/London"
LAST_HOUR_OF_DELIVERY = 18
QUARTER = datetime.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Look:
    """One schedule of a deployment: a cron line on London's clocks, and its permanent name.

    No line falls between 01:00 and 02:00, an hour that London has twice in October and never
    in March.
    """

    slug: str
    cron: str


@dataclass(frozen=True, slots=True)
class Deployment:
    """A flow under the name by which it is started, and when it starts by itself."""

    flow: Flow[..., Any]
    name: str
    description: str
    looks: Callable[[Day], tuple[Look, ...]] = lambda _day: ()

    @property
    def full_name(self) -> str:
        """The name by which Prefect's commands and pages know it."""
        return f"{self.flow.name}/{self.name}"

    @property
    def entrypoint(self) -> str:
        """The dotted path from which any worker imports the flow."""
        return f"{self.flow.fn.__module__}.{self.flow.fn.__name__}"


DAILY_WATCH = Deployment(
    daily_watch,
    "each-working-day",
    "Decides once for today whom to tell what, queues it and tells the programme manager. "
    "The later look finds nothing to do unless the first was missed.",
    lambda day: (
        Look("decide", f"{_at(day.decide_at)} * * 1-5"),
        Look("later-look", f"{_at(day.look_again_at)} * * 1-5"),
    ),
)
STATUTORY_TIMELINE = Deployment(
    statutory_timeline,
    "one-inspection",
    "Says where one inspection stands: letter, action plan, written statement, Cabinet return. "
    "Opens the duties of the next stage when one is met. Start it by hand.",
)
DELIVER_OUTBOX = Deployment(
    deliver_outbox,
    "each-quarter-hour",
    "Claims what is queued and may go now, and sends each message once.",
    # A message keeps its own earliest moment, so the early look finds the manager's letter alone:
    # it says what will go at ten, in time to hold it. The later ones are a net for what was
    # approved, or could not go, later in the day.
    lambda day: (
        Look("managers-letter", f"{_at(_quarter_after(day.decide_at))} * * 1-5"),
        Look("send", f"*/15 {day.send_at.hour}-{LAST_HOUR_OF_DELIVERY} * * *"),
    ),
)
AD_HOC_CHASE = Deployment(
    ad_hoc_chase,
    "by-hand",
    "Asks one body for updates between the daily checks: a preview, or a message prepared for "
    "approval. The same request twice is one message.",
)
DEPLOYMENTS = (DAILY_WATCH, STATUTORY_TIMELINE, DELIVER_OUTBOX, AD_HOC_CHASE)


def _at(time: datetime.time) -> str:
    return f"{time.minute} {time.hour}"


def _quarter_after(time: datetime.time) -> datetime.time:
    """A quarter of an hour later; the check has decided by then."""
    return (datetime.datetime.combine(datetime.date.min, time) + QUARTER).time()


async def runner_deployments(*, day: Day, schedules_on: bool) -> list[RunnerDeployment]:
    """The list as Prefect takes it, to be served or to be put on a work pool.

    ``day`` is the council's order of the day, from which the schedules are made.

    On a demonstration database the schedules are made, so that they can be seen, but are off:
    its date is moved by ``longstop demo advance``, not by the real clock.
    """
    return [
        await deployment.flow.ato_deployment(
            deployment.name,
            schedules=[_schedule(look, on=schedules_on) for look in deployment.looks(day)],
            description=deployment.description,
            tags=["longstop"],
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for deployment in DEPLOYMENTS
    ]


def _schedule(look: Look, *, on: bool) -> Schedule:
    return Cron(look.cron, timezone=TIMEZONE, active=on, slug=look.slug)
