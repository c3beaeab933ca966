"""What a person orders when they ask for updates by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.child_level import refuse_child_detail
from services.errors import Refused

LONGEST = 2000
"""Characters of a person's own words: more belongs in a mail of theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseOrder:
    """Whom to ask about what.

    ``whom`` names a body (its single point of contact), a body and a role
    (``estuary-police/deputy``), or a role of the council (``programme-manager``). ``items`` are
    references of actions or milestones; none means all that is open. ``due_by`` leaves out what is
    due later. ``words`` is what the person adds, quoted as theirs. ``again`` is their reason for
    asking again what was asked or answered lately. ``requested_by`` is who asks, ``through`` by
    which door. ``has_read``: whoever orders has read the preview, and so approves it; otherwise
    what is made waits for approval, unless the council lets it go (`by_hand.prefect_may_send`) and
    the body is automatic.
    """

    whom: str
    requested_by: str
    items: tuple[str, ...] = ()
    inspection: str | None = None
    due_by: date | None = None
    words: str = ""
    again: str | None = None
    through: str = "command"
    has_read: bool = True
    no_child_confirmed: bool = False


def check_order(order: ChaseOrder) -> None:
    """Raise `Refused` for an order that cannot be carried out, `ChildDetailAsked` for words that
    may identify a child."""
    if not order.requested_by.strip():
        raise Refused("Say who asks: the message names them.")
    if order.again is not None and not order.again.strip():
        raise Refused("Say why it is asked again; the reason is kept.")
    if len(order.words) > LONGEST:
        raise Refused(f"Your own words are longer than {LONGEST} characters. Say it shorter.")
    refuse_child_detail(
        {"your own words": order.words, "the reason": order.again},
        no_child_confirmed=order.no_child_confirmed,
    )
