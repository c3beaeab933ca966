"""``longstop plan``, ``milestone``, ``update`` and ``finding``: from the draft to closing."""

from __future__ import annotations

from pathlib import Path

import pytest

PLAN = (
    "Ref,Area for improvement,Action,Lead agency,Supporting partners,Timescale,BRAG\n"
    "1.1,1,Share minutes in two days,Estuary Police,Estuary Health,28 September 2018,Amber\n"
    "2.1,2,Agree one diary,estuary-health,,As per strategy,\n"
)


@pytest.fixture(scope="module")
def planned_made(make_home, saltmarsh_made: Path, tmp_path_factory) -> Path:
    """The plan taken in, and everything accepted."""
    home = tmp_path_factory.mktemp("planned")
    sheet = home / "plan.csv"
    sheet.write_text(PLAN, encoding="utf-8")
    return make_home(
        home,
        ("plan", "import", str(sheet)),
        ("plan", "accept", "1.1", "2.1", "--by", "Supt Rowe"),
        base=saltmarsh_made,
    )


@pytest.fixture(scope="module")
def agreed_made(make_home, planned_made: Path, tmp_path_factory) -> Path:
    """The plan agreed, and a minute to cite."""
    board = ("Improvement Board", "2 July 2018")
    words = ("--title", "Plan", "--resolution", "That the report be noted.")
    return make_home(
        tmp_path_factory.mktemp("agreed"),
        ("plan", "agree", "--by", "All partners"),
        ("meeting", "add", *board),
        ("meeting", "minute", *board, "12", *words),
        base=planned_made,
    )


@pytest.fixture
def planned(longstop, begin_with, planned_made: Path):
    """The command on a plan that every body accepted."""
    begin_with(planned_made)
    return longstop


@pytest.fixture
def agreed(longstop, begin_with, agreed_made: Path):
    """The command on an agreed plan, with a minute to cite."""
    begin_with(agreed_made)
    return longstop


def test_a_preview_shows_dates_and_questions_and_changes_nothing(
    saltmarsh, longstop_json, tmp_path: Path
) -> None:
    sheet = tmp_path / "plan.csv"
    sheet.write_text(PLAN, encoding="utf-8")

    said = saltmarsh("plan", "import", str(sheet), "--preview")

    assert "2 actions, 2 milestones. Nothing was changed." in said
    assert "28 September 2018" in said
    assert "Dates to be read:\n  row 3:" in said
    assert longstop_json("plan", "show")["actions"] == []


def test_a_preview_of_a_faulty_sheet_ends_with_exit_1(saltmarsh, tmp_path: Path) -> None:
    sheet = tmp_path / "plan.csv"
    sheet.write_text(PLAN.replace("Estuary Police", "Estuary Polise"), encoding="utf-8")

    said = saltmarsh("plan", "import", str(sheet), "--preview", code=1)

    assert "Faults:\n  row 2, Lead agency: There is no agency 'Estuary Polise'." in said


def test_a_past_date_names_the_flag_that_confirms_it(saltmarsh, tmp_path: Path) -> None:
    sheet = tmp_path / "plan.csv"
    sheet.write_text(PLAN.replace("September 2018", "September 2017"), encoding="utf-8")

    said = saltmarsh("plan", "import", str(sheet), code=2)

    assert "Thursday 28 September 2017" in said
    assert "To confirm: --past-date-confirmed" in said
    assert "Taken in: 2 actions" in saltmarsh("plan", "import", str(sheet), "--past-date-confirmed")


