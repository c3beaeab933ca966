"""The first page of a letter: its date, whom it is to, what was inspected where and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.letter.pages import Line
from documents.letter.running_text import join_lines
from documents.letter.sections import Heading, Layout, blocks_of
from documents.letter.written_dates import (
    WrittenDate,
    WrittenRange,
    dates_in,
    ranges_in,
    sole_date,
)

LONGEST_FIELDWORK_DAYS = 60
"""Longer stretches are periods that the letter talks about, not time on site."""

_GREETING = re.compile(r"dear\b", re.IGNORECASE)
_TITLE_START = re.compile(r"(?:re:?\s+)?joint targeted area inspections?\b", re.IGNORECASE)
_RESPONSE = re.compile(
    r"(?:responses? to|inspections? of|effectiveness of)\s+(?:the\s+)?(?P<theme>.+)", re.IGNORECASE
)
_AREA = (
    r"(?P<area>(?:the\s+)?[A-Z][\w’'&.-]*"
    r"(?:\s+(?:[A-Z][\w’'&.-]*|and|upon|on|in|of|the|under|with|by|local|authority))*)"
)
_PLACE = re.compile(rf"^(?P<before>.*)\s(?:in|across|within)\s+{_AREA}$", re.DOTALL)
_NAMED_PLACE = re.compile(rf"^[Jj]oint targeted area inspections?\s+(?:of|in)\s+{_AREA}$")
_WORK_OF_AGENCIES = re.compile(
    rf"\b(?:individual agencies|partnership working)\s+(?:in|across)\s+{_AREA}\s*(?:[.;,]|$)"
)
_RESPONSE_IN_TEXT = re.compile(
    r"\b(?:multi-agency|joint|partnership) responses? to\s+(?:the\s+)?(?P<theme>[^.;]+?)\s*[.;]"
)
_DEEP_DIVE = re.compile(
    r"deep[ -]dive[’'”\"]?(?:\s+\w+){0,2}?\s+(?:focus(?:ed|ing)?\s+on|into|on|of)\s+(?P<topic>.+)",
    re.IGNORECASE,
)
_TOPIC_LEAD = re.compile(
    r"^(?:the\s+)?(?:multi-agency\s+)?(?:response(?:s)? to|effectiveness of(?: the)?"
    r"(?: multi-agency response to| services for)?|experiences? of)\s+",
    re.IGNORECASE,
)
_FIELDWORK_LEAD = re.compile(r"\b(?:between|from|on|dates?:?)\s+(?:\w+day\s+)?$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[a-z)’”'])\.(?=\s+[A-Z]|\s*$)")


@dataclass(frozen=True, slots=True)
class Subject:
    """What was inspected and where, as one place in the letter says it."""

    theme: str | None
    area: str | None


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """What the top of the letter holds; ``None`` or empty where it was not found."""

    letter_date: WrittenDate | None
    is_date_on_its_own: bool
    addressee_lines: tuple[Line, ...]
    title: str | None
    in_title: Subject
    in_text: Subject
    deep_dive: str | None
    fieldwork: WrittenRange | None
    is_fieldwork_introduced: bool


def opening_of(
    lines: Sequence[Line], layout: Layout, *, letterhead: Sequence[Line] = ()
) -> OpeningPage:
    """Read the opening from the running text of the first two pages.

    ``letterhead`` is what stands in the margins of the first page: a date may stand only there.
    """
    greeting = _index_of_greeting(lines)
    title_index, title = _title(lines[greeting:], layout)
    after_title = lines[greeting + title_index :]
    text = join_lines([line.text for line in after_title])
    letter_date = _date_line(lines[: greeting or len(lines)])
    written = letter_date or _first_date(lines[:greeting]) or _first_date(letterhead)
    fieldwork, introduced = _fieldwork(text, written.value if written else None)
    in_title, in_text = _subject_of(title), _subject_in(text)
    return OpeningPage(
        letter_date=written,
        is_date_on_its_own=letter_date is not None,
        addressee_lines=_addressee_lines(lines[:greeting]),
        title=title,
        in_title=in_title,
        in_text=in_text,
        deep_dive=_deep_dive(text),
        fieldwork=fieldwork,
        is_fieldwork_introduced=introduced,
    )


def _index_of_greeting(lines: Sequence[Line]) -> int:
    """Where 'Dear ...' stands; where there is none, where the title does; else the start."""
    for pattern in (_GREETING, _TITLE_START):
        for index, line in enumerate(lines):
            if pattern.match(line.text):
                return index
    return 0


def _date_line(lines: Sequence[Line]) -> WrittenDate | None:
    return next((found for line in lines if (found := sole_date(line.text))), None)


def _first_date(lines: Sequence[Line]) -> WrittenDate | None:
    return next((found[0] for line in lines if (found := dates_in(line.text))), None)


def _addressee_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines after the date; a letterhead above the date is not part of them."""
    start = 0
    for index, line in enumerate(lines):
        if dates_in(line.text):
            start = index + 1
    return tuple(line for line in lines[start:] if not _GREETING.match(line.text))


