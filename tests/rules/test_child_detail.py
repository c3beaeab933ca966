"""What could identify a child is found, and ordinary plan text stops nobody."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.child_detail import (
    UPN_LETTERS,
    Detail,
    child_details,
    nhs_check_digit,
    pupil_check_letter,
)
from rules.wording import long_date, plain_date, short_date

NINE_DIGITS = st.from_regex(r"[0-9]{9}", fullmatch=True)
TWELVE_DIGITS = st.from_regex(r"[0-9]{12}", fullmatch=True)
DATES = st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2040, 12, 31))


def details(text: str) -> list[Detail]:
    return [found.detail for found in child_details(text)]


def test_the_published_example_of_an_nhs_number_is_found() -> None:
    # 943 476 5919 is the worked example of the NHS data dictionary.
    assert details("See 943 476 5919 for the referral.") == [Detail.NHS_NUMBER]


@given(first_nine=NINE_DIGITS, gap=st.sampled_from(["", " ", "-", ".", "\u00a0"]))
def test_every_valid_nhs_number_is_found_however_it_is_spaced(first_nine: str, gap: str) -> None:
    check = nhs_check_digit(first_nine)
    if check is None:
        return
    written = gap.join([first_nine[:3], first_nine[3:6], f"{first_nine[6:]}{check}"])

    assert Detail.NHS_NUMBER in details(f"Reviewed {written}, closed.")


@given(first_nine=NINE_DIGITS, off=st.integers(min_value=1, max_value=9))
def test_ten_digits_with_a_wrong_check_digit_are_no_nhs_number(first_nine: str, off: int) -> None:
    check = nhs_check_digit(first_nine)
    wrong = off if check is None else (check + off) % 10

    assert Detail.NHS_NUMBER not in details(f"Ref {first_nine}{wrong}")


@given(first_nine=NINE_DIGITS, place=st.integers(min_value=0, max_value=8))
def test_a_mistyped_digit_is_noticed_by_the_check_digit(first_nine: str, place: int) -> None:
    # The digit is what makes a chance hit rare: one changed digit always changes it.
    changed = str((int(first_nine[place]) + 1) % 10)
    other = first_nine[:place] + changed + first_nine[place + 1 :]

    assert nhs_check_digit(first_nine) != nhs_check_digit(other) or nhs_check_digit(other) is None


@given(longer=st.from_regex(r"[0-9]{11,20}", fullmatch=True))
def test_a_longer_number_is_no_nhs_number(longer: str) -> None:
    assert Detail.NHS_NUMBER not in details(f"Order {longer}")


def test_a_number_before_it_does_not_hide_an_nhs_number() -> None:
    assert details("On 3 May 2018 943 476 5919 was seen") == [Detail.NHS_NUMBER]
    assert details("Child 2 9434765919") == [Detail.NHS_NUMBER]


def test_the_published_example_of_a_pupil_number_is_found() -> None:
    # The example of the python-stdnum library; with the letter A it is none.
    assert details("B801200005001") == [Detail.PUPIL_NUMBER]
    assert details("A801200005001") == []


@given(after=TWELVE_DIGITS)
def test_every_valid_pupil_number_is_found_in_either_case(after: str) -> None:
    upn = pupil_check_letter(after) + after

    assert Detail.PUPIL_NUMBER in details(f"Pupil {upn}.")
    assert Detail.PUPIL_NUMBER in details(f"Pupil {upn.lower()}.")


@given(after=st.from_regex(r"[0-9]{11}", fullmatch=True), last=st.sampled_from(UPN_LETTERS))
def test_a_temporary_pupil_number_ends_in_a_letter_and_is_found(after: str, last: str) -> None:
    upn = pupil_check_letter(after + last) + after + last

    assert Detail.PUPIL_NUMBER in details(upn)


@given(after=TWELVE_DIGITS, letter=st.sampled_from(UPN_LETTERS))
def test_a_wrong_check_letter_is_no_pupil_number(after: str, letter: str) -> None:
    if letter != pupil_check_letter(after):
        assert Detail.PUPIL_NUMBER not in details(f"Ref {letter}{after}")


@pytest.mark.parametrize(
    "text",
    [
        "Child A, date of birth 3/5/2009, seen twice.",
        "DOB: 03.05.09",
        "D.O.B. 3rd May 2009",
        "She was born on 3 May 2009.",
        "born May 2009",
        "2009-05-03 (dob)",
    ],
)
def test_a_birth_with_its_date_is_asked_about(text: str) -> None:
    assert details(text) == [Detail.DATE_OF_BIRTH]
    assert not Detail.DATE_OF_BIRTH.is_refused


@pytest.mark.parametrize(
    "text",
    [
        "Case number 123456",
        "case no. 98765 audited",
        "Mosaic 1234567",
        "LCS id 55512",
        "12345 on RiO",
        "Niche ref 5551234",
    ],
)
def test_a_case_number_is_asked_about(text: str) -> None:
    assert details(text) == [Detail.CASE_NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Completed 16 August 2018",
        "2018-08-16",
        "Plan ref 3.1 (5a), body ref PROVUL8.5",
        "Audit of 40 cases; 12 were repeated in Mosaic in 2018",
        "Telephone 01702 215000",
        "The case number grew from 310 to 420",
        "Babies born in the area are seen within 14 days",
        "DOB is asked on the form",
        "Ordinance survey 10.1.1, 2012/13, Quarter 3",
        "1,234,567,890 pounds",
        "We will connect 12000 families by 2020",
    ],
)
def test_ordinary_plan_text_stops_nobody(text: str) -> None:
    assert details(text) == []


@given(day=DATES, other=DATES)
def test_a_bare_date_never_stops_anyone(day: datetime.date, other: datetime.date) -> None:
    written = [long_date(day), plain_date(day), short_date(day), day.isoformat(), f"{day:%d/%m/%y}"]

    for text in written:
        assert details(f"Moved from {text} to {other.isoformat()} by the Board") == []


@given(
    ref=st.from_regex(
        r"[A-Z]{0,6}[0-9]{1,4}([.][0-9]{1,2}){0,3}( [(][0-9]{1,2}[a-z][)])?", fullmatch=True
    )
)
def test_a_plan_reference_never_stops_anyone(ref: str) -> None:
    assert details(f"See action {ref} of the plan.") == []


@given(text=st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for found in child_details(text):
        assert 0 <= found.start < found.end <= len(text)
