"""Whatever a letter says, in whatever look, its findings come back word for word."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from documents.letter.child import take_apart
from documents.letter.extraction import Extract
from documents.letter.interpreting import interpret
from documents.letter.pages import pages_from_parts
from documents.letter.reading import LetterReading

SENTENCE = """
children tide harbour multi-agency co-located ‘front door’ (MASH) 2018 94% police’s and of the
partnership, a 14-year-old’s re-referral; LSCB safeguarding information-sharing 0–19 £6 e.g.
well-being not yet; robust-enough
"""
WORDS = tuple(SENTENCE.split())
HEADINGS = {
    "strength": ("Key strengths", "Strengths"),
    "area_for_improvement": ("Areas for improvement", "What needs to improve?"),
    "priority_action": ("Areas for priority action", "Area for priority action"),
}

sentences = st.lists(st.sampled_from(WORDS), min_size=6, max_size=90).map(
    lambda words: f"Inspectors found {' '.join(words)} at the quay."
)
looks = st.fixed_dictionaries(
    {
        "bullet": st.sampled_from(["n", "l", "u"]),
        "hang": st.sampled_from([14.0, 18.0, 27.0]),
        "gap": st.sampled_from([7.0, 14.4]),
        "leading": st.sampled_from([13.8, 14.4, 16.0]),
        "sub_bullet": st.sampled_from(["–", "-", "•", "o"]),
        "heading_size": st.sampled_from([12.0, 14.0, 16.0]),
        "running_title": st.sampled_from([None, "Letter to Saltmarsh"]),
        "page_number_y": st.sampled_from([24.0, 44.0, 60.0]),
    }
)
items = st.fixed_dictionaries(
    {
        "paragraphs": st.lists(sentences, min_size=1, max_size=2).map(tuple),
        "sub_bullets": st.lists(sentences, max_size=2).map(tuple),
    }
)
sections = st.permutations(sorted(HEADINGS)).flatmap(
    lambda kinds: st.tuples(
        *(
            st.tuples(
                st.just(kind),
                st.sampled_from(HEADINGS[kind]),
                st.lists(items, min_size=1, max_size=5),
            )
            for kind in kinds
        )
    )
)


def read_here(setter: ModuleType, letter: Any, look: Any) -> LetterReading:
    """Set and read a letter within this process, which is quicker than a child for each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "letter.pdf"
        setter.write_letter(path, letter, look)
        parts = take_apart(path.read_bytes())["pages"]
    return interpret(Extract("digest", pages_from_parts(parts)))


@settings(
    max_examples=40,
    deadline=None,
    # Shrinking a letter takes minutes and makes it no clearer.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(look=looks, contents=sections)
def test_every_finding_comes_back_word_for_word(
    setter: ModuleType, look: dict[str, Any], contents: tuple[tuple[str, str, list[Any]], ...]
) -> None:
    parts = tuple(
        setter.Part(heading, kind, tuple(setter.Item(**item) for item in items_of_kind))
        for kind, heading, items_of_kind in contents
    )
    letter = replace(setter.sample_letter(), parts=parts)

    reading = read_here(setter, letter, setter.Look(**look))

    # A paragraph that begins a page may or may not be one of its own: only the words are compared.
    assert [(finding.kind.value, finding.text.split()) for finding in reading.findings] == [
        (part.kind, item.text.split()) for part in parts for item in part.items
    ]
