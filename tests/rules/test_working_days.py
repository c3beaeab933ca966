"""Counting working days: the conventions, the edges, and an independent second implementation."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.counts import (
    BeyondKnownHolidays,
    CannotCount,
    Convention,
    Holiday,
    ImpossibleCalendar,
    SkippedDay,
    Unit,
)
from rules.working_days import WorkingCalendar

FIRST = datetime.date(2017, 1, 1)
LAST = datetime.date(2020, 12, 31)
ONE_DAY = datetime.timedelta(days=1)

MAY_2018 = {
    datetime.date(2018, 5, 7): Holiday(name="Early May bank holiday"),
    datetime.date(2018, 5, 28): Holiday(name="Spring bank holiday"),
}


def in_2018(holidays: dict[datetime.date, Holiday] = MAY_2018) -> WorkingCalendar:
    return WorkingCalendar(
        division="england-and-wales",
        version="1",
        first=datetime.date(2018, 1, 1),
        last=datetime.date(2018, 12, 31),
        holidays=holidays,
    )


def day(month: int, number: int) -> datetime.date:
    return datetime.date(2018, month, number)


# Conventions.


def test_the_day_after_receipt_is_day_one() -> None:
    working = in_2018().working_days_after(day(5, 9), 1)

    assert working.result == day(5, 10)


def test_seventy_working_days_after_wednesday_9_may_2018_end_on_thursday_16_august() -> None:
    working = in_2018().working_days_after(day(5, 9), 70)

    assert working.result == day(8, 16)
    assert SkippedDay(day(5, 28), "Spring bank holiday") in working.skipped
    assert len(working.skipped) == 29


def test_beginning_with_counts_the_day_itself_so_it_ends_one_working_day_sooner() -> None:
    working = in_2018().working_days_beginning_with(day(5, 9), 70)

    assert working.result == day(8, 15)


def test_beginning_with_a_saturday_makes_monday_day_one() -> None:
    working = in_2018().working_days_beginning_with(day(6, 2), 1)

    assert working.result == day(6, 4)
    assert [skipped.name for skipped in working.skipped] == ["Saturday", "Sunday"]


def test_counting_back_skips_the_same_days() -> None:
    working = in_2018().working_days_before(day(5, 29), 1)

    assert working.result == day(5, 25)
    assert [skipped.name for skipped in working.skipped] == [
        "Saturday",
        "Sunday",
        "Spring bank holiday",
    ]


def test_five_clear_working_days_leave_out_both_ends_the_weekend_and_the_holiday() -> None:
    working = in_2018().clear_working_days_before(day(5, 30), 5)

    assert working.result == day(5, 21)
    assert in_2018().clear_working_days_between(working.result, day(5, 30)) == 5


def test_clear_calendar_days_leave_out_both_ends_only_and_say_when_they_end_at_a_weekend() -> None:
    working = in_2018().clear_calendar_days_before(day(6, 19), 28)

    assert working.result == day(5, 21)
    assert in_2018().clear_calendar_days_before(day(6, 17), 28).falls_on == "Saturday"


@pytest.mark.parametrize("number", [0, -1])
@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("convention", list(Convention))
def test_fewer_than_one_is_refused_because_it_is_ambiguous(
    number: int, unit: Unit, convention: Convention
) -> None:
    with pytest.raises(CannotCount, match="Count at least 1"):
        in_2018().count(day(5, 9), number, unit=unit, convention=convention)


@pytest.mark.parametrize(
    ("unit", "convention"),
    [
        (unit, convention)
        for unit in Unit
        for convention in Convention
        if convention is not Convention.CLEAR or unit in (Unit.WORKING_DAYS, Unit.DAYS)
    ],
)
def test_every_count_is_repeated_by_recount(unit: Unit, convention: Convention) -> None:
    calendar = in_2018()

    working = calendar.count(day(5, 9), 2, unit=unit, convention=convention)

    assert calendar.recount(working) == working


@pytest.mark.parametrize("unit", [Unit.WEEKS, Unit.MONTHS])
def test_clear_weeks_and_months_are_unknown_to_the_law(unit: Unit) -> None:
    with pytest.raises(CannotCount, match="Count clear days"):
        in_2018().count(day(5, 9), 1, unit=unit, convention=Convention.CLEAR)


# Days, weeks and months.


@pytest.mark.parametrize(
    ("anchor", "number", "unit", "after", "beginning_with"),
    [
        ("2018-05-09", 56, Unit.DAYS, "2018-07-04", "2018-07-03"),
        ("2018-05-09", 6, Unit.WEEKS, "2018-06-20", "2018-06-19"),
        ("2018-05-09", 3, Unit.MONTHS, "2018-08-09", "2018-08-08"),
        ("2018-01-31", 1, Unit.MONTHS, "2018-02-28", "2018-02-28"),
        ("2018-01-28", 1, Unit.MONTHS, "2018-02-28", "2018-02-27"),
        ("2018-03-01", 1, Unit.MONTHS, "2018-04-01", "2018-03-31"),
        ("2018-05-31", 1, Unit.MONTHS, "2018-06-30", "2018-06-30"),
        ("2017-12-31", 2, Unit.MONTHS, "2018-02-28", "2018-02-28"),
        ("2016-02-29", 12, Unit.MONTHS, "2017-02-28", "2017-02-28"),
    ],
)
def test_calendar_periods_end_on_the_corresponding_date(
    anchor: str, number: int, unit: Unit, after: str, beginning_with: str
) -> None:
    start = datetime.date.fromisoformat(anchor)
    calendar = in_2018()

    ends = [
        calendar.count(start, number, unit=unit, convention=convention).result.isoformat()
        for convention in (Convention.DAY_AFTER, Convention.BEGINNING_WITH)
    ]

    assert ends == [after, beginning_with]


def test_one_month_before_31_march_is_the_last_day_of_february() -> None:
    working = in_2018().count(day(3, 31), 1, unit=Unit.MONTHS, convention=Convention.BEFORE)

    assert working.result == day(2, 28)


def test_a_calendar_period_may_end_at_a_weekend_and_says_so() -> None:
    working = in_2018().count(day(5, 12), 1, unit=Unit.WEEKS, convention=Convention.DAY_AFTER)

    assert working.falls_on == "Saturday"


def test_calendar_days_need_no_holidays_so_they_reach_beyond_the_known_years() -> None:
    working = in_2018().count(day(12, 20), 56, unit=Unit.DAYS, convention=Convention.DAY_AFTER)

    assert working.result == datetime.date(2019, 2, 14)


def test_a_period_beyond_the_last_year_of_all_is_refused() -> None:
    with pytest.raises(CannotCount):
        in_2018().count(day(1, 1), 1_000_000_000, unit=Unit.DAYS, convention=Convention.DAY_AFTER)


# Days left.


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2018-08-09", 5),
        ("2018-08-15", 1),
        ("2018-08-16", 0),
        ("2018-08-17", -1),
        ("2018-08-18", -1),
        ("2018-08-19", -1),
        ("2018-08-20", -2),
    ],
)
def test_days_left_to_thursday_16_august_2018(today: str, left: int) -> None:
    assert in_2018().days_left(day(8, 16), datetime.date.fromisoformat(today)) == left


def test_what_is_due_on_friday_is_late_on_saturday() -> None:
    assert in_2018().days_left(day(8, 17), day(8, 18)) == -1


def test_what_is_due_on_saturday_has_no_working_day_left_on_friday() -> None:
    assert in_2018().days_left(day(8, 18), day(8, 17)) == 0
    assert in_2018().days_left(day(8, 18), day(8, 19)) == -1


# Edges.


@pytest.mark.parametrize(
    "ask",
    [
        lambda calendar: calendar.working_days_after(day(12, 20), 70),
        lambda calendar: calendar.working_days_before(day(1, 5), 10),
        lambda calendar: calendar.working_days_after(datetime.date(2019, 1, 1), 1),
        lambda calendar: calendar.clear_working_days_before(day(1, 3), 5),
        lambda calendar: calendar.send_day(day(12, 28), 5),
        lambda calendar: calendar.is_working_day(datetime.date(2017, 12, 31)),
        lambda calendar: calendar.days_left(datetime.date(2019, 2, 1), day(12, 1)),
    ],
)
def test_outside_the_known_years_nothing_is_counted_and_the_range_is_named(
    ask: Callable[[WorkingCalendar], object],
) -> None:
    with pytest.raises(BeyondKnownHolidays, match="Monday 1 January 2018 to Monday 31 December"):
        ask(in_2018())


def test_a_week_without_a_working_day_is_refused_before_anything_can_loop() -> None:
    with pytest.raises(ImpossibleCalendar):
        WorkingCalendar(
            division="nowhere",
            version="1",
            first=FIRST,
            last=LAST,
            holidays={},
            weekend=frozenset(range(7)),
        )


def test_a_provisional_holiday_makes_the_count_provisional() -> None:
    provisional = {day(5, 28): Holiday(name="Spring bank holiday", provisional=True)}

    assert in_2018(provisional).working_days_after(day(5, 25), 1).is_provisional
    assert not in_2018(provisional).working_days_after(day(5, 28), 1).is_provisional


# Properties, against a day-by-day walk that shares no code with the list and the search.


def walk(start: datetime.date, steps: int, *, is_worked: Callable[[datetime.date], bool]):
    """The ``steps``-th worked day from the day after ``start``; negative steps walk back."""
    direction = ONE_DAY if steps > 0 else -ONE_DAY
    here, remaining = start, abs(steps)
    while remaining:
        here += direction
        remaining -= is_worked(here)
    return here


dates = st.dates(datetime.date(2018, 1, 1), datetime.date(2019, 12, 31))
calendars = st.builds(
    lambda holidays, weekend: WorkingCalendar(
        division="test",
        version="1",
        first=FIRST,
        last=LAST,
        holidays={each: Holiday(name="a holiday") for each in sorted(holidays)},
        weekend=frozenset(weekend),
    ),
    st.sets(dates, max_size=12),
    st.sets(st.integers(0, 6), max_size=3),
)
numbers = st.integers(1, 120)


def worked_in(calendar: WorkingCalendar) -> Callable[[datetime.date], bool]:
    return lambda each: each.weekday() not in calendar.weekend and each not in calendar.holidays


@given(calendars, dates, numbers)
def test_after_and_before_agree_with_a_day_by_day_walk(
    calendar: WorkingCalendar, anchor: datetime.date, number: int
) -> None:
    is_worked = worked_in(calendar)

    after = calendar.working_days_after(anchor, number)
    before = calendar.working_days_before(anchor, number)

    assert after.result == walk(anchor, number, is_worked=is_worked)
    assert before.result == walk(anchor, -number, is_worked=is_worked)


@given(calendars, dates, numbers)
def test_beginning_with_is_counting_after_the_day_before(
    calendar: WorkingCalendar, anchor: datetime.date, number: int
) -> None:
    beginning = calendar.working_days_beginning_with(anchor, number)

    assert beginning.result == calendar.working_days_after(anchor - ONE_DAY, number).result


@given(calendars, dates, numbers)
def test_the_working_accounts_for_every_day_of_the_period(
    calendar: WorkingCalendar, anchor: datetime.date, number: int
) -> None:
    working = calendar.working_days_after(anchor, number)

    assert (working.result - anchor).days == number + len(working.skipped)
    assert all(not calendar.is_working_day(skipped.day) for skipped in working.skipped)


@given(calendars, dates, numbers)
def test_clear_days_are_those_between_and_one_day_later_is_too_late(
    calendar: WorkingCalendar, meeting: datetime.date, number: int
) -> None:
    notice = calendar.clear_working_days_before(meeting, number).result

    assert calendar.is_working_day(notice)
    assert calendar.clear_working_days_between(notice, meeting) == number
    later = calendar.soonest_working_day(notice, delay=1)
    assert calendar.clear_working_days_between(later, meeting) < number


@given(calendars, dates, dates)
def test_count_between_counts_both_ends(
    calendar: WorkingCalendar, start: datetime.date, end: datetime.date
) -> None:
    days = [start + ONE_DAY * offset for offset in range((end - start).days + 1)]

    assert calendar.count_between(start, end) == sum(map(worked_in(calendar), days))


@given(calendars, dates, numbers)
def test_work_started_on_the_latest_start_takes_just_the_days_there_are(
    calendar: WorkingCalendar, due: datetime.date, working_days: int
) -> None:
    start = calendar.start_from_due(due, working_days)

    assert calendar.count_between(start, due) == working_days
    assert calendar.is_working_day(start)


@given(calendars, dates, dates, st.integers(-60, 60))
def test_a_later_due_date_never_brings_an_earlier_send_day(
    calendar: WorkingCalendar, one: datetime.date, other: datetime.date, offset: int
) -> None:
    earlier, later = sorted((one, other))

    assert calendar.send_day(earlier, offset) <= calendar.send_day(later, offset)


@given(calendars, dates, st.integers(-60, 60))
def test_a_send_day_is_worked_and_lies_on_its_side_of_the_due_date(
    calendar: WorkingCalendar, due: datetime.date, offset: int
) -> None:
    send_day = calendar.send_day(due, offset)

    assert calendar.is_working_day(send_day)
    assert (send_day > due) == (offset > 0)
    assert send_day < due or offset >= 0


@given(calendars, dates, dates)
def test_days_left_is_negative_exactly_when_late_and_never_grows(
    calendar: WorkingCalendar, due: datetime.date, today: datetime.date
) -> None:
    left = calendar.days_left(due, today)

    assert (left < 0) == (today > due)
    assert calendar.days_left(due, today + ONE_DAY) <= left


@given(calendars, dates)
def test_the_previous_and_the_next_working_day_stand_around_a_day(
    calendar: WorkingCalendar, each: datetime.date
) -> None:
    before, after = calendar.previous_working_day(each), calendar.next_working_day(each)

    assert before <= each <= after
    assert (before == each == after) == calendar.is_working_day(each)
    assert calendar.count_between(before, after) == (1 if before == after else 2)
