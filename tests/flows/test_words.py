"""The sentence by which a run says what it did."""

from __future__ import annotations

from collections import Counter
from datetime import date

from flows.words import delivery_sentence, watch_sentence
from services.deliver import DeliveryReport
from services.watch import WatchReport

TUESDAY = date(2018, 7, 3)


def test_a_decided_day_says_what_goes_and_what_waits() -> None:
    report = WatchReport(TUESDAY, sweep_id=1, messages=1, held=2, escalations=1)

    assert watch_sentence(report) == (
        "Decided for Tuesday 3 July 2018: 1 message going out, 2 waiting for approval, "
        "1 item raised above the lead."
    )


def test_a_day_decided_before_says_so() -> None:
    report = WatchReport(TUESDAY, not_decided="This day was decided already.")

    assert watch_sentence(report) == "Tuesday 3 July 2018: This day was decided already."


def test_trouble_with_contacts_is_counted_and_names_no_address() -> None:
    report = WatchReport(
        TUESDAY, sweep_id=1, trouble=("The SPOC cannot be told: mail to a@b.example came back",)
    )

    assert "1 question about contacts" in watch_sentence(report)
    assert "@" not in watch_sentence(report)


def test_delivery_says_first_what_went_and_then_what_did_not() -> None:
    report = DeliveryReport(Counter(failed=1, sent=3, unknown=1))

    assert delivery_sentence(report, is_demonstration=False) == (
        "3 sent, 1 not known whether sent: check, 1 not sent."
    )


def test_a_demonstration_says_that_nothing_was_sent() -> None:
    report = DeliveryReport(Counter(filed=2))

    assert delivery_sentence(report, is_demonstration=True) == (
        "Demonstration, filed and never sent: 2 filed."
    )


def test_nothing_waiting_and_a_stop_of_all_sending_say_so() -> None:
    stopped = DeliveryReport(stopped_because="Sending is stopped for everything.")

    assert delivery_sentence(DeliveryReport(), is_demonstration=True) == (
        "Nothing was waiting to go."
    )
    assert delivery_sentence(stopped, is_demonstration=False) == stopped.stopped_because
