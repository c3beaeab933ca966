"""Windows: for one day, the range of anchor dates whose step may go, against the step's own day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.ladders import shipped_ladders
from rules.counts import BeyondKnownHolidays, Holiday
from rules.ladders import steps_of
from rules.windows import EARLIEST, LATEST, Window, WindowVerdict, compile_windows
from rules.working_days import WorkingCalendar

DAY = timedelta(days=1)
EASTER_2018 = {date(2018, 3, 30): Holiday("Good Friday"), date(2018, 4, 2): Holiday("Easter")}
CALENDAR = WorkingCalendar(
    division="test",
    version="1",
    first=date(2016, 1, 1),
    last=date(2020, 12, 31),
    holidays=EASTER_2018,
)
PLAN = shipped_ladders()["plan"]
near_easter = st.dates(date(2018, 2, 1), date(2018, 5, 31))


def windows_on(today: date, previous_day: date | None = None) -> tuple[Window, ...]:
    return compile_windows(PLAN, CALENDAR, today=today, previous_day=previous_day)


@given(today=near_easter, anchor=st.dates(date(2017, 12, 1), date(2018, 7, 31)))
@settings(max_examples=300)
def test_an_anchor_lies_in_a_window_exactly_on_the_days_of_its_step(
    today: date, anchor: date
) -> None:
    inside = {
        (window.step.rung_id, window.step.occurrence)
        for window in windows_on(today)
        if window.anchor_from <= anchor <= window.anchor_to
    }

    for step in steps_of(PLAN):
        day = CALENDAR.send_day(anchor, step.offset)
        last = LATEST if step.stale_after is None else CALENDAR.send_day(day, step.stale_after)
        is_open = anchor < today if step.is_late_when_entered else day <= today <= last
        assert ((step.rung_id, step.occurrence) in inside) is is_open


@given(today=near_easter, gap=st.integers(1, 25), anchor=near_easter)
@settings(max_examples=300)
def test_a_step_is_missed_if_its_last_day_lies_between_the_two_days_decided(
    today: date, gap: int, anchor: date
) -> None:
    previous_day = today - DAY * gap
    missed = {
        window.step.rung_id
        for window in windows_on(today, previous_day)
        if window.verdict is WindowVerdict.MISSED
        and window.anchor_from <= anchor <= window.anchor_to
    }

    for step in steps_of(PLAN):
        if step.stale_after is None:
            assert step.rung_id not in missed
            continue
        last = CALENDAR.send_day(CALENDAR.send_day(anchor, step.offset), step.stale_after)
        assert (step.rung_id in missed) is (previous_day < last < today)


def test_nothing_is_missed_on_the_first_day_ever_decided() -> None:
    verdicts = {window.verdict for window in windows_on(date(2018, 5, 9))}

    assert verdicts == {WindowVerdict.DUE}


def test_nothing_is_missed_from_one_day_to_the_next() -> None:
    verdicts = {window.verdict for window in windows_on(date(2018, 5, 9), date(2018, 5, 8))}

    assert verdicts == {WindowVerdict.DUE}


def test_a_wait_ends_on_the_fifth_working_day_over_easter() -> None:
    courtesy = next(
        window
        for window in windows_on(date(2018, 4, 5))
        if window.step.rung_id == "senior-lead-courtesy"
    )

    # Three working days: Tuesday, Wednesday and Thursday after Easter Monday.
    assert courtesy.told_by == date(2018, 4, 2)


def test_an_answer_holds_up_to_and_including_its_fifth_working_day() -> None:
    window = windows_on(date(2018, 4, 6))[0]

    # Wednesday 28 March; Good Friday and Easter Monday do not count.
    assert CALENDAR.send_day(date(2018, 3, 28), 5) == date(2018, 4, 6)
    assert window.answered_before == date(2018, 3, 28)


def test_a_step_that_never_goes_stale_has_no_first_anchor() -> None:
    late = [window for window in windows_on(date(2018, 5, 9)) if window.step.tone.value == "late"]

    assert {window.anchor_from for window in late} == {EARLIEST}


def test_a_day_outside_the_known_holidays_is_refused() -> None:
    with pytest.raises(BeyondKnownHolidays):
        windows_on(date(2021, 1, 4))


def test_an_item_whose_steps_lie_past_the_known_holidays_is_left_alone(
    a_calendar: Callable[..., WorkingCalendar],
) -> None:
    calendar = a_calendar(last=date(2018, 5, 31))
    statutory = shipped_ladders()["statutory"]

    windows = compile_windows(statutory, calendar, today=date(2018, 5, 21), previous_day=None)

    # The fortieth working day before any date in June is not known to be open, so it is held.
    assert max(window.anchor_to for window in windows) <= date(2018, 5, 31)
