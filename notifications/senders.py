"""The council as the sender of its messages."""

from __future__ import annotations

from config.councils import Council
from notifications.message import Sender


def sender_of(council: Council, *, marking: str | None = None) -> Sender:
    """The sender of a message; ``marking`` is the inspection's own where it has one."""
    return Sender(
        council=council.name,
        team=council.team.name,
        from_address=council.team.from_address,
        reply_to=council.team.reply_to,
        telephone=council.team.telephone,
        marking=marking or council.marking,
        colour=council.colour,
        illustration=council.illustration,
    )
