"""Channels that are out of order, and what else a worker must know before it claims anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from models.history import ChainHead
from models.installation import Installation
from models.ledger import ChannelFault
from models.words import Channel


@dataclass(frozen=True, slots=True)
class SendingStands:
    """How sending stands at one moment.

    ``head`` is the number of History's last event: while it stays, no person has changed
    anything. ``in_trouble`` are the channels that are out of order.
    """

    head: int
    stopped: bool
    in_trouble: frozenset[Channel] = frozenset()


STANDS = (
    sa.select(col(Installation.sending_stopped), col(ChainHead.seq), col(ChannelFault.channel))
    .select_from(Installation)
    .outerjoin(ChainHead, sa.true())
    .outerjoin(ChannelFault, sa.true())
)


def sending_stands(session: Session) -> SendingStands:
    """How sending stands now, in one query."""
    rows = session.connection().execute(STANDS).all()
    if not rows:
        return SendingStands(head=0, stopped=False)
    stopped, head, _ = rows[0]
    return SendingStands(
        head=head or 0,
        stopped=stopped,
        in_trouble=frozenset(channel for _, _, channel in rows if channel is not None),
    )


def channel_faults(session: Session) -> Sequence[ChannelFault]:
    """Every channel that is out of order."""
    return session.exec(select(ChannelFault).order_by(col(ChannelFault.channel))).all()


def locked_fault(session: Session, channel: Channel, *, wait: bool = True) -> ChannelFault | None:
    """The fault of a channel, which no other worker changes until this transaction ends.

    Without ``wait`` a fault that another worker holds is passed over (on Postgres).
    """
    return session.exec(
        select(ChannelFault)
        .where(ChannelFault.channel == channel)
        .with_for_update(skip_locked=not wait)
        .execution_options(populate_existing=True)
    ).one_or_none()


def begin_fault(session: Session, fault: ChannelFault) -> bool:
    """Write the first fault of a channel; false if it is known to be out of order already.

    Of two workers that meet the fault at once, one begins it.
    """
    kind = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    begun = session.execute(
        kind.insert(ChannelFault).values(fault.model_dump()).on_conflict_do_nothing()
    )
    return bool(begun.rowcount)  # type: ignore[attr-defined]
