"""Dates as a calendar program takes them over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component

from documents.calendar_file import CalendarEntry, Publisher, calendar_file, unfolded

NOW = datetime(2018, 9, 4, 9, 0, tzinfo=UTC)
TEAM = Publisher(
    council="Saltmarsh Council",
    team="Children's improvement team",
    address="improvement@saltmarsh.example",
)


def an_entry(**changed: Any) -> CalendarEntry:
    values: dict[str, Any] = {
        "uid": "milestone-12.9f86d0@saltmarsh.example",
        "sequence": 1,
        "on": date(2018, 9, 28),
        "summary": "2.1: Minutes reach partners in two days",
    }
    return CalendarEntry(**values | changed)


def read(raw: bytes) -> Calendar:
    found = Calendar.from_ical(raw)
    assert isinstance(found, Calendar)
    return found


def the_event(**changed: Any) -> Component:
    (event,) = read(calendar_file([an_entry(**changed)], TEAM, now=NOW)).events
    return event


def test_a_date_takes_its_whole_day_and_no_other() -> None:
    event = the_event()

    assert event.decoded("dtstart") == date(2018, 9, 28)
    assert event.decoded("dtend") == date(2018, 9, 29)


def test_a_date_takes_up_no_time_and_rings_no_bell() -> None:
    event = the_event()

    assert event["transp"] == "TRANSPARENT"
    assert event.subcomponents == []


def test_a_date_that_moved_is_the_same_entry_in_a_higher_version() -> None:
    first, moved = the_event(), the_event(sequence=2, on=date(2018, 10, 1))

    assert first["uid"] == moved["uid"]
    assert moved["sequence"] > first["sequence"]


def test_a_date_that_no_longer_holds_is_taken_out() -> None:
    assert the_event(is_cancelled=True)["status"] == "CANCELLED"
    assert the_event()["status"] == "CONFIRMED"


def test_a_published_calendar_names_its_organiser_and_invites_nobody() -> None:
    calendar = read(calendar_file([an_entry()], TEAM, now=NOW))

    (event,) = calendar.events
    assert calendar["method"] == "PUBLISH"
    assert event["organizer"] == "mailto:improvement@saltmarsh.example"
    assert "attendee" not in event


def test_every_entry_is_dated_by_the_moment_it_is_given_in_utc() -> None:
    assert the_event().decoded("dtstamp") == NOW


def test_the_same_entries_give_the_same_bytes() -> None:
    assert calendar_file([an_entry()], TEAM, now=NOW) == calendar_file([an_entry()], TEAM, now=NOW)


@pytest.mark.parametrize("council", ["Saltmarsh Council", "Cyngor Sir Fôn; A, B"])
def test_the_product_is_not_named(council: str) -> None:
    publisher = Publisher(council=council, team=TEAM.team, address=TEAM.address)

    assert b"longstop" not in calendar_file([an_entry()], publisher, now=NOW).lower()


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=200)


@settings(deadline=None, max_examples=50)
@given(summary=WORDS, description=WORDS)
def test_any_words_arrive_as_they_were_in_lines_no_program_refuses(
    summary: str, description: str
) -> None:
    raw = calendar_file([an_entry(summary=summary, description=description)], TEAM, now=NOW)

    (event,) = read(raw).events
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert str(event["summary"]) == summary
    assert str(event["description"]) == description
    assert raw.count(b"BEGIN:VEVENT") == 1


@settings(deadline=None, max_examples=50)
@given(words=WORDS)
def test_words_can_be_found_in_the_file_however_it_breaks_its_lines(words: str) -> None:
    raw = calendar_file([an_entry(summary=words)], TEAM, now=NOW)

    assert f"SUMMARY:{words}" in unfolded(raw.decode())
