"""How a minute is cited: ``Cabinet, 19 June 2018, minute 42``."""

from __future__ import annotations

from models.meetings import Meeting, Minute
from rules.wording import plain_date


def minute_words(minute: Minute, meeting: Meeting) -> str:
    """The minute as moves, acceptances and closures cite it."""
    return f"{meeting.body}, {plain_date(meeting.held_on)}, minute {minute.number}"
