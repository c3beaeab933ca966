"""Key dates: four dates apart, the one we work to, and every difference said in a sentence."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.bank_holidays import load_calendar
from config.loader import load_framework
from rules.key_dates import (
    ChosenDate,
    ConfirmedDate,
    DecidedBy,
    KeyDate,
    StatedDate,
    TimelineFacts,
)
from rules.timeline import timeline

CALENDAR = load_calendar()
JTAI = load_framework("jtai")
SOUTHEND = datetime.date(2018, 5, 9)


def day(iso: str) -> datetime.date:
    return datetime.date.fromisoformat(iso)


def key_dates(
    letter: datetime.date | None = SOUTHEND, *, dates: dict[str, str] | None = None, **facts
) -> dict[str, KeyDate]:
    """The timeline of an inspection whose letter is of that date, by the rules' keys."""
    known = {} if letter is None else {"letter_date": letter, "publication": letter}
    known |= {key: day(iso) for key, iso in (dates or {}).items()}
    found = timeline(JTAI, TimelineFacts(dates=known, **facts), calendar=CALENDAR)
    return {key_date.key: key_date for key_date in found}


def statement(
    letter: str = "2018-05-09", *, stated: str | None = None, text: str = "", **others
) -> KeyDate:
    """The statement's key date; the letter states ``stated``."""
    said = StatedDate(day(stated), text, said_on=day(letter)) if stated else None
    facts = {"stated": {"statement": said}} if said else {}
    return key_dates(day(letter), **facts, **others)["statement"]


# The four dates.


def test_southend_the_letter_says_saturday_and_we_work_to_the_thursday_before() -> None:
    found = statement(stated="2018-08-18", text="18 August 2018")

    assert found.work_to == found.law_date == day("2018-08-16")
    assert found.stated is not None
    assert found.stated.day == day("2018-08-18")
    assert found.decided_by is DecidedBy.LAW
    assert found.differences == (
        (
            "The letter says Saturday 18 August 2018. We are working to Thursday 16 August 2018,"
            " the 70th working day after the date of the letter. The stated date is 2 days later."
        ),
        (
            "Saturday 18 August 2018 is not a working day, and no count of working days can end on"
            " one."
        ),
    )


def test_coventry_letter_and_law_agree_and_nothing_differs() -> None:
    found = statement("2024-05-17", stated="2024-08-27")

    assert found.work_to == day("2024-08-27")
    assert found.differences == ()
    assert any("agree on Tuesday 27 August 2024" in question for question in found.questions)


def test_barnsley_was_counted_on_the_bank_holidays_known_at_issue() -> None:
    found = statement("2022-07-18", stated="2022-10-25", text="Tuesday 25 October 2022")

    assert found.law_date == day("2022-10-26")
    assert found.work_to == day("2022-10-25")
    assert found.decided_by is DecidedBy.STATED
    assert found.differences[1] == (
        "The earlier date is what the count gives on the bank holidays known on Monday 18 July"
        " 2022 (Monday 19 September 2022 was announced on 10 September 2022)."
    )


@pytest.mark.parametrize(
    ("letter", "stated", "reason"),
    [
        ("2020-01-08", "2020-04-16", "if Wednesday 8 January 2020 itself were day one"),
        ("2016-05-10", "2016-08-15", "would follow from receipt on Friday 6 May 2016"),
        ("2022-11-23", "2023-02-01", "70 calendar days after the date of the letter"),
        ("2024-05-16", "2024-07-10", "No way of counting that we know gives the earlier date"),
    ],
)
def test_an_earlier_stated_date_is_worked_to_and_its_likely_reason_is_said(
    letter: str, stated: str, reason: str
) -> None:
    found = statement(letter, stated=stated)

    assert found.work_to == day(stated)
    assert reason in " ".join(found.differences)


def test_a_stated_saturday_that_binds_is_moved_back_to_friday() -> None:
    found = statement("2023-11-30", stated="2024-03-09")

    assert found.work_to == day("2024-03-08")
    assert found.before_moving_back == day("2024-03-09")
    assert found.differences[-1] == (
        "Saturday 9 March 2024 is not a working day, so we are working to Friday 8 March 2024, the"
        " working day before."
    )


