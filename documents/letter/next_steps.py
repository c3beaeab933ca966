"""The end of a letter: who must answer it in writing, to whom, with whom and by when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.letter.headings import Meaning
from documents.letter.pages import Line
from documents.letter.running_text import join_lines
from documents.letter.sections import Heading, Layout, blocks_of
from documents.letter.written_dates import WrittenDate, dates_in

CLOSING = re.compile(r"yours (?:sincerely|faithfully)", re.IGNORECASE)
"""The words that end a letter."""

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_STATEMENT = re.compile(r"written statement|statement of (?:proposed )?action", re.IGNORECASE)
_DUTY = r"(?:should|must|will|is required to|is requested to|are required to|needs? to)"
_MAKER = re.compile(
    rf"(?P<who>[^.;:]+?),?\s+(?:and\s+)?{_DUTY}\s+(?:now\s+|also\s+)?"
    r"(?:co-?ordinate|prepare|make|produce|write|lead|develop|provide|submit)\b",
    re.IGNORECASE,
)
_PRINCIPAL = re.compile(
    r"(?P<who>[^.;:]+?),?\s+(?:is|as|to be|will be|be)\s+the\s+principal authority",
    re.IGNORECASE,
)
_SENDER = re.compile(
    rf"(?P<who>[^.;:]+?),?\s+{_DUTY}\s+(?:now\s+|also\s+|then\s+)?(?:send|submit|return|provide)\b",
    re.IGNORECASE,
)
_INVOLVING = re.compile(
    r"\b(?:involving|involve|in partnership with|together with)\s+(?P<who>[^.;]+)"
)
_BY = re.compile(
    r"\b(?:by|before|no later than|not later than)(?:\s+(?!and\b)[\w.:]+){0,5}\s*$", re.IGNORECASE
)
_BASIS = re.compile(
    r"\b(\d+\s+(?:working\s+)?(?:days|weeks|months)\s+(?:from|of|after|following)\s+"
    r"(?:the\s+)?(?:date\s+of\s+)?[\w-]+(?:\s+of\s+(?:the|this)\s+\w+)?)",
    re.IGNORECASE,
)
_NOT_REQUIRED = re.compile(
    r"(?:no|not (?:require|need)\w*(?: to \w+)? a) written statement", re.IGNORECASE
)
_WHO_LEAD = re.compile(
    r"^(?:.*\b(?:determined|decided|concluded) that\s+|therefore,?\s+|accordingly,?\s+)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",?\s*(?:\band,?\s+)?\b(?:specifically|in particular|including),?\s+", re.IGNORECASE
)
_ADDRESSED = re.compile(r"\baddress(?:ed|ees)\b", re.IGNORECASE)
_AND = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_ARTICLE = re.compile(r"^(?:all\s+)?(?:the\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What the letter asks for; ``None`` or empty where it was not found."""

    has_heading: bool
    statement_required: bool | None
    principal_authority: str | None
    is_named_principal: bool
    sender: str | None
    submit_to: str | None
    involve: tuple[str, ...]
    due: WrittenDate | None
    is_due_beside_address: bool
    basis: str | None


def next_steps_of(lines: Sequence[Line], layout: Layout) -> NextSteps:
    """Read the closing paragraphs; without their heading, the sentences about the statement."""
    under_heading = _lines_under_heading(lines, layout)
    sentences = [
        sentence.strip()
        for paragraph in _paragraphs(under_heading or lines, layout)
        for sentence in _SENTENCES.split(paragraph)
    ]
    about = sentences if under_heading else [s for s in sentences if _STATEMENT.search(s)]
    maker, is_named = _maker(about)
    due, beside = _due(about)
    mail = _MAIL.search(" ".join(about))
    basis = _BASIS.search(" ".join(about))
    return NextSteps(
        has_heading=bool(under_heading),
        statement_required=_is_required(about),
        principal_authority=maker,
        is_named_principal=is_named,
        sender=_sender(about),
        submit_to=mail.group().rstrip(".") if mail else None,
        involve=_involved(about),
        due=due,
        is_due_beside_address=beside,
        basis=re.sub(r"\s+", " ", basis.group(1)) if basis else None,
    )


