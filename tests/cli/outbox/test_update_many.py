"""``longstop update record`` for what was said of many items at once."""

from __future__ import annotations


def test_commas_and_spaces_both_part_references(longstop) -> None:
    said = longstop.says(
        "update", "record", "3.1,3.2", "on-track", "--by", "Maria Fenn", "--channel", "meeting"
    )

    assert "Update 1 of 3.1 is recorded: On track." in said
    assert "2 updates in all." in said
    assert "Maria Fenn" in longstop.says("update", "list", "3.2")


def test_one_reference_reads_as_it_always_did(longstop) -> None:
    said = longstop.says("update", "record", "3.1", "at-risk", "--by", "Maria Fenn")

    assert said == "Update 1 of 3.1 is recorded: At risk.\n"


def test_all_references_that_are_not_there_are_named_and_nothing_is_recorded(longstop) -> None:
    result = longstop("update", "record", "3.1", "9.9", "8.8", "on-track", "--by", "Maria Fenn")

    assert result.exit_code == 2
    assert "'9.9'" in result.output
    assert "'8.8'" in result.output
    assert "Nothing was said of 3.1" in longstop.says("update", "list", "3.1")


def test_a_sheet_is_recorded_as_a_whole(longstop) -> None:
    file = longstop.home / "said.csv"
    file.write_text("Ref,State,Words,Colour\n3.1,on track,Drafted,blue\n3.2,at risk,Late,red\n")

    said = longstop.says("update", "record", "--from", str(file), "--by", "Maria Fenn")

    assert "Update 2 of 3.2 is recorded: At risk." in said
    assert "Not read: the columns Colour." in said


def test_a_faulty_row_keeps_the_whole_sheet_out(longstop) -> None:
    file = longstop.home / "said.csv"
    file.write_text("Ref,State,Done on\n3.1,on track,\n3.2,complete,\n")

    result = longstop("update", "record", "--from", str(file), "--by", "Maria Fenn")

    assert result.exit_code == 2
    assert "row 3: When was it done?" in result.output
    assert "Nothing was said of 3.1" in longstop.says("update", "list", "3.1")


def test_a_sheet_and_references_are_not_given_together(longstop) -> None:
    result = longstop("update", "record", "3.1", "on-track", "--from", "a.csv", "--by", "Maria")

    assert result.exit_code == 2
    assert "give it alone" in result.output


def test_what_was_said_by_telephone_stops_what_is_queued_at_once(longstop) -> None:
    longstop.says("chase", "estuary-police", "--yes")
    longstop.says("update", "record", "3.1,3.2", "on-track", "--by", "Maria Fenn")

    longstop.says("outbox", "deliver")

    assert "Cancelled" in longstop.says("outbox", "list", "--all")


def test_a_correction_is_told_to_the_body_unless_it_is_left_out(longstop) -> None:
    longstop.says("update", "record", "3.1", "on-track", "--by", "Maria Fenn")

    told = longstop.says("update", "correct", "1", "at-risk", "--by", "Maria Fenn")
    quiet = longstop.says("update", "correct", "2", "delayed", "--by", "Maria Fenn", "--no-mail")

    assert "Update 2 of 3.1 corrects update 1: At risk." in told
    assert (
        "Message 1 tells Maria Fenn, single point of contact, Estuary Police: it waits for approval"
    ) in told
    assert "Message" not in quiet
