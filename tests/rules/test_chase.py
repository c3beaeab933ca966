"""The chase rule for one milestone, in the story of one action due on Friday 28 September 2018."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from config.ladders import shipped_ladders
from models.words import NoticeState
from rules.chase import ChasedItem, decide
from rules.ladders import LATE_WHEN_ENTERED, Audience
from rules.verdicts import Decision, LedgerLine, LedgerState, Outcome, Verdict
from rules.working_days import WorkingCalendar

FRIDAY_28_SEPTEMBER = date(2018, 9, 28)
MONDAY_1_OCTOBER = date(2018, 10, 1)
FRIDAY_12_OCTOBER = date(2018, 10, 12)
PLAN = shipped_ladders()["plan"]


def told(rung_id: str, on: date, occurrence: int = 0, audience: str = "lead") -> LedgerLine:
    return LedgerLine(
        rung_id, occurrence, audience, LedgerState.TOLD, told_on=on, told_to="Maria Fenn"
    )


@pytest.fixture
def decided(a_calendar: Callable[..., WorkingCalendar]) -> Callable[..., Decision]:
    """Decides one action of the plan; a test says what is not usual about it."""

    def _decided(today: date, *ledger: LedgerLine, **unusual: Any) -> Decision:
        facts = {"anchor": FRIDAY_28_SEPTEMBER, "armed_on": date(2018, 8, 1)}
        day = {"previous_day": None, "is_body_day": True, "is_paused": False, "ladder": PLAN}
        for name, value in unusual.items():
            (day if name in day else facts)[name] = value
        return decide(ChasedItem(**facts), ledger, calendar=a_calendar(), today=today, **day)

    return _decided


def verdict(decision: Decision, rung_id: str, occurrence: int = 0) -> Verdict:
    return next(
        one for one in decision.verdicts if (one.rung_id, one.occurrence) == (rung_id, occurrence)
    )


def going(decision: Decision) -> list[str]:
    return [key.rung_id for key in decision.due]


def test_the_day_after_the_date_the_lead_is_asked(decided: Callable[..., Decision]) -> None:
    decision = decided(MONDAY_1_OCTOBER)

    assert going(decision) == ["not-received"]


def test_a_reminder_still_open_is_folded_into_the_step_that_goes_further(
    decided: Callable[..., Decision],
) -> None:
    decision = decided(MONDAY_1_OCTOBER)

    assert [key.rung_id for key in decision.folded] == ["due-soon"]
    assert verdict(decision, "due-soon").sentence == (
        "Reminder 3 working days before the date: left out today, because a later step goes to"
        " the same person."
    )


def test_what_stands_in_the_ledger_is_not_sent_again(decided: Callable[..., Decision]) -> None:
    decision = decided(MONDAY_1_OCTOBER, told("not-received", MONDAY_1_OCTOBER))

    assert "not-received" not in going(decision)
    assert verdict(decision, "not-received").sentence == (
        "Update request 1 working day after the date: told Maria Fenn on 1 October 2018."
    )


def test_a_withdrawn_line_lets_the_step_be_decided_anew(
    decided: Callable[..., Decision],
) -> None:
    line = LedgerLine("not-received", 0, "lead", LedgerState.WITHDRAWN)

    assert going(decided(MONDAY_1_OCTOBER, line)) == ["not-received"]


@pytest.mark.parametrize("state", sorted(set(LedgerState) - {LedgerState.WITHDRAWN}))
def test_every_other_state_of_a_line_settles_its_step(
    decided: Callable[..., Decision], state: LedgerState
) -> None:
    decision = decided(MONDAY_1_OCTOBER, LedgerLine("not-received", 0, "lead", state))

    assert verdict(decision, "not-received").outcome is Outcome.IN_LEDGER


def test_nobody_is_asked_who_answered_within_five_working_days(
    decided: Callable[..., Decision],
) -> None:
    decision = decided(MONDAY_1_OCTOBER, answered_on=date(2018, 9, 26))

    assert going(decision) == []
    assert verdict(decision, "not-received").sentence == (
        "Update request 1 working day after the date: not asked, because the body answered; its"
        " answer holds until Wednesday 3 October 2018."
    )


def test_an_old_answer_holds_nothing(decided: Callable[..., Decision]) -> None:
    assert going(decided(MONDAY_1_OCTOBER, answered_on=date(2018, 9, 21))) == ["not-received"]


def test_nothing_is_asked_about_an_item_that_is_no_longer_open(
    decided: Callable[..., Decision],
) -> None:
    decision = decided(MONDAY_1_OCTOBER, is_waiting=False)

    assert going(decision) == []
    assert verdict(decision, "not-received").sentence.endswith("because it is no longer open.")


def test_nothing_is_asked_of_a_body_that_is_not_live(decided: Callable[..., Decision]) -> None:
    decision = decided(MONDAY_1_OCTOBER, armed_on=None)

    assert {one.outcome for one in decision.verdicts} == {Outcome.NOT_ARMED}


def test_a_body_is_asked_on_the_day_it_chose(decided: Callable[..., Decision]) -> None:
    decision = decided(MONDAY_1_OCTOBER, is_body_day=False)

    assert going(decision) == []
    assert verdict(decision, "not-received").outcome is Outcome.NOT_ITS_DAY


def test_a_statutory_date_waits_for_no_chosen_day_and_no_pause(
    decided: Callable[..., Decision],
) -> None:
    decision = decided(MONDAY_1_OCTOBER, is_statutory=True, is_body_day=False, is_paused=True)

    assert going(decision) == ["not-received"]


def test_a_pause_holds_everything_else(decided: Callable[..., Decision]) -> None:
    assert going(decided(MONDAY_1_OCTOBER, is_paused=True)) == []


def test_what_was_late_when_entered_gets_one_notice_and_no_old_reminder(
    decided: Callable[..., Decision],
) -> None:
    decision = decided(date(2018, 11, 26), armed_on=date(2018, 11, 26))

    assert going(decision) == [LATE_WHEN_ENTERED]
    assert verdict(decision, "not-received", 3).outcome is Outcome.BEFORE_ARMING


def test_an_item_that_was_not_late_when_entered_has_no_such_notice(
    decided: Callable[..., Decision],
) -> None:
    names = {one.rung_id for one in decided(MONDAY_1_OCTOBER).verdicts}

    assert LATE_WHEN_ENTERED not in names


def test_nothing_rises_above_a_lead_who_was_never_told(
    decided: Callable[..., Decision],
) -> None:
    decision = decided(date(2018, 12, 3))

    assert {key.audience for key in decision.due} == {Audience.LEAD}
    assert verdict(decision, "senior-lead-courtesy").sentence == (
        "Notice to the lead that it will be raised to the senior lead: waits, because the lead"
        " has not been told yet."
    )


def test_a_message_of_which_it_is_not_known_whether_it_arrived_starts_no_wait(
    decided: Callable[..., Decision],
) -> None:
    unknown = LedgerLine("not-received", 0, "lead", LedgerState.UNKNOWN, told_on=MONDAY_1_OCTOBER)

    decision = decided(date(2018, 12, 3), unknown)

    assert verdict(decision, "senior-lead-courtesy").outcome is Outcome.WAITS_FOR_BELOW


def test_the_wait_is_counted_in_working_days_since_the_lead_was_told(
    decided: Callable[..., Decision],
) -> None:
    late_told = told("not-received", date(2018, 10, 10))

    decision = decided(FRIDAY_12_OCTOBER, late_told)

    assert verdict(decision, "senior-lead-courtesy").sentence == (
        "Notice to the lead that it will be raised to the senior lead: waits, because the lead"
        " was told only 2 working days ago; the wait is 3, until Monday 15 October 2018."
    )


def test_the_courtesy_comes_before_it_is_raised_even_after_an_outage(
    decided: Callable[..., Decision],
) -> None:
    ledger = (told("not-received", MONDAY_1_OCTOBER), told("not-received", MONDAY_1_OCTOBER, 1))

    decision = decided(date(2018, 12, 3), *ledger)

    assert "senior-lead-courtesy" in going(decision)
    assert verdict(decision, "senior-lead").sentence == (
        "Raising it to the senior lead 10 working days after the date: waits, because the lead"
        " has not been told yet that it is coming."
    )


def test_two_working_days_after_the_courtesy_it_is_raised(
    decided: Callable[..., Decision],
) -> None:
    ledger = [told("not-received", MONDAY_1_OCTOBER, number) for number in range(2)]
    courtesy = told("senior-lead-courtesy", date(2018, 10, 10))

    decision = decided(FRIDAY_12_OCTOBER, *ledger, courtesy)

    assert going(decision) == ["senior-lead"]


def test_an_acknowledgement_suspends_what_goes_above_and_not_the_lead(
    decided: Callable[..., Decision],
) -> None:
    ledger = (
        told("not-received", MONDAY_1_OCTOBER),
        told("senior-lead-courtesy", MONDAY_1_OCTOBER),
    )

    decision = decided(FRIDAY_12_OCTOBER, *ledger, acknowledged_until=FRIDAY_12_OCTOBER)

    assert verdict(decision, "senior-lead").outcome is Outcome.ACKNOWLEDGED
    assert going(decision) == ["not-received"]


def test_what_a_person_decided_not_to_raise_is_not_raised_higher(
    decided: Callable[..., Decision],
) -> None:
    ledger = (
        told("not-received", MONDAY_1_OCTOBER),
        told("senior-lead-courtesy", MONDAY_1_OCTOBER),
        LedgerLine("senior-lead", 0, "senior_lead", LedgerState.NOT_RAISED, reason="spoke twice"),
    )

    decision = decided(date(2019, 1, 31), *ledger)

    assert verdict(decision, "chair-courtesy").sentence.endswith(
        "waits, because the senior lead has not been told yet."
    )
    assert verdict(decision, "senior-lead").sentence.endswith(
        "a person decided not to raise it (spoke twice)."
    )


def test_a_step_whose_days_passed_while_nobody_looked_is_missed(
    decided: Callable[..., Decision],
) -> None:
    decision = decided(FRIDAY_12_OCTOBER, previous_day=date(2018, 9, 17))

    assert [key.rung_id for key in decision.missed] == ["coming-up", "due-soon"]
    assert verdict(decision, "due-soon").sentence.endswith(
        "because its last day was Tuesday 2 October 2018; no daily check ran then."
    )


def test_after_an_outage_one_step_goes_and_none_is_replayed(
    decided: Callable[..., Decision],
) -> None:
    decision = decided(date(2018, 10, 22), previous_day=date(2018, 9, 17))

    assert [(key.rung_id, key.occurrence) for key in decision.due] == [("not-received", 3)]
    assert len(decision.folded) == 3


def test_an_item_past_the_known_holidays_is_held_and_says_so(
    decided: Callable[..., Decision],
) -> None:
    decision = decided(MONDAY_1_OCTOBER, anchor=date(2028, 12, 29))

    assert verdict(decision, "not-received").outcome is Outcome.NOT_COUNTED
    assert "bank holidays that far are not known" in verdict(decision, "not-received").sentence


def test_a_check_that_is_not_owed_says_so(decided: Callable[..., Decision]) -> None:
    decision = decided(FRIDAY_12_OCTOBER, ladder=shipped_ladders()["check"], is_waiting=False)

    assert verdict(decision, "check-owed").sentence.endswith("no check is owed.")


def test_the_states_of_a_line_are_those_of_the_ledger() -> None:
    assert {state.value for state in LedgerState} == {state.value for state in NoticeState}


def test_no_sentence_uses_our_own_words_for_the_machinery(
    decided: Callable[..., Decision],
) -> None:
    sentences = [
        one.sentence
        for today in (date(2018, 9, 3), MONDAY_1_OCTOBER, date(2018, 12, 3))
        for one in decided(today, told("not-received", MONDAY_1_OCTOBER)).verdicts
    ]

    for word in ("chase", "rung", "ladder", "sweep", "milestone", "armed"):
        assert not [sentence for sentence in sentences if word in sentence.lower()]
