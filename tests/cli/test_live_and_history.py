"""Going live, pauses, a statement sent outside, and History at the command line."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def test_a_body_goes_live_and_is_shown(saltmarsh, longstop_json) -> None:
    saltmarsh("live", "set", "council", "automatic")

    shown = {row["agency"]: row["mode"] for row in longstop_json("live", "show")}

    assert shown["council"] == "automatic"
    assert shown["estuary-police"] == "quiet"
    assert "starts prepared" in saltmarsh("live", "set", "estuary-police", "automatic", code=2)


def test_a_preview_of_going_live_switches_nothing_on(saltmarsh, longstop_json) -> None:
    said = saltmarsh("live", "preview", "estuary-police", "prepared")

    assert "If Estuary Police were prepared from today" in said
    shown = {row["agency"]: row["mode"] for row in longstop_json("live", "show")}
    assert shown["estuary-police"] == "quiet"


def test_a_pause_is_set_listed_and_ended(saltmarsh, longstop_json) -> None:
    saltmarsh("pause", "set", "--body", "estuary-police", "--until", "20 July 2018",
              "--reason", "Major incident")  # fmt: skip

    [row] = longstop_json("pause", "list")
    assert (row["covers"], row["ends_on"], row["is_over"]) == (
        "estuary-police",
        "2018-07-20",
        False,
    )
    saltmarsh("pause", "end", "1")
    assert longstop_json("pause", "list")[0]["is_over"]
    assert "one of" in saltmarsh("pause", "set", "--until", "20 July 2018", "--reason", "x", code=2)


def test_a_statement_sent_outside_closes_the_duty_of_law(
    saltmarsh, longstop_json, tmp_path: Path
) -> None:
    receipt = tmp_path / "receipt.txt"
    receipt.write_text("received", encoding="utf-8")

    said = saltmarsh("statement", "sent", "--on", "6 July 2018", "--by", "DCS",
                     "--to", "inspections@inspectorate.example",
                     "--proof-file", str(receipt))  # fmt: skip

    assert "statement is met, in time for Thursday 16 August 2018." in said
    assert longstop_json("milestone", "show", "statement")["done_on"] == "2018-07-06"
    [row] = longstop_json("statement", "list")
    assert row["proof"] == "receipt.txt"
    assert len(row["proof_sha256"]) == 64


def test_history_is_shown_verified_and_compared_with_an_exported_head(
    saltmarsh, longstop_json, home: Path, tmp_path: Path
) -> None:
    head = tmp_path / "head.json"
    saltmarsh("audit", "export-head", str(head))
    saltmarsh("agency", "add", "ofsted", "Ofsted", "--kind", "outside")

    assert "History is sound, and against head.json" in saltmarsh(
        "audit", "verify", "--head", str(head)
    )
    assert longstop_json("audit", "show", "--limit", "1")[0]["kind"] == "agency_added"

    with sqlite3.connect(home / "longstop.sqlite") as database:
        database.execute("UPDATE event SET actor = 'somebody else' WHERE seq = 2")
    assert "Event 2 was edited" in saltmarsh("audit", "verify", code=1)
    assert longstop_json("audit", "verify", code=1)["is_sound"] is False


def test_another_file_is_no_head(saltmarsh, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text("{}", encoding="utf-8")

    assert "is not a head" in saltmarsh("audit", "verify", "--head", str(other), code=2)


def test_a_text_is_previewed_and_taken_out_and_history_still_verifies(
    saltmarsh, home: Path
) -> None:
    saltmarsh("contact", "set", "estuary-police", "spoc", "Toby Marsh", "--email", "t@p.example")

    seen = saltmarsh("redact", "toby marsh", "--preview")
    assert "contact.name: 1" in seen
    assert "events of History: 1" in seen
    assert "Give --reason" in saltmarsh("redact", "Toby Marsh", code=2)
    saltmarsh("redact", "Toby Marsh", "--reason", "Asked to be forgotten", stdin="y\n")

    assert "stands nowhere" in saltmarsh("redact", "Toby Marsh", "--preview", code=2)
    assert not [file for file in home.rglob("*") if file.is_file() and b"Toby" in file.read_bytes()]
    assert "1 of them redacted" in saltmarsh("audit", "verify")


def test_a_refused_redaction_changes_nothing(saltmarsh) -> None:
    saltmarsh("contact", "set", "estuary-police", "spoc", "Toby Marsh", "--email", "t@p.example")

    saltmarsh("redact", "Toby Marsh", "--reason", "Asked", stdin="n\n", code=1)

    assert "Toby Marsh" in saltmarsh("contact", "list")


def test_two_who_change_the_same_thing_at_once_get_a_plain_answer(saltmarsh, monkeypatch) -> None:
    # The second writer meets the database's own rule, whatever the service looked at before.
    monkeypatch.setattr("services.add_agency._check", lambda *_: None)

    said = saltmarsh("agency", "add", "estuary-police", "Estuary Police", code=2)

    assert "Somebody else changed the same thing" in said
