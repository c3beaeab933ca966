"""``longstop watch``, ``forecast`` and ``why``."""

from __future__ import annotations

import json


def test_the_check_says_whom_it_tells_what_and_why(longstop) -> None:
    said = longstop.says("watch", "run")

    assert "Waits: update request to Maria Fenn, single point of contact, Estuary Police" in said
    assert "saltmarsh-2018/3.1, Minutes shared in two days, due Monday 23 July 2018" in said
    assert "Reminder 10 working days before the date." in said
    assert "1 message queued; 1 more for a person" in said


def test_a_day_is_decided_once(decided) -> None:
    assert "This day was decided already." in decided.says("watch", "run")


def test_a_preview_writes_nothing(longstop) -> None:
    before = longstop.says("outbox", "list", "--all", "--json")

    said = longstop.says("watch", "run", "--preview")

    assert "Waits: update request to Maria Fenn" in said
    assert "nothing was written" in said
    assert longstop.says("outbox", "list", "--all", "--json") == before


def test_a_preview_can_look_at_a_day_to_come(longstop) -> None:
    said = longstop.says("watch", "run", "--preview", "--at", "2018-07-16")

    assert said.startswith("Monday 16 July 2018")
    assert "Waits: raised above the lead to Sol Marsh, senior lead, Estuary Police" in said


def test_a_deciding_run_takes_no_other_day(longstop) -> None:
    result = longstop("watch", "run", "--at", "2018-07-16")

    assert result.exit_code == 2
    assert "--at only reads" in result.output


def test_a_forecast_tells_day_by_day_and_says_what_it_assumes(longstop) -> None:
    said = longstop.says("forecast", "--to", "2018-07-20")

    assert said.index("Monday 9 July 2018") < said.index("Monday 16 July 2018")
    assert "Raising it to the senior lead 10 working days after the date." in said
    assert "Nobody answers" in said


def test_a_script_reads_a_forecast(longstop) -> None:
    found = json.loads(longstop.says("forecast", "saltmarsh-2018", "--json", "--to", "2018-07-13"))

    first = found["days"][0]
    assert first["day"] == "2018-07-09"
    assert [item["ref"] for item in first["messages"][0]["items"]] == ["3.2", "3.1"]
    assert first["messages"][0]["waits_because"] == "This body's messages wait for approval."


def test_an_unknown_inspection_is_answered_with_a_suggestion(longstop) -> None:
    result = longstop("forecast", "saltmarsh-2019")

    assert result.exit_code == 2
    assert "Did you mean 'saltmarsh-2018'" in result.output


def test_a_forecast_of_the_past_is_refused(longstop) -> None:
    result = longstop("forecast", "--from", "2018-07-02", "--to", "2018-07-06")

    assert result.exit_code == 2
    assert "lies before today" in result.output


def test_why_gives_every_step_with_its_reason(decided) -> None:
    said = decided.says("why", "3.1")

    assert "Reminder 10 working days before the date:" in said
    assert "written, and not sent yet. Message 1." in said
    assert "This body's messages wait for approval." in said
    assert "not before Wednesday 18 July 2018." in said


def test_why_can_be_asked_of_another_day(decided) -> None:
    said = decided.says("why", "3.1", "--at", "2018-09-03")

    assert "Seen from" in said
    assert "Monday 3 September 2018" in said


def test_a_script_reads_why(longstop) -> None:
    found = json.loads(longstop.says("why", "saltmarsh-2018/3.1", "--json"))

    assert (found["mode"], found["ref"]) == ("prepared", "3.1")
    assert found["steps"][0]["outcome"] == "goes"


def test_an_unknown_item_is_answered_with_a_suggestion(longstop) -> None:
    result = longstop("why", "3.11")

    assert result.exit_code == 2
    assert "Did you mean" in result.output


def test_a_body_is_previewed_before_it_is_switched_on(longstop) -> None:
    longstop.says("live", "set", "estuary-police", "quiet")

    said = longstop.says("live", "preview", "estuary-police", "prepared")

    assert "If Estuary Police were prepared from today" in said
    assert "Waits: update request to Maria Fenn" in said
    assert "quiet" in longstop.says("live", "show")
