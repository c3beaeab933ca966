"""What headings mean."""

from __future__ import annotations

import pytest

from documents.letter.headings import Meaning, meaning_of


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Key strengths", Meaning.STRENGTHS),
        ("Key Strengths:", Meaning.STRENGTHS),
        ("2. Strengths of the partnership", Meaning.STRENGTHS),
        ("Early help strengths", Meaning.STRENGTHS),
        ("What is working well", Meaning.STRENGTHS),
        ("Areas for improvement", Meaning.IMPROVEMENT),
        ("Key areas for improvement", Meaning.IMPROVEMENT),
        ("Area for development", Meaning.IMPROVEMENT),
        ("What needs to improve?", Meaning.IMPROVEMENT),
        ("What the partnership needs to do to improve", Meaning.IMPROVEMENT),
        ("Areas that need improvement", Meaning.IMPROVEMENT),
        ("Areas for priority action", Meaning.PRIORITY),
        ("Area for Priority Actions", Meaning.PRIORITY),
        ("Priorities for improvement", Meaning.PRIORITY),
        ("Case study: areas for improvement", Meaning.ASIDE),
        ("Practice study: strength", Meaning.ASIDE),
        ("Next steps", Meaning.NEXT_STEPS),
        ("Main findings", Meaning.ELSEWHERE),
        ("Headline findings", Meaning.ELSEWHERE),
        ("Strengths and areas for improvement", Meaning.ELSEWHERE),
        ("Leadership and management", Meaning.UNKNOWN),
        ("Identifying and managing risk at the ‘front door’", Meaning.UNKNOWN),
    ],
)
def test_a_heading_is_known_by_its_words(heading: str, meaning: Meaning) -> None:
    assert meaning_of(heading) is meaning