def _lines_under_heading(lines: Sequence[Line], layout: Layout) -> list[Line]:
    kept: list[Line] = []
    is_on = False
    for block in blocks_of(lines, layout):
        if isinstance(block, Heading):
            if is_on and CLOSING.match(block.text):
                break
            is_on = is_on or block.meaning is Meaning.NEXT_STEPS
        elif is_on:
            if CLOSING.match(block.text):
                break
            kept.append(block)
    return kept


def _paragraphs(lines: Sequence[Line], layout: Layout) -> list[str]:
    """The paragraphs as text. The last sentence of one may lack its full stop."""
    paragraphs: list[list[str]] = []
    above: Line | None = None
    for line in lines:
        is_same_page = above is not None and above.page == line.page
        if not paragraphs or (is_same_page and layout.is_apart(above, line)):
            paragraphs.append([])
        paragraphs[-1].append(line.text)
        above = line
    return [join_lines(paragraph) for paragraph in paragraphs]


def _is_required(sentences: Sequence[str]) -> bool | None:
    """Whether the letter asks for a statement; ``None`` where it does not speak of one."""
    about = [sentence for sentence in sentences if _STATEMENT.search(sentence)]
    if not about:
        return None
    return not any(_NOT_REQUIRED.search(sentence) for sentence in about)


def _maker(sentences: Sequence[str]) -> tuple[str | None, bool]:
    """Who makes the statement, and whether the letter calls it the principal authority."""
    for sentence in sentences:
        named = _PRINCIPAL.search(sentence)
        if named:
            return _who(named["who"]), True
    for sentence in sentences:
        found = _MAKER.search(sentence)
        if found and _STATEMENT.search(sentence):
            return _who(found["who"]), False
    return None, False


def _sender(sentences: Sequence[str]) -> str | None:
    for sentence in sentences:
        found = _SENDER.search(sentence)
        if found and (_STATEMENT.search(sentence) or _MAIL.search(sentence)):
            return _who(found["who"])
    return None


def _who(words: str) -> str:
    """The body or office without what leads up to it and without what stands in brackets."""
    who = re.sub(r"\s*\([^)]*\)", "", _WHO_LEAD.sub("", words.strip()))
    return re.sub(r"\s+", " ", who).strip(" ,")


def _due(sentences: Sequence[str]) -> tuple[WrittenDate | None, bool]:
    """The date after 'by' in the sentence with the address, else in one about the statement."""
    with_address = [sentence for sentence in sentences if _MAIL.search(sentence)]
    about = [sentence for sentence in sentences if _STATEMENT.search(sentence)]
    for candidates in (with_address, about, list(sentences)):
        for sentence in candidates:
            for written in dates_in(sentence):
                if _BY.search(sentence[: written.start]):
                    return written, candidates is with_address
    return None, False


def _involved(sentences: Sequence[str]) -> tuple[str, ...]:
    """The bodies after 'involving', each as printed without its article.

    Where the letter points at its own addressees instead of naming bodies, its words are kept.
    """
    for sentence in sentences:
        found = _INVOLVING.search(sentence)
        if found and _ADDRESSED.search(found["who"]):
            return (found["who"].strip(" ."),)
        if found:
            parts = _AND.split(_ASIDE.sub(", ", found["who"].strip(" .")))
            return tuple(name for part in parts if (name := _body(part)))
    return ()


def _body(words: str) -> str:
    """A body without its article and without the place that all of them serve."""
    return re.sub(r"\s+(?:in|across)\s+(?:the\s+)?[A-Z].*$", "", _ARTICLE.sub("", words)).strip()
