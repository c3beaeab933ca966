"""When a message leaves, in words."""

from __future__ import annotations

import datetime

from rules.status_words import time_of_day
from rules.wording import long_date


def leaves_words(at: datetime.datetime) -> str:
    """``leaves from 10am on Thursday 16 August 2018``, by London's clocks."""
    from services.opening import LONDON

    local = at.astimezone(LONDON)
    return f"leaves from {time_of_day(local.time())} on {long_date(local.date())}"
