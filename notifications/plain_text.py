"""The written text part: 72 columns, ordinary spaces, and no date ever broken across lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rules.wording import MONTHS, WEEKDAYS

COLUMNS = 72
MORE = " ..."

_DAY = rf"(?:(?:{'|'.join(WEEKDAYS)}) )?\d{{1,2}} (?:{'|'.join(MONTHS)})(?: \d{{4}})?"
_TELEPHONE = r"0\d{2,4} \d{3} \d{3,4}"
# A token is a word, or a date (or telephone number) with what touches it: "(16 August 2018),".
_TOKEN = re.compile(rf"[^\w\s]*(?:(?:\d{{1,2}} to )?{_DAY}|{_TELEPHONE})(?!\w)\S*|\S+")

# Line ends and everything that could start a line, hide text or turn its direction.
_CONTROLS = re.compile(
    "[\x00-\x20\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)


def one_line(text: str) -> str:
    """``text`` on one line: no control characters, each run of spaces one ordinary space.

    Whatever comes from outside passes through here before it stands in a message, so that no
    value can pretend to be a line, or a header, of its own.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _CONTROLS.sub(" ", text).strip()


def shortened(text: str, *, at_most: int) -> str:
    """``text``, cut after a word with " ..." where it is longer than ``at_most`` characters."""
    if len(text) <= at_most:
        return text
    kept = text[: at_most - len(MORE) + 1]
    whole_words = kept.rpartition(" ")[0]
    return (whole_words or kept[:-1]) + MORE


def sentence(text: str) -> str:
    """``text`` with a full stop, unless it ends a sentence already. Empty stays empty."""
    ended = text.rstrip()
    return ended if not ended or ended[-1] in ".!?" else f"{ended}."


def wrapped(text: str, *, columns: int = COLUMNS) -> str:
    """Each line of ``text`` is a paragraph; it is broken at ``columns``, never inside a date.

    Indentation is kept, and what follows a leading "- " hangs under its first word. A word longer
    than the line (an address) stands alone, unbroken. Runs of empty lines become one.
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        if paragraph.strip():
            lines += _broken(paragraph.rstrip(), columns)
        elif lines and lines[-1]:
            lines.append("")
    return "\n".join(lines).strip("\n") + "\n"


def unwrapped(text: str, *, columns: int = COLUMNS) -> str:
    """``text`` as it was before :func:`wrapped`: a break goes where the next token had no room."""
    whole: list[str] = []
    last = ""
    for line in text.splitlines():
        if whole and _is_rest(line, first=whole[-1], last=last, columns=columns):
            whole[-1] += f" {line.strip()}"
        else:
            whole.append(line)
        last = line
    return "\n".join(whole) + "\n"


def _is_rest(line: str, *, first: str, last: str, columns: int) -> bool:
    body = line.lstrip(" ")
    token = _TOKEN.match(body)
    # A point of a list, or the line under a heading, is a line of its own.
    if token is None or body.startswith(("- ", "---")) or not last.strip():
        return False
    hang = 2 if first.lstrip(" ").startswith("- ") else 0
    indent = len(first) - len(first.lstrip(" "))
    return len(line) - len(body) == indent + hang and len(last) + 1 + len(token.group()) > columns


@lru_cache(maxsize=4096)  # Much of a message stands in the next one too.
def _broken(paragraph: str, columns: int) -> tuple[str, ...]:
    return (paragraph,) if len(paragraph) <= columns else tuple(_lines(paragraph, columns))


def _lines(paragraph: str, columns: int) -> Iterator[str]:
    body = paragraph.lstrip(" ")
    first = " " * (len(paragraph) - len(body))
    following = first + "  " if body.startswith("- ") else first
    line, empty = first, True
    for token in _TOKEN.findall(body):
        if not empty and len(line) + 1 + len(token) > columns:
            yield line
            line, empty = following, True
        line += token if empty else f" {token}"
        empty = False
    yield line
