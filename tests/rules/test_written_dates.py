"""Dates as people write them, the day before the month."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.written_dates import UnreadableDate, read_date


@pytest.mark.parametrize(
    "text",
    [
        "2018-05-09",
        "9 May 2018",
        "09/05/2018",
        "9/5/18",
        "9.5.2018",
        "9-5-2018",
        "9th May 2018",
        "9 th May 18",
        "9th of May 2018",
        "Wednesday 9 May 2018",
        "Wed 09/05/2018",
        "Wednesday, 9 May, 2018",
        "  9   MAY  2018 ",
        "9-May-2018",
        "9\u00a0May\u00a02018",
    ],
)
def test_all_of_these_are_9_may_2018(text: str) -> None:
    assert read_date(text) == datetime.date(2018, 5, 9)


@pytest.mark.parametrize(
    ("month", "number"), [("Sept", 9), ("sep", 9), ("June", 6), ("Jan.", 1), ("DEC", 12)]
)
def test_months_may_be_cut(month: str, number: int) -> None:
    assert read_date(f"1 {month} 2018") == datetime.date(2018, number, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2018-13-09", "there is no month 13. Did you mean 13 September 2018?"),
        ("05/13/2018", "there is no month 13. Did you mean 13 May 2018?"),
        ("40/50/2018", "there is no month 50."),
        ("31 June 2018", "June 2018 has 30 days."),
        ("29 February 2018", "February 2018 has 28 days."),
        ("0 May 2018", "May 2018 has 31 days."),
        ("9 Mai 2018", "'mai' is not a month. Did you mean May?"),
        ("9 Agust 2018", "Did you mean August?"),
        ("9 Thermidor 2018", "Write it as 2018-05-09"),
        ("Friday 18 April 2023", "18 April 2023 is a Tuesday."),
        ("Fri 18 April 2023", "18 April 2023 is a Tuesday."),
        ("circa 18 April 2023", "'circa' is not a day of the week."),
        ("soon", "'soon' is not a date. Write it as 2018-05-09"),
        ("May 2018", "is not a date."),
        ("", "is not a date."),
        ("9 May 0000", "there is no year 0."),
    ],
)
def test_what_cannot_be_read_says_what_to_write(text: str, said: str) -> None:
    with pytest.raises(UnreadableDate) as caught:
        read_date(text)

    assert said in str(caught.value)


written = st.from_regex(
    r"[0-9]{1,4}[ /.-]([0-9]{1,2}|[A-Za-z]{3,9})[ /.-][0-9]{1,4}", fullmatch=True
)


def read_or_refused(text: str) -> datetime.date | str:
    try:
        return read_date(text)
    except UnreadableDate as error:
        return str(error)


@given(st.text(max_size=30) | written)
def test_any_text_is_a_date_or_a_refusal_that_quotes_it(text: str) -> None:
    answer = read_or_refused(text)

    assert isinstance(answer, datetime.date) or text in answer