def test_a_printed_weekday_that_is_another_days_is_a_difference_and_a_question() -> None:
    found = statement("2023-01-06", stated="2023-04-18", text="Friday 18 April 2023")

    assert "The letter prints Friday, but 18 April 2023 is a Tuesday." in found.differences
    assert any(question.startswith("Which is meant: 18 April 2023") for question in found.questions)


def test_a_date_confirmed_later_than_the_law_is_shown_but_not_worked_to() -> None:
    confirmed = ConfirmedDate(day("2018-08-20"), by="The lead inspector", on=day("2018-05-14"))

    found = statement(stated="2018-08-18", confirmed={"statement": confirmed})

    assert found.work_to == day("2018-08-16")
    assert (
        "The lead inspector confirmed Monday 20 August 2018, but the law's count ends earlier, so"
        " we do not work to it." in found.differences
    )


def test_an_earlier_confirmed_date_is_worked_to_and_ends_the_asking() -> None:
    confirmed = ConfirmedDate(day("2018-08-14"), by="The lead inspector")

    found = statement(stated="2018-08-18", confirmed={"statement": confirmed})

    assert (found.work_to, found.decided_by) == (day("2018-08-14"), DecidedBy.CONFIRMED)
    assert not any("confirm" in question for question in found.questions)


def test_an_earlier_date_may_be_chosen_with_a_reason() -> None:
    chosen = ChosenDate(day("2018-08-13"), reason="the director is away from the 14th.")

    found = statement(stated="2018-08-18", chosen={"statement": chosen})

    assert (found.work_to, found.decided_by) == (day("2018-08-13"), DecidedBy.CHOSEN)
    assert (
        "We chose to work to Monday 13 August 2018: the director is away from the 14th."
        in found.differences
    )


def test_a_later_date_cannot_be_chosen() -> None:
    chosen = ChosenDate(day("2018-08-17"), reason="the letter allows it")

    found = statement(stated="2018-08-18", chosen={"statement": chosen})

    assert found.work_to == day("2018-08-16")
    assert any("is not used" in difference for difference in found.differences)


def test_the_other_convention_is_shown_and_never_used() -> None:
    found = statement()

    assert [(reading.day, reading.words) for reading in found.other_readings] == [
        (day("2018-08-15"), "if Wednesday 9 May 2018 itself were day one")
    ]
    assert found.work_to == day("2018-08-16")


# Receipt.


def test_until_receipt_is_recorded_the_date_is_provisional_and_asks() -> None:
    found = statement()

    assert found.is_provisional
    assert found.questions[0] == (
        "What was the day of receipt of the final letter by the principal authority? Until it is"
        " recorded we count from the date of the letter, Wednesday 9 May 2018, so Thursday 16"
        " August 2018 is provisional. An earlier receipt makes it earlier."
    )


def test_an_earlier_receipt_makes_the_law_earlier_and_settles_it() -> None:
    found = statement(dates={"receipt": "2018-04-30"})

    assert found.work_to == day("2018-08-08")
    assert not found.is_provisional
    assert not any("receipt" in question for question in found.questions)


# Duties that hang on others.


def test_without_a_date_of_the_partners_the_plan_is_proposed_five_working_days_before() -> None:
    plan = key_dates()["plan_agreed"]

    assert (plan.work_to, plan.decided_by) == (day("2018-08-09"), DecidedBy.PROPOSAL)
    assert plan.law_date is None
    assert plan.is_provisional


def test_a_date_of_the_partners_replaces_our_proposal() -> None:
    stated = StatedDate(day("2018-08-14"), "14 August 2018", said_by="the plan")

    plan = key_dates(stated={"plan_agreed": stated})["plan_agreed"]

    assert (plan.work_to, plan.decided_by) == (day("2018-08-14"), DecidedBy.STATED)
    assert not plan.is_provisional


def test_august_cannot_mean_later_than_the_statement_that_carries_the_plan() -> None:
    stated = StatedDate(day("2018-08-31"), "August 2018", said_by="the plan")

    plan = key_dates(stated={"plan_agreed": stated})["plan_agreed"]

    assert (plan.work_to, plan.decided_by) == (day("2018-08-16"), DecidedBy.LIMIT)
    assert plan.differences == (
        (
            "The plan says 'August 2018', but this must come before what depends on it, so it "
            "cannot mean later than Thursday 16 August 2018."
        ),
    )


