"""``longstop outbox``: looking, approving, holding, cancelling, delivering."""

from __future__ import annotations

import json
import sqlite3
from email import message_from_bytes
from pathlib import Path

# In the demonstration the police's message is the first one made.
POLICE = "1"


def filed(home: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((home / "mail").rglob("new/*"))]


def test_the_list_says_what_waits_for_whom_and_why(decided) -> None:
    said = decided.says("outbox", "list", "--waiting")

    assert "1  Waiting for approval: update request, 2 items, since 9 July 2018" in said
    assert "To Maria Fenn, single point of contact, Estuary Police" in said
    assert "This body's messages wait for approval." in said
    assert "1 message waits for approval." in said


def test_a_script_reads_the_list(decided) -> None:
    found = json.loads(decided.says("outbox", "list", "--json"))

    police = next(one for one in found["messages"] if one["number"] == 1)
    assert (police["to"], police["items"], police["kind"]) == ("Maria Fenn", 2, "update request")
    assert found["batches"] == []


def test_before_it_goes_it_is_shown_as_it_would_read_now(decided) -> None:
    said = decided.says("outbox", "show", POLICE)

    assert "as it would read now" in said
    assert "Subject: [OFFICIAL]" in said
    assert "Monday 23 July 2018" in said


def test_after_it_went_it_is_shown_as_it_was_kept(decided) -> None:
    decided.says("outbox", "approve", POLICE, "--yes")
    decided.says("outbox", "deliver")

    said = decided.says("outbox", "show", POLICE)
    raw = decided("outbox", "show", POLICE, "--raw").stdout_bytes

    assert "as it was kept" in said
    assert message_from_bytes(raw)["To"] == "Maria Fenn <maria.fenn@saltmarsh.example>"
    assert raw in filed(decided.home)


def test_there_are_no_bytes_before_it_goes(decided) -> None:
    result = decided("outbox", "show", POLICE, "--raw")

    assert result.exit_code == 2
    assert "has not been made yet" in result.output


def test_the_html_part_can_be_looked_at(decided) -> None:
    assert decided.says("outbox", "show", POLICE, "--html").startswith("<!doctype html>")


def test_approving_shows_the_text_and_asks(decided) -> None:
    said = decided.says("outbox", "approve", POLICE, answers="y\n")

    assert "Rota agreed" in said
    assert "Approve and send this to Maria Fenn, single point of contact, Estuary Police?" in said
    assert "is approved: it leaves from midday on Monday 9 July 2018." in said


def test_a_no_approves_nothing(decided) -> None:
    result = decided("outbox", "approve", POLICE, answers="n\n")

    assert result.exit_code == 2
    assert "Nothing was approved" in result.output
    assert "Waiting for approval" in decided.says("outbox", "list")


def test_several_are_named_before_they_are_approved(decided) -> None:
    said = decided.says("outbox", "approve", "--all-for", "estuary-police", "--yes")

    assert "is approved" in said


def test_an_unknown_body_is_answered_with_a_suggestion(decided) -> None:
    result = decided("outbox", "approve", "--all-for", "estuary-polic")

    assert result.exit_code == 2
    assert "or 'estuary-police'?" in result.output


def test_what_is_approved_is_delivered_once(decided) -> None:
    decided.says("outbox", "approve", POLICE, "--yes")

    first = decided.says("outbox", "deliver")
    second = decided.says("outbox", "deliver")

    # The manager's own message of the day goes as well.
    assert "2 filed, not sent." in first
    assert "Nothing may go now." in second
    assert len(filed(decided.home)) == 2


def test_what_is_held_waits_again(decided) -> None:
    decided.says("outbox", "approve", POLICE, "--yes")

    decided.says("outbox", "hold", POLICE, "--reason", "We meet them today")

    assert "Held by" in decided.says("outbox", "list", "--waiting")


def test_what_is_cancelled_says_what_follows(decided) -> None:
    said = decided.says("outbox", "cancel", POLICE, "--reason", "Entered twice")

    assert "decided anew by the next daily check" in said
    assert decided("outbox", "show", POLICE).exit_code == 2


def test_an_unknown_number_is_answered(decided) -> None:
    result = decided("outbox", "show", "77")

    assert result.exit_code == 2
    assert "There is no message 77." in result.output


def test_one_way_of_choosing_is_given(decided) -> None:
    assert decided("outbox", "approve").exit_code == 2
    assert decided("outbox", "approve", "1", "--batch", "1").exit_code == 2
    assert decided("outbox", "cancel", "--reason", "no").exit_code == 2


def test_what_changed_while_it_was_read_is_shown_again(decided, monkeypatch) -> None:
    questions: list[str] = []

    def answer(question: str) -> bool:
        """Agree each time; before the first yes, item 3.2 is closed by somebody else."""
        questions.append(question)
        if len(questions) == 1:
            with sqlite3.connect(decided.home / "longstop.sqlite") as other:
                other.execute(
                    "UPDATE milestone SET state = 'accepted_as_complete' WHERE ref = '3.2'"
                )
        return True

    monkeypatch.setattr("click.confirm", answer)

    said = decided.says("outbox", "approve", POLICE)

    assert len(questions) == 2
    assert "It has changed since you read it." in said
    assert said.count("Rota agreed") == 1


def brake_at_one(home: Path) -> None:
    """Let the brake hold back a day of more than one notice."""
    with sqlite3.connect(home / "longstop.sqlite") as other:
        other.execute(
            "INSERT INTO council_setting VALUES ('brake.at_least', '1', 'test', '2018-07-09')"
        )


def test_a_day_held_back_is_named_and_released_as_one(longstop) -> None:
    brake_at_one(longstop.home)

    decided = longstop.says("watch", "run")
    listed = longstop.says("outbox", "list")
    released = longstop.says("outbox", "approve", "--batch", "1", "--yes")

    assert "The brake holds this day back" in decided
    assert "Batch 1 is held back by the brake" in listed
    assert "Maria Fenn, single point of contact, Estuary Police" in released
    assert "Mark of all of it: " in released
    assert "Message 1 to Maria Fenn" in released


def test_a_day_held_back_is_dropped_as_one(longstop) -> None:
    brake_at_one(longstop.home)
    longstop.says("watch", "run")

    said = longstop.says("outbox", "cancel", "--batch", "1", "--reason", "Imported twice")

    assert "Message 1 to Maria Fenn" in said
    assert "Batch 1" not in longstop.says("outbox", "list")


def test_what_is_not_known_to_have_arrived_is_settled(decided) -> None:
    decided.says("outbox", "approve", POLICE, "--yes")
    with sqlite3.connect(decided.home / "longstop.sqlite") as other:
        # A worker claimed it and died: its lease has run out.
        other.execute(
            "UPDATE delivery SET state = 'sending', claim_token = 'x', attempts = 1, "
            "claimed_at = '2018-07-09 10:00:00.000000', "
            "lease_until = '2018-07-09 10:10:00.000000' WHERE message_id = 1"
        )

    delivered = decided("outbox", "deliver")
    listed = decided.says("outbox", "list", "--unknown")
    settled = decided.says("outbox", "settle", POLICE, "--did-not-arrive")
    again = decided.says("outbox", "deliver")

    assert delivered.exit_code == 1
    assert "Not known whether it was sent: check" in listed
    assert "goes again with the next delivery" in settled
    assert "1 filed, not sent." in again


def test_settling_needs_an_answer(decided) -> None:
    assert decided("outbox", "settle", POLICE).exit_code == 2
