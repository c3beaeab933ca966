"""Who acts, when, and by which rules: what nearly every verb of this package is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of one person. ``today`` is a London date, ``now`` an aware UTC instant."""

    by: str
    today: date
    now: datetime
    rulebook: Rulebook
