"""A day that says far more than usual waits for a person; pauses drop nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import select

from models.installation import CouncilSetting, Pause
from models.ledger import Batch, Sweep
from models.words import MilestoneKind, PauseScope

FRIDAY = date(2018, 9, 14)
MONDAY = date(2018, 9, 17)


def _sixty_items(cast: Any, make: Any) -> None:
    for number in range(60):
        make.milestone(cast.inspection, cast.police, due=FRIDAY, ref=f"B{number}")


def test_a_day_above_the_limit_waits_as_one_batch(
    cast: Any, make: Any, session: Any, days: Any, messages: Any
) -> None:
    _sixty_items(cast, make)
    session.commit()

    report = days.check(MONDAY)
    days.deliver(MONDAY)

    assert "60 notices" in (report.braked or "")
    assert days.mails(to="maria@police.example") == []
    waiting = {message.batch_id for message in messages(contact_id=cast.spoc.id)}
    assert waiting == {session.exec(select(Batch)).one().id}


def test_a_statutory_date_within_five_working_days_goes_in_spite_of_the_brake(
    cast: Any, make: Any, session: Any, days: Any
) -> None:
    _sixty_items(cast, make)
    make.milestone(
        cast.inspection,
        cast.police,
        due=date(2018, 9, 20),
        kind=MilestoneKind.STATUTORY,
        ref="written-statement",
        title="Written statement made",
    )
    session.commit()

    days.live(MONDAY)

    mails = days.mails(to="maria@police.example")
    assert len(mails) == 1
    assert "written-statement" in mails[0].get_body(("plain",)).get_content()


def test_the_brake_can_be_switched_off_by_a_setting(
    cast: Any, make: Any, session: Any, days: Any, now: Any
) -> None:
    _sixty_items(cast, make)
    session.add(
        CouncilSetting(key="brake.enabled", value=False, changed_by="Pat Lowe", changed_at=now)
    )
    session.commit()

    days.live(MONDAY)

    assert len(days.mails(to="maria@police.example")) == 1


def test_the_manager_is_told_of_the_batch(cast: Any, make: Any, session: Any, days: Any) -> None:
    _sixty_items(cast, make)
    session.commit()

    days.live(MONDAY)

    text = " ".join(
        days.mails(to="pat@council.example")[0].get_body(("plain",)).get_content().split()
    )
    assert "60 notices" in text


def test_a_paused_body_is_not_asked_and_is_asked_afterwards(
    cast: Any, make: Any, session: Any, days: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=FRIDAY)
    session.add(
        Pause(
            scope=PauseScope.AGENCY,
            agency_id=cast.police.id,
            starts_on=MONDAY,
            ends_on=date(2018, 9, 28),
            reason="a major incident",
            set_by="Pat Lowe",
        )
    )
    session.commit()

    days.live(MONDAY, date(2018, 9, 28))
    during = len(days.mails(to="maria@police.example"))
    days.live(date(2018, 10, 1))

    assert during == 0
    assert len(days.mails(to="maria@police.example")) == 1


def test_a_statutory_date_goes_on_through_a_pause_of_everything(
    cast: Any, make: Any, session: Any, days: Any
) -> None:
    make.milestone(
        cast.inspection,
        cast.police,
        due=date(2018, 9, 20),
        kind=MilestoneKind.STATUTORY,
        ref="written-statement",
    )
    session.add(
        Pause(
            scope=PauseScope.EVERYTHING,
            starts_on=MONDAY,
            ends_on=date(2018, 9, 28),
            reason="the system is being moved",
            set_by="Pat Lowe",
        )
    )
    session.commit()

    days.live(MONDAY)

    assert len(days.mails(to="maria@police.example")) == 1


def test_a_weekend_and_a_bank_holiday_are_not_decided(cast: Any, days: Any, session: Any) -> None:
    session.commit()

    saturday = days.check(date(2018, 9, 15))
    holiday = days.check(date(2018, 8, 27))

    assert saturday.not_decided == "Saturday: nothing is decided on this day."
    assert holiday.not_decided == "Summer bank holiday: nothing is decided on this day."
    assert session.exec(select(Sweep)).all() == []
