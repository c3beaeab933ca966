"""The date cases of well-kept peers, each on the calendar and weekend its row states."""

from __future__ import annotations

import csv
import datetime
import json
import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rules.counts import BeyondKnownHolidays, CannotCount, Convention, ImpossibleCalendar, Unit
from rules.working_days import WorkingCalendar

Row = dict[str, str]
Calendars = Callable[..., WorkingCalendar]

NOT_OURS = {
    "state_at_instant": "states at an instant; we judge lateness by London dates",
    "late_event": "what a job raises and when; the watch decides that",
    "late_event_after_reset": "what a job raises and when; the watch decides that",
    "stop_the_clock": "pauses belong to the watch; no law we count by stops its clock",
    "neighbouring_holiday": "asks for the nearest holiday, a question nobody here asks",
    "local_midnight_in_utc": "instants; a day is a date here and only the doors meet instants",
    "local_midnight_n_days_ago": "instants; only the doors meet them",
    "utc_to_local": "instants; the doors convert them once",
    "same_wall_time": "recurring instants; Prefect's schedules keep the wall clock",
    "daily_sequence": "recurring instants; Prefect's schedules keep the wall clock",
    "clock_on_day": "instants on a clock change; Prefect's schedules",
    "cut_off": "a time of day; the sending hours of the outbox",
    "quiet_hours": "a time of day; the sending hours of the outbox",
    "window_membership": "times of day; the sending hours of the outbox",
    "catch_up": "missed runs; the watch decides once, for today",
    "reminder_due": "reminders; the ladder's windows",
    "overdue_reminder_due": "reminders; the ladder's windows",
    "reminder_window": "reminders; the ladder's windows",
    "repeat_decision": "repeats; the ladder and the ledger",
    "overdue_list": "lists; named queries of the model",
    "digest_sections": "grouping of messages",
    "digest_order": "grouping of messages",
}

MONDAY, THURSDAY = 0, 3


@pytest.fixture(scope="module")
def rows(shared_folder: Path) -> list[Row]:
    with (shared_folder / "data" / "date_cases.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def calendar_of(a_calendar: Calendars) -> Callable[[Row], WorkingCalendar]:
    """The calendar and the weekend that a row states."""

    def _calendar_of(row: Row) -> WorkingCalendar:
        weekend = {"Sat+Sun": {5, 6}, "none": set(), "all seven": set(range(7))}[row["weekend"]]
        return a_calendar(holidays_in_force(row["holidays_in_force"]), weekend)

    return _calendar_of


def holidays_in_force(stated: str) -> set[datetime.date]:
    if stated.startswith("US set"):
        return united_states_set()
    if stated == "common to all divisions":
        return set.intersection(*(published(division) for division in DIVISIONS))
    if stated == "Scotland":
        return published("scotland")
    if stated.startswith("none"):
        return set()
    listed = stated[stated.find("days:") :] if "fixture" in stated else stated
    return {datetime.date.fromisoformat(found) for found in re.findall(r"\d{4}-\d\d-\d\d", listed)}


DIVISIONS = ("england-and-wales", "scotland", "northern-ireland")


def published(division: str) -> set[datetime.date]:
    bundle = resources.files("govuk_bank_holidays").joinpath("bank-holidays.json")
    events = json.loads(bundle.read_text(encoding="utf-8"))[division]["events"]
    return {datetime.date.fromisoformat(event["date"]) for event in events}


def united_states_set() -> set[datetime.date]:
    """The peer's own rules, for the years of its rows. Good Friday is 2 and 22 April."""
    days = {datetime.date(2010, 4, 2), datetime.date(2011, 4, 22)}
    for year in (2010, 2011):
        days |= {datetime.date(year, month, day) for month, day in ((1, 1), (7, 4), (11, 11))}
        days.add(nth_weekday(year, 1, weekday=MONDAY, nth=3))
        days.add(nth_weekday(year, 11, weekday=THURSDAY, nth=4))
    return days


def nth_weekday(year: int, month: int, *, weekday: int, nth: int) -> datetime.date:
    first = datetime.date(year, month, 1)
    return first + datetime.timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))


