"""How what waits is approved, how long it may wait, and who hears of it (design 6.4 to 6.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.working_days import WorkingCalendar

# A single point of contact and the deputy are the lead; the programme manager is one of us.
NOT_ABOVE_THE_LEAD = frozenset({"spoc", "deputy", "programme_manager"})
ABOVE_THE_LEAD_KIND = "escalation"


class Approval(StrEnum):
    """How a message that waits is approved."""

    TOGETHER = "together"
    SINGLY = "singly"
    BATCH = "batch"


def approval_of(*, kind: str, role: str, is_braked: bool, is_held_by_person: bool) -> Approval:
    """How a message of this kind to this role is approved.

    What the brake holds is decided as its own batch. What goes above the lead is read singly, and
    so is what a person held: whoever held it gave a reason that a batch would pass over.
    """
    if is_braked:
        return Approval.BATCH
    above = kind == ABOVE_THE_LEAD_KIND or role not in NOT_ABOVE_THE_LEAD
    return Approval.SINGLY if above or is_held_by_person else Approval.TOGETHER


def waited(since: date, *, today: date, calendar: WorkingCalendar) -> int:
    """How many working days something has waited; the day it began to wait is day 0."""
    return calendar.days_left(today, since) if since <= today else 0


@dataclass(frozen=True, slots=True)
class Patience:
    """After how many working days of waiting something is said, and to whom.

    ``remind_after``: the programme manager's message says it first. ``cover_after``: the council's
    deputy gets that message as well, unless somebody covers for the manager.
    """

    remind_after: int
    cover_after: int


@dataclass(frozen=True, slots=True)
class Told:
    """Who hears of what waits: the manager first of all, and the council's deputy."""

    manager_first: bool
    deputy: bool


def who_hears(
    patience: Patience, *, oldest: int | None, last_decision: int | None, is_covered: bool
) -> Told:
    """Who hears of what waits for approval.

    Args:
        patience: the council's settings.
        oldest: how many working days the oldest has waited, the day it was decided being day 0;
            None where nothing waits.
        last_decision: how many working days ago anybody last decided anything that waited; None
            for never.
        is_covered: whether somebody stands in for the programme manager today.

    An approver who is away without cover shows by this: something has waited for ``cover_after``
    working days, and nobody has decided anything for as long. One who decides other things is
    there, and leaves something waiting on purpose.
    """
    if oldest is None:
        return Told(manager_first=False, deputy=False)
    is_silent = last_decision is None or last_decision >= patience.cover_after
    return Told(
        manager_first=oldest >= patience.remind_after,
        deputy=oldest >= patience.cover_after and is_silent and not is_covered,
    )
