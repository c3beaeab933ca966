"""Nothing leaves until told, and going live sends no old reminders."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import select

from models.inspections import Inspection, Participation
from models.milestones import Milestone
from models.words import BodyMode
from services.go_live import set_mode
from services.rulebook import standing_rulebook

MONDAY = date(2018, 9, 17)
OLD = date(2018, 6, 29)


def _go_live(session: Any, cast: Any, mode: BodyMode, *, on: date, now: Any) -> None:
    """Another body starts prepared and may be automatic after that."""
    inspection = session.exec(select(Inspection)).one()
    ways = [mode] if mode is not BodyMode.AUTOMATIC else [BodyMode.PREPARED, mode]
    for way in ways:
        set_mode(
            session,
            inspection,
            cast.police,
            mode=way,
            today=on,
            now=now,
            by="Pat Lowe",
            rulebook=standing_rulebook(),
        )
    session.commit()


def test_a_plan_with_forty_overdue_actions_sends_nothing_while_quiet(
    cast: Any, make: Any, session: Any, days: Any
) -> None:
    for number in range(40):
        make.milestone(cast.inspection, cast.police, due=OLD, mode=BodyMode.QUIET, ref=f"Q{number}")
    session.commit()

    days.live(MONDAY, date(2018, 9, 28))

    assert days.mails() == []


def test_after_going_live_the_first_message_is_an_introduction_and_never_an_escalation(
    cast: Any, make: Any, session: Any, days: Any, messages: Any, now: Any
) -> None:
    for number in range(40):
        make.milestone(cast.inspection, cast.police, due=OLD, mode=BodyMode.QUIET, ref=f"Q{number}")
    session.commit()
    _go_live(session, cast, BodyMode.AUTOMATIC, on=MONDAY, now=now)

    days.live(MONDAY, date(2018, 11, 30))

    first = {message.contact_id: message for message in reversed(messages())}
    assert first[cast.spoc.id].kind == "digest"
    assert first[cast.spoc.id].introduces
    assert all(
        message.kind != "escalation"
        for message in first.values()
        if message.contact_id != cast.senior.id
    )


def test_what_is_late_when_entered_is_said_once_in_one_message(
    cast: Any, make: Any, session: Any, days: Any, notices: Any, now: Any
) -> None:
    for number in range(40):
        make.milestone(cast.inspection, cast.police, due=OLD, mode=BodyMode.QUIET, ref=f"Q{number}")
    session.commit()
    _go_live(session, cast, BodyMode.AUTOMATIC, on=MONDAY, now=now)

    days.live(MONDAY)

    told = notices(state="told", audience="lead")
    assert {notice.rung_id for notice in told} == {"late-when-entered"}
    assert len(told) == 40
    assert len(days.mails(to="maria@police.example")) == 1


def test_a_prepared_body_waits_for_one_approval_and_later_notices_join_it(
    cast: Any, make: Any, session: Any, days: Any, messages: Any, notices: Any
) -> None:
    for number, due in enumerate((date(2018, 9, 14), date(2018, 9, 21))):
        make.milestone(
            cast.inspection, cast.police, due=due, mode=BodyMode.PREPARED, ref=f"P{number}"
        )
    session.commit()

    days.live(MONDAY, date(2018, 9, 25))

    held = messages(state="held", contact_id=cast.spoc.id)
    assert len(held) == 1
    assert days.mails(to="maria@police.example") == []
    assert {
        notice.subject_id
        for notice in notices(message_id=held[0].id)
        if notice.subject_kind == "milestone"
    } == set(session.exec(select(Milestone.id)).all())


def test_a_rehearsal_goes_to_the_manager_headed_with_whom_it_would_have_reached(
    cast: Any, make: Any, session: Any, days: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=date(2018, 9, 14), mode=BodyMode.REHEARSAL)
    session.commit()

    days.live(MONDAY)

    assert days.mails(to="maria@police.example") == []
    rehearsed = [
        mail
        for mail in days.mails(to="pat@council.example")
        if "Maria Fenn" in mail.get_body(("plain",)).get_content()
    ]
    assert rehearsed


def test_after_a_rehearsal_the_body_itself_is_still_told(
    cast: Any, make: Any, session: Any, days: Any, now: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=date(2018, 9, 14), mode=BodyMode.REHEARSAL)
    session.commit()
    days.live(MONDAY)
    _go_live(session, cast, BodyMode.AUTOMATIC, on=date(2018, 9, 18), now=now)

    days.live(date(2018, 9, 18), date(2018, 9, 24))

    assert len(days.mails(to="maria@police.example")) >= 1


def test_switching_back_to_quiet_stops_everything(
    cast: Any, make: Any, session: Any, days: Any, now: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=date(2018, 9, 14))
    session.commit()
    _go_live(session, cast, BodyMode.QUIET, on=MONDAY, now=now)

    days.live(MONDAY, date(2018, 9, 28))

    assert days.mails(to="maria@police.example") == []
    assert session.exec(select(Participation)).one().mode is BodyMode.QUIET


def test_a_senior_lead_we_never_wrote_to_is_introduced_before_anything_is_raised(
    cast: Any, make: Any, session: Any, days: Any, messages: Any, notices: Any
) -> None:
    cast.senior.introduced_on = None
    session.add(cast.senior)
    make.milestone(cast.inspection, cast.police, due=date(2018, 9, 14))
    session.commit()

    days.live(MONDAY, date(2018, 10, 19))

    # The introduction waits for a person, and until it has gone nothing else is made for them.
    made = [(message.kind, message.state) for message in messages(contact_id=cast.senior.id)]
    assert made == [("introduction", "held")]
    assert notices(rung_id="senior-lead-courtesy", state="told")
    assert notices(rung_id="senior-lead") == []
