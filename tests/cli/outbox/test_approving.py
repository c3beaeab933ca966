"""``longstop outbox approve``: what was read, one by one and together."""

from __future__ import annotations

import json
import re
import sqlite3

import pytest

POLICE = "1"
MARK = re.compile(r"Mark of (?:this text|all of it): (\S+)")


def mark_in(said: str) -> str:
    found = MARK.search(said)
    assert found, said
    return found[1]


def close_rota(longstop) -> None:
    """Somebody else accepts item 3.2 meanwhile."""
    with sqlite3.connect(longstop.home / "longstop.sqlite") as other:
        other.execute("UPDATE milestone SET state = 'accepted_as_complete' WHERE ref = '3.2'")


def brake_at_one(longstop) -> None:
    with sqlite3.connect(longstop.home / "longstop.sqlite") as other:
        other.execute(
            "INSERT INTO council_setting VALUES ('brake.at_least', '1', 'test', '2018-07-09')"
        )


def test_showing_it_says_how_to_approve_exactly_that(decided) -> None:
    said = decided.says("outbox", "show", POLICE)

    assert f"longstop outbox approve 1 --as-shown {mark_in(said)}" in said


def test_what_was_read_is_approved_by_its_mark_without_a_question(decided) -> None:
    mark = mark_in(decided.says("outbox", "show", POLICE))

    said = decided.says("outbox", "approve", POLICE, "--as-shown", mark, "--by", "Ada Quill")

    assert "is approved" in said


def test_what_changed_since_is_said_and_the_text_shown_again_with_a_new_mark(decided) -> None:
    mark = mark_in(decided.says("outbox", "show", POLICE))
    close_rota(decided)

    result = decided("outbox", "approve", POLICE, "--as-shown", mark)

    assert result.exit_code == 1
    assert "- Item 3.2 is left out: the item is no longer open." in result.output
    assert "Nothing was approved." in result.output
    assert mark_in(result.output) != mark
    again = decided.says("outbox", "approve", POLICE, "--as-shown", mark_in(result.output))
    assert "Item 3.2 is left out" in again


def test_what_is_no_mark_is_answered(decided) -> None:
    result = decided("outbox", "approve", POLICE, "--as-shown", "yes")

    assert result.exit_code == 2
    assert "A mark looks like" in result.output


def test_the_second_of_two_is_told_who_was_first(decided) -> None:
    decided.says("outbox", "approve", POLICE, "--yes", "--by", "Ben Ode")

    result = decided("outbox", "approve", POLICE, "--yes")

    assert result.exit_code == 2
    assert "approved by Ben Ode; there is nothing to approve" in result.output


def test_the_morning_of_one_message_is_shown_in_full(decided) -> None:
    said = decided.says("outbox", "approve", "--morning", "--yes")

    assert "Rota agreed" in said
    assert "Message 1 to Maria Fenn" in said


def test_an_empty_morning_is_said_to_be_one(decided) -> None:
    decided.says("outbox", "approve", POLICE, "--yes")

    result = decided("outbox", "approve", "--morning")

    assert result.exit_code == 2
    assert "Nothing of what waits this morning can be approved together." in result.output


def test_whoever_stands_in_says_for_whom(decided) -> None:
    decided.says("outbox", "approve", POLICE, "--yes", "--by", "Ben Ode", "--for", "ada quill")

    assert "Ben Ode, covering for Ada Quill" in decided.says("audit", "show", "--limit", "1")


def test_nobody_stands_in_for_a_stranger(decided) -> None:
    result = decided("outbox", "approve", POLICE, "--yes", "--for", "Ada Quil")

    assert result.exit_code == 2
    assert "Did you mean Ada Quill?" in result.output


def test_what_waits_is_listed_by_how_it_is_approved(decided) -> None:
    said = decided.says("outbox", "list", "--waiting")

    assert "Approved together: longstop outbox approve --morning" in said
    assert "Held back by the brake" not in said


@pytest.fixture
def raised(longstop):
    """Item 3.2 waits to be raised with the senior lead."""
    for day in ("2018-07-09", "2018-07-12", "2018-07-16"):
        longstop.says("demo", "advance", day)
        if day != "2018-07-16":
            longstop.says("outbox", "approve", "--all-for", "estuary-police", "--yes")
            longstop.says("outbox", "deliver")
    return longstop


def test_above_the_lead_is_listed_apart_and_never_approved_with_the_rest(raised) -> None:
    listed = raised.says("outbox", "list", "--waiting")
    result = raised("outbox", "approve", "--morning", "--yes")

    assert "Read and approved one by one" in listed
    assert result.exit_code == 2
    assert "goes above the lead, so it is read and approved by itself" in " ".join(
        result.output.split()
    )


def test_its_age_is_said_in_working_days(raised) -> None:
    raised.says("demo", "advance", "2018-07-20")

    said = raised.says("outbox", "list", "--waiting")

    assert "since 16 July 2018. Waiting 4 working days" in said
    assert "prepared on 16 July 2018. Waiting 4 working days" in raised.says("brief", "list")


def test_a_batch_is_shown_with_who_gets_what_before_it_is_decided(longstop) -> None:
    brake_at_one(longstop)
    longstop.says("watch", "run")

    said = longstop.says("outbox", "batch", "1")
    found = json.loads(longstop.says("outbox", "batch", "1", "--json"))
    released = longstop.says("outbox", "approve", "--batch", "1", "--as-shown", mark_in(said))

    assert "Maria Fenn, single point of contact, Estuary Police" in said
    assert "1 message, 2 items in all." in said
    assert (found["mark"], found["messages"][0]["items"]) == (mark_in(said), 2)
    assert "Message 1 to Maria Fenn" in released
    assert "batch released" in longstop.says("audit", "show", "--limit", "1")


def test_a_batch_that_reads_otherwise_now_is_not_released(longstop) -> None:
    brake_at_one(longstop)
    longstop.says("watch", "run")
    mark = mark_in(longstop.says("outbox", "batch", "1"))
    close_rota(longstop)

    result = longstop("outbox", "approve", "--batch", "1", "--as-shown", mark)

    assert result.exit_code == 1
    assert "Item 3.2 is left out" in result.output
    assert "Batch 1 is held back" in longstop.says("outbox", "list")


def test_the_letter_of_a_brief_is_written_and_recorded_with_what_was_sent(raised) -> None:
    file = raised.home / "letter.docx"

    made = raised.says("brief", "letter", "1", "--output", str(file))
    digest = re.search(r"--letter (\w+)", made)[1]
    said = raised.says("brief", "record", "1", "sent", "--by", "Ada Quill", "--letter", digest)

    assert file.read_bytes().startswith(b"PK")
    assert "wrote to Sol Marsh" in said
    assert f"The letter with it: {digest}." in said


def test_a_file_that_somebody_worked_on_is_not_overwritten(raised) -> None:
    file = raised.home / "letter.docx"
    raised.says("brief", "letter", "1", "--output", str(file))
    again = raised("brief", "letter", "1", "--output", str(file))
    file.write_bytes(b"edited")

    result = raised("brief", "letter", "1", "--output", str(file))

    assert again.exit_code == 0
    assert result.exit_code == 2
    assert "exists and says something else" in result.output
    assert file.read_bytes() == b"edited"
