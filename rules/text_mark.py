"""A short mark of what a person read before approving it, and what changed since.

A person approves what they read, not whatever a message has become. The mark stands for the text
as shown; nothing is stored when it is shown. Besides a digest of the whole it carries one of each
part (readers, messages, items), so that from the mark alone it can be said *what* changed. The
parts are exclusive-ors of one digest for each member: the exclusive-or of two such sums is the sum
of the members that were added or left out, and a few of those can be found among the known ones.

Digests are short, and guard against slips, not against forgery: who can approve needs no forgery.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from itertools import combinations
from operator import xor

# Digits and letters of Crockford's base 32: no i, l, o or u, so that it can be read out and copied.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
MISREAD = str.maketrans("oil", "011")
FIRST_DAY = date(2000, 1, 1)
# How many characters each part has: day, messages, readers, items, text.
SIZES = (3, 4, 2, 6, 6)
# A change of more members than these is said to be one, not which. Three of two hundred is a
# million tries at most.
AT_MOST = 3
CANDIDATES_FOR_THREE = 60
CANDIDATES_FOR_TWO = 600


class UnreadableMark(ValueError):
    """What was given is no mark."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as it was shown: its number, its reader, what it is about, and its words.

    ``items`` are the numbers of its notices. ``text`` is the subject with the text part.
    """

    number: int
    reader: str
    items: frozenset[int]
    text: str


@dataclass(frozen=True, slots=True)
class TextMark:
    """The mark of one message or of several, as shown on ``day``."""

    day: date
    messages: int
    readers: int
    items: int
    text: int

    def __str__(self) -> str:
        """``6kb-3v0q-8d-x4mt2a-9dkz1c``."""
        days = (self.day - FIRST_DAY).days
        parts = (days, self.messages, self.readers, self.items, self.text)
        return "-".join(_written(part, size=size) for part, size in zip(parts, SIZES, strict=True))

    def says_the_same_as(self, other: TextMark) -> bool:
        """Whether the same words go to the same readers, on whichever day they were shown."""
        return self._said == other._said

    @property
    def _said(self) -> tuple[int, int, int, int]:
        return (self.messages, self.readers, self.items, self.text)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two marks.

    ``shown_on`` is the day of the first where that was another day. ``messages`` and ``items``
    are the numbers that were added or left out, None where they changed in too many places to
    say. ``readers`` says that somebody else reads it. ``wording`` is true where nothing else
    accounts for the change.
    """

    shown_on: date | None
    messages: frozenset[int] | None
    readers: bool
    items: frozenset[int] | None
    wording: bool


def mark_of(seen: Collection[Seen], *, day: date) -> TextMark:
    """The mark of these messages as shown on ``day`` (London); their order does not count."""
    whole = hashlib.sha256()
    for one in sorted(seen, key=lambda one: one.number):
        whole.update(f"{one.number}\n{one.reader}\n{sorted(one.items)}\n{one.text}\n".encode())
    return TextMark(
        day=day,
        messages=_sum("message", (one.number for one in seen), size=SIZES[1]),
        readers=_sum("reader", (f"{one.number} {one.reader}" for one in seen), size=SIZES[2]),
        items=_sum("item", (item for one in seen for item in one.items), size=SIZES[3]),
        text=_cut(whole.digest(), size=SIZES[4]),
    )


def read_mark(written: str) -> TextMark:
    """The mark that a person typed or pasted. Raises `UnreadableMark`.

    Capitals, spaces and hyphens do not count; o, i and l are read as 0 and 1.
    """
    plain = re.sub(r"[\s-]", "", written).lower().translate(MISREAD)
    if len(plain) != sum(SIZES) or any(letter not in ALPHABET for letter in plain):
        raise UnreadableMark(
            f"{written!r} is no mark. A mark looks like 6kb-3v0q-8d-x4mt2a-9dkz1c; it stands under "
            "the text when it is shown."
        )
    parts, start = [], 0
    for size in SIZES:
        parts.append(_number(plain[start : start + size]))
        start += size
    days, messages, readers, items, text = parts
    return TextMark(FIRST_DAY + timedelta(days=days), messages, readers, items, text)


def difference(
    shown: TextMark, now: TextMark, *, messages: Collection[int], items: Collection[int]
) -> Difference:
    """What changed from ``shown`` to ``now``.

    ``messages`` and ``items`` are the numbers among which what was added or left out is looked
    for. Items are not compared where messages differ: each brings its own.
    """
    other_messages = _found("message", shown.messages ^ now.messages, messages, size=SIZES[1])
    same_messages = shown.messages == now.messages
    other_items = (
        _found("item", shown.items ^ now.items, items, size=SIZES[3])
        if same_messages
        else frozenset()
    )
    readers = same_messages and shown.readers != now.readers
    explained = not same_messages or shown.items != now.items or readers or shown.day != now.day
    return Difference(
        shown_on=shown.day if shown.day != now.day else None,
        messages=other_messages,
        readers=readers,
        items=other_items,
        wording=shown.text != now.text and not explained,
    )


def _found(
    kind: str, total: int, candidates: Collection[int], *, size: int
) -> frozenset[int] | None:
    """The smallest set of candidates whose digests add up to ``total``; None if there is none."""
    if total == 0:
        return frozenset()
    digests = {number: _digest(kind, number, size=size) for number in sorted(set(candidates))}
    for many in range(1, AT_MOST + 1):
        if len(digests) > {1: len(digests), 2: CANDIDATES_FOR_TWO}.get(many, CANDIDATES_FOR_THREE):
            return None
        for some in combinations(digests, many):
            if reduce(xor, (digests[number] for number in some)) == total:
                return frozenset(some)
    return None


def _sum(kind: str, members: Iterable[object], *, size: int) -> int:
    return reduce(xor, (_digest(kind, member, size=size) for member in members), 0)


def _digest(kind: str, member: object, *, size: int) -> int:
    return _cut(hashlib.sha256(f"{kind} {member}".encode()).digest(), size=size)


def _cut(digest: bytes, *, size: int) -> int:
    """The first bits of a digest, five for each character."""
    return int.from_bytes(digest[:8], "big") >> (64 - 5 * size)


def _written(number: int, *, size: int) -> str:
    letters = (ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(size)))
    return "".join(letters)


def _number(letters: str) -> int:
    return reduce(lambda value, letter: value * 32 + ALPHABET.index(letter), letters, 0)
