"""Two texts compared by paragraph, for a person who has read the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

AT_MOST = 8


@dataclass(frozen=True, slots=True)
class TextChange:
    """A place where the text changed: what it said, and what it says; None for nothing."""

    was: str | None
    now: str | None


def text_changes(before: str, after: str, *, at_most: int = AT_MOST) -> tuple[TextChange, ...]:
    """The paragraphs that differ, in order, the first ``at_most`` of them.

    Where lines are broken does not count.
    """
    old, new = _paragraphs(before), _paragraphs(after)
    changes = [
        change
        for kind, start, end, new_start, new_end in SequenceMatcher(
            None, old, new, autojunk=False
        ).get_opcodes()
        if kind != "equal"
        for change in _paired(old[start:end], new[new_start:new_end])
    ]
    return tuple(changes[:at_most])


def _paired(old: list[str], new: list[str]) -> Iterator[TextChange]:
    for place in range(max(len(old), len(new))):
        yield TextChange(
            was=old[place] if place < len(old) else None,
            now=new[place] if place < len(new) else None,
        )


def _paragraphs(text: str) -> list[str]:
    """What stands between empty lines, each on one line."""
    blocks = re.split(r"\n\s*\n", text)
    return [" ".join(block.split()) for block in blocks if block.strip()]
