"""Asking by hand: what is asked about, what is left out, and the first reason that decides."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ad_hoc import (
    AGAIN_PUTS_BACK,
    AskedItem,
    Earlier,
    Left,
    Standing,
    is_cooling,
    why_left_out,
    why_not_any_more,
    yields_to_a_request,
)
from rules.ladders import Audience, Ladder, Rung, Subject, Tone, Way, steps_of
from rules.working_days import WorkingCalendar

MONDAY = datetime.date(2018, 7, 9)
TUESDAY = datetime.date(2018, 7, 10)
WEDNESDAY = datetime.date(2018, 7, 11)
FRIDAY = datetime.date(2018, 7, 13)
NEXT_MONDAY = datetime.date(2018, 7, 16)
NEXT_TUESDAY = datetime.date(2018, 7, 17)
FREE = AskedItem()


@pytest.fixture(scope="session")
def calendar(a_calendar: Callable[..., WorkingCalendar]) -> WorkingCalendar:
    """Weekends and no holidays."""
    return a_calendar()


def told(on: datetime.date, standing: Standing = Standing.TOLD) -> Earlier:
    return Earlier(standing, on, message=12, whom="Maria Fenn")


def reason(item: AskedItem, calendar, today: datetime.date = MONDAY, **more) -> Left | None:
    found = why_left_out(item, today=today, calendar=calendar, **more)
    return found.reason if found else None


def test_an_open_item_of_theirs_is_asked_about(calendar) -> None:
    assert why_left_out(FREE, today=MONDAY, calendar=calendar) is None


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"held_by": "Estuary Health"}, Left.NOT_THEIRS),
        ({"rest": "it was reported complete"}, Left.NOT_OPEN),
        ({"has_date": False}, Left.NO_DATE),
        ({"not_live": "its plan is a draft"}, Left.NOT_LIVE),
        ({"is_in_rehearsal": True}, Left.REHEARSAL),
        ({"paused": "requests are paused"}, Left.PAUSED),
        ({"answered_on": MONDAY}, Left.ANSWERED),
        ({"earlier": [told(MONDAY, Standing.WAITS_FOR_APPROVAL)]}, Left.WAITS_FOR_APPROVAL),
        ({"earlier": [told(MONDAY, Standing.ON_ITS_WAY)]}, Left.ON_ITS_WAY),
        ({"earlier": [told(MONDAY, Standing.NOT_KNOWN)]}, Left.NOT_KNOWN),
        ({"earlier": [told(MONDAY)]}, Left.TOLD),
    ],
)
def test_each_reason_leaves_an_item_out(changed, expected, calendar) -> None:
    assert reason(replace(FREE, **changed), calendar) is expected


@pytest.mark.parametrize(
    ("today", "is_left_out"),
    [(FRIDAY, True), (NEXT_MONDAY, True), (NEXT_TUESDAY, False)],
    ids=["the same day", "the next working day", "the working day after that"],
)
def test_who_was_told_on_friday_is_left_alone_until_monday(today, is_left_out, calendar) -> None:
    found = reason(replace(FREE, earlier=[told(FRIDAY)]), calendar, today)

    assert (found is Left.TOLD) is is_left_out


def test_what_is_on_its_way_keeps_an_item_out_however_old_it_is(calendar) -> None:
    old = replace(FREE, earlier=[told(MONDAY, Standing.ON_ITS_WAY)])

    assert reason(old, calendar, NEXT_TUESDAY) is Left.ON_ITS_WAY


def test_an_answer_holds_as_long_as_the_steps_of_the_item_say(calendar) -> None:
    answered = replace(FREE, answered_on=MONDAY, answer_holds=5)

    assert reason(answered, calendar, NEXT_MONDAY) is Left.ANSWERED
    assert reason(answered, calendar, NEXT_TUESDAY) is None


def test_an_answer_holds_for_the_next_working_day_at_least(calendar) -> None:
    answered = replace(FREE, answered_on=MONDAY, answer_holds=0)

    assert reason(answered, calendar, TUESDAY) is Left.ANSWERED
    assert reason(answered, calendar, WEDNESDAY) is None


def test_the_sentence_names_the_message_the_person_and_the_day(calendar) -> None:
    found = why_left_out(replace(FREE, earlier=[told(MONDAY)]), today=TUESDAY, calendar=calendar)

    assert found is not None
    assert found.sentence == "was told to Maria Fenn on Monday 9 July 2018 in message 12."


def test_a_rehearsal_may_hold_what_is_in_rehearsal(calendar) -> None:
    rehearsed = replace(FREE, is_in_rehearsal=True)

    assert reason(rehearsed, calendar, in_rehearsal=True) is None


ITEMS = st.builds(
    AskedItem,
    held_by=st.sampled_from([None, None, "Estuary Health"]),
    rest=st.sampled_from([None, None, "it was reported complete"]),
    has_date=st.booleans(),
    not_live=st.sampled_from([None, None, "its plan is a draft"]),
    is_in_rehearsal=st.booleans(),
    paused=st.sampled_from([None, None, "requests are paused"]),
    answered_on=st.sampled_from([None, MONDAY, FRIDAY]),
    answer_holds=st.integers(0, 5),
    earlier=st.lists(
        st.builds(
            Earlier,
            st.sampled_from(Standing),
            st.sampled_from([MONDAY, TUESDAY, FRIDAY]),
            st.integers(1, 9),
            st.just("Maria Fenn"),
        ),
        max_size=3,
    ),
)


@given(item=ITEMS, today=st.sampled_from([MONDAY, TUESDAY, WEDNESDAY, FRIDAY, NEXT_MONDAY]))
def test_a_reason_puts_back_only_what_was_told_or_answered(item, today, calendar) -> None:
    plain, again = reason(item, calendar, today), reason(item, calendar, today, is_again=True)

    assert again == (None if plain in AGAIN_PUTS_BACK else plain)


@given(item=ITEMS, today=st.sampled_from([MONDAY, TUESDAY, WEDNESDAY, FRIDAY, NEXT_MONDAY]))
def test_every_reason_is_a_sentence_that_follows_a_reference(item, today, calendar) -> None:
    found = why_left_out(item, today=today, calendar=calendar)

    assert found is None or (found.sentence[0].islower() and found.sentence.endswith("."))


@given(told_on=st.dates(datetime.date(2018, 1, 2), datetime.date(2018, 12, 20)))
def test_the_cool_down_is_the_day_and_one_working_day_after_it(told_on, calendar) -> None:
    last = calendar.working_days_after(told_on, 1).result

    assert is_cooling(told_on, today=last, calendar=calendar)
    assert not is_cooling(told_on, today=last + datetime.timedelta(days=1), calendar=calendar)


def still(calendar, **changed) -> str | None:
    facts = {"asked_on": MONDAY, "has_answered": False, "other": None, "today": MONDAY}
    return why_not_any_more(**{**facts, **changed}, calendar=calendar)


def test_what_was_asked_by_hand_goes_unless_something_happened(calendar) -> None:
    assert still(calendar) is None


def test_an_answer_stops_it(calendar) -> None:
    assert still(calendar, has_answered=True) == "an answer has come since"


def test_it_is_stale_after_five_working_days(calendar) -> None:
    assert still(calendar, today=NEXT_MONDAY) is None
    assert still(calendar, today=NEXT_TUESDAY) == (
        "it was asked for on Monday 9 July 2018, which is too long ago"
    )


@pytest.mark.parametrize("standing", list(Standing))
def test_what_crosses_with_another_message_yields_and_names_it(standing, calendar) -> None:
    assert "message 12" in (still(calendar, other=told(MONDAY, standing)) or "")


def test_only_steps_that_ask_the_lead_wait_for_a_request_by_hand() -> None:
    rung = Rung(
        id="raise",
        offset=5,
        audience=Audience.SENIOR_LEAD,
        way=Way.APPROVAL,
        tone=Tone.ESCALATION,
        wait=5,
        courtesy=2,
        stale_after=None,
        repeat=None,
    )
    late = replace(
        rung, id="late", offset=1, audience=Audience.LEAD, tone=Tone.LATE, wait=None, courtesy=None
    )
    ladder = Ladder("one", "One", Subject.MILESTONE, answer_holds=5, rungs=(late, rung))

    waiting = {step.rung_id for step in steps_of(ladder) if yields_to_a_request(step)}

    assert waiting == {"late", "late-when-entered"}
