"""Folding: of the steps due for one item and audience the furthest goes, the others into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rules.windows import Window, WindowVerdict


class Candidate(NamedTuple):
    """One row of the due-notices query: an item that lies in the window of that number.

    A plain tuple, because there may be a hundred thousand of them. ``subject_id`` is the
    milestone's id; ``kind`` its kind in words.
    """

    subject_id: int
    version_id: int
    version: int
    inspection_id: int
    agency_id: int
    kind: str
    rehearsal: bool
    window: int


@dataclass(frozen=True, slots=True)
class Folded:
    """What one ladder asks for today: what goes, what is folded into it, what was missed."""

    going: tuple[Candidate, ...]
    folded: tuple[Candidate, ...]
    missed: tuple[Candidate, ...]


def fold(candidates: Iterable[Candidate], windows: Sequence[Window]) -> Folded:
    """Decide, for each item and fold group, which of its due steps goes.

    ``windows`` are those the candidates were found with. The order of the candidates is kept.
    """
    groups = {window.step.fold_group: number for number, window in enumerate(windows)}
    group_of = [groups[window.step.fold_group] for window in windows]
    rank_of = [window.step.rank for window in windows]
    is_missed = [window.verdict is WindowVerdict.MISSED for window in windows]
    furthest: dict[tuple[int, int], Candidate] = {}
    folded: list[Candidate] = []
    missed: list[Candidate] = []
    for candidate in candidates:
        number = candidate.window
        if is_missed[number]:
            missed.append(candidate)
            continue
        key = (candidate.subject_id, group_of[number])
        rival = furthest.get(key)
        if rival is None:
            furthest[key] = candidate
        elif rank_of[rival.window] < rank_of[number]:
            furthest[key] = candidate
            folded.append(rival)
        else:
            folded.append(candidate)
    return Folded(tuple(furthest.values()), tuple(folded), tuple(missed))
