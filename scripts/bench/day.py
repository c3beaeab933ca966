"""The day on which everything in the bench's database is due."""

from __future__ import annotations

from datetime import UTC, date, datetime

# A Tuesday; every body takes its message on Tuesdays.
TODAY = date(2018, 9, 18)
# Ten in the morning in London.
NOW = datetime(2018, 9, 18, 9, 0, tzinfo=UTC)
