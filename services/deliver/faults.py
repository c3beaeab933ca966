"""A channel that is out of order: it pauses and is tried again, one message at a time (design 7).

No message and no contact is at fault, so nothing of theirs changes: what waits stays in its
order. Of several tries that fail at once the first counts, and the others belong to it.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from models.ledger import ChannelFault
from models.queries.channel_faults import begin_fault, locked_fault
from models.words import Channel
from rules.trying_again import pause_after
from services.deliver.values import LEASE
from services.history import Subject, record

BY = "delivery"


def pause_channel(
    session: Session, channel: Channel, *, because: str, is_probe: bool, now: datetime
) -> bool:
    """Leave the channel alone for a while, longer with each fault in a row.

    Returns whether this is the first fault, of which History is told (`record_fault`).
    """
    begun = ChannelFault(
        channel=channel, faults=1, since=now, paused_until=now + pause_after(1), because=because
    )
    if begin_fault(session, begun):
        return True
    fault = locked_fault(session, channel)
    if fault is None:
        return False
    if is_probe or fault.paused_until <= now:
        fault.faults += 1
        fault.paused_until, fault.because = now + pause_after(fault.faults), because
        session.add(fault)
    return False


def reserve_probe(session: Session, channel: Channel, *, now: datetime) -> bool:
    """Take the one try that a lapsed pause allows; false if another worker has it.

    Until that try is known, or its worker's lease has lapsed, nobody else tries.
    """
    fault = locked_fault(session, channel, wait=False)
    if fault is None or fault.paused_until > now:
        return False
    fault.paused_until = now + LEASE
    session.add(fault)
    return True


def end_probe(session: Session, channel: Channel, *, now: datetime) -> None:
    """Let the next try begin at once: this one said nothing about the channel."""
    fault = locked_fault(session, channel)
    if fault is not None:
        fault.paused_until = now
        session.add(fault)


def resume_channel(session: Session, channel: Channel) -> ChannelFault | None:
    """The channel has taken something: returns the fault that is over, None if there was none."""
    fault = locked_fault(session, channel)
    if fault is not None:
        session.delete(fault)
    return fault


def record_fault(session: Session, channel: Channel, *, because: str, now: datetime) -> None:
    """Tell History that the channel fell out of order."""
    record(
        session,
        now=now,
        actor=BY,
        kind="channel_out_of_order",
        subject=Subject("installation", 1),
        payload={"channel": channel, "because": because},
    )


def record_recovery(session: Session, fault: ChannelFault, *, now: datetime) -> None:
    """Tell History that it works again, and since when it had not."""
    record(
        session,
        now=now,
        actor=BY,
        kind="channel_works_again",
        subject=Subject("installation", 1),
        payload={"channel": fault.channel, "since": fault.since, "faults": fault.faults},
    )
