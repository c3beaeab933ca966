"""The one place where a flow reads the clock.

A run never asks Prefect for what moment it was planned: after an outage Prefect may start a
run that is days old, and it must decide for the real day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from services.opening import LONDON


def utc_now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def london_today() -> date:
    """The present date in London, which is the date that deadlines are judged by."""
    return datetime.now(LONDON).date()
