"""Delivery: claim what is queued and may go now, and send each message once."""

from __future__ import annotations

import asyncio
from typing import Annotated

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

import services.deliver
from flows.announcements import announce_delivery
from flows.door import FlowDoor, named_for_today, open_flow_door
from flows.words import delivery_sentence
from services.deliver import DeliveryReport
from services.deliver.looking import settle_by_looking
from services.divert import diverted_without_address

AtMost = Annotated[int | None, Field(ge=1)]


def _run_name() -> str:
    return named_for_today("delivery")


def _deliver(door: FlowDoor, *, at_most: int | None) -> DeliveryReport:
    with door.channels() as channels:
        if channels.trouble:
            get_run_logger().warning("Cards to Teams wait. %s", channels.trouble)
        report = services.deliver.deliver_outbox(
            door.factory,
            transport=channels.mail,
            teams=channels.teams,
            now=door.now,
            today=door.today,
            clock=door.clock,
            limit=at_most,
        )
        # What a channel can be asked about is not left to a person.
        known = settle_by_looking(
            door.factory, transport=channels.mail, now=door.now, today=door.today
        )
        report.counts["unknown"] = max(0, report.counts["unknown"] - known)
        return report


@flow(name="deliver_outbox", flow_run_name=_run_name)
async def deliver_outbox(at_most: AtMost = None) -> State[None]:
    """Deliver what is queued and may go now.

    Safe at any time and in any number of runs at once: each message is claimed before it
    goes, and one whose outcome is not known waits for a person and is never sent again by
    itself.

    Args:
        at_most: Deliver at most this many messages. Empty: all that may go.
    """
    door = await asyncio.to_thread(open_flow_door)
    report = await asyncio.to_thread(_deliver, door, at_most=at_most)
    announce_delivery(report, today=door.today)
    sentence = delivery_sentence(report, is_demonstration=door.is_demonstration)
    sentence += diverted_without_address() or ""
    get_run_logger().info(sentence)
    return Completed(message=sentence)