def _title(lines: Sequence[Line], layout: Layout) -> tuple[int, str | None]:
    """Where the text after the title begins, counted in lines, and the title."""
    position = 0
    for block in blocks_of(lines, layout):
        length = len(block.lines) if isinstance(block, Heading) else 1
        if _TITLE_START.match(block.text):
            if not isinstance(block, Heading):
                length = _paragraph_length(lines[position:], layout)
            text = join_lines([line.text for line in lines[position : position + length]])
            return position + length, re.sub(r"^re:?\s+", "", text, flags=re.IGNORECASE)
        position += length
    return 0, None


def _paragraph_length(lines: Sequence[Line], layout: Layout) -> int:
    """How many lines the paragraph has that begins the lines."""
    length = 1
    while length < len(lines) and not layout.is_apart(lines[length - 1], lines[length]):
        length += 1
    return length


def _subject_of(title: str | None) -> Subject:
    """The theme and the area as the title prints them."""
    if title is None:
        return Subject(None, None)
    named = _NAMED_PLACE.match(title)
    if named:
        return Subject(None, named["area"].strip())
    response = _RESPONSE.search(title)
    if response is None:
        place = _PLACE.match(title)
        return Subject(None, place["area"].strip() if place else None)
    return _parted(re.sub(r"^multi-agency responses? to\s+", "", response["theme"]))


def _subject_in(text: str) -> Subject:
    """The theme and the area as the first sentence about the response to something has them."""
    response = _RESPONSE_IN_TEXT.search(text)
    subject = _parted(response["theme"]) if response else Subject(None, None)
    agencies = _WORK_OF_AGENCIES.search(text)
    return Subject(subject.theme, agencies["area"].strip() if agencies else subject.area)


def _parted(subject: str) -> Subject:
    """'Domestic abuse in Saltmarsh' parted into theme and area."""
    place = _PLACE.match(subject)
    if place is None:
        return Subject(subject.strip(" ,") or None, None)
    return Subject(place["before"].strip(" ,") or None, place["area"].strip())


def _deep_dive(text: str) -> str | None:
    found = _DEEP_DIVE.search(text)
    if not found:
        return None
    topic = _SENTENCE_END.split(found["topic"], maxsplit=1)[0]
    return _TOPIC_LEAD.sub("", topic).strip() or None


def _fieldwork(text: str, letter_date: date | None) -> tuple[WrittenRange | None, bool]:
    """The days on site: the first stretch that is introduced as one and ends before the letter."""
    candidates = [
        written
        for written in ranges_in(text, no_later_than=letter_date)
        if (written.end - written.start).days <= LONGEST_FIELDWORK_DAYS
        and (letter_date is None or written.end <= letter_date)
    ]
    flat = re.sub(r"\s+", " ", text)
    for written in candidates:
        if _FIELDWORK_LEAD.search(flat[: flat.find(written.text)]):
            return written, True
    return (candidates[0], False) if candidates else (None, False)
