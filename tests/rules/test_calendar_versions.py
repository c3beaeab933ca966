"""Announcements and moves: what was known when, and which dates a new calendar moves."""

from __future__ import annotations

import datetime

import pytest

from rules.calendar_versions import as_known_at, moved_by, with_holiday
from rules.counts import BeyondKnownHolidays, Convention, Holiday, Unit
from rules.working_days import WorkingCalendar

FUNERAL = datetime.date(2022, 9, 19)
VE_DAY = datetime.date(2020, 5, 8)


@pytest.fixture
def calendar() -> WorkingCalendar:
    return WorkingCalendar(
        division="test",
        version="1",
        first=datetime.date(2020, 1, 1),
        last=datetime.date(2023, 12, 31),
        holidays={
            VE_DAY: Holiday(
                name="Early May bank holiday (VE day)",
                announced=datetime.date(2019, 6, 8),
                moved_from=datetime.date(2020, 5, 4),
            ),
            datetime.date(2022, 8, 29): Holiday(name="Summer bank holiday"),
        },
    )


@pytest.fixture
def with_funeral(calendar: WorkingCalendar) -> WorkingCalendar:
    funeral = Holiday(name="State Funeral", announced=datetime.date(2022, 9, 10))
    return with_holiday(calendar, FUNERAL, holiday=funeral, version="2")


def test_before_its_announcement_a_holiday_was_a_working_day(with_funeral) -> None:
    assert as_known_at(with_funeral, datetime.date(2022, 9, 9)).is_working_day(FUNERAL)


def test_from_the_day_of_its_announcement_it_is_a_holiday(with_funeral) -> None:
    assert not as_known_at(with_funeral, datetime.date(2022, 9, 10)).is_working_day(FUNERAL)


def test_before_the_move_the_holiday_stood_on_its_first_day(calendar) -> None:
    known = as_known_at(calendar, datetime.date(2019, 1, 29))

    assert known.is_working_day(VE_DAY)
    assert known.why_not_worked(datetime.date(2020, 5, 4)) == "Early May bank holiday (VE day)"


def test_the_version_says_that_the_calendar_is_an_earlier_view(with_funeral) -> None:
    known = as_known_at(with_funeral, datetime.date(2022, 7, 18))

    assert known.version == "2 as known on Monday 18 July 2022"


def test_nothing_announced_later_gives_the_same_calendar(with_funeral) -> None:
    assert as_known_at(with_funeral, datetime.date(2022, 12, 1)) is with_funeral


def test_a_new_holiday_leaves_the_old_calendar_as_it_was(calendar, with_funeral) -> None:
    assert calendar.is_working_day(FUNERAL)
    assert with_funeral.why_not_worked(FUNERAL) == "State Funeral"
    assert with_funeral.version == "2"


def test_a_holiday_moved_to_a_new_day_frees_its_old_one(calendar) -> None:
    moved = Holiday(name="Summer bank holiday", moved_from=datetime.date(2022, 8, 29))

    changed = with_holiday(calendar, datetime.date(2022, 9, 2), holiday=moved, version="2")

    assert changed.is_working_day(datetime.date(2022, 8, 29))
    assert not changed.is_working_day(datetime.date(2022, 9, 2))


def test_a_holiday_in_an_unknown_year_is_refused(calendar) -> None:
    with pytest.raises(BeyondKnownHolidays, match="2020 to 2023"):
        with_holiday(
            calendar, datetime.date(2030, 1, 1), holiday=Holiday(name="New Year"), version="2"
        )


def test_only_the_counts_that_cross_the_new_holiday_move(calendar, with_funeral) -> None:
    across = calendar.working_days_after(datetime.date(2022, 7, 18), 70)
    before = calendar.working_days_after(datetime.date(2022, 5, 3), 70)
    days = calendar.count(
        datetime.date(2022, 9, 1), 56, unit=Unit.DAYS, convention=Convention.DAY_AFTER
    )

    (moved,) = moved_by(calendar, with_funeral, [before, across, days])

    assert moved.before == across
    assert moved.after == with_funeral.working_days_after(datetime.date(2022, 7, 18), 70)
    assert not moved.is_earlier


def test_a_count_back_moves_earlier(calendar, with_funeral) -> None:
    notice = calendar.clear_working_days_before(datetime.date(2022, 9, 22), 5)

    (moved,) = moved_by(calendar, with_funeral, [notice])

    assert moved.is_earlier


def test_a_count_made_on_an_older_calendar_is_not_blamed_on_this_change(with_funeral) -> None:
    old = as_known_at(with_funeral, datetime.date(2022, 7, 18))
    stale = old.working_days_after(datetime.date(2022, 7, 18), 70)

    assert moved_by(with_funeral, with_funeral, [stale]) == []
