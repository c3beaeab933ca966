"""Declared facts: the shipped case, and every fault of a file at once."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from config.inspections import Kind, read_inspection, shipped_inspection
from config.yaml_files import ConfigFaults

GOOD = """\
ref: saltmarsh-2018
framework: jtai
area: Saltmarsh
fieldwork: {start: 2018-03-19, end: 2018-03-23}
letter: {date: 2018-05-09, stated_due: 2018-08-16}
boards: [Improvement board]
bodies:
  - {ref: council, name: Saltmarsh Council, kind: council}
  - {ref: estuary-police, name: Estuary Police, kind: partner, chosen_day: Tuesday}
findings:
  - {ref: "1", kind: area_for_improvement, title: Share minutes, accountable: council}
plan:
  written_on: 2018-07-16
  actions:
    - {ref: "1.1", finding: "1", title: Send them, lead: council, timescale: October 2018}
"""


@pytest.fixture
def write(tmp_path: Path):
    def written(text: str) -> Path:
        path = tmp_path / "facts.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_southend_has_27_strengths_and_29_areas_for_improvement() -> None:
    facts = shipped_inspection()

    kinds = [finding.kind for finding in facts.findings]

    assert kinds.count(Kind.STRENGTH) == 27
    assert kinds.count(Kind.AREA_FOR_IMPROVEMENT) == 29
    assert kinds.count(Kind.PRIORITY_ACTION) == 0


def test_southends_dates_are_the_real_ones() -> None:
    facts = shipped_inspection()

    assert (facts.fieldwork.start, facts.fieldwork.end) == (date(2018, 3, 19), date(2018, 3, 23))
    assert facts.letter is not None
    assert facts.letter.date == facts.letter.published_on == date(2018, 5, 9)
    assert facts.letter.stated_due == date(2018, 8, 18)
    assert [(m.body, m.held_on) for m in facts.meetings if not m.invented] == [
        ("Cabinet", date(2018, 6, 19))
    ]
    assert [m.held_on.strftime("%B %Y") for m in facts.meetings if m.invented] == ["February 2019"]


def test_nine_areas_two_quick_wins_and_one_on_diversity_are_marked() -> None:
    facts = shipped_inspection()

    themes = [theme for finding in facts.findings for theme in finding.themes]

    assert len([f for f in facts.findings if f.accountable == "childrens-services"]) == 9
    assert themes.count("quick win") == 2
    assert themes.count("equalities") == 1
    assert any("nine" in sentence for sentence in facts.invented)


def test_every_area_has_an_action_and_young_people_are_consulted() -> None:
    facts = shipped_inspection()

    assert facts.plan is not None
    answered = {action.finding for action in facts.plan.actions}
    areas = {f.ref for f in facts.findings if f.kind is Kind.AREA_FOR_IMPROVEMENT}
    assert areas <= answered
    assert any("Consult young people" in action.title for action in facts.plan.actions)


def test_the_bodies_that_act_are_fictional() -> None:
    partners = [body.name for body in shipped_inspection().bodies if body.kind == "partner"]

    assert partners
    assert all(name.startswith(("Estuary", "Saltmarsh")) for name in partners)


def test_before_the_letter_there_are_no_findings_and_no_dates_of_it() -> None:
    facts = shipped_inspection().before_the_letter()

    assert facts.letter is None
    assert facts.findings == ()
    assert facts.plan is None


def test_a_good_file_is_read(write) -> None:
    facts = read_inspection(write(GOOD))

    assert facts.bodies[1].chosen_day.number == 2


def test_all_faults_of_a_file_are_named_at_once_with_file_key_and_remedy(write) -> None:
    faulty = (
        GOOD.replace("framework: jtai\n", "")
        .replace("end: 2018-03-23", "end: 2018-03-13")
        .replace("kind: partner", "kind: friend")
        .replace("stated_due: 2018-08-16", "stated_due: 2017-08-16")
        .replace("accountable: council", "accountable: counsil")
        .replace('finding: "1"', 'finding: "7"')
        .replace("written_on:", "writen_on:")
    )

    with pytest.raises(ConfigFaults) as raised:
        read_inspection(write(faulty))

    message = str(raised.value)
    assert "8 faults in 1 file" in message
    for expected in (
        "framework: is missing",
        "lies before the start of the fieldwork",
        "bodies[1].kind: is 'friend'",
        "Check the year",
        "Did you mean 'council'?",
        "names the finding '7'",
        "plan.written_on: is missing",
        "Did you mean 'written_on'?",
    ):
        assert expected in message
    assert all(fault.file.name == "facts.yaml" for fault in raised.value.faults)
    assert all(fault.line for fault in raised.value.faults if fault.key != "framework")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("ref: estuary-police,", "ref: council,", "stands twice"),
        ("boards: [Improvement board]", "counts: {strengths: 2}", "says 2, but 'findings' holds 0"),
        ("accountable: council", "board: Scrutiny", "names the board 'Scrutiny'"),
        ("lead: council", "lead: council, supporting: [estuary-polic]", "estuary-police"),
        ("date: 2018-05-09", "date: 9 May", "letter.date"),
        ("framework: jtai", "framework: jtia", "Did you mean 'jtai'?"),
        (
            "boards:",
            "meetings: [{body: Cabinet, held_on: 2018-06-19, rule: cabinet_note}]\nboards:",
            "Did you mean 'cabinet_noting'?",
        ),
    ],
)
def test_each_fault_says_what_is_wrong(write, before: str, after: str, expected: str) -> None:
    with pytest.raises(ConfigFaults, match=r"fault") as raised:
        read_inspection(write(GOOD.replace(before, after)))

    assert expected in str(raised.value)


@pytest.mark.shared
def test_no_phrase_of_the_real_letter_stands_in_the_shipped_facts(shared_folder: Path) -> None:
    import pypdfium2

    letter = shared_folder / "data" / "letters" / "2018-05-09_southend-on-sea.pdf"
    document = pypdfium2.PdfDocument(letter)
    printed = " ".join(page.get_textpage().get_text_range() for page in document)
    facts = shipped_inspection()
    assert facts.plan is not None
    ours = [finding.title for finding in facts.findings]
    ours += [action.title for action in facts.plan.actions]
    ours += [action.success_measure or "" for action in facts.plan.actions]

    copied = {phrase for text in ours for phrase in _phrases(text, words=4)}
    copied &= _phrases(printed, words=4)

    assert copied == set()


def _phrases(text: str, *, words: int) -> set[tuple[str, ...]]:
    found = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    return set(zip(*(found[start:] for start in range(words)), strict=False))
