"""The one place where a command reads the clock.

Time is an argument everywhere else: ``today`` is a London date, ``now`` an aware UTC instant.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def utc_now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def london_today() -> date:
    """The present date in London, which is the date that deadlines are judged by."""
    return datetime.now(LONDON).date()
