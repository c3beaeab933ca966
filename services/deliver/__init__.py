"""Claim what is queued and hand it to a transport, so that each message goes once (design 7).

One of the two services that own their transactions: the claim must be committed before the
first byte leaves, and no session is open while it does. The outcome is recorded, and the next
delivery claimed, in one commit. A worker that dies in between leaves a delivery in *sending*
whose lease lapses: it becomes *unknown*, for a person to settle, and is never sent again by
itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from models.session import SessionFactory
from models.words import Channel
from notifications.dispatch import Transport
from services.deliver.closing import close_delivery
from services.deliver.running import Run
from services.deliver.values import (
    CHANNEL_FAULT,
    LEASE,
    OPEN_STATES,
    RETRY_AFTER,
    DeliveryReport,
)

__all__ = [
    "CHANNEL_FAULT",
    "LEASE",
    "OPEN_STATES",
    "RETRY_AFTER",
    "DeliveryReport",
    "close_delivery",
    "deliver_outbox",
]


def deliver_outbox(
    factory: SessionFactory,
    *,
    transport: Transport,
    now: datetime,
    today: date,
    teams: Transport | None = None,
    clock: Callable[[], datetime] | None = None,
    limit: int | None = None,
    on_delivery: Callable[[str], None] | None = None,
) -> DeliveryReport:
    """Deliver what may go now; safe in many processes at once.

    Args:
        transport: carries mail, as many messages at once as it has lines.
        now: the moment at which the run came through its door.
        today: the London day on which what goes now counts as told.
        teams: carries the copies to Teams; without it they are left queued.
        clock: the present moment, for a run that may last longer than a lease; without it
            ``now`` stands still, as a demonstration's day does.
        limit: at most so many deliveries get an outcome.
        on_delivery: hears of each outcome, for a progress bar.

    Ctrl-C and SIGTERM end the run after what is under way has its outcome.
    """
    transports = {Channel.MAIL: transport}
    if teams is not None:
        transports[Channel.TEAMS] = teams
    run = Run(
        factory=factory,
        transports=transports,
        now=now,
        today=today,
        clock=clock,
        limit=limit,
        on_delivery=on_delivery,
    )
    return run.until_done()
