"""What became of a message's copies, in words: the deputy's mail and the card to Teams."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from models.queries.copies import CopyRow, copies_of
from models.words import Channel, DeliveryState
from rules.status_words import DELIVERY_STATES

# Teams never says that a card was shown, so nobody is told that it was.
ACCEPTED = "Accepted by Teams"
EXPLAINED = (DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.CANCELLED)


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy in words. ``needs_a_look`` is true where nobody knows whether it arrived."""

    words: str
    needs_a_look: bool


def copy_lines(session: Session, numbers: Collection[int]) -> dict[int, tuple[CopyLine, ...]]:
    """The copies of each of these messages."""
    found: dict[int, tuple[CopyLine, ...]] = {}
    for row in copies_of(session, numbers):
        line = CopyLine(_words(row), row.state is DeliveryState.UNKNOWN)
        found[row.message_id] = (*found.get(row.message_id, ()), line)
    return found


def _words(row: CopyRow) -> str:
    if row.channel is Channel.TEAMS:
        what = f"Card to Teams channel {row.sent_to or row.teams_channel or 'none'!r}"
    else:
        what = f"Copy to {row.to}"
    because = f" ({row.outcome})" if row.outcome and row.state in EXPLAINED else ""
    return f"{what}: {_state(row)}{because}"


def _state(row: CopyRow) -> str:
    if row.channel is Channel.TEAMS and row.state is DeliveryState.SENT:
        return ACCEPTED
    return DELIVERY_STATES[row.state.value]
