"""The moment at which somebody comes through a door."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from models.installation import Installation
from models.words import DatabaseKind
from services.opening import london_time, moment_of

REAL_DAY, REAL_NOW = date(2026, 11, 24), datetime(2026, 11, 24, 23, 5, tzinfo=UTC)


def an_installation(kind: DatabaseKind, own_date: date | None = None) -> Installation:
    return Installation(
        kind=kind, council="example", demonstration_date=own_date, created_at=REAL_NOW
    )


def test_a_demonstration_has_its_own_day_and_stands_at_noon() -> None:
    row = an_installation(DatabaseKind.DEMONSTRATION, date(2018, 7, 9))

    today, now = moment_of(row, london_today=REAL_DAY, utc_now=REAL_NOW)

    assert (today, now) == (date(2018, 7, 9), datetime(2018, 7, 9, 11, 0, tzinfo=UTC))


def test_a_live_database_takes_the_real_day_and_moment() -> None:
    row = an_installation(DatabaseKind.LIVE)

    assert moment_of(row, london_today=REAL_DAY, utc_now=REAL_NOW) == (REAL_DAY, REAL_NOW)


def test_half_past_seven_in_london_is_an_hour_earlier_in_utc_only_in_summer() -> None:
    assert london_time(date(2026, 10, 23), time(7, 30)).hour == 6
    assert london_time(date(2026, 10, 26), time(7, 30)).hour == 7