def test_a_committee_date_is_its_meetings_day() -> None:
    noting = key_dates(dates={"cabinet_noting_meeting": "2018-06-19"})["cabinet_noting"]

    assert (noting.work_to, noting.decided_by) == (day("2018-06-19"), DecidedBy.MEETING)


def test_a_committee_date_without_a_meeting_is_asked_for() -> None:
    back = key_dates()["cabinet_return"]

    assert back.work_to is None
    assert back.questions == (
        (
            "What is the day of the meeting of Cabinet to which progress returns? Until it is"
            " recorded there is no date."
        ),
    )


def test_the_police_duty_is_off_until_somebody_switches_it_on() -> None:
    assert "force_comments" not in key_dates()

    force = key_dates(switched={"force_comments": True})["force_comments"]

    assert force.work_to == day("2018-07-03")
    assert "not verified" in force.provision.caveat


def test_a_duty_can_be_switched_off_and_what_hangs_on_it_has_no_date() -> None:
    found = key_dates(switched={"statement": False})

    assert "statement" not in found
    assert found["plan_agreed"].work_to is None


def test_the_framework_keeps_its_order() -> None:
    assert list(key_dates()) == [
        "confirm_due_date",
        "record_receipt",
        "cabinet_noting",
        "plan_agreed",
        "statement",
        "cabinet_return",
    ]


# Nothing known, or too far away.


def test_before_the_letter_nothing_has_a_date_and_everything_is_asked_for() -> None:
    found = key_dates(None)

    assert {key_date.work_to for key_date in found.values()} == {None}
    assert found["statement"].questions[0].startswith("What is the day of receipt")
    assert found["confirm_due_date"].questions[0].startswith("What is the date of the letter?")


def test_beyond_the_known_holidays_a_stated_date_is_held_and_says_it_was_not_counted() -> None:
    found = statement("2028-11-01", stated="2029-02-17")

    assert found.work_to == day("2029-02-17")
    assert found.law_date is None
    assert "can be held but not counted" in found.differences[0]


def test_beyond_the_known_holidays_without_a_stated_date_there_is_none() -> None:
    found = statement("2028-11-01")

    assert found.work_to is None
    assert "No date can be counted" in found.questions[-1]


# Laws.

# The count from a later letter passes holidays that are not proclaimed yet, and is provisional.
days_of_letters = st.dates(datetime.date(2015, 1, 1), datetime.date(2026, 8, 31))
gaps = st.none() | st.integers(-60, 160)


@given(days_of_letters, gaps, gaps, gaps, st.none() | st.integers(-30, 0))
def test_the_date_we_work_to_is_a_working_day_and_no_later_than_any_that_binds(
    letter: datetime.date,
    stated_after: int | None,
    confirmed_after: int | None,
    chosen_after: int | None,
    received_after: int | None,
) -> None:
    def at(after: int | None) -> datetime.date | None:
        return None if after is None else letter + datetime.timedelta(days=after)

    stated, confirmed, chosen, received = map(
        at, (stated_after, confirmed_after, chosen_after, received_after)
    )
    facts = {
        "stated": {"statement": StatedDate(stated, said_on=letter)} if stated else {},
        "confirmed": {"statement": ConfirmedDate(confirmed, by="A")} if confirmed else {},
        "chosen": {"statement": ChosenDate(chosen, reason="B")} if chosen else {},
        "dates": {"receipt": received.isoformat()} if received else {},
    }

    found = key_dates(letter, **facts)["statement"]

    assert found.work_to is not None
    assert found.law_date is not None
    assert CALENDAR.is_working_day(found.work_to)
    assert found.work_to <= min(filter(None, (found.law_date, stated, confirmed)))
    assert found.is_provisional == (received is None)


@given(days_of_letters, st.integers(0, 60))
def test_an_earlier_receipt_never_makes_the_law_later(letter: datetime.date, earlier: int) -> None:
    before = (letter - datetime.timedelta(days=earlier)).isoformat()

    received_before = key_dates(letter, dates={"receipt": before})["statement"]
    provisional = key_dates(letter)["statement"]

    assert received_before.law_date is not None
    assert provisional.law_date is not None
    assert received_before.law_date <= provisional.law_date
