"""How well letters are read, against labels made by hand.

Four header fields and the findings are *gated*: they must be right. The rest is reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

GATED_FIELDS = ("letter_date", "inspection_start", "inspection_end", "statement_due")
UNGATED_FIELDS = (
    "area",
    "theme",
    "deep_dive",
    "theme_in_title",
    "inspection_year_printed",
    "statement_required",
    "statement_due_text",
    "statement_due_weekday",
    "statement_due_weekday_conflict",
    "principal_authority",
    "sender",
    "submit_to",
    "statement_basis_text_mentions",
    "involve",
    "section_order",
    "counts",
)
LEAST_SHARE_OF_FINDINGS = 0.99

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing read differently from its label."""

    what: str
    expected: str
    read: str


@dataclass(frozen=True, slots=True)
class LetterScore:
    """The score of one letter. Extra findings count as wrong, beside those labelled."""

    file: str
    gated_right: int
    ungated_right: int
    ungated_total: int
    findings_right: int
    findings_labelled: int
    findings_extra: int
    pages_right: int
    wrong: tuple[Wrong, ...]
    ungated_wrong: tuple[Wrong, ...]
    refused: str | None = None

    @property
    def findings_total(self) -> int:
        """Labelled findings and those read that no label knows."""
        return self.findings_labelled + self.findings_extra


def score_letter(label: Mapping[str, Any], read: Mapping[str, Any]) -> LetterScore:
    """Compare a reading, as JSON values, with its label."""
    gated_wrong = [
        _wrong(name, label[name], read.get(name))
        for name in GATED_FIELDS
        if name in label and label[name] != read.get(name)
    ]
    compared = [name for name in UNGATED_FIELDS if name in label]
    ungated_wrong = [
        _wrong(name, label[name], read.get(name))
        for name in compared
        if not _alike(label[name], read.get(name))
    ]
    right, extra, pages, findings_wrong = _score_findings(label["findings"], read["findings"])
    return LetterScore(
        file=label["file"],
        gated_right=len(GATED_FIELDS) - len(gated_wrong),
        ungated_right=len(compared) - len(ungated_wrong),
        ungated_total=len(compared),
        findings_right=right,
        findings_labelled=len(label["findings"]),
        findings_extra=extra,
        pages_right=pages,
        wrong=(*gated_wrong, *findings_wrong),
        ungated_wrong=tuple(ungated_wrong),
    )


def refused_score(label: Mapping[str, Any], message: str) -> LetterScore:
    """The score of a letter that was refused: nothing is right."""
    return LetterScore(
        file=label["file"],
        gated_right=0,
        ungated_right=0,
        ungated_total=sum(name in label for name in UNGATED_FIELDS),
        findings_right=0,
        findings_labelled=len(label["findings"]),
        findings_extra=0,
        pages_right=0,
        wrong=(Wrong("the file", "a letter that can be read", message),),
        ungated_wrong=(),
        refused=message,
    )


def passes(scores: Sequence[LetterScore]) -> bool:
    """Whether every gated field is right and at least 99 in 100 findings are."""
    total = sum(score.findings_total for score in scores)
    right = sum(score.findings_right for score in scores)
    fields = all(score.gated_right == len(GATED_FIELDS) for score in scores)
    return fields and right >= LEAST_SHARE_OF_FINDINGS * total


def _score_findings(
    labels: Sequence[Mapping[str, Any]], read: Sequence[Mapping[str, Any]]
) -> tuple[int, int, int, list[Wrong]]:
    """How many findings are right, how many are extra, how many page ranges agree, what is wrong.

    A finding is right if that of the same kind and number begins with the label's first words and
    ends with its last.
    """
    by_place = {(finding["kind"], finding["ref_in_order"]): finding for finding in read}
    wrong: list[Wrong] = []
    right = pages = 0
    for label in labels:
        place = (label["kind"], label["ref_in_order"])
        found = by_place.pop(place, None)
        if found is not None and _same_ends(label, found["text"]):
            right += 1
            pages += _same_pages(label, found)
            continue
        expected = f"{label['first_words']} ... {label['last_words']}"
        wrong.append(Wrong(_place_words(place), expected, _ends_of(found)))
    wrong += [
        Wrong(_place_words(place), "no finding", _ends_of(f)) for place, f in by_place.items()
    ]
    return right, len(by_place), pages, wrong


def _place_words(place: tuple[str, int]) -> str:
    return f"{place[0].replace('_', ' ')} {place[1]}"


def _same_ends(label: Mapping[str, Any], text: str) -> bool:
    words = _WORD.findall(text.lower())
    letters = "".join(words)
    first, last = (
        "".join(_WORD.findall(label[end].lower())) for end in ("first_words", "last_words")
    )
    return letters.startswith(first) and letters.endswith(last)


def _same_pages(label: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    keys = ("page_start", "page_end")
    return all(key not in label or label[key] == found[key] for key in keys)


def _ends_of(finding: Mapping[str, Any] | None) -> str:
    if finding is None:
        return "not read"
    words = finding["text"].split()
    return (
        " ".join(words)
        if len(words) <= 16
        else f"{' '.join(words[:10])} ... {' '.join(words[-6:])}"
    )


def _wrong(name: str, expected: object, read: object) -> Wrong:
    return Wrong(name, _words(expected), _words(read))


def _words(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value)


def _alike(expected: object, read: object) -> bool:
    """Equal, whatever the case, the quotation marks and the spacing of text."""
    if isinstance(expected, str) and isinstance(read, str):
        return _WORD.findall(expected.lower()) == _WORD.findall(read.lower())
    if isinstance(expected, list) and isinstance(read, list):
        return len(expected) == len(read) and all(map(_alike, expected, read))
    return expected == read
