"""The shipped bank holidays, and the versions that people add."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.bank_holidays import (
    SHIPPED,
    HolidayRow,
    add_holiday,
    load_calendar,
    newest_version,
    read_holidays,
)
from config.yaml_files import ConfigFaults
from rules.calendar_versions import as_known_at
from rules.counts import BeyondKnownHolidays

ONE_DAY = datetime.timedelta(days=1)
EXTRA = HolidayRow(date=datetime.date(2027, 6, 4), name="Extra bank holiday", source="a test")


# The shipped file.


def test_next_year_is_in_the_file() -> None:
    # The one test that reads a clock: it is there to fail on the day the file has grown too old.
    next_year = datetime.datetime.now(datetime.UTC).year + 1

    assert load_calendar().last >= datetime.date(next_year, 12, 31)


def test_the_file_begins_in_1990_and_says_which_years_one_library_alone_vouches_for() -> None:
    file = read_holidays(SHIPPED)

    assert file.first == datetime.date(1990, 1, 1)
    assert {row.verified for row in file.holidays if row.date.year < 2012} == {False}
    assert {row.verified for row in file.holidays if row.date.year >= 2012} == {True}
    assert all(row.source for row in file.holidays)


def test_the_script_builds_the_file_that_is_shipped(repository: Path, tmp_path: Path) -> None:
    script = repository / "scripts" / "build_holidays.py"
    built = tmp_path / "built.json"
    options = ["--version", "2026.1", "--as-at", "2026-11-24", "--to", str(built)]

    subprocess.run([sys.executable, str(script), *options], check=True, capture_output=True)

    assert built.read_bytes() == SHIPPED.read_bytes()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2018-05-28", "Spring bank holiday"),
        ("2020-05-08", "Early May bank holiday (VE day)"),
        ("2022-06-02", "Spring bank holiday"),
        ("2022-06-03", "Platinum Jubilee bank holiday"),
        ("2022-09-19", "Bank Holiday for the State Funeral of Queen Elizabeth II"),
        ("2022-12-27", "Christmas Day (substitute day)"),
        ("2023-05-08", "Bank holiday for the coronation of King Charles III"),
        ("1990-05-07", "Early May bank holiday"),
        ("1999-12-31", "Millennium bank holiday"),
    ],
)
def test_well_known_holidays_have_their_names(day: str, name: str) -> None:
    assert load_calendar().why_not_worked(datetime.date.fromisoformat(day)) == name


@pytest.mark.parametrize("day", ["2020-05-04", "2022-05-30", "2012-05-28", "2002-05-27"])
def test_the_days_that_holidays_were_moved_from_are_worked(day: str) -> None:
    assert load_calendar().is_working_day(datetime.date.fromisoformat(day))


def test_before_the_funeral_was_announced_its_day_was_a_working_day() -> None:
    known = as_known_at(load_calendar(), datetime.date(2022, 7, 18))

    assert known.is_working_day(datetime.date(2022, 9, 19))
    assert known.working_days_after(datetime.date(2022, 7, 18), 70).result == datetime.date(
        2022, 10, 25
    )


def test_only_days_named_by_yearly_proclamation_are_provisional() -> None:
    provisional = {row.name for row in read_holidays(SHIPPED).holidays if row.provisional}

    assert provisional == {
        "New Year’s Day",
        "New Year’s Day (substitute day)",
        "Early May bank holiday",
        "Boxing Day (substitute day)",
    }


def easter_sunday(year: int) -> datetime.date:
    """The anonymous Gregorian algorithm, as a second opinion."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    skipped = century - century // 4 - (8 * century + 13) // 25
    epact = (19 * golden + skipped + 15) % 30
    epact -= (epact // 28) * (1 - (epact // 28) * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    month = 3 + (epact - weekday + 40) // 44
    day = epact - weekday + 28 - 31 * (month // 4)
    assert of_century >= 0
    return datetime.date(year, month, day)


def monday(year: int, month: int, *, last: bool) -> datetime.date:
    first = datetime.date(year, month, 1)
    day = first + ONE_DAY * (-first.weekday() % 7)
    while last and (day + 7 * ONE_DAY).month == month:
        day += 7 * ONE_DAY
    return day


def by_the_act(year: int) -> Iterator[datetime.date]:
    """The Act's schedule, Christmas, Good Friday and what is proclaimed in an ordinary year."""
    easter = easter_sunday(year)
    yield from (easter - 2 * ONE_DAY, easter + ONE_DAY)
    yield from (monday(year, 5, last=False), monday(year, 5, last=True), monday(year, 8, last=True))
    new_year = datetime.date(year, 1, 1)
    yield new_year if new_year.weekday() < 5 else new_year + ONE_DAY * (7 - new_year.weekday())
    christmas = [datetime.date(year, 12, 25), datetime.date(year, 12, 26)]
    worked = [day for day in christmas if day.weekday() < 5]
    yield from worked
    # Each of the two that falls at the weekend has the next free weekday instead.
    day = datetime.date(year, 12, 27)
    for _ in range(2 - len(worked)):
        while day.weekday() >= 5:
            day += ONE_DAY
        yield day
        day += ONE_DAY


EXTRA_DAYS = {
    "1999-12-31", "2002-06-03", "2011-04-29", "2012-06-05", "2022-06-03", "2022-09-19",
    "2023-05-08",
}  # fmt: skip
MOVED_DAYS = {
    "1995-05-01": "1995-05-08",
    "2002-05-27": "2002-06-04",
    "2012-05-28": "2012-06-04",
    "2020-05-04": "2020-05-08",
    "2022-05-30": "2022-06-02",
}


def test_every_year_is_what_the_act_says_but_for_the_known_exceptions() -> None:
    calendar = load_calendar()
    by_rule = {
        day.isoformat()
        for year in range(calendar.first.year, calendar.last.year + 1)
        for day in by_the_act(year)
    }

    expected = (by_rule - set(MOVED_DAYS)) | set(MOVED_DAYS.values()) | EXTRA_DAYS

    assert {day.isoformat() for day in calendar.holidays} == expected


# Versions that people add.


def test_with_nothing_added_the_shipped_version_counts(tmp_path: Path) -> None:
    assert newest_version(tmp_path / "holidays").version == "2026.1"


def test_an_added_holiday_is_a_new_version_and_the_shipped_file_is_untouched(
    tmp_path: Path,
) -> None:
    before = SHIPPED.read_bytes()

    changed, path = add_holiday(EXTRA, added_in=tmp_path)

    assert path.name == "england-and-wales-2026.1+1.json"
    assert changed == newest_version(tmp_path) == read_holidays(path)
    assert load_calendar(tmp_path).why_not_worked(EXTRA.date) == "Extra bank holiday"
    assert load_calendar().is_working_day(EXTRA.date)
    assert SHIPPED.read_bytes() == before


def test_the_tenth_addition_is_newer_than_the_ninth(tmp_path: Path) -> None:
    for number in range(10):
        day = EXTRA.date + ONE_DAY * 7 * number
        add_holiday(EXTRA.model_copy(update={"date": day}), added_in=tmp_path)

    assert newest_version(tmp_path).version == "2026.1+10"
    assert len(newest_version(tmp_path).added) == 10


def test_a_version_that_stands_is_never_written_over(tmp_path: Path, monkeypatch) -> None:
    _, path = add_holiday(EXTRA, added_in=tmp_path)
    first = path.read_bytes()
    monkeypatch.setattr("config.bank_holidays.newest_version", lambda _: read_holidays(SHIPPED))

    with pytest.raises(FileExistsError):
        add_holiday(EXTRA, added_in=tmp_path)

    assert path.read_bytes() == first
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_holiday_may_be_moved_from_another_day(tmp_path: Path) -> None:
    moved = EXTRA.model_copy(update={"moved_from": datetime.date(2027, 5, 31)})

    changed, _ = add_holiday(moved, added_in=tmp_path)

    assert changed.calendar.is_working_day(datetime.date(2027, 5, 31))


def test_a_holiday_in_an_unknown_year_is_refused(tmp_path: Path) -> None:
    late = EXTRA.model_copy(update={"date": datetime.date(2040, 6, 4)})

    with pytest.raises(BeyondKnownHolidays):
        add_holiday(late, added_in=tmp_path)


def test_when_a_release_brings_newer_years_the_added_days_stay_on_top(
    tmp_path: Path, monkeypatch
) -> None:
    add_holiday(EXTRA, added_in=tmp_path)
    newer = read_holidays(SHIPPED).model_copy(update={"version": "2027.1"})
    shipped = tmp_path / "newer-release.json"
    shipped.write_text(newer.model_dump_json(), encoding="utf-8")
    monkeypatch.setattr("config.bank_holidays.SHIPPED", shipped)

    file = newest_version(tmp_path)

    assert file.version == "2027.1+1"
    assert file.calendar.why_not_worked(EXTRA.date) == "Extra bank holiday"


def test_a_release_that_ships_the_added_day_itself_needs_nothing_on_top(
    tmp_path: Path, monkeypatch
) -> None:
    changed, _ = add_holiday(EXTRA, added_in=tmp_path)
    newer = changed.model_copy(update={"version": "2027.1", "based_on": None, "added": []})
    shipped = tmp_path / "newer-release.json"
    shipped.write_text(newer.model_dump_json(), encoding="utf-8")
    monkeypatch.setattr("config.bank_holidays.SHIPPED", shipped)

    assert newest_version(tmp_path).version == "2027.1"


# Files that cannot be used.


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("england-and-wales-2026.1+1.json", "{", "is not JSON"),
        ("england-and-wales-2026.1+1.json", '{"division": 1}', "version: is missing. Add it."),
        ("england-and-wales-latest.json", "{}", "is not a version's name"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    with pytest.raises(ConfigFaults) as caught:
        newest_version(tmp_path)

    assert name in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("day", "said"),
    [("2027-06-05", "Saturday 5 June 2027, which is not worked anyway"), ("2027-03-26", "twice")],
)
def test_a_row_that_cannot_be_right_is_named(tmp_path: Path, day: str, said: str) -> None:
    value = json.loads(SHIPPED.read_text(encoding="utf-8"))
    value["holidays"].append({"date": day, "name": "a slip", "source": "a test"})
    path = tmp_path / "england-and-wales-2026.1+1.json"
    path.write_text(json.dumps(value), encoding="utf-8")

    with pytest.raises(ConfigFaults, match=said):
        newest_version(tmp_path)
