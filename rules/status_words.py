"""The words in which people read states, answers and lateness (design section 10).

The keys are the words that are stored; what people read is decided here, once. "Overdue" is for
the council's own staff: another body reads "Update not yet received", because all we know is that
nothing has reached us.
"""

from __future__ import annotations

import datetime

from rules.wording import MONTHS, counted, long_date, ordinal, plain_date, weekday_name

MILESTONE_STATES = {
    "open": "Open",
    "reported_complete": "Reported complete",
    "evidence_checked": "Evidence checked",
    "accepted_as_complete": "Accepted as complete",
    "paused": "Paused",
    "no_longer_needed": "No longer needed",
}

SAID_STATES = {
    "not_started": "Not started",
    "on_track": "On track",
    "at_risk": "At risk",
    "delayed": "Delayed",
    "complete": "Reported complete",
    "no_change": "No change",
    "not_ours": "Not ours",
    "need_to_talk": "We need to talk",
}

DELIVERY_STATES = {
    "queued": "Waiting to go",
    "sending": "Going out",
    "sent": "Sent",
    "filed": "Filed, not sent",
    "failed": "Not sent",
    "unknown": "Not known whether it was sent: check",
    "cancelled": "Cancelled",
}

OVERDUE = "Overdue"
NOT_YET_RECEIVED = "Update not yet received"
WAITING_FOR_APPROVAL = "Waiting for approval"
APPROVE_AND_SEND = "Approve and send"
DATES_DIFFER = "Dates differ"
RATING_AND_DATE_DIFFER = "Rating and date differ"
DEMONSTRATION = "Demonstration: filed, not sent"
ILLUSTRATION = "Illustration: invented answers"


def late_words(*, own_staff: bool) -> str:
    """What a reader is told of an item past its date."""
    return OVERDUE if own_staff else NOT_YET_RECEIVED


def no_update_words(since: datetime.date, *, today: datetime.date) -> str:
    """``No update received since 3 September``."""
    return f"No update received since {near_date(since, today=today)}"


def last_confirmed_words(on: datetime.date, *, today: datetime.date) -> str:
    """``Last confirmed 7 weeks ago``; in days below a fortnight. ``on`` may not lie after today."""
    days = (today - on).days
    if days < 2:
        return f"Last confirmed {'yesterday' if days else 'today'}"
    if days < 14:
        return f"Last confirmed {days} days ago"
    return f"Last confirmed {days // 7} weeks ago"


def no_change_words(times: int, since: datetime.date, *, today: datetime.date) -> str:
    """``No change, 4th time, since 3 September``; the first time it is just ``No change``."""
    if times < 2:
        return SAID_STATES["no_change"]
    return f"No change, {ordinal(times)} time, since {near_date(since, today=today)}"


def near_date(day: datetime.date, *, today: datetime.date) -> str:
    """``3 September`` within the year of ``today``, otherwise ``3 September 2017``."""
    if day.year != today.year:
        return plain_date(day)
    return f"{day.day} {MONTHS[day.month - 1]}"


def near_long_date(day: datetime.date, *, today: datetime.date) -> str:
    """``Thursday 16 August`` within the year of ``today``, otherwise with its year."""
    if day.year != today.year:
        return long_date(day)
    return f"{weekday_name(day)} {near_date(day, today=today)}"


def time_of_day(time: datetime.time) -> str:
    """``10am``, ``5:30pm``, ``midday``: the 12-hour clock of council and probation staff."""
    if (time.hour, time.minute) == (12, 0):
        return "midday"
    hour = time.hour % 12 or 12
    minutes = f":{time.minute:02d}" if time.minute else ""
    return f"{hour}{minutes}{'am' if time.hour < 12 else 'pm'}"


def age_words(working_days: int) -> str:
    """``since today``, ``for 3 working days``: how long something has waited."""
    return f"for {counted(working_days, 'working day')}" if working_days > 0 else "since today"


def waiting_words(working_days: int) -> str:
    """``Waiting 4 working days``, ``Waiting since today``: the age of what a person must decide."""
    if working_days <= 0:
        return "Waiting since today"
    return f"Waiting {counted(working_days, 'working day')}"
