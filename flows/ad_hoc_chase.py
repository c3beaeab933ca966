"""Asking a body for updates from Prefect's form: a preview, or a message prepared for approval.

The wording is fixed and every reason stands in a list, because what is typed into a form is kept
by Prefect: no free text, no name of a contact and no finding comes near it.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from pydantic import Field

from flows.door import FlowDoor, open_flow_door
from flows.pages import show_request
from flows.words import prepared_sentence, preview_sentence
from models.session import reading, transaction
from services.by_hand import (
    CannotBeTold,
    Chased,
    ChaseOrder,
    NothingToAsk,
    Preview,
    chase,
    preview_chase,
)
from services.errors import ServiceError
from services.find import the_agency

Body = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[\w .,&'()/-]+$")]
Ref = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[\w./-]+$")]
RequestedBy = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[\w .,'@-]+$")]
AskedAgainBecause = Literal[
    "A board or Cabinet meets before the next message",
    "The date was brought forward",
    "The inspectorate asked",
    "The message may not have reached them",
]


def _run_name() -> str:
    """The body's reference and the day; nothing else that was typed."""
    try:
        door = open_flow_door()
        with reading(door.factory) as session:
            body = the_agency(session, flow_run.parameters["agency"].partition("/")[0])
            return f"update request, {body.ref}, {door.today.isoformat()}"
    except (ServiceError, KeyError):
        # The run itself will say what is wrong, in full.
        return "update request"


@flow(name="ad_hoc_chase", flow_run_name=_run_name)
async def ad_hoc_chase(
    agency: Body,
    requested_by: RequestedBy,
    actions: list[Ref] | None = None,
    again: AskedAgainBecause | None = None,
    mode: Literal["preview", "prepare"] = "preview",
) -> State[None]:
    """Ask one body for updates by hand, between the daily checks.

    A preview shows what would be asked about and what is left out, and asks nothing. Prepared, the
    message waits for approval ('longstop outbox list --waiting'), unless the council lets it go.
    The same request twice is one message.

    Args:
        agency: The body's reference; with a role behind a slash for another than its single point
            of contact ('estuary-police/deputy').
        requested_by: Who asks: the message and History name them.
        actions: References of actions or milestones. Empty: all that is open.
        again: Why it is asked again. Empty: who answered or was told lately is left alone.
        mode: 'preview' shows, 'prepare' makes the message.
    """
    door = await asyncio.to_thread(open_flow_door)
    order = ChaseOrder(
        whom=agency,
        requested_by=requested_by,
        items=tuple(actions or ()),
        again=again,
        through="prefect",
        has_read=False,
    )
    try:
        preview, done = await asyncio.to_thread(_ask, door, order, prepare=mode == "prepare")
    except CannotBeTold as trouble:
        return Failed(message=trouble.in_short)
    said = prepared_sentence(preview, done) if done else preview_sentence(preview, day=door.today)
    await show_request(preview, said, is_demonstration=door.is_demonstration)
    get_run_logger().info(said)
    return Completed(message=said)


def _ask(door: FlowDoor, order: ChaseOrder, *, prepare: bool) -> tuple[Preview, Chased | None]:
    """What would go and, if it is to be prepared and there is anything, what became of it."""
    with reading(door.factory) as session:
        preview = preview_chase(session, order, today=door.today, now=door.now)
    if not prepare:
        return preview, None
    try:
        with transaction(door.factory) as session:
            return preview, chase(session, order, today=door.today, now=door.now)
    except NothingToAsk as nothing:
        return nothing.preview, None
