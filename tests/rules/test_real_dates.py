"""Real letters and meetings: every count that ../shared states, on the shipped calendar."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from config.bank_holidays import load_calendar
from rules.calendar_versions import as_known_at
from rules.working_days import WorkingCalendar

Row = dict[str, str]


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    return load_calendar()


@pytest.fixture(scope="module")
def dates(shared_folder: Path) -> list[Row]:
    return read(shared_folder / "data" / "real_dates.csv")


@pytest.fixture(scope="module")
def meetings(shared_folder: Path) -> list[Row]:
    rows = read(shared_folder / "data" / "committee_cases.csv")
    return [row for row in rows if row["clear_working_days"]]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def day(row: Row, column: str) -> datetime.date:
    """The date in a column; "latest lawful 2019-04-11" is read as its date."""
    return datetime.date.fromisoformat(row[column].split()[-1])


@pytest.mark.shared
@pytest.mark.parametrize(
    ("column", "count"),
    [
        ("plus_n_day_after_is_day1", WorkingCalendar.working_days_after),
        ("plus_n_anchor_day_is_day1", WorkingCalendar.working_days_beginning_with),
    ],
)
def test_every_filled_count_from_publication_is_ours(
    dates: list[Row], calendar: WorkingCalendar, column: str, count
) -> None:
    filled = [row for row in dates if row[column]]

    ours = {
        row["id"]: count(calendar, day(row, "publication_date"), int(row["n_working_days"])).result
        for row in filled
    }

    assert len(filled) >= 30
    assert ours == {row["id"]: day(row, column) for row in filled}


@pytest.mark.shared
def test_the_working_days_from_publication_to_the_due_date_are_ours(
    dates: list[Row], calendar: WorkingCalendar
) -> None:
    filled = [row for row in dates if row["working_days_pub_to_due"]]

    ours = {
        row["id"]: calendar.days_left(day(row, "due_date"), day(row, "publication_date"))
        for row in filled
    }

    assert ours == {row["id"]: int(row["working_days_pub_to_due"]) for row in filled}


@pytest.mark.shared
def test_on_the_calendar_known_at_issue_barnsley_and_kirklees_are_right(
    dates: list[Row], calendar: WorkingCalendar
) -> None:
    column = "working_days_pub_to_due_calendar_as_known_at_issue"
    filled = [row for row in dates if row[column]]

    ours = {}
    for row in filled:
        published = day(row, "publication_date")
        known = as_known_at(calendar, published)
        ours[row["id"]] = known.days_left(day(row, "due_date"), published)

    assert ours == {row["id"]: int(row[column]) for row in filled}


@pytest.mark.shared
def test_the_clear_days_between_notice_and_meeting_are_ours(
    meetings: list[Row], calendar: WorkingCalendar
) -> None:
    ours = {}
    for row in meetings:
        notice, meeting = day(row, "papers_or_notice_date"), day(row, "meeting_date")
        calendar_days = (meeting - notice).days - 1
        ours[row["id"]] = (
            calendar.clear_working_days_between(notice, meeting),
            calendar_days,
            calendar.clear_calendar_days_before(meeting, calendar_days).result,
        )

    assert len(meetings) >= 3
    assert ours == {
        row["id"]: (
            int(row["clear_working_days"]),
            int(row["clear_calendar_days"]),
            day(row, "papers_or_notice_date"),
        )
        for row in meetings
    }


@pytest.mark.shared
def test_where_five_clear_days_were_kept_the_papers_went_out_on_our_latest_day(
    meetings: list[Row], calendar: WorkingCalendar
) -> None:
    five = [row for row in meetings if row["clear_working_days"] == "5"]

    latest = {
        row["id"]: calendar.clear_working_days_before(day(row, "meeting_date"), 5).result
        for row in five
    }

    assert latest == {row["id"]: day(row, "papers_or_notice_date") for row in five}


@pytest.mark.parametrize(
    ("area", "published", "law", "beginning_with"),
    [
        ("Southend-on-Sea", "2018-05-09", "2018-08-16", "2018-08-15"),
        ("Barnsley", "2022-07-18", "2022-10-26", "2022-10-25"),
        ("Coventry", "2024-05-17", "2024-08-27", "2024-08-23"),
    ],
)
def test_seventy_working_days_of_three_well_known_letters(
    calendar: WorkingCalendar, area: str, published: str, law: str, beginning_with: str
) -> None:
    anchor = datetime.date.fromisoformat(published)

    assert calendar.working_days_after(anchor, 70).result.isoformat() == law
    assert calendar.working_days_beginning_with(anchor, 70).result.isoformat() == beginning_with
