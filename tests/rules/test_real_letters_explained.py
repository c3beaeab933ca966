"""Every real letter that states a date: what our timeline says of it, by the classes of law.md."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from config.bank_holidays import load_calendar
from config.loader import load_framework
from rules.key_dates import KeyDate, StatedDate, TimelineFacts
from rules.timeline import timeline
from rules.wording import long_date

Row = dict[str, str]
CALENDAR = load_calendar()
JTAI = load_framework("jtai")


@pytest.fixture(scope="module")
def letters(shared_folder: Path) -> list[Row]:
    with (shared_folder / "data" / "real_dates.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["regime"] == "JTAI"]
    return [row for row in rows if row["due_basis"].startswith("required")]


def statement(row: Row) -> KeyDate:
    """The statement's key date, counted from publication as the table counts it."""
    published, due = (
        datetime.date.fromisoformat(row[key]) for key in ("publication_date", "due_date")
    )
    stated = StatedDate(due, row["due_text_if_odd"], said_on=published)
    facts = TimelineFacts(dates={"letter_date": published}, stated={"statement": stated})
    return next(found for found in timeline(JTAI, facts, calendar=CALENDAR) if found.rule.is_stated)


def of_class(letters: list[Row], beginning: str) -> dict[str, tuple[Row, str]]:
    """The rows of one class with all that is said of their differences."""
    rows = [row for row in letters if row["matches"].startswith(beginning)]
    assert rows, beginning
    return {row["area"]: (row, " ".join(statement(row).differences)) for row in rows}


@pytest.mark.shared
def test_where_the_letter_equals_the_count_no_date_differs(letters: list[Row]) -> None:
    for area, (row, said) in of_class(letters, "A (day after = 1)").items():
        assert said == "" or "prints Friday" in said, area
        assert statement(row).work_to == datetime.date.fromisoformat(row["due_date"])


@pytest.mark.shared
def test_where_a_holiday_was_announced_later_that_is_the_reason(letters: list[Row]) -> None:
    for area, (_, said) in of_class(letters, "A with calendar as known").items():
        assert "Monday 19 September 2022 was announced on 10 September 2022" in said, area


@pytest.mark.shared
def test_where_the_letter_is_one_day_short_the_other_convention_is_the_reason(
    letters: list[Row],
) -> None:
    for area, (_, said) in of_class(letters, "B (anchor day = 1)").items():
        assert "itself were day one" in said, area


@pytest.mark.shared
def test_where_an_earlier_receipt_fits_its_day_is_named(letters: list[Row]) -> None:
    for area, (row, said) in of_class(letters, "earlier than A").items():
        receipt = datetime.date.fromisoformat(row["implied_receipt_date"])
        assert f"would follow from receipt on {long_date(receipt)}" in said, area


@pytest.mark.shared
def test_where_the_letter_states_a_saturday_we_work_to_a_working_day(letters: list[Row]) -> None:
    for area, (row, said) in of_class(letters, "none: due date is not a working day").items():
        assert f"{long_date(datetime.date.fromisoformat(row['due_date']))} is not" in said, area


@pytest.mark.shared
def test_a_wild_date_is_not_explained_away(letters: list[Row]) -> None:
    for area, (_, said) in of_class(letters, "outlier").items():
        assert "No way of counting that we know" in said or "days later" in said, area


@pytest.mark.shared
def test_we_never_work_to_a_later_day_than_law_or_letter(letters: list[Row]) -> None:
    for row in letters:
        found = statement(row)
        due = datetime.date.fromisoformat(row["due_date"])
        assert found.work_to is not None
        assert found.law_date is not None
        assert found.work_to <= min(due, found.law_date), row["area"]
        assert CALENDAR.is_working_day(found.work_to), row["area"]
