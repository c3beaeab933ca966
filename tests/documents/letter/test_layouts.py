"""The layouts of different years are read from the document, not from a list of files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from documents.letter import read_letter
from documents.letter.extraction import extract
from documents.letter.reading import Confidence, FindingKind, LetterReading

Reader = Callable[..., LetterReading]

COUNTS = {"strengths": 6, "areas_for_improvement": 5, "priority_actions": 1}


def texts_of(setter: ModuleType, parts: tuple[Any, ...]) -> list[tuple[str, str]]:
    return [
        (part.kind, item.text)
        for part in parts
        if isinstance(part, setter.Part)
        for item in part.items
    ]


@pytest.mark.parametrize(
    "look",
    [
        pytest.param({"bullet": "•", "bullet_font": "Helvetica"}, id="round bullets"),
        pytest.param({"bullet": "·", "bullet_font": "Symbol"}, id="bullets of a symbol font"),
        pytest.param({"hang": 27.0}, id="wide indent"),
        pytest.param({"size": 11.0, "leading": 13.2, "gap": 6.6}, id="small and tight"),
        pytest.param({"leading": 17.0, "gap": 12.0}, id="wide lines"),
        pytest.param({"heading_size": 12.0}, id="headings no larger than the text"),
        pytest.param({"heading_font": "Helvetica"}, id="headings larger but not bold"),
        pytest.param({"running_title": "Letter to Saltmarsh"}, id="a title on every page"),
        pytest.param({"page_number_y": 60.0}, id="page numbers near the text"),
        pytest.param({"sub_bullet": "o"}, id="letters as sub-bullets"),
        pytest.param({"sub_bullet": "•"}, id="round sub-bullets"),
    ],
)
def test_every_finding_is_read_whole_in_every_look(
    read_altered: Reader, setter: ModuleType, look: dict[str, Any]
) -> None:
    reading = read_altered(look)

    found = [(finding.kind.value, finding.text) for finding in reading.findings]
    assert found == texts_of(setter, setter.sample_letter().parts)


@pytest.mark.parametrize("strengths", ["Key Strengths", "Strengths", "Early help strengths"])
@pytest.mark.parametrize("improvement", ["Areas for improvement", "What needs to improve?"])
@pytest.mark.parametrize("priority", ["Area for priority action", "Areas for priority actions"])
def test_headings_are_known_by_what_they_mean(
    read_altered: Reader, setter: ModuleType, strengths: str, improvement: str, priority: str
) -> None:
    wording = {
        "strength": strengths,
        "area_for_improvement": improvement,
        "priority_action": priority,
    }
    parts = tuple(
        replace(part, heading=wording[part.kind]) if isinstance(part, setter.Part) else part
        for part in setter.sample_letter().parts
    )

    reading = read_altered(parts=parts)

    counts = reading.counts
    assert {name: getattr(counts, name) for name in COUNTS} == COUNTS


def test_the_order_of_sections_is_the_letters_own(read_altered: Reader, setter: ModuleType) -> None:
    parts = tuple(reversed(setter.sample_letter().parts))

    reading = read_altered(parts=parts)

    assert reading.section_order == (
        FindingKind.AREA_FOR_IMPROVEMENT,
        FindingKind.PRIORITY_ACTION,
        FindingKind.STRENGTH,
    )
    assert [finding.text for finding in reading.findings] == [
        text for _, text in texts_of(setter, parts)
    ]


def test_what_follows_the_findings_under_another_heading_is_no_finding(
    read_altered: Reader, setter: ModuleType
) -> None:
    narrative = setter.Part(
        "Main findings",
        None,
        (setter.Item(("The tide tells nobody in Saltmarsh what to do next.",)),),
        lead_in="Children near the harbour are seen on the day they are found.",
    )

    reading = read_altered(parts=(*setter.sample_letter().parts, narrative))

    assert len(reading.findings) == 12
    assert not any("tide tells" in finding.text for finding in reading.findings)


def test_bullets_in_a_boxed_study_are_no_findings(read_altered: Reader, setter: ModuleType) -> None:
    parts = setter.sample_letter().parts
    study = setter.Study(
        "Case study: areas for improvement",
        ("Two things went wrong.", "• Nobody rang.", "• Nobody came."),
    )

    reading = read_altered(parts=(*parts[:-1], study))

    assert len(reading.findings) == 12


def test_a_list_in_the_midst_of_running_text_holds_no_findings(
    read_altered: Reader, setter: ModuleType
) -> None:
    *parts, _ = setter.sample_letter().parts
    announcing = "The partnership meets in the old customs house on the second Monday. " * 5
    narrative = setter.Part(
        "",
        None,
        (setter.Item(("a chair from the council",)), setter.Item(("a clerk from the police.",))),
        lead_in=f"{announcing}Its members are:",
        sub_headings={},
    )
    heading = setter.Study("Saltmarsh Safeguarding Partnership", ())

    reading = read_altered(parts=(*parts, heading, narrative))

    assert len(reading.findings) == 12


def test_findings_go_on_after_a_boxed_study_in_their_midst(
    read_altered: Reader, setter: ModuleType
) -> None:
    first, study, *_ = setter.sample_letter().parts
    above, below = replace(first, items=first.items[:3]), first.items[3:]
    parts = (above, study, setter.Part("", "strength", below))

    reading = read_altered(parts=parts)

    assert [finding.text for finding in reading.findings] == [item.text for item in first.items]


def test_a_priority_action_in_plain_paragraphs_is_one_under_a_heading_in_the_singular(
    read_altered: Reader, setter: ModuleType
) -> None:
    words = (
        "Meetings about children at risk begin before the health staff have heard of them.",
        "Partners should mend this by the end of the summer term.",
    )
    reading = _with_prose(read_altered, setter, "Area for priority action", words)

    found = [f for f in reading.findings if f.kind is FindingKind.PRIORITY_ACTION]
    assert [finding.text for finding in found] == ["\n".join(words)]
    assert reading.confidence["findings"] is Confidence.LIKELY


def test_plain_paragraphs_are_one_finding_each_under_a_heading_in_the_plural(
    read_altered: Reader, setter: ModuleType
) -> None:
    words = ("Meetings begin too early for some.", "The boat patrol has no radio that works.")

    reading = _with_prose(read_altered, setter, "Areas for priority action", words)

    found = [f for f in reading.findings if f.kind is FindingKind.PRIORITY_ACTION]
    assert [finding.text for finding in found] == list(words)
    assert any("no list" in note.sentence for note in reading.notes)


def _with_prose(
    read_altered: Reader, setter: ModuleType, heading: str, words: tuple[str, ...]
) -> LetterReading:
    strengths, *_ = setter.sample_letter().parts
    lead_in, *others = words
    prose = setter.Part(heading, "priority_action", (), lead_in=lead_in)
    # Further paragraphs are set by a heading without words after the lead-in.
    more = tuple(setter.Part("", None, (), lead_in=other) for other in others)
    return read_altered(parts=(strengths, prose, *more))


def test_numbered_findings_are_read_where_no_signs_are_used(
    read_altered: Reader, setter: ModuleType
) -> None:
    parts = tuple(
        replace(
            part,
            items=tuple(
                replace(item, paragraphs=(f"{number}. {item.paragraphs[0]}",), sub_bullets=())
                for number, item in enumerate(part.items, 1)
            ),
        )
        for part in setter.sample_letter().parts
        if isinstance(part, setter.Part)
    )

    reading = read_altered({"bullet": " ", "hang": 0.0}, parts=parts)

    assert [finding.text for finding in reading.findings] == [
        text.split(" ", 1)[1] for _, text in texts_of(setter, parts)
    ]


def test_a_heading_that_is_missing_is_said(read_altered: Reader, setter: ModuleType) -> None:
    _, _, _, improvement, _ = setter.sample_letter().parts

    reading = read_altered(parts=(improvement,))

    assert reading.counts.strengths == 0
    assert [note.sentence for note in reading.notes] == [
        "No heading announces strengths, so none were read."
    ]


def test_a_letter_without_any_findings_says_that_it_found_none(read_altered: Reader) -> None:
    reading = read_altered(parts=())

    assert reading.findings == ()
    assert reading.confidence["findings"] is Confidence.NOT_FOUND


@pytest.mark.parametrize("hang", [74.0, 92.0, 206.0])
def test_a_dash_that_begins_a_line_of_a_sentence_is_part_of_it(
    setter: ModuleType, set_letter: Callable[..., Path], hang: float
) -> None:
    words = "Leaders in the harbour – who know every family by name and every boat by its number "
    text = f"{words}– ask each other for help early, and give it – mostly – on the same day."
    parts = (setter.Part("Key strengths", "strength", (setter.Item((text,)),)),)

    path = set_letter({"hang": hang}, parts=parts)

    lines = [line.text for page in extract(path).pages for line in page.lines]
    assert any(line.startswith("– ") for line in lines)
    assert [finding.text for finding in read_letter(path).findings] == [text]
