"""What people wrote, made safe for a card: no value becomes a link, a mention or a format.

Teams reads Markdown in a TextBlock and in a FactSet, and its programs do not agree on what a
backslash before a sign does: on some telephones it is shown. So words that people wrote stand in a
RichTextBlock, which is no Markdown anywhere; what has to stand elsewhere (names in a FactSet,
the fallback of a RichTextBlock) is escaped here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote

from notifications.plain_text import one_line

ELLIPSIS = "..."

# The signs that begin a format, a link, a mention or an entity within a line; no more than these,
# for a program that shows the backslash shows it in every name with an "&".
_SIGNS = re.compile(r"([\\`*_\[\]<~]|&(?=#?\w+;))")
# An address that a program would make a link of by itself.
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|www)(://|:|\.)(?=\S)")
# A list, a heading or a quotation begins so, at the start of a line only.
_LINE_START = re.compile(r"^(\d+(?=[.)](?:\s|$))|(?=[#>+=-]))")


def markdown_escaped(text: str) -> str:
    """``text`` on one line, as Markdown that reads exactly so: ``_due_`` becomes ``\\_due\\_``."""
    escaped = _SIGNS.sub(r"\\\1", one_line(text))
    escaped = _ADDRESS.sub(_unlinked, escaped)
    return _LINE_START.sub(r"\1\\", escaped)


def shortened(text: str, at_most: int) -> str:
    """``text`` on one line of at most so many characters, cut after a word where there is one."""
    line = one_line(text)
    if len(line) <= at_most:
        return line
    room = at_most - len(ELLIPSIS)
    cut = line[:room]
    before = cut.rpartition(" ")[0] if line[room : room + 1] != " " else cut
    return (before if len(before) > room // 2 else cut).rstrip(" ,;:.") + ELLIPSIS


def texts_of_card(raw: bytes) -> list[str]:
    """Every text in the JSON of a card as people read it, addresses decoded; and the JSON itself,
    which is all there is where it cannot be read."""
    whole = raw.decode("utf-8", errors="replace")
    try:
        return [*_strings(json.loads(whole)), whole]
    except ValueError:
        return [whole]


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield unquote(value)
        case dict():
            for part in value.values():
                yield from _strings(part)
        case list():
            for part in value:
                yield from _strings(part)


def _unlinked(found: re.Match[str]) -> str:
    # A backslash within the address: Markdown shows it without one, and makes no link of it.
    return f"{found[1]}\\{found[2]}"
