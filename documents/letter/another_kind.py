"""Tells a joint targeted area inspection letter from every other document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents.letter.pages import Page

_SIGNS_OF_A_LETTER = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (r"^\s*dear\b", r"\bthis letter\b", r"\byours (?:sincerely|faithfully)\b")
)
_SIGNS_OF_FINDINGS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bwritten statement of (?:proposed )?action\b",
        r"^\s*(?:\w+ ){0,3}strengths\s*$",
        r"^\s*(?:areas? for (?:improvement|priority actions?)|what needs to improve\??)\s*$",
    )
)
_LEAST_SIGNS = 3

_OURS = re.compile(r"joint\s+targeted\s+area\s+inspection", re.IGNORECASE)

# What other documents call themselves on their first page, for the sentence that says so.
_OTHERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "an Area SEND report (special educational needs and disabilities)",
            r"\barea\s+send\b|special\s+educational\s+needs",
        ),
        (
            "an inspection of local authority children's services (ILACS) report",
            r"inspections?\s+of\s+\S*\s*(?:\S+\s+){0,6}?children[’']s\s+services|\bILACS\b",
        ),
        ("a report of a focused or monitoring visit", r"\b(?:focused|monitoring)\s+visit\b"),
        (
            "a police report",
            r"\bPEEL\b|national\s+child\s+protection\s+inspection|HMICFRS.{0,80}\bpolice\b",
        ),
        (
            "a youth justice or probation report",
            r"inspection\s+of\s+(?:youth\s+(?:justice|offending)|probation)",
        ),
        ("an inspection report", r"\binspection\s+report\b"),
    )
)


def other_document(pages: Sequence[Page]) -> str | None:
    """What the document is if it is not a letter of ours; ``None`` if it is one.

    A report that merely mentions a joint inspection has too few of a letter's own signs; a covering
    letter has none of findings.
    """
    opening = _text(pages[:2])
    if _OURS.search(opening):
        whole = _text(pages)
        of_letter = sum(_has(sign, whole) for sign in _SIGNS_OF_A_LETTER)
        of_findings = sum(_has(sign, whole) for sign in _SIGNS_OF_FINDINGS)
        if of_findings and of_letter + of_findings >= _LEAST_SIGNS:
            return None
    return next((name for name, pattern in _OTHERS if pattern.search(opening)), "another document")


def _has(sign: re.Pattern[str], text: str) -> bool:
    return any(sign.search(line) for line in text.splitlines())


def _text(pages: Sequence[Page]) -> str:
    return "\n".join(line.text for page in pages for line in page.lines)
