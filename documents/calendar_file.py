"""Dates as an iCalendar file that a calendar program takes over: one all-day entry a date.

RFC 5545 for the form, RFC 5546 (3.2.1) for a published calendar: an entry is known by its UID;
of two with one UID the higher SEQUENCE counts, of two with one SEQUENCE the later DTSTAMP.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

ONE_DAY = timedelta(days=1)

_FOLD = re.compile(r"\r?\n[ \t]")
_ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One date in somebody's calendar.

    Args:
        uid: names the date for ever, however often it moves.
        sequence: the version of the date; a higher one replaces a lower one.
        on: the day, all of it.
        summary: what stands in the calendar, on one line.
        description: what stands in the entry when it is opened; "" for nothing.
        is_cancelled: the entry is to be taken out of the calendar.
    """

    uid: str
    sequence: int
    on: date
    summary: str
    description: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the dates: the council's team, and the address that its mail comes from."""

    council: str
    team: str
    address: str


def calendar_file(
    entries: Sequence[CalendarEntry], publisher: Publisher, *, now: datetime
) -> bytes:
    """The entries as the bytes of an ``.ics`` file, the same for the same values.

    The entries take up no time (TRANSP) and ring no bell: a reminder is the message itself.
    ``now`` is an aware instant and becomes each entry's DTSTAMP, in UTC.
    """
    # Loading the library takes a tenth of a second, and few messages carry dates.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{publisher.council}//{publisher.team}//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_event(entry, publisher, now=now))
    return bytes(calendar.to_ical())


def unfolded(text: str) -> str:
    """The text of a calendar file with its words whole and as they were given.

    Its lines are broken after 75 bytes, also within a word, and commas and line ends are escaped:
    whoever looks for words must look here.
    """
    return _ESCAPED.sub(_unescaped, _FOLD.sub("", text))


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]


def _event(entry: CalendarEntry, publisher: Publisher, *, now: datetime) -> Event:
    from icalendar import Event, vCalAddress

    # A published entry must name its organiser and must not name anybody who is to attend.
    organiser = vCalAddress(f"mailto:{publisher.address}")
    organiser.params["cn"] = publisher.team.replace('"', "'")
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", entry.on)
    # The end of an all-day entry is the first day after it.
    event.add("dtend", entry.on + ONE_DAY)
    event.add("summary", entry.summary)
    if entry.description:
        event.add("description", entry.description)
    event.add("organizer", organiser)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