def start_date(row: Row) -> datetime.date:
    """The row's start as a local date: an instant is reduced to its date in the row's zone."""
    start = row["start"].split(" ")[0]
    if "T" not in start:
        return datetime.date.fromisoformat(start)
    instant = datetime.datetime.fromisoformat(start)
    zone = ZoneInfo(row["tz"] or "UTC")
    return (instant.astimezone(zone) if instant.tzinfo else instant).date()


def due_date(calendar: WorkingCalendar, row: Row) -> datetime.date:
    start, number = start_date(row), int(row["n"])
    if row["unit"] == "calendar days":
        days = calendar.count(start, number, unit=Unit.DAYS, convention=Convention.DAY_AFTER)
        return calendar.next_working_day(days.result)
    if row["convention"].startswith("inclusive"):
        return calendar.working_days_beginning_with(start, number).result
    return calendar.working_days_after(start, number).result


def offset(calendar: WorkingCalendar, row: Row) -> datetime.date:
    start = datetime.date(2022, 12, 23) if row["start"] == "any" else start_date(row)
    number = int(row["n"])
    if number < 0:
        return calendar.working_days_before(start, -number).result
    return calendar.working_days_after(start, number).result


def count_between(calendar: WorkingCalendar, row: Row) -> int:
    end = datetime.date.fromisoformat(row["other_input"].removeprefix("end "))
    return calendar.count_between(start_date(row), end)


def soonest_working_day(calendar: WorkingCalendar, row: Row) -> datetime.date:
    return calendar.soonest_working_day(start_date(row), delay=int(row["n"]))


def is_working_day(calendar: WorkingCalendar, row: Row) -> str:
    return "working" if calendar.is_working_day(start_date(row)) else "not working"


def is_holiday(calendar: WorkingCalendar, row: Row) -> str:
    return "holiday" if calendar.is_holiday(start_date(row)) else "not a holiday"


def roll_back(calendar: WorkingCalendar, row: Row) -> datetime.date:
    return calendar.previous_working_day(start_date(row))


def start_from_due(calendar: WorkingCalendar, row: Row) -> datetime.date:
    return calendar.start_from_due(start_date(row), int(row["n"]))


ANSWERS: dict[str, Callable[[WorkingCalendar, Row], object]] = {
    "due_date": due_date,
    "offset": offset,
    "count_between": count_between,
    "soonest_working_day": soonest_working_day,
    "is_working_day": is_working_day,
    "is_holiday": is_holiday,
    "roll_back": roll_back,
    "start_from_due": start_from_due,
}


def answer(row: Row, calendar_of: Callable[[Row], WorkingCalendar]) -> str:
    """What we say to the row; the kind of error where we refuse."""
    try:
        return str(ANSWERS[row["kind"]](calendar_of(row), row))
    except (CannotCount, ImpossibleCalendar):
        return "an error"


def expected(row: Row) -> str:
    return "an error" if "Error" in row["expected"] else row["expected"]


@pytest.mark.shared
def test_every_kind_is_either_ours_or_named_with_its_reason(rows: list[Row]) -> None:
    assert {row["kind"] for row in rows} == set(ANSWERS) | set(NOT_OURS)


@pytest.mark.shared
@pytest.mark.parametrize("kind", sorted(ANSWERS))
def test_every_row_of_our_kinds_is_answered_as_it_expects(
    rows: list[Row], calendar_of: Callable[[Row], WorkingCalendar], kind: str
) -> None:
    ours = [row for row in rows if row["kind"] == kind]

    answers = {row["id"]: answer(row, calendar_of) for row in ours}

    assert answers == {row["id"]: expected(row) for row in ours}


@pytest.mark.shared
def test_where_a_peer_counted_beyond_its_calendar_we_refuse(
    rows: list[Row], a_calendar: Calendars
) -> None:
    beyond = [row for row in rows if "none loaded" in row["holidays_in_force"]]
    ours = [row for row in beyond if row["kind"] in ANSWERS]
    stops_in_2010 = a_calendar(last=datetime.date(2010, 12, 28))

    for row in ours:
        with pytest.raises(BeyondKnownHolidays):
            stops_in_2010.working_days_after(start_date(row), int(row["n"]))

    assert {row["id"] for row in ours} == {"P030", "P032", "P033"}
