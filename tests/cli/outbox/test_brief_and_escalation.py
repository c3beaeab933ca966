"""``longstop brief`` and ``longstop escalation``."""

from __future__ import annotations

import pytest


@pytest.fixture
def raised(longstop):
    """The demonstration on the day on which item 3.2 is to be raised with the senior lead."""
    for day in ("2018-07-09", "2018-07-12", "2018-07-16"):
        longstop.says("demo", "advance", day)
        if day != "2018-07-16":
            longstop.says("outbox", "approve", "--all-for", "estuary-police", "--yes")
            longstop.says("outbox", "deliver")
    return longstop


def test_a_brief_is_listed_and_shown_with_what_was_asked(raised) -> None:
    listed = raised.says("brief", "list")
    shown = raised.says("brief", "show", "1")

    assert "1  It waits for a person: 1 item, prepared on 16 July 2018" in listed
    assert "To Sol Marsh, senior lead, Estuary Police" in listed
    assert "Brief 1 to Sol Marsh, senior lead, Estuary Police: it waits for a person." in shown
    assert "Rota agreed" in shown
    assert "9 July" in shown
    assert "What we may be wrong about" in shown


def test_having_spoken_is_recorded(raised) -> None:
    said = raised.says("brief", "record", "1", "spoke", "--by", "Ada Quill")

    assert "Ada Quill spoke to Sol Marsh, senior lead, Estuary Police about 1 item." in said
    assert "No brief waits." in raised.says("brief", "list")
    assert "told on 16 July 2018" in raised.says("escalation", "list")


def test_not_raising_it_needs_a_reason(raised) -> None:
    result = raised("brief", "record", "1", "not-raised", "--by", "Ada Quill")

    assert result.exit_code == 2
    assert "Give --because" in result.output


def test_acknowledging_pauses_what_is_raised(raised) -> None:
    said = raised.says(
        "escalation", "acknowledge", "3.2", "--by", "Sol Marsh", "--reason", "New lead on Monday"
    )

    assert "Nothing more is raised about 3.2 until Monday 23 July 2018." in said
    assert "23 July 2018" in raised.says("escalation", "list")


def test_what_is_not_raised_cannot_be_acknowledged(raised) -> None:
    result = raised(
        "escalation", "acknowledge", "3.1", "--by", "Sol Marsh", "--reason", "New lead on Monday"
    )

    assert result.exit_code == 2
    assert "there is nothing to acknowledge" in result.output


def test_an_unknown_outcome_is_answered_with_a_suggestion(raised) -> None:
    result = raised("brief", "record", "1", "spoken", "--by", "Ada Quill")

    assert result.exit_code == 2
    assert "Did you mean 'spoke'?" in result.output


def test_what_is_raised_names_who_approved_it(raised) -> None:
    number = raised.says("brief", "list").split("longstop outbox approve ")[1].split()[0]

    said = raised.says("outbox", "approve", number, "--by", "Ada Quill", "--yes")

    assert "approved at Saltmarsh Council by Ada Quill" in " ".join(said.split())
    assert "No brief waits." in raised.says("brief", "list")
    assert "Ada Quill" in raised.says("brief", "show", "1")
