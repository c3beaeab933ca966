"""What a body would get in the next ten working days if it were switched on now (design 6.4)."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Agency
from models.inspections import Inspection
from models.session import SessionFactory, reading
from models.words import BodyMode
from rules.counts import BeyondKnownHolidays
from services.errors import Refused
from services.find import key_of
from services.forecast import Forecast, Span, forecast
from services.go_live import set_mode
from services.rulebook import standing_rulebook
from services.surroundings import surroundings

WORKING_DAYS = 10


def preview_going_live(
    factory: SessionFactory,
    inspection: Inspection,
    agency: Agency,
    *,
    mode: BodyMode,
    today: date,
    now: datetime,
    by: str,
) -> Forecast:
    """Switch the body on in a private copy and play ten working days, today the first of them.

    Nothing is switched on in earnest. Raises what `set_mode` raises.
    """
    inspection_id, agency_id = key_of(inspection.id), key_of(agency.id)

    def switch_on(copy: Session) -> None:
        set_mode(
            copy,
            copy.get_one(Inspection, inspection_id),
            copy.get_one(Agency, agency_id),
            mode=mode,
            today=today,
            now=now,
            by=by,
            rulebook=standing_rulebook(),
        )

    last = last_of_working_days(factory, today=today)
    return forecast(factory, Span(today, today, last), body_id=agency_id, prepare=switch_on)


def last_of_working_days(
    factory: SessionFactory, *, today: date, number: int = WORKING_DAYS
) -> date:
    """The last of so many working days, counting today where it is one.

    Raises `Refused` beyond the known bank holidays.
    """
    with reading(factory) as session:
        sending = surroundings(session).sending
    try:
        further = number - 1 if sending.is_working_day(today) else number
        return sending.working_days_after(today, further).result
    except BeyondKnownHolidays as beyond:
        raise Refused(str(beyond)) from beyond
