"""``longstop agency`` and ``longstop contact``: who is written to."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_a_body_is_added_listed_and_succeeded(longstop, longstop_json) -> None:
    longstop("agency", "add", "saltmarsh-ccg", "Saltmarsh CCG", "--day", "thu")
    longstop("agency", "add", "saltmarsh-icb", "Saltmarsh ICB")

    said = longstop("agency", "succeed", "saltmarsh-ccg", "saltmarsh-icb", "--from", "1 July 2022")

    assert "From Friday 1 July 2022 Saltmarsh ICB answers for Saltmarsh CCG." in said
    first = next(row for row in longstop_json("agency", "list") if row["ref"] == "saltmarsh-ccg")
    assert (first["chosen_day"], first["succeeded_by"], first["succeeded_on"]) == (
        "Thursday",
        "saltmarsh-icb",
        "2022-07-01",
    )


def test_an_unknown_body_ends_with_suggestions_and_exit_2(saltmarsh) -> None:
    said = saltmarsh("contact", "set", "estuary-polise", "spoc", "Maria Fenn", code=2)

    assert "There is no agency 'estuary-polise'" in said
    assert "estuary-police" in said


def test_an_unknown_role_is_answered_with_the_nearest(saltmarsh) -> None:
    said = saltmarsh("contact", "set", "estuary-police", "spok", "Maria Fenn", code=2)

    assert "Did you mean 'spoc'?" in said


def test_a_role_changes_hands_and_the_list_shows_the_holder_of_today(
    saltmarsh, longstop_json
) -> None:
    police = ("contact", "set", "estuary-police", "spoc")
    saltmarsh(*police, "Maria Fenn", "--email", "m@police.example", "--from", "8 January 2018")

    said = saltmarsh(*police, "Tom Reed", "--email", "t@police.example", "--day", "Tuesday")

    assert "Maria Fenn held the role until Sunday 8 July 2018." in said
    [holder] = longstop_json("contact", "list", "estuary-police")
    assert (holder["name"], holder["introduced"]) == ("Tom Reed", False)
    assert len(longstop_json("contact", "list", "estuary-police", "--all")) == 2


def test_cover_is_set_shown_and_ended(saltmarsh) -> None:
    saltmarsh("contact", "set", "estuary-police", "spoc", "Maria Fenn", "--email", "m@p.example")
    covered = ("contact", "cover", "estuary-police", "spoc")

    saltmarsh(*covered, "--name", "Tom Reed", "--email", "t@p.example", "--until", "31 July 2018")
    assert "Tom Reed until 31 July" in " ".join(saltmarsh("contact", "list").split())

    saltmarsh(*covered, "--end")
    assert "covered by" not in saltmarsh("contact", "list")
    assert "Give --name" in saltmarsh(*covered, code=2)


def test_a_vacant_role_is_named(saltmarsh) -> None:
    said = saltmarsh("contact", "clear-bounce", "estuary-police", "spoc", code=2)

    assert "Nobody is spoc of Estuary Police today." in said


def test_the_teams_channel_of_a_role_is_listed(saltmarsh, longstop_json) -> None:
    set_it = ("contact", "set", "estuary-police", "spoc", "Maria Fenn", "--teams", "Improvement")
    saltmarsh(*set_it, "--email", "m@p.example")
    [holder] = longstop_json("contact", "list", "estuary-police")
    assert holder["teams_channel"] == "Improvement"
    assert "cards to Teams channel 'Improvement'" in " ".join(saltmarsh("contact", "list").split())


def test_a_sheet_of_contacts_is_taken_in_or_refused_whole(
    saltmarsh, longstop_json, tmp_path: Path
) -> None:
    sheet = tmp_path / "contacts.csv"
    sheet.write_text(
        "agency,role,name,email,chosen_day\n"
        "estuary-police,spoc,Maria Fenn,m@police.example,Tuesday\n"
        "estuary-helth,spoc,Tom Reed,t@health,Monday\n",
        encoding="utf-8",
    )

    said = saltmarsh("contact", "import", str(sheet), code=2)
    assert "2 faults in contacts.csv. Nothing was imported." in said
    assert "row 3, agency:" in said
    assert "row 3, email:" in said
    assert longstop_json("contact", "list") == []

    sheet.write_text(
        sheet.read_text(encoding="utf-8")
        .replace("estuary-helth", "estuary-health")
        .replace("t@health", "t@health.example"),
        encoding="utf-8",
    )
    assert "2 contacts set" in saltmarsh("contact", "import", str(sheet))
    assert len(longstop_json("contact", "list")) == 2


@pytest.mark.parametrize("command", [("agency", "list"), ("contact", "list"), ("pause", "list")])
def test_an_empty_list_says_what_to_do_and_is_an_empty_list_for_scripts(
    longstop, longstop_json, command: tuple[str, ...]
) -> None:
    assert len(longstop(*command).splitlines()) <= 2
    assert longstop_json(*command) == []


def test_without_a_database_the_command_says_how_to_make_one(longstop, home: Path) -> None:
    (home / "longstop.sqlite").unlink()

    assert "longstop init" in longstop("agency", "list", code=2)
