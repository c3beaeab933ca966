"""What a decision stands in besides the rows: the calendar and the council's settings."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from sqlmodel import Session

from config.councils import Council, council, with_settings
from models.queries.settings import changed_settings
from rules.counts import Holiday
from rules.working_days import WorkingCalendar
from services.installation import installation
from services.rulebook import Rulebook, standing_rulebook


@dataclass(frozen=True)
class Surroundings:
    """``calendar`` counts days by law. ``sending`` also leaves out the council's closure days,
    which shift sending and never counting."""

    council: Council
    calendar: WorkingCalendar
    sending: WorkingCalendar


def surroundings(session: Session) -> Surroundings:
    """The calendar and settings of this database's council; what people changed wins."""
    changed = json.dumps(changed_settings(session), sort_keys=True)
    return _surroundings(installation(session).council, changed, standing_rulebook())


@lru_cache(maxsize=4)
def _surroundings(key: str, changed: str, rulebook: Rulebook) -> Surroundings:
    """Made once for the same settings: a calendar of forty years takes its time."""
    settings = with_settings(council(key), json.loads(changed))
    calendar = rulebook.calendar
    return Surroundings(settings, calendar, sending_calendar(calendar, settings))


def sending_calendar(calendar: WorkingCalendar, council: Council) -> WorkingCalendar:
    """The days on which the council writes: working days that are no closure days."""
    closed: dict[date, Holiday] = {}
    for closure in council.closures:
        for number in range((closure.last - closure.first).days + 1):
            closed[closure.first + timedelta(days=number)] = Holiday(name=closure.name)
    if not closed:
        return calendar
    return replace(calendar, holidays={**closed, **calendar.holidays})
