"""Whether Longstop does its work: one line a question, and what to do where the answer is no.

Silence is the fault that nobody reports. So the first question is whether the days are decided.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session

from models.installation import Installation
from models.queries.sweeps import last_sweep_before
from models.words import DatabaseKind
from rules.wording import counted, long_date
from rules.working_days import WorkingCalendar
from services.claims_journal import journal_of
from services.forgotten_claims import sent_by_a_forgotten_life
from services.health_of_mail import Answer, examine_mail
from services.installation import installation
from services.opening import london_time
from services.surroundings import Surroundings, surroundings

GRACE = timedelta(hours=1)
"""How long after the later look a day may stay undecided before that is a fault."""

ONE_DAY = timedelta(days=1)

__all__ = ["Answer", "examine"]


def examine(session: Session, *, today: date, now: datetime) -> list[Answer]:
    """Ask every question. Changes nothing."""
    row = installation(session)
    around = surroundings(session)
    return [
        _days_decided(session, row, around, today=today, now=now),
        *examine_mail(session, row, now=now),
        _as_new_as_its_record(session, now=now),
        _holidays(around.calendar, today=today),
    ]


def _days_decided(
    session: Session, row: Installation, around: Surroundings, *, today: date, now: datetime
) -> Answer:
    question = "Days decided"
    last = last_sweep_before(session, today + ONE_DAY)
    said = f"Last decided: {long_date(last.day)}." if last else "No day has been decided yet."
    if row.kind is DatabaseKind.DEMONSTRATION:
        return Answer(
            question, True, f"{said} A demonstration is moved by 'longstop demo advance'."
        )
    expected = _last_day_to_be_decided(around, today=today, now=now)
    looked_at = london_time(expected, around.council.day.look_again_at)
    # A database made later in the day owes nothing for that day.
    if looked_at < row.created_at or (last is not None and last.day >= expected):
        return Answer(question, True, said)
    return Answer(
        question,
        False,
        f"{said} {long_date(expected)} should have been. See that 'longstop up' runs; "
        "'longstop watch run' decides today.",
    )


def _as_new_as_its_record(session: Session, *, now: datetime) -> Answer:
    """Whether the database knows of everything that the record beside it says was sent."""
    question = "Age of the database"
    unknown = sent_by_a_forgotten_life(session, journal_of(session, now=now))
    if not unknown:
        return Answer(question, True, "It knows of everything that was handed over.")
    return Answer(
        question,
        False,
        f"It is older than it was: {counted(unknown, 'message')} went that it does not know of. "
        "What it makes anew of the same day is held as not known; after more than a day, stop "
        "sending ('longstop sending stop') and look at what went since.",
    )


def _last_day_to_be_decided(around: Surroundings, *, today: date, now: datetime) -> date:
    """The newest working day whose later look is over by an hour."""
    day = today
    over = london_time(today, around.council.day.look_again_at) + GRACE
    if now < over:
        day -= ONE_DAY
    while not around.sending.is_working_day(day):
        day -= ONE_DAY
    return day


def _holidays(calendar: WorkingCalendar, *, today: date) -> Answer:
    question = "Bank holidays"
    if calendar.knows(date(today.year + 1, 12, 31)):
        return Answer(question, True, f"Known to {long_date(calendar.last)}.")
    return Answer(
        question,
        False,
        f"Known only to {long_date(calendar.last)}: dates of {today.year + 1} cannot all be "
        "counted. Take a newer release.",
    )
