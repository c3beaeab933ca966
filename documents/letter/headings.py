"""What a heading of a letter means. Wording differs between years; meanings do not."""

from __future__ import annotations

import re
from enum import StrEnum

from documents.letter.reading import FindingKind


class Meaning(StrEnum):
    """What follows a heading."""

    STRENGTHS = "strengths"
    IMPROVEMENT = "improvement"
    PRIORITY = "priority"
    ASIDE = "aside"
    NEXT_STEPS = "next steps"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


KIND_OF = {
    Meaning.STRENGTHS: FindingKind.STRENGTH,
    Meaning.IMPROVEMENT: FindingKind.AREA_FOR_IMPROVEMENT,
    Meaning.PRIORITY: FindingKind.PRIORITY_ACTION,
}

# The first that matches decides, so the boxed examples, whose titles name a kind of finding too
# ("Case study: areas for improvement"), come before the kinds.
_WORDINGS: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (
        Meaning.ASIDE,
        (
            r"(?:case|practice) (?:study|studies|example)",
            r"^examples?\b",
            r"^good practice\b",
            r"^(?:highly )?effective practice\b",
            r"\bhighly effective practice\b",
        ),
    ),
    # A heading over both kinds announces an overview of them, not a list of either.
    (Meaning.ELSEWHERE, (r"strengths? (?:and|&) (?:areas?|weaknesses)",)),
    (
        Meaning.NEXT_STEPS,
        (r"^next steps?\b", r"^what happens next", r"^what (?:needs to|will) happen next"),
    ),
    (
        Meaning.PRIORITY,
        (
            r"\bpriority actions?\b",
            r"\bpriorit(?:y|ies) for (?:action|improvement)",
            r"\b(?:urgent|immediate) actions?\b",
            r"^priorit(?:y|ies)$",
        ),
    ),
    (
        Meaning.IMPROVEMENT,
        (
            r"\bareas? (?:\w+ )?(?:for|of|requiring|needing) (?:\w+ )?(?:improvement|development)",
            r"\bareas? (?:in need of|that (?:need|require)s?) (?:\w+ )?(?:improvement|attention)",
            r"\b(?:what|where|areas?) .*\b(?:needs?|requires?|must|should|could|to)\b.*\bimprove",
            r"^(?:key |main )?(?:improvements?|weaknesses)(?: needed| required)?$",
            r"^areas? to improve",
        ),
    ),
    (
        Meaning.STRENGTHS,
        (
            r"^(?:the )?(?:\w+ ){0,4}strengths?$",
            r"^strengths?\b",
            r"\b(?:key|main) strengths?\b",
            r"\bareas? of strength",
            r"^what (?:is|are|works?|was)\b.*\bwell",
            r"^what .*does well",
        ),
    ),
    (
        Meaning.ELSEWHERE,
        (
            r"^(?:main|headline|key|overall|summary of|detailed) findings?\b",
            r"^(?:summary|background|introduction|overview|context|conclusion)\b",
            r"^inspection (?:team|details|context)\b",
            r"^about (?:the|this)\b",
            r"^yours (?:sincerely|faithfully)",
        ),
    ),
)
_MEANINGS = tuple((meaning, re.compile("|".join(ways))) for meaning, ways in _WORDINGS)


def meaning_of(heading: str) -> Meaning:
    """The meaning of a heading's words, whatever its case, numbering and punctuation."""
    words = re.sub(r"^[\d.)(\s]+|[:.?\s]+$", "", heading.lower().replace("’", "'"))
    for meaning, pattern in _MEANINGS:
        if pattern.search(words):
            return meaning
    return Meaning.UNKNOWN
