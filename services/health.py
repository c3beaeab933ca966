"""Whether Longstop does its work: one line a question, and what to do where the answer is no.

Silence is the fault that nobody reports. So the first question is whether the days are decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from models.installation import Installation
from models.queries.outbox import count_by_state
from models.queries.sweeps import last_sweep_before
from models.words import DatabaseKind, DeliveryState
from rules.wording import counted, long_date
from rules.working_days import WorkingCalendar
from services.errors import ServiceError
from services.installation import installation
from services.mail_channel import transport_of
from services.opening import london_time
from services.surroundings import Surroundings, surroundings

GRACE = timedelta(hours=1)
"""How long after the later look a day may stay undecided before that is a fault."""

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """One question, whether all is well, and a sentence that says what is and what to do."""

    question: str
    is_well: bool
    sentence: str


def examine(session: Session, *, today: date, now: datetime) -> list[Answer]:
    """Ask every question. Changes nothing."""
    row = installation(session)
    around = surroundings(session)
    return [
        _days_decided(session, row, around, today=today, now=now),
        _sending(row),
        _mail_channel(row),
        _outcomes(session),
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


def _last_day_to_be_decided(around: Surroundings, *, today: date, now: datetime) -> date:
    """The newest working day whose later look is over by an hour."""
    day = today
    over = london_time(today, around.council.day.look_again_at) + GRACE
    if now < over:
        day -= ONE_DAY
    while not around.sending.is_working_day(day):
        day -= ONE_DAY
    return day


def _sending(row: Installation) -> Answer:
    if row.sending_stopped:
        return Answer("Sending", False, "Stopped for everything; the queue is kept.")
    return Answer("Sending", True, "Not stopped.")


def _mail_channel(row: Installation) -> Answer:
    question = "Mail channel"
    try:
        state = transport_of(row).look()
    except ServiceError as error:
        return Answer(question, False, str(error))
    return Answer(question, state.is_well, state.sentence)


def _outcomes(session: Session) -> Answer:
    question = "Outcomes"
    counts = count_by_state(session)
    unknown, failed = (
        counts.get(state, 0) for state in (DeliveryState.UNKNOWN, DeliveryState.FAILED)
    )
    if not unknown:
        rest = f" {counted(failed, 'message')} could not be sent." if failed else ""
        return Answer(question, True, f"Every outcome is known.{rest}")
    return Answer(
        question,
        False,
        f"Not known whether sent: {counted(unknown, 'message')}. See 'longstop outbox list'.",
    )


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
