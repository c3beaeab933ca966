"""The brake: a day that would say far more than usual waits for a person (design 6.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Brake:
    """When a sweep is held: more than ``times`` the median of the last ``of_last`` sweeps,
    but never below ``at_least`` notices, or more than ``escalations`` opened at once."""

    is_on: bool = True
    times: int = 3
    of_last: int = 20
    at_least: int = 50
    escalations: int = 10


def why_braked(
    brake: Brake, *, notices: int, escalations: int, earlier: Sequence[int]
) -> str | None:
    """Why this sweep waits as one batch for approval, or None if it may go.

    ``earlier`` holds the notices written by earlier sweeps, newest last.
    """
    if not brake.is_on:
        return None
    usual = median(earlier[-brake.of_last :]) if earlier else 0
    limit = max(brake.at_least, brake.times * usual)
    if notices > limit:
        return (
            f"This day would write {notices} notices; more than {limit:g} wait for a person "
            f"({brake.times} times the usual {usual:g}, at least {brake.at_least})."
        )
    if escalations > brake.escalations:
        return (
            f"This day would open {escalations} escalations; "
            f"more than {brake.escalations} wait for a person."
        )
    return None
