"""What in a text could identify a child, as far as a machine can tell (design principle 11).

Refused: ten digits with a valid NHS check digit, and a unique pupil number (UPN) with a valid
check letter. Asked: a date of birth, and a case number. Names cannot be found by machine, and
whoever shows a result of this module says so. A bare date or a plan reference stops nobody.

The check digit of an NHS number: the first nine digits times 10 down to 2, summed, modulo 11,
taken from 11; 11 stands for 0 and 10 is never issued. The check letter of a UPN: the twelve
characters after it times 2 up to 13, summed, modulo 23, as a letter without I, O and S; the last
of the twelve may be such a letter itself (a temporary number).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
# How far apart a tell-tale word and a number may stand and still belong together.
REACH = 60

CASE_SYSTEMS = (
    "liquidlogic", "liquid logic", "lcs", "mosaic", "care ?director", "care ?first",
    "frameworki", "framework-i", "capita one", "azeus", "systmone", "emis", "rio", "athena",
    "careworks", "childview", "asset ?plus",
)  # fmt: skip
# These are ordinary words as well, and mean a system only with a capital letter.
CAPITAL_SYSTEMS = ("Niche", "Connect", "Eclipse", "Genie", "Protocol")

_NHS_NUMBER = re.compile(r"(?<!\d)(\d{3})[ .\-\u00a0]?(\d{3})[ .\-\u00a0]?(\d{4})(?!\d)")
_UPN = re.compile(rf"(?<![A-Z0-9])([{UPN_LETTERS}])(\d{{11}}[\d{UPN_LETTERS}])(?![A-Z0-9])", re.I)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = (
    r"(?:\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{2,4}"
    r"|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}\s?(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+\d{{2,4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{2,4}}"
    rf"|{_MONTH}\s+\d{{4}})"
)
_BIRTH = r"(?:date of birth|\bd\.?\s?o\.?\s?b\b\.?|\bborn\b)"
_BIRTH_DATE = re.compile(rf"{_BIRTH}[^\n]{{0,{REACH}}}?{_DATE}|{_DATE}[^\n]{{0,20}}?{_BIRTH}", re.I)
_CASE_WORD = (
    r"(?:\bcase\s*(?:number|no\b\.?|reference|ref\b\.?|id\b)|\b(?:"
    + "|".join(CASE_SYSTEMS)
    + r")\b|\b(?-i:"
    + "|".join(CAPITAL_SYSTEMS)
    + r")\b)"
)
_CASE_NUMBER = re.compile(
    rf"{_CASE_WORD}[^\n]{{0,{REACH}}}?(?<!\d)\d{{5,}}|(?<!\d)\d{{5,}}[^\n]{{0,20}}?{_CASE_WORD}",
    re.I,
)


class Detail(StrEnum):
    """What was found. The first two are refused, the others asked about."""

    NHS_NUMBER = "nhs_number"
    PUPIL_NUMBER = "pupil_number"
    DATE_OF_BIRTH = "date_of_birth"
    CASE_NUMBER = "case_number"

    @property
    def is_refused(self) -> bool:
        """Whether the text must not be stored at all; otherwise a person is asked."""
        return self in (Detail.NHS_NUMBER, Detail.PUPIL_NUMBER)

    @property
    def words(self) -> str:
        """What was found, in words that do not repeat it."""
        return _WORDS[self]


_WORDS = {
    Detail.NHS_NUMBER: "an NHS number (ten digits with a valid check digit)",
    Detail.PUPIL_NUMBER: "a unique pupil number (UPN)",
    Detail.DATE_OF_BIRTH: "a date of birth",
    Detail.CASE_NUMBER: "a case number",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One detail and where it stands (characters counted from 0, the end left out)."""

    detail: Detail
    start: int
    end: int


def child_details(text: str) -> tuple[Found, ...]:
    """Everything in ``text`` that could identify a child, in reading order; mostly nothing."""
    return tuple(sorted(_all(text), key=lambda found: found.start))


def nhs_check_digit(first_nine: str) -> int | None:
    """The tenth digit of an NHS number; ``None`` if no number is issued with these nine."""
    total = sum(
        int(digit) * weight for digit, weight in zip(first_nine, range(10, 1, -1), strict=True)
    )
    check = 11 - total % 11
    return {11: 0, 10: None}.get(check, check)


def pupil_check_letter(after: str) -> str:
    """The letter that stands before these twelve characters of a UPN."""
    total = sum(
        (int(sign) if sign.isdigit() else UPN_LETTERS.index(sign)) * weight
        for sign, weight in zip(after.upper(), range(2, 14), strict=True)
    )
    return UPN_LETTERS[total % 23]


def _all(text: str) -> Iterator[Found]:
    for match in _NHS_NUMBER.finditer(text):
        digits = "".join(match.groups())
        if digits.isascii() and nhs_check_digit(digits[:9]) == int(digits[9]):
            yield Found(Detail.NHS_NUMBER, match.start(), match.end())
    for match in _UPN.finditer(text):
        if match[2].isascii() and pupil_check_letter(match[2]) == match[1].upper():
            yield Found(Detail.PUPIL_NUMBER, match.start(), match.end())
    for match in _BIRTH_DATE.finditer(text):
        yield Found(Detail.DATE_OF_BIRTH, match.start(), match.end())
    for match in _CASE_NUMBER.finditer(text):
        yield Found(Detail.CASE_NUMBER, match.start(), match.end())
