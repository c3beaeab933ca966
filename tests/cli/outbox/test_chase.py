"""``longstop chase``: what would go is read first, and pressing again changes nothing."""

from __future__ import annotations

import json
import re


def key_of(shown: str) -> str:
    found = re.search(r"Key of this preview: (\w+)", shown)
    assert found
    return found[1]


def test_a_preview_shows_the_message_what_is_left_out_and_a_key(longstop) -> None:
    longstop.says("update", "record", "3.2", "on-track", "--by", "Maria Fenn")

    shown = longstop.says("chase", "estuary-police", "--preview", "--message", "Please look")

    assert "To: Maria Fenn, single point of contact, Estuary Police" in shown
    assert "3.1: Minutes shared in two days" in shown
    assert "Please look" in shown
    assert "- 3.2 was answered on Monday 9 July 2018" in shown
    assert "If you confirm, it leaves from midday on Monday 9 July 2018." in shown
    assert key_of(shown)


def test_a_preview_sends_nothing(longstop) -> None:
    longstop.says("chase", "estuary-police", "--preview")

    assert "Nothing is in this part of the outbox" in longstop.says("outbox", "list")


def test_it_asks_before_it_asks(longstop) -> None:
    refused = longstop("chase", "estuary-police", answers="n\n")
    said = longstop.says("chase", "estuary-police", "--by", "Ada Quill", answers="y\n")

    assert refused.exit_code == 2
    assert "To ask without being asked first: --yes" in refused.output
    assert "Message 1 asks Maria Fenn, single point of contact, Estuary Police" in said
    assert "about 2 items: it leaves from midday on Monday 9 July 2018." in said


def test_without_anybody_to_answer_it_needs_a_yes(longstop) -> None:
    result = longstop("chase", "estuary-police")

    assert result.exit_code == 2
    assert "--as-previewed" in result.output


def test_what_was_previewed_is_asked_by_its_key_and_only_once(longstop) -> None:
    key = key_of(longstop.says("chase", "estuary-police", "--preview"))

    first = longstop.says("chase", "estuary-police", "--as-previewed", key, "--by", "Ada Quill")
    second = longstop.says("chase", "estuary-police", "--as-previewed", key, "--by", "Ben Ode")

    assert "Message 1 asks" in first
    assert "Ada Quill has asked this already: message 1" in second
    assert "Nothing was asked again." in second


def test_a_key_of_something_else_asks_nothing_and_shows_how_it_reads_now(longstop) -> None:
    key = key_of(longstop.says("chase", "estuary-police", "--preview"))
    longstop.says("update", "record", "3.1", "on-track", "--by", "Maria Fenn")

    result = longstop("chase", "estuary-police", "--as-previewed", key)

    assert result.exit_code == 1
    assert "has changed since it was previewed" in result.output
    assert "3.1 was answered" in result.output


def test_nothing_left_to_ask_is_a_problem_found_and_names_each_item(longstop) -> None:
    longstop.says("chase", "estuary-police", "--yes")

    result = longstop("chase", "estuary-police", "--yes")

    assert result.exit_code == 1
    assert "3.1 is on its way to Maria Fenn in message 1." in result.output


def test_a_script_reads_the_preview_and_the_outcome(longstop) -> None:
    preview = json.loads(longstop.says("chase", "estuary-police", "--preview", "--json"))
    done = json.loads(
        longstop.says("chase", "estuary-police", "--json", "--as-previewed", preview["key"])
    )

    assert [one["ref"] for one in preview["asked"]] == ["3.2", "3.1"]
    assert (done["items"], done["made"]) == (2, None)


def test_named_actions_alone_are_asked_about(longstop) -> None:
    shown = longstop.says("chase", "estuary-police", "--actions", "3.1", "--preview")

    assert "3.2:" not in shown


def test_a_misspelt_body_is_met_with_a_suggestion(longstop) -> None:
    result = longstop("chase", "estuary-polis", "--preview")

    assert result.exit_code == 2
    assert "or 'estuary-police'?" in result.output


def test_seniors_of_another_body_are_spoken_to_by_a_person(longstop) -> None:
    result = longstop("chase", "estuary-police/senior-lead", "--yes")

    assert result.exit_code == 2
    assert "longstop brief list" in result.output


def test_words_that_may_identify_a_child_name_the_flag_that_confirms(longstop) -> None:
    result = longstop("chase", "estuary-police", "--message", "born 3 May 2009", "--yes")

    assert result.exit_code == 2
    assert "--no-child-confirmed" in result.output


def test_it_is_delivered_and_shown_as_it_was_kept(longstop) -> None:
    longstop.says("chase", "estuary-police", "--yes", "--by", "Ada Quill", "--message", "Look")
    longstop.says("outbox", "deliver")

    shown = longstop.says("outbox", "show", "1")

    assert "update request by hand" in shown
    assert "Ada Quill writes:" in shown
    assert "Asked by hand:" in longstop.says("why", "3.1")
