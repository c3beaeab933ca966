"""A body may rehearse one inspection on the day on which it is asked about another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from models.queries.messages import outbox_rows
from models.words import AgencyKind, BodyMode, ContactRole, MessageKind, MessageState
from services.watch import decide_day

MONDAY, DUE = date(2018, 7, 9), date(2018, 7, 23)


def test_both_messages_are_written(make: Any, session: Session, now: datetime) -> None:
    council = make.agency("council", kind=AgencyKind.COUNCIL)
    make.contact(council, role=ContactRole.PROGRAMME_MANAGER, email="ada@saltmarsh.example")
    police = make.agency("estuary-police", chosen_weekday=1)
    make.contact(police, introduced_on=date(2018, 6, 1))
    for mode in (BodyMode.AUTOMATIC, BodyMode.REHEARSAL):
        inspection = make.inspection()
        make.participation(inspection, police, mode=mode)
        make.milestone(inspection, police, due=DUE, mode=mode, today=date(2018, 5, 14))

    decide_day(session, today=MONDAY, now=now, actor="the schedule")

    rows = outbox_rows(session, states=(MessageState.QUEUED,))
    digests = [row.message for row in rows if row.message.kind is MessageKind.DIGEST]
    assert sorted(one.rehearsal for one in digests) == [False, True]
