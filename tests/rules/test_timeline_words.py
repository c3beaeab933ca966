"""Explanations in plain lines, held to golden files that people have read."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from config.bank_holidays import load_calendar
from config.loader import load_framework
from rules.key_dates import ChosenDate, ConfirmedDate, StatedDate, TimelineFacts
from rules.timeline import timeline
from rules.timeline_words import explain

D = datetime.date

CASES = {
    "southend-2018": TimelineFacts(
        dates={
            "letter_date": D(2018, 5, 9),
            "publication": D(2018, 5, 9),
            "cabinet_noting_meeting": D(2018, 6, 19),
        },
        stated={
            "statement": StatedDate(D(2018, 8, 18), "18 August 2018", said_on=D(2018, 5, 9)),
            "plan_agreed": StatedDate(D(2018, 8, 31), "August 2018", said_by="the plan"),
        },
    ),
    "barnsley-2022": TimelineFacts(
        dates={"letter_date": D(2022, 7, 18), "publication": D(2022, 7, 18)},
        stated={
            "statement": StatedDate(
                D(2022, 10, 25), "Tuesday 25 October 2022", said_on=D(2022, 7, 18)
            )
        },
    ),
    "coventry-2024": TimelineFacts(
        dates={
            "letter_date": D(2024, 5, 17),
            "publication": D(2024, 5, 17),
            "receipt": D(2024, 5, 17),
        },
        stated={"statement": StatedDate(D(2024, 8, 27), said_on=D(2024, 5, 17))},
        confirmed={
            "statement": ConfirmedDate(
                D(2024, 8, 27), "the lead inspector", D(2024, 5, 20), "mail of 20 May 2024"
            )
        },
        chosen={"statement": ChosenDate(D(2024, 8, 23), "the Monday is a bank holiday.")},
        switched={"force_comments": True},
    ),
}


def explained(facts: TimelineFacts) -> str:
    key_dates = timeline(load_framework("jtai"), facts, calendar=load_calendar())
    return "\n\n".join("\n".join(explain(key_date)) for key_date in key_dates) + "\n"


@pytest.mark.parametrize("case", list(CASES))
def test_the_explanation_is_what_people_have_read(repository: Path, case: str) -> None:
    golden = repository / "tests" / "golden" / "timeline" / f"{case}.txt"

    assert explained(CASES[case]) == golden.read_text(encoding="utf-8")


def test_southends_explanation_names_the_holiday_and_keeps_the_date_unbroken() -> None:
    text = explained(CASES["southend-2018"])

    assert "Thursday 16 August 2018" in text
    assert "Not counted: 28 May 2018, Spring bank holiday." in text
    assert "\u00a0" not in text
