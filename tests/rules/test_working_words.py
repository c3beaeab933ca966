"""The working in sentences."""

from __future__ import annotations

import datetime

import pytest

from rules.counts import Convention, Holiday, Unit
from rules.working_days import WorkingCalendar
from rules.working_words import counted_sentence, sentences

NINTH_OF_MAY = datetime.date(2018, 5, 9)
SOUTHEND = """
Thursday 16 August 2018 is the 70th working day after Wednesday 9 May 2018 (the day after it is day one).
Not counted: 28 May 2018, Spring bank holiday.
Not counted: 14 Saturdays (12, 19 and 26 May, 2, 9, 16, 23 and 30 June, 7, 14, 21 and 28 July, 4 and 11 August 2018).
Not counted: 14 Sundays (13, 20 and 27 May, 3, 10, 17 and 24 June, 1, 8, 15, 22 and 29 July, 5 and 12 August 2018).
Bank holidays: england-and-wales 7.
"""  # noqa: E501


@pytest.fixture
def calendar() -> WorkingCalendar:
    return WorkingCalendar(
        division="england-and-wales",
        version="7",
        first=datetime.date(2018, 1, 1),
        last=datetime.date(2019, 12, 31),
        holidays={
            datetime.date(2018, 5, 28): Holiday(name="Spring bank holiday"),
            datetime.date(2019, 1, 1): Holiday(name="New Year’s Day", provisional=True),
        },
    )


def test_southends_count_names_every_day_that_was_not_counted(calendar) -> None:
    working = calendar.working_days_after(NINTH_OF_MAY, 70)

    assert "\n".join(sentences(working)) == SOUTHEND.strip()


def test_the_year_is_said_where_it_changes_and_provisional_days_say_so(calendar) -> None:
    working = calendar.working_days_after(datetime.date(2018, 12, 28), 3)

    assert sentences(working)[1:4] == (
        "Not counted: 1 January 2019, New Year’s Day, provisional until proclaimed.",
        "Not counted: 1 Saturday (29 December 2018).",
        "Not counted: 1 Sunday (30 December 2018).",
    )


def test_a_count_that_ends_at_a_weekend_says_so(calendar) -> None:
    working = calendar.count(
        datetime.date(2018, 5, 12), 1, unit=Unit.WEEKS, convention=Convention.DAY_AFTER
    )

    assert "Saturday 19 May 2018 is not a working day." in sentences(working)


def test_a_count_that_ends_on_a_holiday_names_it(calendar) -> None:
    working = calendar.count(
        datetime.date(2018, 5, 21), 1, unit=Unit.WEEKS, convention=Convention.DAY_AFTER
    )

    assert "Monday 28 May 2018 is not a working day: Spring bank holiday." in sentences(working)


IN_WORDS = {
    (Convention.BEGINNING_WITH, Unit.DAYS): (
        "Tuesday 3 July 2018 is the last day of 56 days beginning with Wednesday 9 May 2018, which"
        " is day one."
    ),
    (Convention.BEFORE, Unit.DAYS): (
        "Wednesday 14 March 2018 is the 56th day before Wednesday 9 May 2018 (the day before it is"
        " day one)."
    ),
    (Convention.ENDING_WITH, Unit.DAYS): (
        "Thursday 15 March 2018 is the first day of 56 days ending with Wednesday 9 May 2018, which"
        " is day one."
    ),
    (Convention.CLEAR, Unit.DAYS): (
        "Tuesday 13 March 2018 is the latest day of notice for 56 clear days before Wednesday 9 May"
        " 2018; neither day counts."
    ),
    (Convention.DAY_AFTER, Unit.WEEKS): (
        "Wednesday 5 June 2019 is 56 weeks after Wednesday 9 May 2018 (the day after it is day"
        " one)."
    ),
}


@pytest.mark.parametrize(("convention", "unit"), list(IN_WORDS))
def test_each_convention_is_said_in_its_own_words(
    calendar, convention: Convention, unit: Unit
) -> None:
    working = calendar.count(NINTH_OF_MAY, 56, unit=unit, convention=convention)

    assert counted_sentence(working) == IN_WORDS[convention, unit]
