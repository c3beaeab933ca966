"""Timescales: whole dates and months are read, all else is asked about and kept word for word."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.timescales import Confidence, TimescaleKind, read_timescale
from rules.wording import long_date, month_and_year, plain_date, short_date


def iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    "text",
    [
        "31 December 2018",
        "2018-12-31",
        "31/12/2018",
        "31/12/18",
        "31st December 2018",
        "31 st Dec 18",
        "Monday 31 December 2018",
        "By 31/12/2018",
        "by the 31st of December 2018",
        "on 31 December 2018",
        "No later than 31 December 2018.",
        "To be completed by 31 December 2018",
    ],
)
def test_a_whole_date_is_that_day(text: str) -> None:
    reading = read_timescale(text)

    assert (iso(reading.earliest), iso(reading.latest)) == ("2018-12-31", "2018-12-31")
    assert reading.kind is TimescaleKind.DATE
    assert reading.question is None


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("December 2018", "2018-12-01", "2018-12-31"),
        ("Feb 2020", "2020-02-01", "2020-02-29"),
        ("Sept 2018", "2018-09-01", "2018-09-30"),
        ("Dec 45", "2045-12-01", "2045-12-31"),
        ("in August 2018", "2018-08-01", "2018-08-31"),
        ("by July 2020", None, "2020-07-31"),
        ("By the end of July 2020", None, "2020-07-31"),
        ("End of July 2020", None, "2020-07-31"),
        ("no later than July 2020", None, "2020-07-31"),
    ],
)
def test_a_month_means_its_last_day(text: str, earliest: str | None, latest: str) -> None:
    reading = read_timescale(text)

    assert (iso(reading.earliest), iso(reading.latest)) == (earliest, latest)
    assert reading.kind is TimescaleKind.MONTH
    assert reading.confidence is Confidence.SURE


def test_may_25_is_asked_about_with_the_month_suggested() -> None:
    reading = read_timescale("by May 25")

    assert iso(reading.latest) == "2025-05-31"
    assert reading.confidence is Confidence.LIKELY
    assert reading.question == "Does 'by May 25' mean May 2025, or 25 May?"


@pytest.mark.parametrize(
    "text",
    [
        "immediately",
        "TBC",
        "by the end of July",
        "1st February",
        "June/July 2012",
        "Quarter 3 2018",
        "31 June 2018",
        "Ongoing",
        "within three months",
        "31 December 2018 or 31 March 2019",
        "towards the end of March 2017",
        "Spring 2018",
        "September 2014 (website permitting)",
        "December 0000",
    ],
)
def test_everything_else_is_asked_about_and_kept_word_for_word(text: str) -> None:
    reading = read_timescale(text)

    assert (reading.earliest, reading.latest) == (None, None)
    assert reading.kind is TimescaleKind.UNREAD
    assert reading.text == text
    assert reading.question is not None
    assert text in reading.question


@pytest.mark.parametrize(
    ("text", "written_on", "meant"),
    [
        ("1st February", "2023-01-24", "2023-02-01"),
        ("by 1 February", "2023-02-01", "2024-02-01"),
        ("29 February", "2018-05-09", "2020-02-29"),
    ],
)
def test_a_day_and_month_is_the_next_such_day_after_the_text_was_written(
    text: str, written_on: str, meant: str
) -> None:
    reading = read_timescale(text, datetime.date.fromisoformat(written_on))

    assert iso(reading.latest) == meant
    assert reading.question is None


@pytest.mark.parametrize("text", ["31 June", "0 May", "9 Brumaire"])
def test_a_day_that_never_comes_is_asked_about(text: str) -> None:
    assert read_timescale(text, datetime.date(2018, 5, 9)).question is not None


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_no_timescale_is_a_question(text: str) -> None:
    reading = read_timescale(text)

    assert reading.kind is TimescaleKind.BLANK
    assert reading.question == "No timescale is given. By which date must it be done?"


def test_a_date_that_does_not_exist_says_why() -> None:
    assert "February 2018 has 28 days" in (read_timescale("30/02/2018").question or "")


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)))
def test_every_date_we_write_is_read_back(day: datetime.date) -> None:
    written = [long_date(day), plain_date(day), short_date(day), day.isoformat(), f"{day:%d/%m/%y}"]

    assert {read_timescale(text).latest for text in written} == {day}
    month = read_timescale(month_and_year(day))
    assert month.earliest == day.replace(day=1)
    assert month.latest is not None
    assert (month.latest + datetime.timedelta(days=1)).day == 1


@given(st.text(max_size=40), st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)))
def test_whatever_is_written_there_is_a_certain_day_or_a_question(
    text: str, written_on: datetime.date
) -> None:
    reading = read_timescale(text, written_on)

    assert reading.text == text
    assert (reading.question is None) == (reading.confidence is Confidence.SURE)
    assert reading.latest is not None or reading.question is not None


@pytest.mark.shared
def test_what_is_read_of_real_plans_is_right_and_what_must_be_asked_is_asked(
    shared_folder: Path,
) -> None:
    path = shared_folder / "data" / "timescales.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    for row in rows:
        written_on = row["written_on"]
        reading = read_timescale(
            row["timescale_text"], datetime.date.fromisoformat(written_on) if written_on else None
        )
        if reading.question is None:
            assert row["must_ask"] == "n", row["timescale_text"]
            assert (iso(reading.earliest) or "") == row["earliest"], row["timescale_text"]
            assert iso(reading.latest) == row["latest"], row["timescale_text"]
