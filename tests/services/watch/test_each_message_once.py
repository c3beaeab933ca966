"""Whatever runs twice, or at once, each message goes once."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

from models.session import open_engine, session_factory
from services.watch import run_watch

MONDAY = date(2018, 9, 17)


def _check(path: str, barrier: Any, day: date, now: datetime) -> None:
    factory = session_factory(open_engine(f"sqlite:///{path}"))
    barrier.wait(timeout=60)
    run_watch(factory, today=day, now=now, actor="schedule")


def test_the_check_twice_on_one_day_sends_each_message_once(
    cast: Any, make: Any, session: Any, days: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=date(2018, 9, 14))
    session.commit()

    first = days.check(MONDAY)
    second = days.check(MONDAY)
    days.deliver(MONDAY)
    days.deliver(MONDAY)

    assert first.notices == 1
    assert second.not_decided == "This day was decided already."
    assert len(days.mails(to="maria@police.example")) == 1


def test_ten_checks_at_once_send_each_message_once(
    cast: Any, make: Any, session: Any, days: Any, database_path: Path, now: datetime
) -> None:
    for number in range(30):
        make.milestone(cast.inspection, cast.police, due=date(2018, 9, 14), ref=f"T{number}")
    session.commit()
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(10)

    running = [
        context.Process(target=_check, args=(str(database_path), barrier, MONDAY, now))
        for _ in range(10)
    ]
    for one in running:
        one.start()
    for one in running:
        one.join(timeout=120)
    days.deliver(MONDAY)

    assert [one.exitcode for one in running] == [0] * 10
    to = Counter(mail["To"].addresses[0].addr_spec for mail in days.mails())
    assert to["maria@police.example"] == 1
    assert max(to.values()) == 1


def test_the_next_day_does_not_say_again_what_was_said(
    cast: Any, make: Any, session: Any, days: Any
) -> None:
    make.milestone(cast.inspection, cast.police, due=date(2018, 9, 14))
    session.commit()

    days.live(MONDAY, date(2018, 9, 21))

    assert len(days.mails(to="maria@police.example")) == 1


def test_twenty_actions_over_half_a_year_give_at_most_one_routine_message_a_week(
    cast: Any, make: Any, session: Any, days: Any, messages: Any
) -> None:
    for number in range(20):
        month, day = 8 + number // 5, 3 + 5 * (number % 5)
        make.milestone(cast.inspection, cast.police, due=date(2018, month, day), ref=f"H{number}")
    session.commit()

    days.live(date(2018, 7, 16), date(2019, 1, 14))

    weeks = Counter(
        message.london_date.isocalendar()[:2]
        for message in messages(contact_id=cast.spoc.id, kind="digest")
    )
    assert weeks
    assert max(weeks.values()) == 1