def test_a_file_that_is_no_sheet_is_refused(saltmarsh, tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(b"PK\x03\x04")

    said = saltmarsh("plan", "import", str(tmp_path / "plan.xlsx"), code=2)

    assert "not a CSV file" in said


def test_the_plan_is_shown_with_every_action_for_people_and_scripts(planned, longstop_json) -> None:
    said = planned("plan", "show", "--inspection", "saltmarsh-2018")
    assert "Draft, version 1." in said
    assert "2 actions: 2 accepted." in said

    shown = longstop_json("plan", "show")
    first = shown["actions"][0]
    assert (first["ref"], first["lead_agency"], first["supporting"]) == (
        "1.1",
        "estuary-police",
        ["estuary-health"],
    )
    assert first["other_columns"] == {"BRAG": "Amber"}
    assert first["milestones"][0]["due"] == "2018-09-28"
    assert shown["actions"][1]["milestones"][0]["question"]


def test_a_dispute_keeps_the_plan_from_being_agreed(planned) -> None:
    planned("plan", "dispute", "2.1", "--reason", "Not ours")

    said = planned("plan", "agree", "--by", "All partners", code=2)
    assert "2.1: disputed by Estuary Health: Not ours" in said

    said = planned("plan", "agree", "--by", "All partners", "--despite", "Settled in August")
    assert "Left open, and not asked for until accepted: 2.1." in said


def test_a_body_accepts_all_that_is_proposed_to_it(planned) -> None:
    planned("plan", "action", "add", "1.2", "Train staff", "--lead", "estuary-police",
            "--timescale", "by the end of October 2018")  # fmt: skip

    assert "1 action accepted: 1.2." in planned("plan", "accept", "--all-of", "estuary-police")


def test_a_sign_off_stands_in_the_plan(planned) -> None:
    planned("plan", "sign-off", "estuary-police", "--by", "Supt Rowe", "--authority", "Delegation")

    assert "Signed off by Estuary Police on 9 July 2018: Supt Rowe, Delegation." in planned(
        "plan", "show"
    )


def test_a_date_is_read_then_moved_with_an_approval(agreed, longstop_json) -> None:
    assert "As per strategy" in agreed("milestone", "list", "--questions")
    agreed("milestone", "set", "2.1", "31 October 2018")

    said = agreed(
        "milestone", "move", "2.1", "30 November 2018", "--reason", "The tool comes late",
        "--approved-by", "Improvement Board", "--minute", "12",
    )  # fmt: skip

    assert "moved once. First date: Wednesday 31 October 2018." in said
    shown = longstop_json("milestone", "show", "2.1")
    assert (shown["first_due"], shown["due"], shown["moves"]) == ("2018-10-31", "2018-11-30", 1)
    assert shown["changes"][0]["minute"] == "Improvement Board, 2 July 2018, minute 12"


def test_the_three_steps_of_completion(agreed, longstop_json) -> None:
    said = agreed(
        "milestone", "report", "1.1", "--done-on", "4 July 2018", "--by", "Maria Fenn",
        "--evidence", "Minutes of 4 July",
    )  # fmt: skip
    assert "1.1: Reported complete, done on Wednesday 4 July 2018." in said
    assert "not checked yet" in agreed("milestone", "accept", "1.1", "--minute", "12", code=2)

    agreed("milestone", "check", "1.1", "--accept")
    agreed("milestone", "accept", "1.1", "--minute", "12")

    assert longstop_json("milestone", "show", "1.1")["state"] == "accepted_as_complete"


def test_refused_evidence_opens_the_item_again(agreed) -> None:
    agreed("milestone", "report", "1.1", "--done-on", "4 July 2018", "--by", "Maria Fenn")

    said = agreed("milestone", "check", "1.1", "--refuse", "Minutes of another meeting")

    assert "1.1 is open again: its evidence was refused: Minutes of another meeting." in said


def test_a_finding_is_closed_with_what_is_different_for_children(agreed, longstop_json) -> None:
    closing = ("finding", "close", "1", "--minute", "12", "--different", "Plans arrive in time.")
    assert "not started" in agreed(*closing, code=2)

    agreed("milestone", "report", "1.1", "--done-on", "4 July 2018", "--by", "Maria Fenn",
           "--evidence", "Minutes")  # fmt: skip
    agreed("milestone", "check", "1.1", "--accept")
    agreed("milestone", "accept", "1.1", "--minute", "12")
    agreed(*closing)

    first = longstop_json("finding", "list")[0]
    assert (first["state"], first["what_is_different"]) == ("closed", "Plans arrive in time.")


def test_a_finding_is_divided_assigned_and_merged(saltmarsh, longstop_json) -> None:
    saltmarsh("finding", "part", "1", "--part", "Minutes", "--part", "Plans")
    saltmarsh("finding", "assign", "1a", "estuary-police", "--accepted-on", "2 July 2018")
    saltmarsh("finding", "contribute", "1a", "estuary-health")
    saltmarsh("finding", "merge", "2", "1", "--reason", "The same matter")

    shown = {row["ref"]: row for row in longstop_json("finding", "list")}
    assert (shown["1a"]["accountable"], shown["1a"]["accepted_on"]) == (
        "estuary-police",
        "2018-07-02",
    )
    assert shown["2"]["state"] == "merged"
    assert "Estuary Health (proposed)" in saltmarsh("finding", "show", "1a")


def test_updates_are_recorded_corrected_and_listed(agreed, longstop_json) -> None:
    agreed("update", "record", "1.1", "on-track", "--by", "Maria Fenn", "--words", "In hand")

    said = agreed("update", "correct", "1", "at-risk", "--by", "Maria Fenn")

    assert "Update 2 of 1.1 corrects update 1: At risk." in said
    assert [row["corrects_id"] for row in longstop_json("update", "list", "1.1")] == [None, 1]
    assert "There is no update 9" in agreed(
        "update", "correct", "9", "at-risk", "--by", "X", code=2
    )


def test_child_level_detail_is_refused_or_asked_about(agreed) -> None:
    telling = ("update", "record", "1.1", "on-track", "--by", "Maria Fenn", "--words")

    assert "never kept here" in agreed(*telling, "See 943 476 5919", code=2)
    asked = agreed(*telling, "The case born 3 May 2009", code=2)
    assert "Could this identify a child?" in asked
    assert "To confirm: --no-child-confirmed" in asked
    agreed(*telling, "The case born 3 May 2009", "--no-child-confirmed")


def test_an_unknown_milestone_is_answered_with_the_nearest(agreed) -> None:
    assert "Did you mean" in agreed("milestone", "show", "1.11", code=2)


def test_an_item_is_paused_resumed_dropped_and_reopened(agreed, longstop_json) -> None:
    agreed("milestone", "pause", "1.1", "--until", "31 July 2018", "--reason", "Post is vacant")
    agreed("milestone", "resume", "1.1")
    agreed("milestone", "drop", "1.1", "--reason", "Covered by 2.1")
    agreed("milestone", "reopen", "1.1", "--reason", "It was not")

    shown = longstop_json("milestone", "show", "1.1")
    assert (shown["state"], shown["version"]) == ("open", 3)
