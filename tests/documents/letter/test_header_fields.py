"""Header fields: read where the letter states them, said where it does not, never made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import ModuleType

import pytest

from documents.letter.reading import Confidence, LetterReading

Reader = Callable[..., LetterReading]


def notes_on(reading: LetterReading, field: str) -> list[str]:
    return [note.sentence for note in reading.notes if note.field == field]


def steps(*sentences: str) -> tuple[str, ...]:
    return tuple(sentences)


@pytest.mark.parametrize(
    "printed",
    ["12 June 2018", "12th June 2018", "Tuesday 12 June 2018", "Date: 12 June 2018"],
)
def test_the_letters_date_is_read(read_altered: Reader, printed: str) -> None:
    assert read_altered(dated=printed).letter_date == date(2018, 6, 12)


def test_a_letter_without_a_date_has_none(read_altered: Reader) -> None:
    reading = read_altered(dated="Our reference: tide 7")

    assert reading.letter_date is None
    assert reading.confidence["letter_date"] is Confidence.NOT_FOUND
    assert notes_on(reading, "letter_date") == ["Could not find the date of the letter."]


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("Between 23 and 27 April 2018", date(2018, 4, 23), date(2018, 4, 27)),
        ("Between 30 April and 4 May 2018", date(2018, 4, 30), date(2018, 5, 4)),
        ("From 23–27 April 2018", date(2018, 4, 23), date(2018, 4, 27)),
        ("Between Monday 23 April and Friday 27 April", date(2018, 4, 23), date(2018, 4, 27)),
    ],
)
def test_the_days_on_site_are_read(
    read_altered: Reader, setter: ModuleType, printed: str, start: date, end: date
) -> None:
    first, *others = setter.sample_letter().opening
    opening = (first.replace("Between 23 and 27 April 2018", printed), *others)

    reading = read_altered(opening=opening)

    assert (reading.inspection_start, reading.inspection_end) == (start, end)


def test_a_year_taken_from_the_letters_date_is_likely_and_said(
    read_altered: Reader, setter: ModuleType
) -> None:
    first, *others = setter.sample_letter().opening
    opening = (first.replace("27 April 2018", "27 April"), *others)

    reading = read_altered(opening=opening)

    assert reading.inspection_year_printed is False
    assert reading.confidence["inspection_start"] is Confidence.LIKELY
    assert "2018 is taken from the letter's date" in notes_on(reading, "inspection_start")[0]


def test_a_long_period_talked_about_is_not_the_time_on_site(
    read_altered: Reader, setter: ModuleType
) -> None:
    first, *others = setter.sample_letter().opening
    history = "Between 1 April 2016 and 31 March 2017 the number of children missing fell."

    reading = read_altered(opening=(history, first, *others))

    assert reading.inspection_start == date(2018, 4, 23)


def test_theme_and_area_come_from_the_text_where_the_title_has_no_theme(
    read_altered: Reader, setter: ModuleType
) -> None:
    reading = read_altered(title="Joint targeted area inspection of Saltmarsh")

    assert (reading.area, reading.theme) == ("Saltmarsh", "child exploitation")
    assert reading.theme_in_title is False
    assert reading.confidence["theme"] is Confidence.LIKELY


def test_the_area_comes_from_the_text_where_the_title_has_none(
    read_altered: Reader, setter: ModuleType
) -> None:
    title = "Joint targeted area inspection of the multi-agency response to abuse in the family"

    reading = read_altered(title=title)

    assert (reading.area, reading.theme) == ("Saltmarsh", "abuse in the family")
    assert reading.confidence["area"] is Confidence.LIKELY


def test_two_names_of_the_area_are_a_question(read_altered: Reader) -> None:
    reading = read_altered(title="Joint targeted area inspection of Mudflats")

    assert "'Mudflats'" in notes_on(reading, "area")[0]


@pytest.mark.parametrize(
    ("printed", "due"),
    [
        ("by 19 September 2018.", date(2018, 9, 19)),
        ("by Wednesday 19 September 2018.", date(2018, 9, 19)),
        ("no later than 19th September 2018.", date(2018, 9, 19)),
        ("by 5pm on 19 September 2018.", date(2018, 9, 19)),
        ("by 19 September 2018, 70 working days from publication.", date(2018, 9, 19)),
    ],
)
def test_the_due_date_is_read(read_altered: Reader, printed: str, due: date) -> None:
    sentence = f"The council should send the written statement to a@saltmarsh.example {printed}"

    reading = read_altered(next_steps=steps(sentence))

    assert reading.statement_due == due
    assert reading.confidence["statement_due"] is Confidence.SURE


def test_a_count_named_beside_the_due_date_is_kept(read_altered: Reader) -> None:
    reading = read_altered(
        next_steps=steps(
            "The council should send the written statement to a@saltmarsh.example by 19 September "
            "2018, 70 working days from pre-publication."
        )
    )

    assert reading.statement_basis_text_mentions == "70 working days from pre-publication"


def test_a_wrong_weekday_is_read_as_printed_and_asked_about(read_altered: Reader) -> None:
    reading = read_altered(
        next_steps=steps(
            "The council should send the written statement to a@saltmarsh.example by Friday 19 "
            "September 2018."
        )
    )

    assert reading.statement_due == date(2018, 9, 19)
    assert reading.statement_due_text == "Friday 19 September 2018"
    assert reading.statement_due_weekday == "Wednesday"
    assert reading.statement_due_weekday_printed == "Friday"
    assert reading.statement_due_weekday_conflict is True
    assert reading.confidence["statement_due"] is Confidence.LIKELY
    assert "19 September 2018 is a Wednesday" in notes_on(reading, "statement_due")[0]


def test_a_due_date_on_a_saturday_is_asked_about(read_altered: Reader) -> None:
    reading = read_altered(
        next_steps=steps(
            "The council should send the written statement to a@saltmarsh.example by 22 September "
            "2018."
        )
    )

    assert reading.statement_due_weekday_conflict is True
    (sentence,) = notes_on(reading, "statement_due")
    assert sentence.startswith("Saturday 22 September 2018 is not a working day. Ask the lead")


def test_a_due_date_before_the_letter_is_asked_about(read_altered: Reader) -> None:
    reading = read_altered(
        next_steps=steps(
            "The council should send the written statement to a@saltmarsh.example by 19 September "
            "2017."
        )
    )

    assert "One of them is wrong." in notes_on(reading, "statement_due")[0]


def test_a_letter_that_states_no_due_date_has_none(read_altered: Reader) -> None:
    reading = read_altered(
        next_steps=steps("The council should prepare a written statement of proposed action.")
    )

    assert reading.statement_required is True
    assert reading.statement_due is None
    assert reading.statement_due_weekday_conflict is None
    assert reading.confidence["statement_due"] is Confidence.NOT_FOUND


def test_a_named_principal_authority_is_read_without_what_leads_up_to_it(
    read_altered: Reader,
) -> None:
    reading = read_altered(
        next_steps=steps(
            "We have determined that Saltmarsh Borough Council (for the partners) is the principal "
            "authority and should prepare a written statement of proposed action.",
            "The chair should send the written statement to a@saltmarsh.example by 19 September "
            "2018.",
        )
    )

    assert reading.principal_authority == "Saltmarsh Borough Council"
    assert reading.sender == "The chair"


def test_a_letter_that_asks_for_no_statement_says_so(read_altered: Reader) -> None:
    reading = read_altered(next_steps=steps("No written statement of proposed action is needed."))

    assert reading.statement_required is False
